from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class PylotWaitlist(models.Model):
    """Take a time that has become free, by the same way as everybody books or moves."""

    _inherit = "pylot.waitlist"

    @api.model
    def _find_by_token(self, token):
        """:return: the entry behind ``token`` (already checked to look like one), or none"""
        return self.search([("token", "=", token)], limit=1)

    def _take(self, key):
        """Book ``key``, or move the appointment there. Asking twice is asking once.

        :return: the visit
        :raise UserError: when the time is not free (any more), or nobody waits here
        :raise CollisionError: when somebody else was faster
        """
        self.ensure_one()
        self.env.execute_query(
            SQL("SELECT id FROM pylot_waitlist WHERE id = %s FOR UPDATE", self.id)
        )
        self.invalidate_recordset(["state", "event_id"])
        if self.state == "booked":
            return self.event_id
        if self.state != "waiting":
            raise UserError(self.env._("You are not on the waiting list any more."))
        if self.event_id:
            event = self._take_earlier(key)
        else:
            event = self._take_first(key)
        self.write({"state": "booked", "event_id": event.id})
        for offer in self.offer_ids:
            if offer.offer_key == key:
                offer.state = "taken"
            elif offer.state == "open":
                offer.state = "declined"
        return event

    def _take_earlier(self, key):
        event = self.event_id
        kind = self.appointment_type_id.with_company(self.company_id)
        offer = kind._find_offer(
            key, partner=self._get_place_partner(), ignore_event_ids=tuple(event.ids)
        )
        if not offer or not self._select_wanted([offer]):
            raise UserError(self._get_too_late())
        event._move_by_customer(key)
        return event

    def _take_first(self, key):
        request = self.env["pylot.booking.request"].with_company(self.company_id)
        request = request.create(self._prepare_request_vals())
        request._hold(key)
        return request._confirm(self._prepare_contact())

    def _get_too_late(self):
        return self.env._("This time is not available any more. Please choose another one.")

    def _prepare_request_vals(self):
        return {
            "appointment_type_id": self.appointment_type_id.id,
            "partner_id": self.partner_id.id,
            "zip": self.zip,
            "country_id": self.country_id.id,
            "tz": self.tz,
            "lang": self.lang,
        }

    def _prepare_contact(self):
        """:return: dict as of ``pylot.booking.request._confirm``"""
        return {
            "name": self.contact_name,
            "email": self.contact_email,
            "phone": self.contact_phone or "",
            "street": self.street or "",
            "zip": self.zip or "",
            "city": self.city or "",
            "note": "",
            "consent_text": self.consent_text or "",
            "sms_consent": False,
            "booked_via": "waitlist",
        }
