from datetime import timedelta

from odoo import fields, models

STEP = timedelta(minutes=15)


class CalendarEvent(models.Model):
    """What changing the day asks of a visit."""

    _inherit = "calendar.event"

    def _breaks_promise(self, start):
        """:return: whether the customer waits at another time than this one"""
        self.ensure_one()
        if self.window_start and self.window_stop:
            return not self.window_start <= start <= self.window_stop
        return start != self.start

    def _knows_time(self):
        """:return: whether somebody outside counts on the time"""
        visit = self.sudo()
        if visit.visit_state == "draft":
            return False
        is_proposal = visit.visit_state == "planned" and visit.awaiting == "customer"
        return bool(visit.ics_uid or visit.visit_state == "confirmed") and not is_proposal

    def _get_replan_starts(self, until):
        """Times at which the visit may begin without breaking a promise, the nearest first: its
        own; those in its window; any of the day when nobody was told.

        :param datetime until: the end of the day, UTC
        :return: list of naive UTC datetimes, none of them over"""
        now = fields.Datetime.now()
        first = last = self.start
        if self.window_start and self.window_stop:
            first, last = self.window_start, self.window_stop
        elif not self._knows_time():
            first, last = max(now, self.start - timedelta(hours=12)), until
        starts = {self.start}
        for direction in (STEP, -STEP):
            moment = self.start + direction
            while first <= moment <= last:
                starts.add(moment)
                moment += direction
        starts = [start for start in starts if start >= now]
        return sorted(starts, key=lambda start: (abs(start - self.start), start))

    def action_takes_longer(self):
        """Who has to wait, and who can come instead?"""
        self.ensure_one()
        return self.env["pylot.replan"]._open(kind="overrun", visit_id=self.id)

    def action_fit_in(self):
        """It is urgent and has no time yet: with whom do fewest others notice?"""
        self.ensure_one()
        return self.env["pylot.replan"]._open(kind="urgent", visit_id=self.id)
