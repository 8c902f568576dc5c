from functools import cached_property

from odoo import fields
from odoo.fields import Domain

from ..tools.wall_time import to_day
from ..wording import describe_near_day, describe_period
from .matters_section import LOOKED_AT, SHOWN, Entry, MattersSection, Rank, Step

URL = "/my/appointments"


class AppointmentsSection(MattersSection):
    """What is coming. A visit opens by a POST, because one that was sold gets its link then."""

    name = "appointments"

    @cached_property
    def visits(self):
        """Those that wait for the customer, then the next ones."""
        visits = self.portal._get_visits_sudo()
        mine = self.portal._get_open_domain()
        is_waiting = Domain("awaiting", "in", ["customer", "payment"]) | Domain(
            "visit_state", "=", "draft"
        )
        waiting = visits.search(mine & is_waiting, order="start, id", limit=LOOKED_AT)
        return waiting | visits.search(mine & ~is_waiting, order="start, id", limit=SHOWN)

    def get_title(self):
        return self.env._("Appointments")

    def get_links(self):
        return [(URL, self.env._("All appointments"))]

    def get_entries(self):
        return [self._get_entry(visit) for visit in self.visits[:SHOWN]]

    def _get_entry(self, visit):
        env, when, note = self.env, self._say_when(visit), ""
        if visit.visit_state == "draft":
            when, button = env._("No time yet"), env._("Choose a time")
        elif visit.awaiting == "customer":
            note, button = env._("Waits for your answer"), env._("Answer")
        elif visit.awaiting == "payment":
            note, button = env._("Waits for the deposit"), env._("Pay the deposit")
        else:
            button = env._("See, move or cancel")
            if visit.awaiting == "business":
                note = env._("Waits for our confirmation")
            elif visit.visit_state == "on_the_way":
                note = env._("We are on the way")
        return Entry(_get_name(visit), when, self._get_url(visit), button, True, note)

    def _say_when(self, visit):
        day, clock = visit._describe_arrival(self.tz)
        return f"{describe_near_day(self.env, day, self.today)} {clock}".strip()

    def _get_url(self, visit):
        return f"{URL}/{visit.id}/open"

    def get_steps(self):
        return [
            self._get_step(visit) for visit in self.visits if visit.visit_state != "in_progress"
        ]

    def _get_step(self, visit):
        env, what = self.env, _get_name(visit)
        if visit.visit_state == "draft":
            return self._make_step(
                visit,
                Rank.TO_PLAN,
                env._("Please choose a time for “%(what)s”.", what=what),
                env._("Choose a time"),
            )
        day, clock = visit._describe_arrival(self.tz)
        words = {"what": what, "day": describe_near_day(env, day, self.today), "time": clock}
        if visit.awaiting == "payment":
            text = env._("Please pay the deposit for “%(what)s”.", what=what)
            if visit.hold_until:
                text = env._(
                    "Please pay the deposit for “%(what)s”: the time is kept until %(moment)s.",
                    what=what,
                    moment=describe_period(env, visit.hold_until, tz=self.tz),
                )
            return self._make_step(visit, Rank.DEPOSIT, text, env._("Pay the deposit"), day)
        if visit.awaiting == "customer":
            text = env._("Does this suit you for “%(what)s”: %(day)s %(time)s?", **words)
            return self._make_step(visit, Rank.PROPOSAL, text, env._("Answer"), day)
        is_soon = (day - self.today).days <= 1
        text = self._say_soon(visit, words) if is_soon else self._say_later(words)
        rank = Rank.VISIT_SOON if is_soon else Rank.VISIT
        return self._make_step(visit, rank, text, env._("See, move or cancel"), day)

    def _say_soon(self, visit, words):
        env, place = self.env, visit.appointment_type_id.place
        if visit.visit_state == "on_the_way":
            return env._("We are on the way to you.")
        if visit.awaiting == "business":
            return env._("We still have to confirm “%(what)s”: %(day)s %(time)s.", **words)
        if place == "customer":
            return env._("Your technician comes %(day)s %(time)s.", **words)
        if place == "online":
            return env._("We call you %(day)s %(time)s.", **words)
        return env._("Your appointment is %(day)s %(time)s.", **words)

    def _say_later(self, words):
        return self.env._("Your next appointment: %(what)s, %(day)s %(time)s.", **words)

    def _make_step(self, visit, rank, text, button, day=None):
        # the time of a draft is only a placeholder
        day = day or to_day(fields.Datetime.now(), self.tz)
        return Step(rank, day, text, button, self._get_url(visit), True)


def _get_name(visit):
    return visit.appointment_type_id.name or visit.name
