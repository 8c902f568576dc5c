from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..exceptions import CollisionError
from ..tools.wall_time import day_to_utc, to_day

OFFERS = 5
# How far ahead is looked at once, in days: near times are usually enough.
SEARCH_DAYS = (7, 28)


class PylotPhoneBooking(models.TransientModel):
    """The times offered to the caller, and the visit that one of them becomes."""

    _inherit = "pylot.phone.booking"

    # === WHEN ===

    def _refresh_times(self, after=None):
        """Show the next free times.

        :param after: naive UTC; only times that begin later
        """
        self.ensure_one()
        offers = self._get_next_offers(after) if self.appointment_type_id else []
        commands = [fields.Command.clear()] if self.time_ids else []
        commands += [
            fields.Command.create(
                {name: offer[name] for name in ("key", "start", "window_start", "window_stop")}
            )
            for offer in offers
        ]
        values = {"time_ids": commands, "message": False}
        if offers:
            values["last_offer_at"] = self._get_begin(offers[-1])
        elif self.appointment_type_id:
            values["message"] = self._explain_nothing(after)
        self.write(values)

    def _explain_nothing(self, after):
        if after:
            return self.env._("There are no later times.")
        if self.technician_id:
            return self.env._(
                "%(technician)s has no free time. Leave the preferred technician empty to see "
                "everybody's.",
                technician=self.technician_id.name,
            )
        return self.env._(
            "No free time was found. Check who can do it, the service area and how far ahead can "
            "be booked."
        )

    def _get_next_offers(self, after=None):
        """:return: list of offers, in the order in which the caller understands them"""
        kind = self._get_scheduling_type()
        begin = after or self._get_earliest()
        horizon = fields.Datetime.add(fields.Datetime.now(), days=kind.horizon + 1)
        offers = []
        for days in (*SEARCH_DAYS, None):
            stop = min(begin + timedelta(days=days), horizon) if days else horizon
            found = kind._get_offers(begin, stop, limit=2 * OFFERS, **self._get_conditions())
            offers = [offer for offer in found if not after or self._get_begin(offer) > after]
            if len(offers) >= OFFERS or stop >= horizon:
                break
        return sorted(offers, key=self._get_begin)[:OFFERS]

    def _get_begin(self, offer):
        return offer["window_start"] or offer["start"]

    def _get_earliest(self):
        """:return: the first moment to look at, naive UTC"""
        now = fields.Datetime.now()
        if not self.date_from:
            return now
        return max(now, self._get_midnight(self.date_from))

    def _get_midnight(self, day, seconds=0):
        """:return: the moment at which ``day`` begins where the business is, naive UTC, moved by
        ``seconds``"""
        midnight = day_to_utc(day, 0, self.appointment_type_id._get_zone())
        return midnight + timedelta(seconds=seconds)

    def _get_scheduling_type(self):
        """:return: the type, elevated: what others have planned counts, seen or not"""
        return self.appointment_type_id.sudo()

    def _get_conditions(self):
        """:return: what offering and booking both go by"""
        return {
            "technicians": self.technician_id.sudo() or None,
            "partner": self._get_address().sudo(),
            "ignore_event_ids": self.visit_id.ids,
        }

    def action_later(self):
        self.ensure_one()
        self._refresh_times(after=self.last_offer_at)

    def action_next_day(self):
        """Skip the rest of the last day that is shown."""
        self.ensure_one()
        shown = to_day(self.last_offer_at, self.appointment_type_id._get_zone())
        self._refresh_times(after=self._get_midnight(shown + timedelta(days=1), seconds=-1))

    def action_earliest(self):
        self.ensure_one()
        self._refresh_times()

    # === BOOKING ===

    def _refresh_answers(self):
        questions = self.appointment_type_id.question_ids.filtered(
            lambda question: question.kind != "photo"
        )
        commands = [fields.Command.clear()] if self.answer_ids else []
        commands += [fields.Command.create({"question_id": question.id}) for question in questions]
        self.write({"answer_ids": commands})

    def _book(self, key):
        """:param str key: of an offer
        Books, or shows fresh times and says why; nothing that was typed is lost."""
        self.ensure_one()
        if self.state == "booked":
            return  # a second click on the way
        kind = self._get_scheduling_type()
        if not kind:
            raise UserError(self.env._("Choose first what the visit is for."))
        offer = kind._find_offer(key, **self._get_conditions())
        event = None
        if offer:
            try:
                with self.env.cr.savepoint():
                    event = self._create_visit(offer)
            except CollisionError:
                event = None
        if not event:
            self._refresh_times()
            self.message = self.env._(
                "Somebody was quicker: that time has just been taken. These are free now."
            )
            return
        self.write(
            {
                "state": "booked",
                "partner_id": event.customer_id.id,
                "event_id": event.id,
                "message": False,
            }
        )
        self.read_back = self._get_read_back()

    def _create_visit(self, offer):
        customer = self._get_customer()
        crew = self._get_scheduling_type()._choose_crew(offer, partner=customer.sudo())
        values = self._prepare_visit_vals(offer, customer, crew)
        event = self.visit_id
        if event:
            event.write(values)
        else:
            event = event.create(values)
        self._create_answers_sudo(event)
        event._promise("confirmed")
        if not self.inform:
            confirmation = event.sudo().notice_ids.filtered(
                lambda notice: notice.kind == "confirmed" and notice.state == "planned"
            )
            confirmation._skip(self.env._("Told on the phone."))
        return event

    def _create_answers_sudo(self, event):
        """Answers are the customer's words: nobody changes them, but an agent takes them down."""
        self.env["pylot.appointment.answer"].sudo().create(
            [
                {
                    "event_id": event.id,
                    "question_id": answer.question_id.id,
                    "name": answer.question_id.name,
                    "value": answer.value,
                }
                for answer in self.answer_ids
                if answer.value
            ]
        )

    def _prepare_visit_vals(self, offer, customer, crew):
        """:param list crew: ids of resources, lead first"""
        kind = self.appointment_type_id
        values = {
            "start": offer["start"],
            "stop": offer["stop"],
            "duration": (offer["stop"] - offer["start"]).total_seconds() / 3600,
            "window_start": offer["window_start"],
            "window_stop": offer["window_stop"],
            "technician_id": crew[0],
            "helper_ids": [fields.Command.set(crew[1:])],
            "visit_state": "confirmed",
            "awaiting": False,
            "show_as": "busy",
            "booked_via": "phone",
            "booked_at": fields.Datetime.now(),
            "contact_name": customer.name or customer.display_name,
            "contact_email": customer.email,
            "contact_phone": customer.phone,
        }
        if self.note:
            values["notes"] = plaintext2html(self.note)
        if self.visit_id:
            return values
        address = customer._get_one_line_address() if kind.place == "customer" else False
        return {
            **values,
            "name": f"{kind.name} – {customer.display_name}",
            "appointment_type_id": kind.id,
            "customer_id": customer.id,
            "visit_address_id": customer.id,
            "location": address,
            "user_id": False,
            "partner_ids": [],
        }

    def _get_read_back(self):
        """:return: what the agent says, word by word"""
        event = self.event_id
        words = {
            "time": event._describe_customer_time(lang=self.env.lang)["text"],
            "place": event.location or event.visit_address_id._get_one_line_address(),
            "technician": event.technician_id.name,
        }
        place = event.appointment_type_id.place
        if place == "company":
            return self.env._("That is %(time)s, at our place, with %(technician)s.", **words)
        if place == "online":
            return self.env._("That is %(time)s. %(technician)s calls you.", **words)
        if not words["place"]:
            return self.env._("That is %(time)s. %(technician)s comes to you.", **words)
        return self.env._("That is %(time)s, at %(place)s. %(technician)s comes to you.", **words)

    def action_open_visit(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.calendar_event_action_visits"
        )
        form = self.env.ref("pylot_frontoffice.calendar_event_view_form")
        return {
            **action,
            "res_id": self.event_id.id,
            "view_mode": "form",
            "views": [(form.id, "form")],
        }

    def action_next_call(self):
        return self._open()
