from unittest.mock import patch

from psycopg2.extras import Json

from odoo.tests import tagged
from odoo.tools import mute_logger

from .invoicing_common import SEND_CRON, InvoicingCommon

SEND_LOG = "odoo.addons.pylot_frontoffice.models.account_move_sending_run"


@tagged("post_install", "-at_install")
class TestInvoiceSending(InvoicingCommon):
    """Automatic invoices go out by core's queue, once; whatever cannot is told to a person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.pylot_invoice_when = "delivered"
        cls.company.email = "office@example.com"

    def _make(self, number=1, **values):
        orders = self.env["sale.order"].union(*(self._sell(**values) for _n in range(number)))
        self._deliver(orders)
        self._run()
        return orders.invoice_ids

    def _send(self):
        with self._mails_stay():
            self._run_cron(SEND_CRON)

    def _get_mails(self, invoices):
        return self.env["mail.mail"].search(
            [
                ("model", "=", "account.move"),
                ("res_id", "in", invoices.ids),
                ("recipient_ids", "=", self.customer.id),
            ]
        )

    def _without_pdf(self):
        reports = type(self.env["ir.actions.report"])
        return patch.object(reports, "get_wkhtmltopdf_state", lambda self: "install")

    def assertAsked(self, invoice, reason, user=None):
        activity = invoice.activity_ids
        self.assertEqual(activity.user_id, user or self.seller)
        self.assertIn(reason, str(activity.note))

    def test_sent_once(self):
        invoice = self._make()
        self.assertTrue(invoice.sending_data)
        self._send()
        self.assertFalse(invoice.sending_data)
        self.assertTrue(invoice.is_move_sent)
        mail = self._get_mails(invoice)
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertEqual(mail.attachment_ids.mapped("mimetype"), ["application/pdf"])
        self._send()
        self.assertEqual(self._get_mails(invoice), mail)
        self.assertFalse(invoice.activity_ids)

    def test_customer_without_mail(self):
        self.customer.email = False
        invoice = self._make()
        self.assertEqual(invoice.state, "posted")
        self.assertFalse(invoice.sending_data)
        self.assertAsked(invoice, "no e-mail address")

    def test_customer_who_gets_invoices_by_hand(self):
        self.customer.invoice_sending_method = "manual"
        self.assertAsked(self._make(), "by hand")

    def test_nobody_sold_it(self):
        self.customer.email = False
        invoice = self._make(user_id=False, team_id=False)
        self.assertAsked(invoice, "no e-mail", self.env.ref("base.user_admin"))

    def test_queue_is_switched_off(self):
        self.env.ref(SEND_CRON).active = False
        self.assertAsked(self._make(), "switched off")

    def test_without_pdf_tool_the_link_is_sent(self):
        invoices = self._make(2)
        with self._without_pdf():
            self._send()
        self.assertEqual(invoices.mapped("is_move_sent"), [True, True])
        self.assertEqual(set(invoices.mapped("sending_data")), {False})
        mails = self._get_mails(invoices)
        self.assertEqual(len(mails), 2)
        for invoice in invoices:
            mail = mails.filtered(lambda mail, invoice=invoice: mail.res_id == invoice.id)
            self.assertFalse(mail.attachment_ids)
            self.assertIn(f"access_token={invoice.access_token}", mail.body_html)
        with self._without_pdf():
            self._send()
        self.assertEqual(self._get_mails(invoices), mails)

    @mute_logger(SEND_LOG)
    def test_one_that_cannot_be_printed_stops_nobody(self):
        invoices = self._make(3)
        sender = type(self.env["account.move.send"])
        prepare = sender._prepare_invoice_pdf_report

        def fail(self, invoices_data):
            if invoices[1].id in [move.id for move in invoices_data]:
                raise ZeroDivisionError
            return prepare(self, invoices_data)

        with patch.object(sender, "_prepare_invoice_pdf_report", fail):
            self._send()
        self.assertEqual(invoices.mapped("is_move_sent"), [True] * 3)
        files = [len(self._get_mails(invoice).attachment_ids) for invoice in invoices]
        self.assertEqual(files, [1, 0, 1], "the link for the one in the middle")

    @mute_logger(SEND_LOG, "odoo.addons.mail.models.mail_render_mixin")
    def test_broken_template(self):
        invoice = self._make()
        template = self.env.ref("account.email_template_edi_invoice")
        # Odoo looks at what is written by the form, not at what comes with a new version
        self.env.cr.execute(
            "UPDATE mail_template SET body_html = %s WHERE id = %s",
            [Json({"en_US": '<p t-out="object.nonsense"/>'}), template.id],
        )
        template.invalidate_recordset()
        self._send()
        self.assertFalse(invoice.sending_data)
        self.assertFalse(self._get_mails(invoice))
        self.assertAsked(invoice, "nonsense")

    def test_what_core_refuses_is_told(self):
        invoice = self._make()
        sender = type(self.env["account.move.send"])

        def refuse(self, move, data):
            data["error"] = {"error_title": "No buyer reference"}

        with patch.object(sender, "_hook_invoice_document_before_pdf_report_render", refuse):
            self._send()
        self.assertAsked(invoice, "No buyer reference")
        self.assertFalse(self._get_mails(invoice))
