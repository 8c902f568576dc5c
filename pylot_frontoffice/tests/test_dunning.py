from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import format_date, mute_logger

from .dunning_common import DAY, TODAY, DunningCommon


@tagged("post_install", "-at_install")
class TestDunning(DunningCommon):
    """Overdue invoices: who is reminded, of what, in which tone."""

    def test_ladder(self):
        invoice = self._create_invoice(days_late=3)
        self._run()
        dunning = self._get_dunnings()
        self.assertRecordValues(
            dunning,
            [
                {
                    "level_id": self.friendly.id,
                    "recipient_id": self.customer.id,
                    "date": TODAY,
                    "amount_open": 100,
                    "amount_total": 100,
                    "state": "open",
                }
            ],
        )
        self.assertEqual(dunning.line_ids.days_late, 3)
        reminder = self._get_reminders(invoice)
        self.assertEqual((reminder.state, reminder.mail_id), ("sent", dunning.mail_id))
        self.assertEqual(reminder.part, dunning.line_ids.move_line_id.id)
        for days, level in ((10, None), (1, self.first), (13, None), (1, self.last)):
            self._run(days)
            with self.subTest(days=days):
                new = self._get_dunnings() - dunning
                self.assertEqual(new.level_id, level or self.env["pylot.reminder.level"])
                dunning |= new
        self._run(7)
        call = self._get_dunnings() - dunning
        self.assertEqual((call.level_id, call.mail_id), (self.call, self.env["mail.mail"]))
        self.assertEqual(call.activity_id.res_id, invoice.id)
        self.assertIn(invoice.name, call.activity_id.note)
        self._run(7)
        self.assertEqual(self._get_dunnings()[-1].level_id, self.handover)
        self._run(30)
        self.assertEqual(len(self._get_dunnings()), 5, "the ladder ends")

    def test_first_word_first(self):
        self._create_invoice(days_late=200)
        self._run()
        self.assertEqual(self._get_dunnings().level_id, self.friendly)

    def test_mail(self):
        self.customer.name = "Frieda <Fink>"
        user = self.env.ref("base.user_admin")
        user.email = "boss@example.com"
        invoice = self._create_invoice(119, invoice_user_id=user.id)
        self._run()
        dunning = self._get_dunnings()
        mail = dunning.mail_id
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertEqual(mail.state, "outgoing")
        self.assertIn("office@example.com", mail.email_from)
        self.assertIn("boss@example.com", mail.reply_to)
        self.assertIn(invoice.name, mail.subject)
        for text in (invoice.name, "119.00", dunning._get_page_url(), "Frieda &lt;Fink&gt;"):
            self.assertIn(text, mail.body_html)
        self.assertIn(dunning.name, invoice.message_ids[0].body)
        self.assertTrue(invoice.message_ids[0].is_internal)

    def test_words_of_each_level(self):
        """What is said, and not only the table of what is open."""
        self._create_invoice()
        for days, words in (
            (0, "Perhaps it got lost in daily business"),
            (11, "our first message has had no result"),
            (14, "we will have to hand the matter over"),
        ):
            self._run(days)
            dunning = self._get_dunnings()[-1]
            body = dunning.mail_id.body_html
            with self.subTest(level=dunning.level_id.name):
                self.assertEqual(body.count(words), 1)
                self.assertLess(body.index(words), body.index("To pay"))
                if days:
                    day = format_date(self.env, dunning._get_deadline())
                    self.assertRegex(body, rf"pay the amount by <strong[^>]*>{day}<")
                self.assertNotIn("built-in", body, "styles are texts")

    def test_one_message_per_customer_and_highest_level(self):
        old = self._create_invoice(100, days_late=4)
        self._run()
        new = self._create_invoice(50, days_late=-7)
        other = self._create_customer("Otto Other")
        self._create_invoice(70, partner_id=other.id)
        self._run(11)
        self.assertEqual(len(self._get_dunnings()), 2)
        dunning = self._get_dunnings()[-1]
        self.assertEqual(dunning.level_id, self.first)
        self.assertEqual(dunning.line_ids.move_id, old | new)
        self.assertEqual(dunning.amount_total, 150)
        levels = {line.move_id: line.level_id for line in dunning.line_ids}
        self.assertEqual(levels, {old: self.first, new: self.friendly})
        self.assertEqual(self._get_dunnings(other).amount_total, 70)

    def test_contacts_of_one_company(self):
        firm = self._create_customer("Firm Ltd", is_company=True)
        people = [self._create_customer(name, parent_id=firm.id) for name in ("Ann A", "Ben B")]
        for person in people:
            self._create_invoice(partner_id=person.id)
        self._run()
        dunning = self._get_dunnings(firm)
        self.assertEqual(dunning.amount_total, 200)
        self.assertIn(dunning.recipient_id, people)

    def test_reminded_before_comes_along(self):
        old = self._create_invoice(100, days_late=4)
        self._run()
        new = self._create_invoice(50, days_late=2)
        self._run(1)
        dunning = self._get_dunnings()[-1]
        self.assertEqual(dunning.level_id, self.friendly)
        self.assertEqual(dunning.line_ids.move_id, old | new, "all that is overdue is listed")

    def test_same_day_and_clock_moved_back(self):
        self._create_invoice(days_late=30)
        self._run()
        self._run()
        self.assertEqual(len(self._get_dunnings()), 1)
        self._run(-2)
        self._run(1)
        self.assertEqual(len(self._get_dunnings()), 1)

    def test_instalments(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Three times",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": share, "nb_days": days})
                    for share, days in ((50, 0), (25, 30), (25, 60))
                ],
            }
        )
        invoice = self._create_invoice(
            200,
            invoice_date=TODAY - DAY * 40,
            invoice_date_due=False,
            invoice_payment_term_id=term.id,
        )
        self._run()
        dunning = self._get_dunnings()
        self.assertEqual(dunning.line_ids.mapped("amount_open"), [100, 50])
        self.assertEqual(dunning.line_ids.mapped("days_late"), [40, 10])
        self.assertEqual(len(self._get_reminders(invoice)), 2)
        self._run(23)
        dunning = self._get_dunnings()[-1]
        self.assertEqual(dunning.amount_total, 200)
        self.assertEqual(dunning.line_ids.mapped("level_id"), self.first | self.friendly)

    def test_currencies(self):
        usd = self.env.ref("base.EUR")
        if self.company.currency_id == usd:
            usd = self.env.ref("base.USD")
        usd.active = True
        self.env["res.currency.rate"].create(
            {"name": "2026-01-01", "rate": 2, "currency_id": usd.id, "company_id": self.company.id}
        )
        self._create_invoice(100)
        self._create_invoice(300, currency_id=usd.id)
        self._create_invoice(9, currency_id=usd.id, partner_id=self._create_customer("Tiny T").id)
        self._run()
        dunnings = self._get_dunnings()
        self.assertEqual(dunnings.mapped("amount_total"), [100, 300])
        self.assertEqual(dunnings.currency_id, self.company.currency_id | usd)
        self.assertFalse(
            self.env["pylot.dunning"].search([("partner_id.name", "=", "Tiny T")]),
            "9 of them are less than 5 of ours",
        )

    def test_partial_payment(self):
        invoice = self._create_invoice(100)
        self._pay(invoice, 40)
        self._run()
        self.assertEqual(self._get_dunnings().amount_total, 60)

    def test_netting(self):
        self._create_invoice(100)
        self._create_credit_note(30)
        self._create_payment(20)
        self._run()
        dunning = self._get_dunnings()
        self.assertRecordValues(
            dunning, [{"amount_open": 100, "amount_netted": 50, "amount_total": 50}]
        )
        self.assertEqual(sorted(dunning._get_credits().mapped("amount_open")), [20, 30])

    def test_credit_balance_and_tolerance(self):
        for credit in (120, 96):
            with self.subTest(credit=credit):
                customer = self._create_customer(f"{credit} Customer")
                invoice = self._create_invoice(100, partner_id=customer.id)
                note = self._create_credit_note(credit, partner_id=customer.id)
                self._run()
                self.assertFalse(self._get_dunnings(customer))
                reminder = self._get_reminders(invoice)
                self.assertEqual(reminder.state, "skipped")
                self.assertIn("credits", reminder.reason)
                note.button_draft()
                self._run(1)
                self.assertEqual(self._get_dunnings(customer).amount_total, 100, "looked at again")

    def test_company_of_another_country(self):
        other = self.env["res.company"].create(
            {
                "name": "Wien GmbH",
                "country_id": self.env.ref("base.at").id,
                "email": "wien@example.com",
                "pylot_undo_minutes": 0,
            }
        )
        self.env["account.chart.template"].try_loading(
            "generic_coa", company=other, install_demo=False
        )
        self.assertEqual(other.pylot_dunning_profile, "AT")
        self._create_invoice(100)
        self.env.user.company_ids |= other
        self._create_invoice(
            80,
            company_id=other.id,
            journal_id=self.env["account.journal"]
            .search([("type", "=", "sale"), ("company_id", "=", other.id)], limit=1)
            .id,
        )
        self._run()
        dunnings = self._get_dunnings()
        self.assertEqual(dunnings.company_id, self.company | other)
        by_company = {each.company_id: each for each in dunnings}
        self.assertEqual(by_company[other].amount_total, 80)
        self.assertIn("wien@example.com", by_company[other].mail_id.email_from)
        self.assertIn("Wien GmbH", by_company[other].mail_id.body_html)

    @mute_logger("odoo.addons.pylot_frontoffice.models.pylot_notice_mixin")
    def test_broken_template_stops_nobody_else(self):
        broken = self._create_customer("Bad B", lang="en_US")
        self._create_invoice(partner_id=broken.id)
        self._create_invoice()
        template = self.friendly.mail_template_id
        template.body_html = (
            '<p t-out="1 / 0" t-if="object.partner_id.name == \'Bad B\'"/><p>Pay</p>'
        )
        self._run()
        self.assertEqual(len(self._get_dunnings()), 1)
        self.assertFalse(self._get_dunnings(broken))
        reminder = self.env["pylot.reminder"].search([("partner_id", "=", broken.id)])
        self.assertEqual(reminder.state, "failed")
        self.assertTrue(reminder.reason)
        template.body_html = "<p>Pay</p>"
        reminder.action_retry()
        self._run()
        self.assertEqual(len(self._get_dunnings(broken)), 1)
