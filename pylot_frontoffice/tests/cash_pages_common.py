"""The money of a visit on the technician's phone."""

from lxml import etree

from odoo.http import Request

from .cash_common import CashRecords
from .invoicing_common import InvoicingRecords
from .pages_common import PagesCase

IBAN = "DE89370400440532013000"
LOGIN = "pylot_technician"


class CashPages(CashRecords, InvoicingRecords):
    """Mixed into cases with pages: a German business, with a bank account and ways to pay."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._prepare_invoicing()
        cls.customer.country_id = cls.env.ref("base.de")
        cls.service.is_property_work = True
        cls._prepare_cash()
        cls.env["res.partner.bank"].create(
            {
                "acc_number": IBAN,
                "partner_id": cls.company.partner_id.id,
                "acc_holder_name": "Pylot GmbH",
            }
        )
        cls.env["ir.config_parameter"].set_param("account_payment.enable_portal_payment", "True")

    @classmethod
    def _load_accounts(cls):
        result = super()._load_accounts()
        germany, euro = cls.env.ref("base.de"), cls.env.ref("base.EUR")
        euro.active = True
        cls.company.write(
            {
                "country_id": germany.id,
                "account_fiscal_country_id": germany.id,
                "currency_id": euro.id,
            }
        )
        cls.env["product.pricelist"].search([]).currency_id = euro
        cls.env["account.tax.group"].create(
            {"name": "VAT", "country_id": germany.id, "company_id": cls.company.id}
        )
        return result

    def send_unseen(self, path, **data):
        """Send a form that no page of this session has shown."""
        return self.send(path, {"csrf_token": Request.csrf_token(self), **data})

    def get_pay(self, visit, path="", token=""):
        self.env.flush_all()
        base = f"/day/{token}" if token else "/my/day"
        return self.get(f"{base}/{visit.id}/pay{path}")

    def say(self, amount):
        """:return: the amount as it stands in the text of a page"""
        return " ".join(self.company.currency_id.format(amount).split())

    def render_slot(self, visit):
        """:return: the section in the page of the visit"""
        html = self.env["ir.qweb"]._render(
            "pylot_frontoffice.day_visit_money",
            {
                "visit": visit.sudo(),
                "technician": self.anna,
                "base_url": f"/my/day/{visit.id}",
                "csrf_token": "x",
            },
        )
        return etree.fromstring(f"<div>{html}</div>")


class CashPagesCase(CashPages, PagesCase):
    def setUp(self):
        super().setUp()
        self.authenticate(LOGIN, LOGIN)
