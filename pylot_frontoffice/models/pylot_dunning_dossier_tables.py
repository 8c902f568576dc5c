from odoo import models
from odoo.fields import Domain


class PylotDunning(models.Model):
    """Tables of a dossier. Their columns are names of a format and are not translated; days are as
    in ISO 8601, amounts in the currency of the message."""

    _inherit = "pylot.dunning"

    def _list_contact(self):
        partner, company = self.partner_id, self.company_id
        return [
            {
                "number": self.name,
                "creditor": company.name,
                "name": each.name,
                "street": each.street,
                "street2": each.street2,
                "zip": each.zip,
                "city": each.city,
                "country": each.country_id.code,
                "vat": each.vat,
                "email": each.email,
                "phone": each.phone,
                "is_consumer": int(self.is_consumer),
                "lang": each.lang,
            }
            for each in partner | self.recipient_id
        ]

    def _list_claims(self, page, charges):
        rows = []
        for item in page.items:
            line, charge = item.line, charges.get(item.line.move_line_id)
            rows.append(
                {
                    "invoice": line.name,
                    "state": item.state,
                    "invoice_date": line.date_invoice,
                    "due": line.date_due,
                    "in_default_from": charge.first_day if charge else line.date_default,
                    "currency": self.currency_id.name,
                    "amount": self._to_decimal(line.amount_total),
                    "paid": self._to_decimal(item.paid),
                    "disputed": self._to_decimal(item.disputed),
                    "open": self._to_decimal(item.amount),
                    "interest": self._to_decimal(charge.interest if charge else 0),
                    "lump_sum": self._to_decimal(charge.lump_sum if charge else 0),
                }
            )
        return rows

    def _list_interest(self, charges):
        return [
            {
                "invoice": line.move_id.name,
                "first_day": segment.first_day,
                "last_day": segment.last_day,
                "days": segment.days,
                "principal": segment.principal,
                "base_rate": segment.base_rate,
                "rate": segment.rate,
                "days_of_year": segment.year_days,
                "interest": segment.amount,
                "is_rate_missing": int(segment.is_rate_missing),
            }
            for line, charge in charges.items()
            for segment in charge.segments
        ]

    def _list_payments(self, page):
        return [
            {
                "invoice": item.line.name,
                "date": partial.credit_move_id.date,
                "kind": partial.credit_move_id.move_id.move_type,
                "entry": partial.credit_move_id.move_id.name,
                "text": partial.credit_move_id.name,
                "amount": self._to_decimal(partial.debit_amount_currency),
            }
            for item in page.items
            for partial in item.line.move_line_id.matched_credit_ids
        ]

    def _list_reminders(self, page):
        lines = self.env["pylot.dunning.line"].search(
            Domain("move_id", "in", page.moves.ids) & Domain("is_credit", "=", False)
        )
        return [
            {
                "number": message.name,
                "date": message.date,
                "level": message.level_id.name,
                "channel": "letter" if message.letter_state else message.level_id.channel,
                "recipient": message.recipient_id.name,
                "address": message._get_sent_address(),
                "delivery": message.letter_state or message.mail_state,
                "invoices": ", ".join(message._get_claims().mapped("name")),
                "amount": self._to_decimal(message.amount_total),
            }
            for message in lines.dunning_id.sorted(lambda each: (each.date, each.id))
        ]

    def _get_sent_address(self):
        if self.letter_state or self.level_id.channel != "email":
            return self.recipient_id._get_one_line_address()
        return self.mail_id.email_to or self.recipient_id.email_normalized

    def _list_promises(self, page):
        promises = self.env["pylot.payment.promise"].search(
            Domain("move_ids", "in", page.moves.ids), order="create_date, id"
        )
        return [
            {
                "made_on": promise.create_date.date(),
                "pays_until": promise.date,
                "amount": self._to_decimal(promise.amount),
                "state": promise.state,
                "origin": promise.origin,
                "invoices": ", ".join(promise.move_ids.mapped("name")),
            }
            for promise in promises
        ]

    def _list_complaints(self, page):
        complaints = self.env["pylot.complaint"].search(
            Domain("move_id", "in", self._get_claims().move_id.ids), order="create_date, id"
        )
        return [
            {
                "number": complaint.number,
                "date": complaint.create_date.date(),
                "invoice": complaint.move_id.name,
                "subject": complaint.name,
                "state": complaint.state,
                "disputed": self._to_decimal(complaint.disputed_amount),
            }
            for complaint in complaints
        ]
