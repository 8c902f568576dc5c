from bisect import bisect_right
from datetime import timedelta
from itertools import pairwise

from odoo import models

from ..tools.slot_request import EPOCH, SlotRequest
from ..tools.wall_time import to_day


class PylotPlan(models.Model):
    """Some appointment types may only take so many minutes of a day, of all technicians together.
    Counted as for customers who book by themselves: buffers included, several people once."""

    _inherit = "pylot.plan"

    def _read_limits(self, source):
        """Note what is left of each day besides what stays, and what movable visits take of it."""
        movable = self.env["calendar.event"].union(*source.movable)
        kinds = (movable | movable.union(*source.crew_events)).appointment_type_id
        self.env["calendar.event"].flush_model(["appointment_type_id"])
        self.env["pylot.booking"].flush_model()
        for kind in kinds.filtered("capacity_minutes"):
            request = SlotRequest(
                resource_ids=(),
                start=EPOCH + timedelta(seconds=source.start),
                stop=EPOCH + timedelta(seconds=source.stop - 1),
                now=EPOCH + timedelta(seconds=source.now),
                ignore_event_ids=tuple(movable.ids),
            )
            zone = kind._get_zone()
            midnights = kind._get_midnights(request, zone)
            first = to_day(request.start, zone).toordinal()
            source.days[kind.id] = midnights, first
            visits = kind._read_type_visits(request)
            for number, (lower, upper) in enumerate(pairwise(midnights), first):
                taken = sum(max(0, min(stop, upper) - max(start, lower)) for start, stop in visits)
                source.room[kind.id, number] = max(0, kind.capacity_minutes * 60 - taken)
        for event in movable:
            slot = source.slots.get(event.id)
            key = slot and self._get_limit_key(source, event, slot[1])
            if key in source.room:
                source.used[key] = source.used.get(key, 0) + self._get_occupied(event)

    def _make_limits(self, source):
        """A day that is fuller than it should be stays so, and gets nothing more.

        :return: see :class:`Problem`"""
        return {key: max(room, source.used.get(key, 0)) for key, room in source.room.items()}

    def _has_room(self, source, event, start):
        """Whether a visit that is decided on before all others may begin at that second."""
        key = self._get_limit_key(source, event, start)
        room = source.room.get(key)
        return room is None or source.used.get(key, 0) + self._get_occupied(event) <= room

    def _take_room(self, source, event, start):
        key = self._get_limit_key(source, event, start)
        if key in source.room:
            source.room[key] -= self._get_occupied(event)

    def _get_limit_key(self, source, event, second):
        kind = event.appointment_type_id
        if kind.id not in source.days:
            return None
        midnights, first = source.days[kind.id]
        return kind.id, first + bisect_right(midnights, second) - 1

    def _get_occupied(self, event):
        """:return: seconds, buffers included"""
        kind = event.appointment_type_id
        return self._get_length(event) + 60 * (kind.buffer_before + kind.buffer_after)
