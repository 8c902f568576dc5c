from odoo import models
from odoo.exceptions import UserError

from ..const import OPEN_STATES

TO_COME = (*OPEN_STATES, "on_the_way", "in_progress")


class PylotComplaint(models.Model):
    """A repair visit that the provider books for the customer, out of the same offers as everybody
    else. One at a time: sending the form twice books once."""

    _inherit = "pylot.complaint"

    def _get_desk_visit_types(self):
        """:return: appointment types the provider may book for it"""
        self.ensure_one()
        team = self.team_id
        allowed = team.provider_may_repair and team.provider_visit_type_ids.filtered("active")
        return allowed or self.env["pylot.appointment.type"]

    def _get_desk_visit(self):
        """:return: the repair visit that is still to come, whoever has booked it"""
        visits = self.action_ids.event_id
        return visits.filtered(lambda visit: visit.visit_state in TO_COME)[:1]

    def _can_book_desk_visit(self):
        return bool(self._get_desk_visit_types()) and not self._get_desk_visit()

    def _needs_desk_address(self, kind):
        """Without a place nobody can say who could come, and when."""
        return kind.place == "customer" and not (self.partner_id.zip and self.partner_id.city)

    def _set_desk_address(self, address):
        """:param dict address: cleaned ``street``, ``zip`` and ``city``; taken down only where
        nothing is known, never in place of what is"""
        self.ensure_one()
        if not self.partner_id:
            self.partner_id = self._create_desk_partner(address)
            return
        missing = {name: text for name, text in address.items() if not self.partner_id[name]}
        self.partner_id.write(missing)

    def _create_desk_partner(self, address):
        return self.env["res.partner"].create(
            {
                **address,
                "name": self.partner_name or self.email_from or self.phone or self.number,
                "email": self.email_from,
                "phone": self.phone,
                "lang": self._get_customer_lang(),
                "country_id": self.company_id.country_id.id,
                "company_id": self.company_id.id,
            }
        )

    def _prepare_desk_booking(self, kind):
        """:return: values of a booking request for the customer"""
        return {
            "appointment_type_id": kind.id,
            "partner_id": self.partner_id.id,
            "lang": self._get_customer_lang(),
        }

    def _book_desk_visit(self, kind, key):
        """:param str key: of an offer
        :return: the visit
        :raise UserError: when the time is gone, or there is a visit already
        :raise CollisionError: when somebody else was faster"""
        self.ensure_one()
        self.lock_for_update()
        self.invalidate_recordset(["action_ids"])
        if visit := self._get_desk_visit():
            return visit
        if kind not in self._get_desk_visit_types():
            raise UserError(self.env._("Please choose what the visit is for."))
        booking = self.env["pylot.booking.request"].create(self._prepare_desk_booking(kind))
        booking._hold(key)
        event = booking._confirm(self._prepare_desk_contact())
        event.complaint_id = self
        self.env["pylot.complaint.action"]._create_repair(self, event)
        self._note_from_desk(
            self.env._("Booked a visit: %(visit)s", visit=self._describe_desk_visit(event))
        )
        return event

    def _prepare_desk_contact(self):
        partner = self.partner_id
        return {
            "name": self.partner_name or partner.name or self.number,
            "email": self.email_from or False,
            "phone": self.phone or False,
            **{name: partner[name] or False for name in ("street", "zip", "city")},
            "note": f"{self.number}: {self.name}",
            "consent_text": False,
            "sms_consent": False,
            "booked_via": "phone",
        }

    def _describe_desk_place(self, kind):
        """:return: where the visit is, as it is read to the customer"""
        if kind.place == "customer":
            return self.partner_id._get_one_line_address()
        if kind.place == "company":
            company = self.company_id.partner_id
            return company._get_one_line_address() or company.name
        return ""
