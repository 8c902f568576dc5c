from odoo import fields, models
from odoo.tools import SQL
from odoo.tools.mail import plaintext2html

CONTACT_FIELDS = ("name", "email", "phone", "street", "zip", "city")


class PylotBookingRequest(models.Model):
    """The kept time becomes a visit."""

    _inherit = "pylot.booking.request"

    def _confirm(self, contact):
        """Book. Asking twice is asking once: the second time returns the same visit.

        :param dict contact: cleaned ``name``, ``email``, ``phone``, ``street``, ``zip``, ``city``,
            ``note``, ``consent_text``, ``sms_consent``, ``booked_via``
        :return: the visit
        :raise CollisionError: when the time was kept no longer and somebody else has it
        :raise UserError: when no time was chosen, or it is not offered any more
        """
        self.ensure_one()
        # Whoever sends the form twice at once has to wait; Odoo then repeats the second request,
        # and nobody has to read about it.
        self.env.cr.execute(
            SQL("SELECT id FROM pylot_booking_request WHERE id = %s FOR UPDATE", self.id),
            log_exceptions=False,
        )
        self.invalidate_recordset(["state", "event_id"])
        if self.state == "done":
            return self.event_id
        if not self._is_held():
            self._hold(self.offer_key or "")
        crew = self.booking_ids.sorted("id").resource_id
        # freed and taken in one transaction: nobody sees the gap
        self.booking_ids.unlink()
        customer = self._get_customer(contact)
        event = self._book(self._prepare_visit_vals(contact, customer, crew))
        self.answer_ids.write({"event_id": event.id, "request_id": False})
        self.write({"state": "done", "event_id": event.id, "hold_until": False})
        if self.invitation_id:
            self.invitation_id.write({"state": "used", "event_id": event.id})
        event._promise_booking()
        return event

    def _book(self, vals):
        event = self.event_id
        if event:
            event.write(vals)
            return event
        events = self.env["calendar.event"].with_context(
            mail_create_nolog=True, mail_create_nosubscribe=True
        )
        return events.create(vals)

    def _prepare_visit_vals(self, contact, customer, crew):
        kind = self.appointment_type_id
        needs_answer = kind.confirm_mode == "request"
        office = kind.with_context(lang=self._get_company().partner_id.lang or self.env.lang)
        vals = {
            "technician_id": crew[:1].id,
            "helper_ids": [fields.Command.set(crew[1:].ids)],
            "start": self.start,
            "stop": self.stop,
            "duration": (self.stop - self.start).total_seconds() / 3600,
            "window_start": self.window_start,
            "window_stop": self.window_stop,
            "visit_state": "planned" if needs_answer else "confirmed",
            "awaiting": "business" if needs_answer else False,
            "show_as": "busy",
            "contact_name": contact["name"],
            "contact_email": contact["email"],
            "contact_phone": contact["phone"],
            "customer_tz": self.tz or False,
            "customer_lang": self.lang or False,
            "booked_via": contact["booked_via"],
            "booked_at": fields.Datetime.now(),
            "consent_text": contact["consent_text"],
            "sms_consent": contact["sms_consent"],
        }
        if self.event_id:
            return vals
        return {
            **vals,
            "name": f"{office.name} – {contact['name']}",
            "appointment_type_id": kind.id,
            "customer_id": customer.id,
            "visit_address_id": customer.id,
            "location": customer._get_one_line_address() if kind.place == "customer" else False,
            # typed text, not markup: no picture of a stranger is loaded when somebody opens it
            "description": plaintext2html(contact["note"]) if contact["note"] else False,
            "user_id": False,
            "partner_ids": [],
        }

    def _get_customer(self, contact):
        """:return: whom the visit is for. Anybody can type anybody's address: an existing contact
        is taken only when it says exactly the same, and is never changed. Whether a new one is
        somebody we know, a colleague decides."""
        known = self.event_id.customer_id or self.partner_id
        if known:
            return known
        partners = self.env["res.partner"]
        # one value for each column, so that "" and nothing are the same
        typed = {name: contact.get(name) or False for name in CONTACT_FIELDS}
        company = self._get_company()
        same = partners.search(
            [
                *((name, "=", value) for name, value in typed.items()),
                ("parent_id", "=", False),
                ("user_ids", "=", False),
                ("company_id", "in", [False, company.id]),
            ],
            limit=1,
        )
        return same or partners.create(
            {
                **typed,
                "lang": self.lang or False,
                "tz": self.tz or False,
                "country_id": (self.country_id or company.country_id).id,
                "company_id": self.appointment_type_id.company_id.id,
            }
        )
