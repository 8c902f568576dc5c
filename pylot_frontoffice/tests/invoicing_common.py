"""What tests of automatic invoices start from."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.fields import Command

from .common import FrontofficeCommon
from .payment_common import PaymentRecords
from .remedies_common import RemedyRecords

CRON = "pylot_frontoffice.ir_cron_sale_order_invoice"
SEND_CRON = "account.ir_cron_account_move_send"


class InvoicingRecords(PaymentRecords, RemedyRecords):
    """Orders that are sold with 19 % VAT. ``env`` and the records of
    :class:`FrontofficeRecords` are there."""

    @classmethod
    def _prepare_invoicing(cls):
        cls._prepare_accounting()
        cls.customer.email = "frieda@example.com"
        cls.type = cls._create_type("Maintenance")
        cls.service = cls._create_goods(
            "Maintenance", 200.0, type="service", appointment_type_id=cls.type.id
        )
        cls.seller = cls.salesperson_user
        cls.provider = cls._create_provider()
        cls._prepare_payment_journal()

    @classmethod
    def _prepare_payment_journal(cls):
        """Money that arrives is booked."""
        journal = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        method = cls.env["account.payment.method"].create(
            {"name": "Test Bank", "code": "none", "payment_type": "inbound"}
        )
        cls.env["account.payment.method.line"].create(
            {
                "payment_method_id": method.id,
                "journal_id": journal.id,
                "payment_provider_id": cls.provider.id,
            }
        )

    @classmethod
    def _sell(cls, *lines, confirm=True, **values):
        """:param lines: tuples of product and quantity; default: one pump
        :return: an order"""
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "user_id": cls.seller.id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": quantity})
                    for product, quantity in lines or [(cls.pump, 1)]
                ],
                **values,
            }
        )
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def _deliver(cls, order):
        for line in order.order_line:
            line.qty_delivered = line.product_uom_qty


class InvoicingCommon(InvoicingRecords, FrontofficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._prepare_invoicing()

    def _run(self):
        """The job, after the end of the transaction that woke it up."""
        self.env.cr.flush()
        self._run_cron(CRON)

    def _run_cron(self, xmlid):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(xmlid).method_direct_trigger()
        self.env.invalidate_all()

    def _finish(self, visits):
        for number, visit in enumerate(visits):
            visit.write({"technician_id": self.anna.id, "start": self._at(9, days=number)})
        visits.action_finish_visit()

    def _pay(self, order, **values):
        payment = self._create_payment(order, **values)
        with self._mails_stay():
            payment._post_process()
        return payment

    @contextmanager
    def _mails_stay(self):
        """Mails are made, and not sent."""
        with patch.object(type(self.env["mail.mail"]), "send", lambda self, **values: None):
            yield

    def _down_pay(self, order, amount):
        """:return: invoice of a down payment, posted"""
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": order.ids,
                "advance_payment_method": "fixed",
                "fixed_amount": amount,
            }
        )
        invoice = wizard._create_invoices(order)
        invoice.action_post()
        return invoice

    def _credit(self, invoice):
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, "reason": "Broken"})
        )
        wizard.reverse_moves()
        wizard.new_move_ids.action_post()
        return wizard.new_move_ids
