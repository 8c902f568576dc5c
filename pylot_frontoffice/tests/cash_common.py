"""A technician at a German customer's, with an invoice and a pocket for cash."""

from decimal import Decimal
from uuid import uuid4

from odoo.tests import new_test_user

from .test_labour_share import LabourCommon


class CashRecords:
    """Mixed into cases with :class:`InvoicingRecords`, whose records are there."""

    @classmethod
    def _prepare_cash(cls):
        cls.customer.email = "frieda@example.com"
        cls.cash_journal = cls.env["account.journal"].create(
            {"name": "Cash", "code": "CSH9", "type": "cash", "company_id": cls.company.id}
        )
        cls.cash_account = cls.cash_journal.default_account_id
        cls.accountant_user = new_test_user(
            cls.env,
            "pylot_accountant",
            groups="account.group_account_invoice",
            company_id=cls.company.id,
        )

    @classmethod
    def _do_visit(cls, *lines, technician=None, hour=9, **values):
        """:param lines: as of :meth:`_sell`; default: one maintenance for 238.00
        :return: a visit of an order, finished"""
        order = cls._sell(*lines or [(cls.service, 1)], **values)
        visit = order.visit_ids
        start = cls._at(hour)
        visit.write({"technician_id": (technician or cls.anna).id, "start": start})
        visit.action_finish_visit()
        return visit

    @classmethod
    def _take(cls, visit, amount, key=None, technician=None, env=None):
        """:return: the entry of ``amount`` (a number, or text) taken in cash"""
        entries = (env or cls.env)["pylot.cash.entry"]
        amount = None if amount is None else Decimal(str(amount))
        technician = technician or cls.anna
        return entries._take(
            visit.with_env(entries.env), technician.sudo(), amount, key or uuid4().hex
        )


class CashCommon(CashRecords, LabourCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._prepare_cash()
