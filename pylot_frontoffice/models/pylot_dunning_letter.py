from odoo import fields, models

# From the day of the message to the day by which it asks to be paid.
DAYS_TO_PAY = 7


class PylotDunning(models.Model):
    """What the message says, beside its text. Templates and the letter on paper ask this."""

    _inherit = "pylot.dunning"

    def _get_claims(self):
        return self.line_ids.filtered(lambda line: not line.is_credit)

    def _get_credits(self):
        return self.line_ids.filtered("is_credit")

    def _get_charges(self):
        """:return: list of (name, amount) of what is asked for beside the invoices"""
        charges = [
            (self.env._("Late interest"), self.amount_interest),
            (self.env._("Lump sum for late payment"), self.amount_lump_sum),
            (self.env._("Reminder fee"), self.amount_fee),
        ]
        return [charge for charge in charges if charge[1]]

    def _get_subject(self):
        """:return: what it is about, for the subject line"""
        claims = self._get_claims()
        if len(claims.move_id) == 1:
            return self.env._(
                "%(invoice)s of %(company)s", invoice=claims[0].name, company=self.company_id.name
            )
        return self.env._(
            "%(count)s invoices of %(company)s",
            count=len(claims.move_id),
            company=self.company_id.name,
        )

    def _get_deadline(self):
        """:return: date by which to pay"""
        return fields.Date.add(self.date, days=DAYS_TO_PAY)

    def _get_sender(self):
        """:return: the company, with the mailbox it writes from"""
        return self.company_id.email_formatted or self.user_id.email_formatted

    def _get_reply_to(self):
        """Answers go to a person."""
        return self.user_id.email_formatted or self.company_id.email_formatted

    def _get_lang(self):
        """:return: code of an active language in which this customer is written to"""
        wanted = self.recipient_id.lang or self.partner_id.lang or self.company_id.partner_id.lang
        return self.env["res.lang"]._get_code(wanted) or self.env.lang or "en_US"

    def _get_bank(self):
        """:return: account of the company to pay to, maybe none"""
        banks = self._get_claims().move_id.sudo().partner_bank_id
        return (
            banks.filtered(lambda bank: bank.partner_id == self.company_id.partner_id)[:1]
            or (self.company_id.sudo().partner_id.bank_ids[:1])
        )

    def _get_payment_reference(self):
        """:return: what to write on the transfer"""
        moves = self._get_claims().move_id
        if len(moves) == 1:
            return moves.payment_reference or moves.name
        return self.name
