"""A result to one's own address: one message, of our words and of numbers, and not many."""

from odoo import fields
from odoo.tests import tagged

from .finance_common import FinanceCase

LOAN = {"goal": "instalment", "amount": "10000", "months": "84", "rate": "3.88"}
PARAMETER = "pylot_frontoffice.max_calculator_mails_%s"


@tagged("post_install", "-at_install")
class TestCalculatorMail(FinanceCase):
    def setUp(self):
        super().setUp()
        self.known = self.env["mail.mail"].search([])

    def send_to(self, email, slug="loan", **typed):
        return self.open(slug, **{**LOAN, **typed}).send("/mail", email=email)

    def get_mails(self):
        self.env.invalidate_all()
        return self.env["mail.mail"].search([]) - self.known

    def test_what_is_sent(self):
        page = self.send_to("Frieda@Example.com")
        self.assertEqual(page.status, 200)
        self.assertIn("The e-mail is on its way", page.text)
        self.assertEqual(self.get_figure(page)[1], self.euro.format(136.14).replace("\xa0", " "))
        mail = self.get_mails()
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.email_to, "frieda@example.com")
        self.assertEqual(mail.state, "outgoing", "queued, not sent while somebody waits")
        self.assertEqual(mail.pylot_once, "ready")
        self.assertTrue(mail.auto_delete)
        self.assertIn("136.14", mail.body_html)
        self.assertIn("amount=10000", mail.body_html)
        self.assertIn("this one message only", mail.body_html)
        self.assertIn("Auto-Submitted", mail.headers)
        self.assertFalse(mail.mail_message_id.attachment_ids)

    def test_address_is_not_kept(self):
        self.send_to("frieda@example.com")
        row = self.env["pylot.calculator.mail"].search([])
        for value in row.read()[0].values():
            self.assertNotIn("frieda", str(value))
        partners = self.env["res.partner"].search([("email", "=", "frieda@example.com")])
        self.assertLessEqual(partners, self.customer)
        row.env.cr.execute(
            "UPDATE pylot_calculator_mail SET create_date = %s",
            [fields.Datetime.subtract(fields.Datetime.now(), days=2)],
        )
        row._gc_mailed()
        self.assertFalse(row.exists())

    def test_nobody_elses_words(self):
        """Nothing a visitor types is passed on but what was understood as a number."""
        spam = "Buy at https://spam.example now"
        page = self.open("loan", **LOAN, subject=spam, title=spam, note=spam)
        page.send("/mail", email="frieda@example.com", subject=spam, body=spam, lang=spam)
        mail = self.get_mails()
        for text in (mail.subject, mail.body_html, mail.headers, mail.email_from, mail.reply_to):
            self.assertNotIn("spam", text)
        refused = self.open("loan", **LOAN).send("/mail", email="f@example.com", amount=spam)
        self.assertEqual(refused.status, 422)
        self.assertEqual(len(self.get_mails()), 1)

    def test_addresses(self):
        for email in (
            "",
            "frieda",
            "a@b",
            "a@example.com, b@example.com",
            "a@example.com\nBcc: b@example.com",
            "a@example.com;b@example.com",
            "Frieda <a@example.com>",
            "a@" + "x" * 300 + ".com",
        ):
            with self.subTest(email):
                page = self.send_to(email)
                self.assertEqual(page.status, 422)
                self.assertTrue(page.main.xpath(".//*[@id='email_error']")[0].text)
        self.assertFalse(self.get_mails())

    def test_double_click_is_one(self):
        page = self.open("loan", **LOAN)
        for _click in range(3):
            self.assertEqual(page.send("/mail", email="frieda@example.com").status, 200)
        self.assertEqual(len(self.get_mails()), 1)

    def test_limits(self):
        for months in range(12, 15):
            self.assertEqual(self.send_to("frieda@example.com", months=months).status, 200)
        page = self.send_to("frieda@example.com", months=20)
        self.assertEqual(page.status, 429)
        self.assertIn("very many requests", page.text)
        self.assertEqual(page.main.xpath(".//input[@name='email']/@value"), ["frieda@example.com"])
        self.assertEqual(len(self.get_mails()), 3)
        # to others it goes on, until the network has sent too many as well
        for number in range(7):
            self.assertEqual(self.send_to(f"other{number}@example.com").status, 200)
        self.assertEqual(self.send_to("another@example.com").status, 429)
        self.assertEqual(len(self.get_mails()), 10)

    def test_limit_of_all(self):
        self.env["ir.config_parameter"].set_param(PARAMETER % "all", "1")
        self.assertEqual(self.send_to("a@example.com").status, 200)
        self.assertEqual(self.send_to("b@example.com").status, 429)

    def test_robots_and_forged_forms(self):
        page = self.open("loan", **LOAN)
        page.send("/mail", email="frieda@example.com", website_url="x")
        response = self.url_open("/calculators/loan/mail", data={**LOAN, "email": "a@example.com"})
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self.get_mails())

    def test_without_an_address_of_ours(self):
        self.company.email = False
        self.company.partner_id.email = False
        self.env.flush_all()
        page = self.open("loan", **LOAN)
        self.assertFalse(page.main.xpath(".//form[contains(@action, '/mail')]"))
        self.assertEqual(
            self.send("/calculators/loan/mail", {"email": "a@example.com"}).status, 400
        )

    def test_every_calculator(self):
        for slug in ("instalments", "vat", "cash-discount", "late-interest", "price-reduction"):
            with self.subTest(slug):
                page = self.get(f"/calculators/{slug}").send("/mail", email=f"{slug}@example.com")
                self.assertEqual(page.status, 200)
                self.assertIn(
                    self.get_figure(page)[1], self.get_mails()[0].body_html.replace("\xa0", " ")
                )
