from odoo.tests import JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from .dunning_pages_common import DunningPagesCase
from .payment_common import PaymentRecords


@tagged("post_install", "-at_install")
class TestDunningPay(PaymentRecords, DunningPagesCase):
    """All that is overdue is paid at once, by core's form and without a login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("account_payment.enable_portal_payment", "True")
        cls.provider = cls._create_provider()
        journal = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.provider.journal_id = journal
        journal.inbound_payment_method_line_ids[:1].write(
            {
                "payment_provider_id": cls.provider.id,
                "payment_account_id": journal.default_account_id.id,
            }
        )
        cls.invoices = cls._create_claims()
        cls.dunning = cls._create_dunning(cls.invoices)

    def pay(self, path=None, **values):
        self.env.flush_all()
        params = {
            "provider_id": self.provider.id,
            "payment_method_id": self.provider.payment_method_ids[:1].id,
            "token_id": None,
            "amount": 150,
            "flow": "redirect",
            "tokenization_requested": True,
            "landing_route": "https://evil.example/",
            "is_validation": False,
            "access_token": None,
            "payment_reference": "X",
            **values,
        }
        url = f"{path or self.get_path(self.dunning)}/transaction"
        return self.make_jsonrpc_request(url, params)

    def get_transactions(self):
        self.env.invalidate_all()
        return self.env["payment.transaction"].search([("invoice_ids", "in", self.invoices.ids)])

    def assertRefused(self, **values):
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self.pay(**values)
        self.assertFalse(self.get_transactions())

    def test_form(self):
        page = self.see(self.dunning)
        forms = page.main.xpath(".//form[@id='o_payment_form']")
        self.assertEqual(len(forms), 1)
        form = forms[0]
        self.assertEqual(form.get("data-amount"), "150.0")
        self.assertEqual(form.get("data-currency-id"), str(self.euro.id))
        self.assertEqual(
            form.get("data-transaction-route"), f"{self.get_path(self.dunning)}/transaction"
        )

    def test_pay(self):
        self.pay()
        transaction = self.get_transactions()
        self.assertRecordValues(
            transaction,
            [
                {
                    "amount": 150,
                    "currency_id": self.euro.id,
                    "partner_id": self.customer.id,
                    "tokenize": False,
                    "landing_route": f"{self.get_path(self.dunning)}?done=paid",
                }
            ],
        )
        self.assertEqual(transaction.invoice_ids, self.invoices)
        transaction._set_done()
        transaction._post_process()
        self.assertEqual(self.invoices.mapped("amount_residual"), [0, 0])
        page = self.see(self.dunning)
        self.assertEqual(page.title, "Thank you, everything is paid")
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self.pay()

    def test_credits_and_charges(self):
        self._create_credit_note(30, currency_id=self.euro.id)
        self.dunning.write({"amount_interest": 1.25})
        self.pay(amount=121.25)
        self.assertEqual(self.get_transactions().amount, 121.25)

    def test_amount_of_the_browser(self):
        for amount in (1, 149.99, 150.01, -150, 0, "150", None, True, [150], 10**30):
            with self.subTest(amount):
                self.assertRefused(amount=amount)

    def test_paid_meanwhile(self):
        self._pay(self.invoices[0])
        self.assertRefused(amount=150)
        self.pay(amount=50)
        self.assertEqual(self.get_transactions().invoice_ids, self.invoices[1])

    def test_on_its_way(self):
        """While a payment is on its way, nobody is asked to pay again."""
        self.pay()
        self.get_transactions()._set_pending()
        page = self.see(self.dunning)
        self.assertFalse(page.main.xpath(".//form[@id='o_payment_form']"))
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self.pay()

    def test_foreign_ways(self):
        other = self._create_provider(name="Other", company_id=self.other_company.id)
        off = self._create_provider(name="Off", state="disabled", is_published=False)
        token = self.env["payment.token"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.provider.payment_method_ids[:1].id,
                "partner_id": self.customer.id,
                "provider_ref": "x",
                "payment_details": "1234",
            }
        )
        self.assertRefused(provider_id=other.id)
        self.assertRefused(provider_id=off.id)
        self.assertRefused(provider_id=0)
        self.assertRefused(payment_method_id=10**8)
        self.assertRefused(flow="x")
        self.assertRefused(flow="token", token_id=token.id)
        self.assertNotIn("1234", self.see(self.dunning).text, "cards of the customer")

    def test_other_values(self):
        self.assertRefused(partner_id=1)
        self.assertRefused(custom_create_values={"state": "done"})
        self.assertRefused(path=f"/dunning/{'x' * 36}")

    def test_switched_off(self):
        self.env["ir.config_parameter"].set_param("account_payment.enable_portal_payment", "")
        self.assertFalse(self.see(self.dunning).main.xpath(".//form[@id='o_payment_form']"))
        self.assertRefused()

    def test_portal(self):
        user = new_test_user(self.env, "frieda", groups="base.group_portal")
        user.partner_id.parent_id = self.customer
        self.authenticate("frieda", "friedaxx")
        self.pay(path=f"/my/dunning/{self.dunning.id}")
        transaction = self.get_transactions()
        self.assertEqual(transaction.partner_id, user.partner_id)
        self.assertEqual(transaction.landing_route, f"/my/dunning/{self.dunning.id}?done=paid")
