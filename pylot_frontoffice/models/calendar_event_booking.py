from contextlib import contextmanager

from odoo import api, fields, models
from odoo.tools import SQL, OrderedSet

from ..const import OCCUPYING_STATES
from ..exceptions import CollisionError

# Where the events whose bookings are not in line yet are kept during an outermost write.
PENDING = "pylot_frontoffice.pending_bookings"

CREW_FIELDS = {"technician_id", "technician_ids", "helper_ids"}
# A change of one of these may write a visit into a personal calendar, or out of it.
ATTENDANCE_FIELDS = CREW_FIELDS | {"start", "start_date", "visit_state"}
# A change of one of these may free or occupy a technician's time.
BOOKING_FIELDS = CREW_FIELDS | {
    "active",
    "allday",
    "appointment_type_id",
    "duration",
    "hold_until",
    "is_blocking",
    "start",
    "start_date",
    "stop",
    "stop_date",
    "visit_state",
}


class CalendarEvent(models.Model):
    """Bookings follow the event, whoever writes it: form, drag, import, series, sync."""

    _inherit = "calendar.event"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self.browse()._check_may_assign(vals)
        vals_list = self._prepare_visits(self._prepare_plain_events(vals_list))
        creator = self
        if all(vals.get("technician_id") or vals.get("visit_state") for vals in vals_list):
            # Core writes the organizer's phone number into each description, looking it up for
            # each event. A visit has a customer and an address instead.
            creator = self.with_context(skip_contact_description=True)
        with self._booking_batch() as pending:
            events = super(CalendarEvent, creator).create(vals_list).with_env(self.env)
            visits = events.sudo().filtered("visit_state")
            pending.update(visits._ids)
        visits.filtered(lambda visit: not visit.is_blocking)._log_not_blocking()
        return events

    def write(self, vals):
        touched = BOOKING_FIELDS & vals.keys()
        if not touched:
            return super().write(vals)
        crew_changes = CREW_FIELDS & touched
        self._check_may_assign(vals)
        vals = self._prepare_planning(vals)
        with self._booking_batch() as pending:
            before = {
                event: event._get_attending_technicians()
                for event in self.sudo()
                if crew_changes or event.visit_state
            }
            result = super().write(vals)
            events = self.sudo()
            if touched & {"start", "start_date"} and "visit_state" not in vals:
                # somebody chose the time: a visit whose technician is known is planned now
                events.filtered(
                    lambda event: event.visit_state == "draft" and event.technician_id
                ).visit_state = "planned"
            if touched & ATTENDANCE_FIELDS:
                events.browse(event.id for event in before)._sync_visit_attendees(before)
            if touched & {"visit_state", "technician_id", "technician_ids"}:
                events._sync_show_as()
            pending.update(events.ids if crew_changes else events.filtered("visit_state").ids)
        return result

    def _prepare_planning(self, vals):
        """Visits that leave the tray with technician and time: say the rest in the same write.
        It would follow anyway, in two more writes each."""
        is_planning = vals.get("technician_id") and vals.get("start") and "visit_state" not in vals
        is_series = vals.get("recurrence_update", "self_only") != "self_only"
        if not is_planning or is_series:
            return vals
        if any(visit.visit_state != "draft" for visit in self.sudo()):
            return vals
        return {**vals, "visit_state": "planned", "show_as": "busy"}

    def _load_records(self, data_list, update=False):
        """The rows of an import are one change of the plan: two visits may swap."""
        with self._booking_batch():
            return super()._load_records(data_list, update=update)

    @contextmanager
    def _booking_batch(self):
        """Collect the events that change inside, and book once, at the outermost exit.

        A series is rewritten event by event: an occurrence moves to where its sister still
        stands. Only when all have moved is the plan meant to be free of collisions.
        """
        # not precommit.data, which the first savepoint inside would empty
        data = self.env.cr.cache
        outer = data.get(PENDING)
        if outer is not None:
            yield outer
            return
        pending = data[PENDING] = OrderedSet()
        try:
            yield pending
        finally:
            data.pop(PENDING, None)
        if not pending:
            return
        try:
            self.sudo().browse(pending)._sync_bookings()
        except CollisionError as error:
            error.offer_only_for(self.ids)
            raise

    def _sync_bookings(self):
        """Bring ``pylot.booking`` in line with these events, in a constant number of queries.

        :raise CollisionError: when a technician would be booked twice
        """
        self.env["calendar.event"].flush_model()
        self.env["pylot.booking"].flush_model()
        self.env["resource.resource"].flush_model(["tz"])
        self.env["pylot.appointment.type"].flush_model(["buffer_before", "buffer_after"])
        rows, release = [], []
        for row in self.env.execute_query_dict(self._get_booking_difference()):
            release += [row["booking_id"]] if row["booking_id"] else []
            state = "hold" if row["expires_at"] else "booked"
            rows += [{**row, "state": state}] if row["resource_id"] else []
        if rows or release:
            self.env["pylot.booking"].with_env(self._get_booking_env())._occupy(rows, release)

    def _get_booking_env(self):
        """Elevated, yet knowing for whom: collisions are told in the user's words and rights."""
        return self.env(su=True)

    def _get_booking_difference(self):
        """:return: SQL: a row (event_id, resource_id, start, stop, type, expiry) for each booking
        that is missing, and a row with only ``booking_id`` for each that is too much. A visit
        that is kept for its customer until a moment that has passed takes no time."""
        return SQL(
            """
            WITH wanted AS (
                SELECT event.id AS event_id, crew.resource_id, event.appointment_type_id,
                       event.hold_until AS expires_at,
                       CASE WHEN event.allday
                            THEN event.start_date::timestamp AT TIME ZONE technician.tz
                                 AT TIME ZONE 'UTC'
                            ELSE event.start - make_interval(mins => %(before)s)
                       END AS start,
                       CASE WHEN event.allday
                            THEN (event.stop_date + 1)::timestamp AT TIME ZONE technician.tz
                                 AT TIME ZONE 'UTC'
                            ELSE event.stop + make_interval(mins => %(after)s)
                       END AS stop
                  FROM calendar_event AS event
             LEFT JOIN pylot_appointment_type AS type ON type.id = event.appointment_type_id
            CROSS JOIN LATERAL (
                           SELECT event.technician_id AS resource_id
                            UNION
                           SELECT resource_id FROM calendar_event_helper_rel
                            WHERE event_id = event.id
                       ) AS crew
                  JOIN resource_resource AS technician ON technician.id = crew.resource_id
                 WHERE event.id = ANY(%(ids)s)
                   AND event.active
                   AND event.visit_state = ANY(%(states)s)
                   AND event.is_blocking IS NOT FALSE
                   AND (event.hold_until IS NULL OR event.hold_until > %(now)s)
            ), present AS (
                SELECT id AS booking_id, event_id, resource_id, start, stop, expires_at
                  FROM pylot_booking
                 WHERE event_id = ANY(%(ids)s)
            )
            SELECT wanted.*, NULL AS booking_id
              FROM wanted
             WHERE NOT EXISTS (
                       SELECT FROM present
                        WHERE (present.event_id, present.resource_id, present.start, present.stop)
                            = (wanted.event_id, wanted.resource_id, wanted.start, wanted.stop)
                          AND present.expires_at IS NOT DISTINCT FROM wanted.expires_at
                   )
            UNION ALL
            SELECT NULL, NULL, NULL, NULL, NULL, NULL, booking_id
              FROM present
             WHERE NOT EXISTS (
                       SELECT FROM wanted
                        WHERE (present.event_id, present.resource_id, present.start, present.stop)
                            = (wanted.event_id, wanted.resource_id, wanted.start, wanted.stop)
                          AND present.expires_at IS NOT DISTINCT FROM wanted.expires_at
                   )
            """,
            ids=list(self.ids),
            states=list(OCCUPYING_STATES),
            now=fields.Datetime.now(),
            before=SQL("COALESCE(type.buffer_before, 0)"),
            after=SQL("COALESCE(type.buffer_after, 0)"),
        )
