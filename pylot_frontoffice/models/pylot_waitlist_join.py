from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import email_normalize

# Entries an hour of one network address. Offices share an address, so it is generous; an
# administrator may set another number.
MAX_ENTRIES = 20
MAX_ENTRIES_PARAMETER = "pylot_frontoffice.max_waitlist_per_visitor"


class PylotWaitlist(models.Model):
    """Get onto the list, by the public page or by the link of an appointment."""

    _inherit = "pylot.waitlist"

    @api.model
    def _join(self, visitor, values):
        """Somebody has filled in the public form.

        Whoever is on the list already starts anew with what they wish now. The entry before is
        closed without a word: the answer must not tell whether an address is known.

        :param dict values: cleaned, of the new entry
        :return: the new entry
        :raise UserError: when too many came from there
        """
        self._check_may_join(visitor)
        values = {**values, "visitor": visitor}
        before = self.search(
            [
                ("state", "=", "waiting"),
                ("appointment_type_id", "=", values["appointment_type_id"]),
                ("email_normalized", "=", email_normalize(values["contact_email"])),
                ("event_id", "=", values.get("event_id") or False),
            ]
        )
        before.action_leave()
        try:
            with self.env.cr.savepoint():
                entry = self.create(values)
        except UniqueViolation as error:
            # a double click: the other one has just been written; come again and see it
            raise ConcurrencyError(str(error)) from error
        # a new entry is no way to be written to more often
        entry.offered_at = before.offered_at
        return entry

    def _check_may_join(self, visitor):
        since = fields.Datetime.now() - timedelta(hours=1)
        value = self.env["ir.config_parameter"].sudo().get_param(MAX_ENTRIES_PARAMETER, "")
        limit = int(value) if value.isdecimal() else MAX_ENTRIES
        domain = [("visitor", "=", visitor), ("create_date", ">", since)]
        if self.search_count(domain, limit=limit) >= limit:
            raise UserError(
                self.env._(
                    "There have been very many requests from your network. Please try again in an "
                    "hour, or call us."
                )
            )
