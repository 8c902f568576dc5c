"""What tests of remedies start from: accounting, invoices with taxes, and who may do what."""

from odoo.fields import Command

from .complaints_common import ComplaintCommon


class RemedyRecords:
    """Invoices of the company. ``env`` and the records of :class:`FrontofficeRecords` are
    there."""

    @classmethod
    def _prepare_accounting(cls):
        cls._load_accounts()
        cls.vat = cls._create_tax(19)
        cls.reduced_vat = cls._create_tax(7)
        cls.pump = cls._create_goods("Pump", 100.0, standard_price=60.0)

    @classmethod
    def _load_accounts(cls):
        cls.env["account.chart.template"].try_loading(
            "generic_coa", company=cls.company, install_demo=False
        )

    @classmethod
    def _create_tax(cls, percent, **values):
        return cls.env["account.tax"].create(
            {
                "name": f"VAT {percent} %",
                "amount": percent,
                "type_tax_use": "sale",
                "price_include_override": "tax_excluded",
                "company_id": cls.company.id,
                **values,
            }
        )

    @classmethod
    def _create_goods(cls, name, price, tax=None, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "list_price": price,
                "taxes_id": [Command.set((tax or cls.vat).ids)],
                **values,
            }
        )

    @classmethod
    def _create_invoice(cls, *lines, post=True, **values):
        """:param lines: tuples of price, quantity and tax; default: one pump
        :return: an invoice of the customer"""
        rows = [
            {
                "product_id": cls.pump.id,
                "name": f"Item {number}",
                "price_unit": price,
                "quantity": quantity,
                "tax_ids": [Command.set(tax.ids)],
            }
            for number, (price, quantity, tax) in enumerate(lines or [(100, 1, cls.vat)])
        ]
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.customer.id,
                "invoice_date": "2026-01-15",
                "invoice_line_ids": [Command.create(row) for row in rows],
                **values,
            }
        )
        if post:
            invoice.action_post()
        return invoice

    @classmethod
    def _add_remedy(cls, complaint, kind, user=None, quantities=(), **values):
        """:param quantities: of the items, in their order
        :return: a remedy of ``kind``, as ``user`` (default: the agent) makes it"""
        env = cls.env(user=user or cls.agent_user)
        remedy = env["pylot.complaint.action"].create(
            {
                **complaint.with_env(env)._prepare_action_vals(kind),
                **values,
            }
        )
        for line, quantity in zip(remedy.line_ids, quantities, strict=False):
            line.quantity = quantity
        return remedy


class RemedyCommon(RemedyRecords, ComplaintCommon):
    """The agent asks, the dispatcher leads the team and approves; neither has rights of
    accounting or sales."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._prepare_accounting()

    @classmethod
    def _complain(cls, invoice=None, **values):
        return cls._create_complaint(move_id=invoice.id if invoice else False, **values)
