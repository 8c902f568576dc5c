from datetime import timedelta

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .dunning_pages_common import DunningPagesCase


@tagged("post_install", "-at_install")
class TestDunningPage(DunningPagesCase):
    """The page behind the link says what is true now, not what was true when it was written."""

    def test_open(self):
        invoices = self._create_claims()
        dunning = self._create_dunning(invoices)
        page = self.see(dunning)
        self.assertEqual(page.status, 200)
        self.assertEqual(page.title, "Your open invoices")
        for text in (*invoices.mapped("name"), "Frieda Fink", "DE89370400440532013000"):
            self.assertIn(text, page.text)
        self.assertIn("To pay", page.text)
        self.assertIn(self.say(150), page.text)
        self.assertIn(dunning._get_payment_reference(), page.text)
        self.assertEqual(page.response.headers["X-Robots-Tag"], "noindex")
        self.assertEqual(page.response.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(page.response.headers["Cache-Control"], "no-store")
        self.assertEqual(len(page.main.xpath(".//img[starts-with(@src, 'data:image/png')]")), 1)

    def test_no_way_to_pay_is_known(self):
        dunning = self._create_dunning(self._create_claims())
        self.assertNotIn("as your invoice says", self.see(dunning).text)
        dunning._get_claims().move_id.partner_bank_id = False
        self.company.partner_id.bank_ids.active = False
        self.assertIn("as your invoice says", self.see(dunning).text)

    def test_partly_paid(self):
        invoices = self._create_claims()
        dunning = self._create_dunning(invoices)
        self._pay(invoices[0], 40)
        page = self.see(dunning)
        self.assertIn(self.say(110), page.text)
        self.assertIn(f"{self.say(40)} out of {self.say(100)} is paid", page.text)

    def test_paid(self):
        invoices = self._create_claims()
        dunning = self._create_dunning(invoices)
        self._pay(invoices[0])
        page = self.see(dunning)
        self.assertIn("Paid, thank you", page.text)
        self.assertEqual(dunning._get_page().total, 50)
        self._pay(invoices[1])
        page = self.see(dunning)
        self.assertEqual(page.title, "Thank you, everything is paid")
        self.assertNotIn("To pay", page.text)
        self.assertFalse(page.main.xpath(".//form[contains(@action, '/promise')]"))
        self.assertNotIn("DE89", page.text)

    def test_credits(self):
        dunning = self._create_dunning(self._create_claims(100))
        self._create_credit_note(30, currency_id=self.euro.id)
        page = self.see(dunning)
        self.assertIn(f"Your credits {self.say(-30)}", page.text)
        self.assertIn(f"To pay {self.say(70)}", page.text)
        self._create_credit_note(100, currency_id=self.euro.id)
        page = self.see(dunning)
        self.assertEqual(page.title, "There is nothing to pay at the moment")
        self.assertIn("Your credits cover what is open", page.text)

    def test_disputed(self):
        invoices = self._create_claims(100, 50, 20)
        dunning = self._create_dunning(invoices)
        self._create_dispute(invoices[0])
        self._create_dispute(invoices[1], disputed_amount=10)
        page = self.see(dunning)
        self.assertIn("You have complained: we look at it", page.text)
        self.assertIn(f"You have complained about {self.say(10)}", page.text)
        self.assertEqual(dunning._get_page().total, 60)
        self.assertIn(f"To pay {self.say(60)}", page.text)

    def test_disputed_instalments(self):
        """What is disputed of an invoice is taken off once."""
        term = self.env["account.payment.term"].create(
            {
                "name": "Twice",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": days})
                    for days in (0, 5)
                ],
            }
        )
        invoice = self._create_claims(200, invoice_date_due=False, invoice_payment_term_id=term.id)
        dunning = self._create_dunning(invoice)
        self.assertEqual(len(dunning._get_claims()), 2)
        dispute = self._create_dispute(invoice, disputed_amount=30)
        self.assertEqual(dunning._get_page().total, 170)
        dispute.disputed_amount = 130
        page = dunning._get_page()
        self.assertEqual([item.amount for item in page.items], [0, 70])
        self.assertEqual([item.state for item in page.items], ["disputed", "open"])

    def test_withdrawn(self):
        invoices = self._create_claims()
        dunning = self._create_dunning(invoices)
        invoices[0].button_draft()
        page = self.see(dunning)
        self.assertIn("Not asked for any more", page.text)
        self.assertEqual(dunning._get_page().total, 50)
        invoices[0].button_cancel()
        invoices[1].payment_state = "blocked"
        self.assertEqual(self.see(dunning).title, "There is nothing to pay at the moment")

    def test_charges(self):
        invoices = self._create_claims(100)
        dunning = self._create_dunning(
            invoices, amount_interest=1.5, amount_lump_sum=40, amount_total=141.5
        )
        page = self.see(dunning)
        self.assertIn(f"Late interest {self.say(1.5)}", page.text)
        self.assertIn(f"To pay {self.say(141.5)}", page.text)
        self._pay(invoices)
        self.assertEqual(self.see(dunning).title, "Thank you, everything is paid")

    def test_merged_customer(self):
        dunning = self._create_dunning(self._create_claims())
        double = self._create_customer("Frieda Double")
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            (self.customer | double).ids, double
        )
        self.env.invalidate_all()
        self.assertEqual(dunning.partner_id, double)
        page = self.see(dunning)
        self.assertIn("Frieda Double", page.text)
        self.assertIn(self.say(150), page.text)

    def test_other_company_and_currency(self):
        """Each message is about one company and one currency, and what is another's stays out."""
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self._create_claims(70, currency_id=dollar.id)
        other = self.env["res.company"].create({"name": "Wien GmbH", "email": "w@example.com"})
        self.env["account.chart.template"].try_loading(
            "generic_coa", company=other, install_demo=False
        )
        journal = self.env["account.journal"].search(
            [("type", "=", "sale"), ("company_id", "=", other.id)], limit=1
        )
        self.env.user.company_ids |= other
        foreign = self._create_claims(33, company_id=other.id, journal_id=journal.id)
        mine = self._create_dunning(self._create_claims())
        theirs = self._create_dunning(foreign)
        self.assertEqual(mine._get_page().total, 150)
        page = self.see(theirs)
        self.assertIn(self.say(33), page.text)
        self.assertIn("w@example.com", page.text)
        self.assertNotIn("DE89", page.text, "the account of another company")
        in_dollars = self._create_dunning(
            self._create_claims(70, currency_id=dollar.id, partner_id=self.customer.id)
        )
        page = self.see(in_dollars)
        self.assertIn(self.say(70, dollar), page.text)
        self.assertFalse(page.main.xpath(".//img[starts-with(@src, 'data:')]"), "no code of euros")

    def test_links_of_nobody(self):
        dunning = self._create_dunning(self._create_claims())
        old = self.get_path(dunning)
        dunning.action_renew_link()
        self.env.flush_all()
        tokens = ("x", "0" * 36, dunning.access_token[:-1], old.split("/")[-1])
        pages = [self.get(f"/dunning/{token}") for token in tokens]
        pages += [self.get(f"/dunning/{token}/code.png") for token in tokens]
        self.assertEqual({page.status for page in pages}, {404})
        self.assertEqual(len({page.text for page in pages}), 1)

    def test_open_invoice(self):
        invoices = self._create_claims()
        stranger = self._create_claims(7, partner_id=self._create_customer("Otto O").id)
        foreign = self._create_dunning(stranger)
        dunning = self._create_dunning(invoices)
        self.assertFalse(invoices[0].access_token)
        page = self.see(dunning)
        items = dunning._get_claims()
        answer = page.send("/invoice", item=items[0].id)
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.path, f"/my/invoices/{items[0].move_id.id}")
        for wrong in (foreign._get_claims().id, 0, 2**31, 2**70, "", "x", "-1", "٣"):
            with self.subTest(wrong):
                self.assertEqual(page.send("/invoice", item=wrong).status, 404)
                self.assertEqual(page.send("/complaint", item=wrong).status, 404)

    def test_complain(self):
        invoices = self._create_claims()
        dunning = self._create_dunning(invoices)
        self.env["pylot.team"]._get_default(self.company)
        item = dunning._get_claims()[1]
        page = self.see(dunning).send("/complaint", item=item.id)
        self.assertEqual(page.path, "/complaint")
        self.assertIn(item.name, page.text)
        self.env["ir.config_parameter"].set_param("pylot_frontoffice.complaint_min_seconds", "0")
        page.send(
            "/complaint",
            text="Too much",
            name="Frieda",
            email="frieda@example.com",
            consent="1",
        )
        self.env.invalidate_all()
        complaint = self.env["pylot.complaint"].search([], order="id desc", limit=1)
        self.assertEqual(complaint.move_id, item.move_id)
        self.assertTrue(item.move_id.pylot_dunning_hold)
        self.assertIn("You have complained: we look at it", self.see(dunning).text)

    def test_handed_over(self):
        """It is still owed, only not to be paid here."""
        dunning = self._create_dunning(self._create_claims())
        dunning.action_hand_over()
        page = self.see(dunning)
        self.assertEqual(page.main.xpath(".//h1")[0].text, "Please call us about these invoices")
        actions = " ".join(page.main.xpath(".//form/@action"))
        self.assertNotRegex(actions, "promise|complaint|transaction")

    def test_code_for_mails(self):
        invoices = self._create_claims()
        dunning = self._create_dunning(invoices)
        self.env.flush_all()
        answer = self.get(f"{self.get_path(dunning)}/code.png").response
        self.assertEqual(answer.headers["Content-Type"], "image/png")
        self.assertTrue(answer.content.startswith(b"\x89PNG"))
        self._pay(invoices[0])
        self._pay(invoices[1])
        self.env.flush_all()
        self.assertEqual(self.get(f"{self.get_path(dunning)}/code.png").status, 404)

    def test_portal_of_the_companies_of_the_login(self):
        user = new_test_user(self.env, "frieda", groups="base.group_portal")
        dunning = self._create_dunning(self._create_claims(partner_id=user.partner_id.id))
        self.env.flush_all()
        self.authenticate("frieda", "friedaxx")
        self.assertEqual(self.get(f"/my/dunning/{dunning.id}").status, 200)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.env.cr.execute(
            "UPDATE pylot_dunning SET company_id = %s WHERE id = %s", [other.id, dunning.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self.get(f"/my/dunning/{dunning.id}").status, 404)
        self.assertNotIn("Elsewhere", self.get("/my/dunning").text)
        self.assertEqual(self.see(dunning).status, 200, "by the link")

    def test_portal(self):
        user = new_test_user(self.env, "frieda", groups="base.group_portal")
        self.customer = user.partner_id
        invoices = self._create_claims(partner_id=user.partner_id.id)
        dunning = self._create_dunning(invoices)
        other = self._create_dunning(
            self._create_claims(9, partner_id=self._create_customer("Otto O").id)
        )
        self.env.flush_all()
        self.assertIn("/web/login", self.get(f"/my/dunning/{dunning.id}").path)
        self.authenticate("frieda", "friedaxx")
        page = self.get("/my/dunning")
        self.assertIn(self.say(150), page.text)
        page = page.click(dunning.company_id.name)
        self.assertEqual(page.path, f"/my/dunning/{dunning.id}")
        wrong = [
            self.get(f"/my/dunning/{number}") for number in (other.id, 10**9, 10**30, "x", "0")
        ]
        self.assertEqual({each.status for each in wrong}, {404})
        self.assertEqual(len({each.text for each in wrong}), 1)
        day = dunning._get_today() + timedelta(days=3)
        page = page.send("/promise", date=day.isoformat())
        self.assertEqual(page.path, f"/my/dunning/{dunning.id}")
        self.env.invalidate_all()
        promise = self.env["pylot.payment.promise"].search([("move_ids", "in", invoices.ids)])
        self.assertRecordValues(
            promise, [{"date": day, "amount": 150, "origin": "portal", "state": "open"}]
        )
