"""What tests of targets start from."""

from datetime import datetime

from odoo.fields import Command
from odoo.tests import freeze_time

from .complaints_common import ComplaintCommon

# Friday before a week without anything special; Berlin is an hour ahead of UTC.
FRIDAY = datetime(2026, 11, 6)
MONDAY = datetime(2026, 11, 9)


class TargetsCommon(ComplaintCommon):
    """A team that works Monday to Friday from 8 to 18 in Berlin, and two targets: an answer within
    8 hours, warned of 2 hours before, and a solution within 40."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hours = cls._create_hours("Eight to six", 8, 18)
        cls.team.resource_calendar_id = cls.hours
        cls.env["pylot.sla.policy"].search([]).active = False
        cls.answer = cls._create_policy("Answer", "response", 8, warn_hours=2)
        cls.solution = cls._create_policy("Solution", "resolution", 40, warn_hours=8)

    @classmethod
    def _create_hours(cls, name, hour_from, hour_to, days=5, tz="Europe/Berlin"):
        lines = [
            Command.create(
                {
                    "name": str(day),
                    "dayofweek": str(day),
                    "day_period": "full_day",
                    "hour_from": hour_from,
                    "hour_to": hour_to,
                }
            )
            for day in range(days)
        ]
        return cls.env["resource.calendar"].create(
            {"name": name, "tz": tz, "attendance_ids": [Command.clear(), *lines]}
        )

    @classmethod
    def _create_policy(cls, name, kind, hours, **values):
        prepared = {"name": name, "kind": kind, "hours": hours, "warn_hours": 0, **values}
        return cls.env["pylot.sla.policy"].create(prepared)

    @classmethod
    def _receive(cls, moment, **values):
        """:return: a complaint received at ``moment`` (naive UTC)"""
        with freeze_time(moment):
            return cls._create_complaint(**values)

    @classmethod
    def _get_row(cls, complaint, policy):
        return complaint.sla_status_ids.filtered(lambda row: row.policy_id == policy)

    @classmethod
    def _set(cls, complaint, moment, **values):
        with freeze_time(moment):
            complaint.write(values)
            cls.env.flush_all()

    @classmethod
    def _move(cls, complaint, moment, state):
        with freeze_time(moment):
            # told without a word to the customer, which would be the first answer
            complaint.write({"decided_at": moment, "decision_told_at": moment})
            complaint._set_state(state)
            cls.env.flush_all()

    @classmethod
    def _watch(cls, moment):
        """The job as it runs at ``moment``, without its commits."""
        status = cls.env["pylot.sla.status"]
        with freeze_time(moment):
            due = status.search([("next_at", "<=", moment)])
            status._watch(due.complaint_id)
            cls.env.flush_all()
        return due
