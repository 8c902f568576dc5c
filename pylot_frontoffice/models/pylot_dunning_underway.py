import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

# Whoever chose to transfer the money has so long; later it is not underway any more.
PENDING_DAYS = 10
# Digits of the number of an invoice by themselves, as customers write them.
ENOUGH_DIGITS = 6


class PylotDunning(models.Model):
    """Money that is on its way, and that nobody has matched with an invoice yet. What looks like
    the payment of this customer holds the message for a person."""

    _inherit = "pylot.dunning"

    @api.model
    def _find_payment_underway(self, case):
        """:return: what has been found, in words; "" if nothing has"""
        since = min(
            (line.move_id.invoice_date or line.date for line, _amount in case.claims),
            default=fields.Date.context_today(self),
        )
        found = self.env.execute_query(
            SQL(
                "(%s) UNION ALL (%s) UNION ALL (%s) LIMIT 1",
                self._prepare_payment_query(case, since),
                self._prepare_transaction_query(case),
                self._prepare_bank_query(case, since),
            )
        )
        if not found:
            return ""
        kind, name, amount, day = found[0]
        texts = {
            "payment": self.env._(
                "Payment “%(name)s” of %(day)s is in process.", name=name, day=day
            ),
            "transaction": self.env._("Online payment “%s” is in process.", name),
            "bank": self.env._(
                "Money at the bank looks like a payment of this customer and is not matched yet: "
                "%(amount)s on %(day)s, “%(name)s”.",
                amount=amount,
                day=day,
                name=name or "",
            ),
        }
        return texts[kind]

    def _prepare_payment_query(self, case, since):
        """Payments that are in no journal yet, and belong to no invoice: others have changed what
        is open, or are among the credits."""
        return SQL(
            """
            SELECT 'payment' AS kind, COALESCE(payment.memo, payment.name) AS name,
                   payment.amount AS amount, payment.date AS day
              FROM account_payment payment
              JOIN res_partner partner ON partner.id = payment.partner_id
             WHERE partner.commercial_partner_id = %(partner)s AND payment.company_id = %(company)s
               AND payment.payment_type = 'inbound' AND payment.state IN ('in_process', 'paid')
               AND payment.move_id IS NULL AND payment.date >= %(since)s
               AND NOT EXISTS (SELECT FROM account_move__account_payment link
                                WHERE link.payment_id = payment.id)
            """,
            partner=case.partner.id,
            company=case.company.id,
            since=since,
        )

    def _prepare_transaction_query(self, case):
        return SQL(
            """
            SELECT 'transaction', payment.reference, payment.amount, NULL::date
              FROM payment_transaction payment
              JOIN account_invoice_transaction_rel link ON link.transaction_id = payment.id
             WHERE link.invoice_id IN %(moves)s AND payment.operation != 'validation'
               AND (payment.state = 'authorized' OR payment.state = 'pending'
                    AND payment.last_state_change >= %(since)s)
            """,
            moves=tuple(case.moves.ids) or (0,),
            since=fields.Datetime.now() - timedelta(days=PENDING_DAYS),
        )

    def _prepare_bank_query(self, case, since):
        """By the customer, by a number of an invoice in the text, or by the exact amount together
        with the name. Text is compared without spaces and signs, as banks leave them."""
        names = [name for name in {_squeeze(case.partner.name)} if len(name) > 2]
        return SQL(
            """
            SELECT 'bank', bank.payment_ref, bank.amount, move.date
              FROM account_bank_statement_line bank
              JOIN account_move move ON move.id = bank.move_id
         LEFT JOIN res_partner partner ON partner.id = bank.partner_id
        CROSS JOIN LATERAL (
                SELECT UPPER(REGEXP_REPLACE(CONCAT(bank.payment_ref, ' ', move.ref, ' ',
                    bank.transaction_details), '[^[:alnum:]]', '', 'g')) AS label,
                UPPER(REGEXP_REPLACE(CONCAT(bank.partner_name, bank.payment_ref),
                    '[^[:alnum:]]', '', 'g')) AS payer) text
             WHERE bank.is_reconciled IS NOT TRUE AND bank.amount > 0
               AND bank.company_id = %(company)s AND move.state = 'posted'
               AND move.date >= %(since)s
               AND (partner.commercial_partner_id = %(partner)s
                    OR bank.partner_id IS NULL
                       AND (text.label LIKE ANY(%(numbers)s::text[])
                            OR bank.amount = ANY(%(amounts)s::numeric[])
                               AND text.payer LIKE ANY(%(names)s::text[])))
            """,
            company=case.company.id,
            partner=case.partner.id,
            since=since,
            numbers=[f"%{number}%" for number in self._get_numbers(case)],
            amounts=self._get_amounts(case),
            names=[f"%{name}%" for name in names],
        )

    def _get_numbers(self, case):
        """:return: set of what payers may write to say which invoice they mean"""
        numbers = set()
        for move in case.moves:
            numbers |= {_squeeze(move.name), _squeeze(move.payment_reference)}
            digits = re.sub(r"\D", "", move.name or "")
            if len(digits) >= ENOUGH_DIGITS:
                numbers.add(digits)
        return numbers - {""}

    def _get_amounts(self, case):
        """:return: list of sums that somebody who pays may transfer"""
        amounts = {amount for _line, amount in case.claims}
        amounts |= {case.amount_open, case.net}
        amounts |= {move.amount_residual for move in case.moves}
        return [float(case.currency.round(amount)) for amount in amounts]


def _squeeze(text):
    """:return: letters and digits alone, in capitals"""
    return re.sub(r"[^\w]|_", "", text or "").upper()
