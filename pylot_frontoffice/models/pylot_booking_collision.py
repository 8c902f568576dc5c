from odoo import api, fields, models
from odoo.api import Environment

from ..exceptions import CollisionError
from ..wording import describe_period

ALTERNATIVES = 3


class PylotBooking(models.Model):
    _inherit = "pylot.booking"

    @api.model
    def _prepare_collision(self, rows, release=()):
        """Say who is busy, with what, and when the next free times are.

        :param rows: the normalised rows that could not be booked
        :return: a :class:`CollisionError`, not raised yet
        """
        row, other = self._find_collision(rows, release)
        if row:
            return self._prepare_collision_answer(row, other, self._get_wanted_visit(row))
        # The time was taken after this transaction took its snapshot, so it cannot see by
        # whom. A new transaction can; but what was wanted, only this one knows.
        with self.env.registry.cursor() as cr:
            fresh = self.with_env(Environment(cr, self.env.uid, self.env.context, self.env.su))
            row, other = fresh._find_collision(rows, release)
            row = row or rows[0]
            return fresh._prepare_collision_answer(row, other, self._get_wanted_visit(row))

    def _get_wanted_visit(self, row):
        """:return: dict of what the visit behind a row wanted: times without buffers, crew, and
        the values that say so"""
        event = self.env["calendar.event"].browse(row["event_id"] or ()).sudo()
        return {
            "event_id": event.id,
            "start": event.start if event else row["start"],
            "stop": event.stop if event else row["stop"],
            "crew_ids": [row["resource_id"], *event.technician_ids.ids],
            "values": {
                "technician_id": event.technician_id.id,
                "helper_ids": event.helper_ids.ids,
                "visit_state": event.visit_state,
            }
            if event
            else {},
        }

    def _find_collision(self, rows, release):
        """:return: (row, what it collides with: a booking, or another of ``rows``)"""
        wanted = sorted(rows, key=lambda row: (row["resource_id"], row["start"]))
        for row, following in zip(wanted, wanted[1:], strict=False):
            same = row["resource_id"] == following["resource_id"]
            if same and following["start"] < row["stop"]:
                return following, row
        bookings = self.sudo().search_fetch(
            [
                ("id", "not in", list(release)),
                ("resource_id", "in", [row["resource_id"] for row in wanted]),
                ("start", "<", max(row["stop"] for row in wanted)),
                ("stop", ">", min(row["start"] for row in wanted)),
                # a hold that has run out is in nobody's way, even if an old snapshot shows it
                "|",
                ("state", "=", "booked"),
                ("expires_at", ">", fields.Datetime.now()),
            ],
            ["resource_id", "start", "stop", "event_id"],
        )
        by_technician = bookings.grouped("resource_id")
        for row in wanted:
            technician = self.env["resource.resource"].browse(row["resource_id"])
            for booking in by_technician.get(technician.sudo(), self.browse()):
                if booking.start < row["stop"] and booking.stop > row["start"]:
                    return row, booking
        return None, None

    def _prepare_collision_answer(self, row, other, wanted):
        technician = self.env["resource.resource"].browse(row["resource_id"]).sudo()
        alternatives = self._get_alternatives(row, wanted)
        message = self.env._(
            "%(technician)s is already booked: %(what)s.",
            technician=technician.name,
            what=self._describe_obstacle(other),
        )
        if alternatives:
            times = "\n".join(f"• {alternative['label']}" for alternative in alternatives)
            message += "\n" + self.env._("Next free times:\n%(times)s", times=times)
        else:
            message += "\n" + self.env._("Choose another time or another technician.")
        collision = {
            "technician": technician.name,
            "event_id": wanted["event_id"],
            "alternatives": alternatives,
            "values": wanted["values"],
        }
        return CollisionError(message, collision)

    def _describe_obstacle(self, other):
        """What stands in the way, in the words the reader is allowed to see."""
        if other is None:
            return self.env._("somebody else was faster")
        is_row = isinstance(other, dict)
        event_id = other["event_id"] if is_row else other.event_id.id
        start, stop = (other["start"], other["stop"]) if is_row else (other.start, other.stop)
        event = self._get_reader_env()["calendar.event"].browse(event_id or ())
        name = self.env._("a reservation")
        if event:
            name = self.env._("another visit")
            if event.has_access("read"):
                name = self.env._("“%(event)s”", event=event.display_name)
        return f"{name}, {describe_period(self.env, start, stop)}"

    def _get_reader_env(self):
        """Bookings are written with elevated rights; the answer is for the user behind them."""
        return self.env(su=self.env.uid == api.SUPERUSER_ID)

    def _get_alternatives(self, row, wanted):
        """:return: the next free times of the same crew, each ready to be written"""
        slots = self._get_distinct_slots(row, wanted)
        return [
            {
                "start": fields.Datetime.to_string(slot["start"]),
                "stop": fields.Datetime.to_string(slot["stop"]),
                "technician_id": row["resource_id"],
                "label": describe_period(self.env, slot["start"], slot["stop"]),
            }
            for slot in slots
        ]

    def _get_distinct_slots(self, row, wanted):
        """:return: slots none of which overlaps another: whoever cannot at nine o'clock seldom can
        at half past"""
        appointment_type = self.env["pylot.appointment.type"].sudo()
        appointment_type = appointment_type.browse(row["appointment_type_id"] or ())
        after, slots = max(wanted["start"], fields.Datetime.now()), []
        while len(slots) < ALTERNATIVES:
            found = appointment_type._get_next_slots(
                after,
                technicians=self.env["resource.resource"].sudo().browse(set(wanted["crew_ids"])),
                limit=1,
                duration=(wanted["stop"] - wanted["start"]).total_seconds() / 3600,
                ignore_event_ids=[wanted["event_id"]] if wanted["event_id"] else [],
            )
            if not found:
                break
            slots += found
            after = found[0]["stop"]
        return slots
