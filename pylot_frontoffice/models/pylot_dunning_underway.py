import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, format_date

# Whoever chose to transfer the money has so long; later it is not underway any more.
PENDING_DAYS = 10
# Digits of the number of an invoice by themselves, as customers write them.
ENOUGH_DIGITS = 6


class PylotDunning(models.Model):
    """Money that is on its way, and that nobody has matched with an invoice yet. What looks like
    the payment of this customer holds the message for a person."""

    _inherit = "pylot.dunning"

    @api.model
    def _find_payments_underway(self, cases):
        """:return: list: what has been found about each of these, in words; "" if nothing has"""
        rows = self.env.execute_query(
            SQL(
                "WITH wanted AS (%s) (%s) UNION ALL (%s) UNION ALL (%s)",
                self._prepare_wanted(cases),
                self._prepare_payment_query(),
                self._prepare_transaction_query(cases),
                self._prepare_bank_query(cases),
            )
        )
        found = {number: rest for number, *rest in reversed(rows)}
        return [
            self._describe_underway(*found[number]) if number in found else ""
            for number in range(len(cases))
        ]

    def _describe_underway(self, kind, name, amount, currency_id, day):
        day = format_date(self.env, day)
        if kind == "payment":
            return self.env._("Payment “%(name)s” of %(day)s is in process.", name=name, day=day)
        if kind == "transaction":
            return self.env._("Online payment “%s” is in process.", name)
        return self.env._(
            "Money at the bank looks like a payment of this customer and is not matched yet: "
            "%(amount)s on %(day)s, “%(name)s”.",
            amount=self.env["res.currency"].browse(currency_id).format(amount),
            day=day,
            name=name or "",
        )

    def _prepare_wanted(self, cases):
        """:return: SQL of the cases with their number, and the day since when money may have come:
        that of the oldest invoice"""
        since = [
            min(line.move_id.invoice_date or line.date for line, _amount in case.claims)
            for case in cases
        ]
        return SQL(
            """
            SELECT * FROM UNNEST(%s::int[], %s::int[], %s::int[], %s::date[], %s::varchar[])
                AS wanted (number, partner, company, since, name)
            """,
            list(range(len(cases))),
            [case.partner.id for case in cases],
            [case.company.id for case in cases],
            since,
            [_squeeze(case.partner.name) for case in cases],
        )

    def _prepare_payment_query(self):
        """Payments that are in no journal yet, and belong to no invoice: others have changed what
        is open, or are among the credits."""
        return SQL(
            """
            SELECT wanted.number, 'payment', COALESCE(payment.memo, payment.name),
                   payment.amount, payment.currency_id, payment.date
              FROM wanted
              JOIN res_partner partner ON partner.commercial_partner_id = wanted.partner
              JOIN account_payment payment ON payment.partner_id = partner.id
             WHERE payment.company_id = wanted.company AND payment.payment_type = 'inbound'
               AND payment.state IN ('in_process', 'paid')
               AND payment.move_id IS NULL AND payment.date >= wanted.since
               AND NOT EXISTS (SELECT FROM account_move__account_payment link
                                WHERE link.payment_id = payment.id)
            """
        )

    def _prepare_transaction_query(self, cases):
        numbers = {move.id: number for number, case in enumerate(cases) for move in case.moves}
        return SQL(
            """
            SELECT paid.number, 'transaction', payment.reference, payment.amount,
                   payment.currency_id, NULL::date
              FROM UNNEST(%(moves)s::int[], %(numbers)s::int[]) AS paid (move, number)
              JOIN account_invoice_transaction_rel link ON link.invoice_id = paid.move
              JOIN payment_transaction payment ON payment.id = link.transaction_id
             WHERE payment.operation != 'validation'
               AND (payment.state = 'authorized' OR payment.state = 'pending'
                    AND payment.last_state_change >= %(since)s)
            """,
            moves=list(numbers),
            numbers=list(numbers.values()),
            since=fields.Datetime.now() - timedelta(days=PENDING_DAYS),
        )

    def _prepare_bank_query(self, cases):
        """By the customer, by a number of an invoice in the text, or by the exact amount together
        with the name. Text is compared without spaces and signs, as banks leave them."""
        written = [
            (index, f"%{word}%") for index, case in enumerate(cases) for word in _get_words(case)
        ]
        sums = [
            (index, amount) for index, case in enumerate(cases) for amount in _get_amounts(case)
        ]
        return SQL(
            """
            SELECT wanted.number, 'bank', bank.payment_ref, bank.amount, bank.currency_id, bank.date
              FROM (
                SELECT line.*, move.date, partner.commercial_partner_id AS payer_id,
                       UPPER(REGEXP_REPLACE(CONCAT(line.payment_ref, ' ', move.ref, ' ',
                           line.transaction_details), '[^[:alnum:]]', '', 'g')) AS label,
                       UPPER(REGEXP_REPLACE(CONCAT(line.partner_name, line.payment_ref),
                           '[^[:alnum:]]', '', 'g')) AS payer
                  FROM account_bank_statement_line line
                  JOIN account_move move ON move.id = line.move_id
             LEFT JOIN res_partner partner ON partner.id = line.partner_id
                 WHERE line.is_reconciled IS NOT TRUE AND line.amount > 0
                   AND line.company_id IN %(companies)s AND move.state = 'posted') bank
              JOIN wanted ON wanted.company = bank.company_id AND bank.date >= wanted.since
             WHERE bank.payer_id = wanted.partner
                OR bank.payer_id IS NULL AND EXISTS (
                    SELECT FROM UNNEST(%(indexes)s::int[], %(words)s::varchar[])
                        AS written (number, word)
                     WHERE written.number = wanted.number AND bank.label LIKE written.word)
                OR bank.payer_id IS NULL AND LENGTH(wanted.name) > 2
                   AND bank.payer LIKE '%%' || wanted.name || '%%' AND EXISTS (
                    SELECT FROM UNNEST(%(sum_indexes)s::int[], %(sums)s::numeric[])
                        AS paid (number, amount)
                     WHERE paid.number = wanted.number AND paid.amount = bank.amount)
            """,
            companies=tuple({case.company.id for case in cases}),
            indexes=[index for index, _word in written],
            words=[word for _index, word in written],
            sum_indexes=[index for index, _amount in sums],
            sums=[amount for _index, amount in sums],
        )


def _get_words(case):
    """:return: set of what payers may write to say which invoice they mean"""
    words = set()
    for move in case.moves:
        words |= {_squeeze(move.name), _squeeze(move.payment_reference)}
        digits = re.sub(r"\D", "", move.name or "")
        if len(digits) >= ENOUGH_DIGITS:
            words.add(digits)
    return words - {""}


def _get_amounts(case):
    """:return: set of sums that somebody who pays may transfer"""
    amounts = {amount for _line, amount in case.claims}
    amounts |= {case.amount_open, case.net}
    amounts |= {move.amount_residual for move in case.moves}
    return {float(case.currency.round(amount)) for amount in amounts}


def _squeeze(text):
    """:return: letters and digits alone, in capitals"""
    return re.sub(r"[^\w]|_", "", text or "").upper()
