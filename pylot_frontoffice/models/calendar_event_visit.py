from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command

from ..const import OCCUPYING_STATES, OPEN_STATES, PAST_STATES
from .calendar_event_booking import CREW_FIELDS

# An event without any of these is an appointment like any other.
VISIT_FIELDS = CREW_FIELDS | {"appointment_type_id", "customer_id", "sale_order_id", "visit_state"}
NO_VISIT = {"visit_state": False, "visit_address_id": False}


def get_linked_ids(commands):
    """:return: ids that ``commands`` of an x2many field (or a plain list of ids) put in"""
    ids = []
    for command in commands or ():
        if isinstance(command, int):
            ids.append(command)
        elif command[0] == Command.LINK:
            ids.append(command[1])
        elif command[0] == Command.SET:
            ids += command[2]
    return ids


class CalendarEvent(models.Model):
    """What makes an event a visit, and whose personal calendars it stands in."""

    _inherit = "calendar.event"

    # === WHAT IS A VISIT ===

    def _prepare_plain_events(self, vals_list):
        """Say at once of every event that is no visit that it is none: to find out, Odoo would
        make a draft record of each, which costs a tenth of the creation."""
        if any(self.default_get(list(VISIT_FIELDS)).values()):
            return vals_list
        return [
            vals if any(vals.get(name) for name in VISIT_FIELDS) else {**NO_VISIT, **vals}
            for vals in vals_list
        ]

    # === WHO ATTENDS ===

    def _prepare_visits(self, vals_list):
        """A visit stands in its technicians' calendars, not in that of whoever types it in."""
        vals_list = [self._split_crew(vals) for vals in vals_list]
        crews = [self._get_crew_ids(vals) for vals in vals_list]
        technicians = (
            self.env["resource.resource"].sudo().browse({i for crew in crews for i in crew})
        )
        technicians.user_id.fetch(["partner_id"])  # not all the rest of a user
        partner_ids = {
            technician.id: technician.user_id.partner_id.id for technician in technicians
        }
        prepared = []
        for vals, crew in zip(vals_list, crews, strict=True):
            if crew or vals.get("appointment_type_id") or vals.get("visit_state"):
                state = vals.get("visit_state") or "planned"
                attending = crew if state in OCCUPYING_STATES else ()
                vals = {
                    **vals,
                    **self._prepare_visit_end(vals),
                    "partner_ids": [
                        *(vals.get("partner_ids") or []),
                        *(Command.link(partner_ids[id_]) for id_ in attending if partner_ids[id_]),
                    ],
                }
                if vals.get("recurrence_id") and vals.get("visit_state") in PAST_STATES:
                    # what is repeated is the appointment, not that it took place
                    vals["visit_state"] = "planned"
                if not crew and vals.get("visit_state") in OPEN_STATES:
                    vals["visit_state"] = "draft"
                if not crew or vals.get("visit_state") == "draft":
                    vals.setdefault("show_as", "free")
            prepared.append(vals)
        return prepared

    def _prepare_visit_end(self, vals):
        """Core would let a visit without an end stop an hour from now, whenever it starts."""
        if not vals.get("start") or vals.get("stop") or vals.get("allday"):
            return {}
        appointment_type = self.env["pylot.appointment.type"].browse(
            vals.get("appointment_type_id") or ()
        )
        hours = vals.get("duration") or appointment_type.duration or self.get_default_duration()
        start = fields.Datetime.to_datetime(vals["start"])
        return {"stop": start + timedelta(hours=hours), "duration": hours}

    def _get_crew_ids(self, vals):
        """:return: ids of the lead and the helpers in ``vals``, each once"""
        crew = (vals.get("technician_id"), *get_linked_ids(vals.get("helper_ids")))
        return [id_ for id_ in dict.fromkeys(crew) if id_]

    def _split_crew(self, vals):
        """``technician_ids`` in two: the lead, and those who help."""
        if "technician_ids" not in vals:
            return vals
        vals = dict(vals)
        crew = get_linked_ids(vals.pop("technician_ids"))
        lead = vals.get("technician_id") or next(iter(crew), False)
        helpers = [id_ for id_ in crew if id_ != lead]
        return {**vals, "technician_id": lead, "helper_ids": [Command.set(helpers)]}

    def _get_attending_technicians(self):
        """:return: partners in whose calendars the visit belongs: nobody's before it is planned
        and after it was cancelled"""
        self.ensure_one()
        if self.visit_state not in OCCUPYING_STATES:
            return self.env["res.partner"]
        return self.technician_ids.user_id.partner_id

    def _sync_visit_attendees(self, attending_before):
        """Write the visit into the calendars of its new technicians and out of the others'."""
        changes = {}
        for event in self:
            before, after = attending_before[event], event._get_attending_technicians()
            added, removed = after - before - event.partner_ids, before - after
            if added or removed:
                key = (added._ids, removed._ids)
                changes[key] = changes.get(key, self.browse()) | event
        for (added, removed), events in changes.items():
            events.with_context(skip_attendee_notification=True).write(
                {
                    "partner_ids": [
                        *(Command.link(id_) for id_ in added),
                        *(Command.unlink(id_) for id_ in removed),
                    ]
                }
            )

    def _sync_show_as(self):
        """A visit that takes nobody's time does not look busy either."""
        visits = self.filtered("visit_state")
        occupying = visits.filtered(lambda visit: visit.visit_state in OCCUPYING_STATES)
        occupying.filtered(lambda visit: visit.show_as != "busy").show_as = "busy"
        (visits - occupying).filtered(lambda visit: visit.show_as != "free").show_as = "free"

    def _skip_send_mail_status_update(self):
        """Technicians find their visits in the calendar and in their plan: core's invitation
        mail for each of them would only train people to ignore mail."""
        visit = self.sudo()
        if visit.visit_state:
            technicians = visit.technician_ids.user_id.partner_id
            if visit.attendee_ids.partner_id <= technicians:
                return True
        return super()._skip_send_mail_status_update()

    def copy(self, default=None):
        """A copy is a new visit to plan: the technician cannot be there twice, and the order has
        been sold only once."""
        visits = self.filtered("visit_state")
        if not visits:
            return super().copy(default)
        if visits != self:
            return self.browse([event.copy(default).id for event in self])
        default = {
            "technician_id": False,
            "helper_ids": [Command.clear()],
            "is_blocking": True,
            "not_blocking_reason": False,
            **(default or {}),
        }
        planned = bool(default["technician_id"])
        default.setdefault("visit_state", "planned" if planned else "draft")
        default.setdefault("show_as", "busy" if planned else "free")
        return super().copy(default)
