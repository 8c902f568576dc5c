from odoo import api, fields, models
from odoo.exceptions import UserError


class PylotCashEntry(models.Model):
    """Taking cash: once for each form that was opened, whatever is tapped twice or sent again."""

    _inherit = "pylot.cash.entry"

    @api.model
    def _take(self, visit, technician, amount, key):
        """Take cash for the invoice of a visit: receipt, payment and settlement at once.

        :param visit: ``calendar.event`` that has an invoice
        :param technician: ``resource.resource`` in whose pocket the cash is
        :param Decimal amount: in the currency of the company
        :param str key: of the form, 16 to 64 characters nobody else has
        :return: the entry, elevated; the same one for the same key
        :raise UserError: why it cannot be taken
        """
        company = visit._get_selling_company()
        entries = self.sudo().with_company(company)
        known = entries.search([("key", "=", key)])
        invoice = visit._find_visit_invoice().with_company(company)
        if known:
            return known._get_repeated(invoice, amount)
        if not invoice:
            raise UserError(self.env._("Make the invoice first: then it can be paid."))
        invoice._lock_to_pay()
        refusal = invoice._get_cash_refusal() or invoice._get_cash_amount_refusal(amount)
        if refusal:
            raise UserError(refusal)
        entry = entries.create(
            {
                **entries._prepare_entry_vals(invoice, technician, key),
                "amount": float(amount),
                "event_id": visit.id,
                "payment_id": entries._book(invoice, technician, float(amount)).id,
            }
        )
        entry._send_receipt()
        return entry

    def _get_repeated(self, invoice, amount):
        """:return: this entry, when the form says the same once more"""
        if self.move_id != invoice or invoice._to_money(self.amount) != amount:
            raise UserError(
                self.env._(
                    "%(amount)s was taken with this form already, receipt %(receipt)s. Please open "
                    "the page once more for a further payment.",
                    amount=self.currency_id.format(self.amount),
                    receipt=self.name,
                )
            )
        return self

    def _prepare_entry_vals(self, invoice, technician, key, company=None):
        """:param invoice: ``account.move``; none: no customer has paid it
        :param company: ``res.company``; default: of the invoice"""
        user = self.env.user
        company = company or invoice.company_id
        return {
            "name": self._draw_number(company),
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "taken_at": fields.Datetime.now(),
            "resource_id": technician.id,
            "user_id": False if user._is_public() else user.id,
            "move_id": invoice.id,
            "invoice_name": invoice.name,
            "partner_id": invoice.partner_id.id,
            "key": key,
        }

    def _book(self, invoice, technician, amount):
        """:return: the payment, posted and taken off the invoice"""
        journal = invoice.company_id._get_cash_journal()
        lines = invoice.line_ids.filtered(
            lambda line: line.display_type == "payment_term" and not line.reconciled
        )
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": invoice.commercial_partner_id.id,
                "amount": amount,
                "currency_id": invoice.currency_id.id,
                "date": technician._get_today(),
                "journal_id": journal.id,
                "company_id": invoice.company_id.id,
                "memo": invoice.payment_reference or invoice.name,
                "destination_account_id": lines[:1].account_id.id,
                "invoice_ids": invoice.ids,
            }
        )
        # the money is here: it does not wait for a statement of a bank
        payment.outstanding_account_id = journal.default_account_id
        payment.action_post()
        booked = payment.move_id.line_ids.filtered(
            lambda line: line.account_id == payment.destination_account_id
        )
        (booked | lines.filtered(lambda line: line.account_id == booked.account_id)).reconcile()
        return payment
