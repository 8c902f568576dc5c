from odoo import models


class PylotAppointmentType(models.Model):
    """The reasons of a rank in the reader's words: one short method per reason code."""

    _inherit = "pylot.appointment.type"

    def _describe_reason(self, reason):
        """:return: a translated phrase for a ``scoring.Reason``; empty when not worth saying"""
        return getattr(self, f"_describe_{reason.code}")(**reason.params)

    def _describe_reasons(self, reasons):
        phrases = (self._describe_reason(reason) for reason in reasons)
        return [phrase for phrase in phrases if phrase]

    def _describe_skills_ok(self):
        return self.env._("has the skills") if self.skill_ids else ""

    def _describe_skill_missing(self, skills):
        return self.env._("lacks on that day: %(skills)s", skills=", ".join(skills))

    def _describe_free(self):
        return self.env._("free")

    def _describe_busy(self, reason):
        return reason or self.env._("busy")

    def _describe_obstacle(self, code):
        """:return: a layer of ``pylot.availability`` that refuses, as short as the other reasons"""
        return {
            "working_hours": self.env._("does not work then"),
            "time_off": self.env._("is off"),
            "booked": self.env._("already booked then"),
            "calendar": self.env._("has another appointment"),
        }.get(code, self.env._("busy"))

    def _describe_travel(self, minutes, before_minutes=None, after_minutes=None, **_distances):
        if before_minutes is None and after_minutes is None:
            return ""
        return self.env._(
            "%(minutes)s min detour (%(before)s min there, %(after)s min on)",
            minutes=minutes,
            before=before_minutes,
            after=after_minutes,
        )

    def _describe_travel_unknown(self, **_distances):
        return self.env._("way unknown, address incomplete")

    def _describe_preferred(self):
        return self.env._("preferred by the customer")

    def _describe_known(self, visits):
        if visits == 1:
            return self.env._("was here once")
        return self.env._("was here %(visits)s times", visits=visits)

    def _describe_in_area(self, defined):
        return self.env._("in the service area") if defined else ""

    def _describe_out_of_area(self, defined):
        return self.env._("outside the service area")

    def _describe_load_light(self, minutes, **_capacity):
        if not minutes:
            return self.env._("nothing else that day")
        return self.env._("%(hours)s h booked that day", hours=round(minutes / 60, 1))

    def _describe_load_heavy(self, minutes, **_capacity):
        return self.env._("already %(hours)s h booked that day", hours=round(minutes / 60, 1))
