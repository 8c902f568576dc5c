from datetime import date
from decimal import Decimal

from odoo import models
from odoo.tools import format_date, formatLang


class PylotDunning(models.Model):
    """The tables of a dossier as people read them, in the language of whoever hands it over; the
    files beside the summary keep the names of their format."""

    _inherit = "pylot.dunning"

    def _show_dossier_table(self, name, rows):
        """:param name: of the table
        :param rows: list of dicts, as in its file
        :return: (titles of the columns, list of rows of texts)"""
        titles, words = self._get_dossier_titles(), self._get_dossier_words(name)
        return (
            [titles.get(column, column) for column in (rows[0] if rows else ())],
            [
                [words.get(column, {}).get(cell) or self._show_cell(cell) for column, cell in row]
                for row in (each.items() for each in rows)
            ],
        )

    def _show_cell(self, cell):
        if isinstance(cell, date):
            return format_date(self.env, cell)
        if isinstance(cell, Decimal):
            return formatLang(self.env, float(cell), digits=max(-cell.as_tuple().exponent, 2))
        return "" if cell is None or cell is False else cell

    def _get_dossier_titles(self):
        """:return: dict of column -> what stands above it"""
        return {
            "address": self.env._("Address"),
            "amount": self.env._("Amount"),
            "base_rate": self.env._("Base rate"),
            "channel": self.env._("By"),
            "currency": self.env._("Currency"),
            "date": self.env._("Date"),
            "days": self.env._("Days"),
            "days_of_year": self.env._("Days of the year"),
            "delivery": self.env._("Delivery"),
            "disputed": self.env._("Disputed"),
            "due": self.env._("Due"),
            "entry": self.env._("Entry"),
            "first_day": self.env._("From"),
            "in_default_from": self.env._("In default from"),
            "interest": self.env._("Interest"),
            "invoice": self.env._("Invoice"),
            "invoice_date": self.env._("Invoice Date"),
            "invoices": self.env._("Invoices"),
            "is_rate_missing": self.env._("Rate not published yet"),
            "kind": self.env._("Kind"),
            "last_day": self.env._("Until"),
            "level": self.env._("Level"),
            "lump_sum": self.env._("Lump Sum"),
            "made_on": self.env._("Promised on"),
            "number": self.env._("Number"),
            "open": self.env._("Open"),
            "origin": self.env._("How"),
            "paid": self.env._("Paid"),
            "pays_until": self.env._("Pays Until"),
            "principal": self.env._("Principal"),
            "rate": self.env._("Rate"),
            "recipient": self.env._("Recipient"),
            "state": self.env._("Status"),
            "subject": self.env._("Subject"),
            "text": self.env._("Text"),
        }

    def _get_dossier_words(self, name):
        """:return: dict of column -> dict of value -> text, where a value is a word of ours"""

        def get_labels(model, field):
            return dict(self.env[model]._fields[field]._description_selection(self.env))

        if name == "claims":
            states = {
                "open": self.env._("open"),
                "paid": self.env._("paid"),
                "disputed": self.env._("disputed"),
                "handed_over": self.env._("handed over"),
                "withdrawn": self.env._("not asked for any more"),
            }
            return {"state": states}
        if name == "payments":
            return {"kind": get_labels("account.move", "move_type")}
        if name == "reminders":
            letters = get_labels(self._name, "letter_state")
            return {
                "channel": {
                    **get_labels("pylot.reminder.level", "channel"),
                    "letter": self.env._("Letter"),
                },
                "delivery": {**get_labels("mail.mail", "state"), **letters},
            }
        if name == "promises":
            promise = "pylot.payment.promise"
            return {"state": get_labels(promise, "state"), "origin": get_labels(promise, "origin")}
        if name == "complaints":
            return {"state": get_labels("pylot.complaint", "state")}
        return {}
