from unittest.mock import patch

from lxml import etree

from odoo.tests import tagged
from odoo.tools import mute_logger

from .invoicing_common import SEND_CRON
from .test_labour_share import LabourCommon

BUILDERS = {"xrechnung": "account.edi.xml.ubl_de", "facturx": "account.edi.xml.cii"}


@tagged("post_install", "-at_install")
class TestEInvoice(LabourCommon):
    """Odoo's own electronic invoices of what we invoice: complete by the rules Odoo checks.

    Installed with accounting by itself; were it missing, these tests fail and are not skipped.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "name": "Haus GmbH",
                "street": "Torstr. 1",
                "zip": "10119",
                "city": "Berlin",
                "phone": "+49 30 1234567",
                "email": "office@example.com",
                "vat": "DE136695976",
            }
        )
        bank = cls.env["res.partner.bank"].create(
            {
                "acc_number": "DE02120300000000202051",
                "partner_id": cls.company.partner_id.id,
                "allow_out_payment": True,
            }
        )
        cls.bank = bank
        cls.business = cls.env["res.partner"].create(
            {
                "name": "Werkstatt AG",
                "is_company": True,
                "street": "Hauptstr. 2",
                "zip": "10115",
                "city": "Berlin",
                "country_id": cls.germany.id,
                "vat": "DE123456788",
                "email": "rechnung@example.com",
            }
        )
        cls.company.pylot_invoice_when = "delivered"

    def _make(self):
        """:return: an automatic invoice with labour, goods, a discount and a down payment"""
        order = self._sell(
            (self.service, 2), (self.pump, 1), (self.travel, 1), partner_id=self.business.id
        )
        order.order_line[0].discount = 5
        self._down_pay(order, 119)
        for line in order.order_line.filtered("is_deliverable"):
            line.qty_delivered = line.product_uom_qty
        self._run()
        return order.invoice_ids.sorted("id")[-1]

    def test_complete_by_the_rules_of_core(self):
        invoice = self._make()
        invoice.partner_bank_id = self.bank
        self.assertEqual(invoice.state, "posted")
        for name, model in BUILDERS.items():
            with self.subTest(name):
                xml, errors = self.env[model]._export_invoice(invoice)
                self.assertFalse(errors)
                text = etree.tostring(etree.fromstring(xml), encoding="unicode")
                self.assertIn(invoice.name, text)
                self.assertIn(f"{invoice.amount_total:.2f}", text)

    def _send(self, pdf="ok"):
        """:return: types of the files in the e-mail, and the invoice"""
        self.business.invoice_edi_format = "xrechnung"
        invoice = self._make()
        reports = type(self.env["ir.actions.report"])
        with (
            self._mails_stay(),
            patch.object(reports, "get_wkhtmltopdf_state", lambda self: pdf),
            mute_logger("odoo.addons.pylot_frontoffice.models.account_move_sending_run"),
        ):
            self._run_cron(SEND_CRON)
        mail = self.env["mail.mail"].search(
            [
                ("model", "=", "account.move"),
                ("res_id", "=", invoice.id),
                ("recipient_ids", "=", self.business.id),
            ]
        )
        return sorted(mail.attachment_ids.mapped("mimetype")), invoice

    def test_sent_with_the_mail(self):
        files, invoice = self._send()
        self.assertTrue(invoice.ubl_cii_xml_id)
        self.assertIn(b"xrechnung", invoice.ubl_cii_xml_id.raw)
        self.assertFalse(invoice.activity_ids)
        self.assertEqual(files, ["application/pdf", "application/xml"])

    def test_sent_without_pdf_tool(self):
        files, invoice = self._send(pdf="install")
        self.assertEqual(files, ["application/xml"])
        self.assertIn(b"xrechnung", invoice.ubl_cii_xml_id.raw)

    def test_what_is_missing_is_told(self):
        """Nobody presses a button who could read the error."""
        self.company.partner_id.phone = False
        for pdf in ("ok", "install"):
            with self.subTest(pdf=pdf):
                files, invoice = self._send(pdf)
                self.assertEqual(invoice.activity_ids.user_id, self.seller)
                self.assertIn("phone", str(invoice.activity_ids.note).lower())
                self.assertFalse(invoice.sending_data or files)
