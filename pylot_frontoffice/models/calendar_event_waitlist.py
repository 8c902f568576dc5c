from odoo import api, models
from odoo.exceptions import UserError


class CalendarEvent(models.Model):
    """Customers who want to come earlier than they could book."""

    _inherit = "calendar.event"

    def _get_earlier_entry(self):
        """:return: the entry of this visit that waits for an earlier time, or none"""
        self.ensure_one()
        return self.env["pylot.waitlist"].search(
            [("event_id", "=", self.id), ("state", "=", "waiting")], limit=1
        )

    def _can_wait_for_earlier(self):
        """:return: whether an earlier time could be offered and taken"""
        self.ensure_one()
        email = self.contact_email or self.customer_id.email
        return bool(
            email
            and self.appointment_type_id
            and self.visit_state in ("planned", "confirmed")
            and not self._get_customer_refusal("move")
        )

    def _wait_for_earlier(self, lang=None):
        """Tell the customer when an earlier time becomes free. Asking twice is asking once.

        :param str lang: code of the language to write in; default: the customer's
        :return: the entry
        :raise UserError: when it cannot be moved any more, or there is no e-mail address
        """
        self.ensure_one()
        entry = self._get_earlier_entry()
        if entry:
            return entry
        if not self._can_wait_for_earlier():
            refusal = self._get_customer_refusal("move")
            raise UserError(
                refusal or self.env._("We do not know an e-mail address of yours. Please call us.")
            )
        customer = self.customer_id
        place = self.visit_address_id or customer
        return entry.create(
            {
                "event_id": self.id,
                "appointment_type_id": self.appointment_type_id.id,
                "partner_id": customer.id,
                "contact_name": self.contact_name or customer.name or self.name,
                "contact_email": self.contact_email or customer.email,
                "contact_phone": self.contact_phone or customer.phone,
                "zip": place.zip,
                "country_id": place.country_id.id,
                "lang": lang or customer.lang,
                "tz": self.customer_tz or customer.tz,
            }
        )

    @api.ondelete(at_uninstall=False)
    def _wake_waitlist_for_deleted(self):
        """The database deletes the bookings of deleted visits by itself."""
        if any(event.visit_state for event in self.sudo()):
            self.env["pylot.booking"]._wake_waitlist()

    def action_renew_customer_token(self):
        """Links of the waiting list lead to the visit as well."""
        result = super().action_renew_customer_token()
        for entry in self.env["pylot.waitlist"].search([("event_id", "in", self.ids)]):
            entry.token = entry._fields["token"].default(entry)
        return result
