from collections import defaultdict
from datetime import timedelta

import pytz

from odoo import fields, models

from ..const import DONE_STATES

# What a complaint takes when its cause does not say.
DEFAULT_MINUTES = 30
# Percent of the estimated minutes: an urgent one is asked about more often ...
PRIORITY_WEIGHT = {"0": 100, "1": 100, "2": 150, "3": 200}
# ... and one that waits for somebody else lies still most of the time.
WAITING_WEIGHT = 50
WAITING_STATES = ("waiting_customer", "waiting_remedy")


class PylotTeam(models.Model):
    """Who of the team gets the next complaint: the present one with the least open work."""

    _inherit = "pylot.team"

    assignment = fields.Selection(
        [
            ("manual", "Nobody: members take them"),
            ("balanced", "The present member with the least open work"),
        ],
        string="New Complaints Go To",
        default="manual",
        required=True,
    )

    def _distribute(self, complaints):
        """Choose for each of ``complaints``, in their order, whoever has the fewest minutes to
        work; among equals the one who was created first. Number of queries does not depend on how
        many there are.

        :return: dict of complaint to user; nobody has time: no user"""
        self.ensure_one()
        people = self._get_present_members()
        load = self._get_open_minutes(people)
        chosen = {}
        for complaint in complaints:
            best = min(people, key=lambda user: (load[user.id], user.id), default=people)
            chosen[complaint] = best
            if best:
                load[best.id] += complaint._get_weighted_minutes()
        return chosen

    def _get_present_members(self):
        """Absent now is absent: what begins tomorrow does not count. At night and on holidays
        nobody works, yet everybody comes back: then only those with time off are left out.

        :return: members who can be given work, elevated"""
        self.ensure_one()
        # members need not be allowed to read each other's employment
        team = self.sudo()
        if team.provider_id and not team._is_mandate_running():
            return team.env["res.users"]
        members = team.member_ids.filtered(
            lambda user: user.active and team.company_id in user.company_ids
        )
        employees = (
            team.env["hr.employee"]
            .with_context(active_test=False)
            .search([("user_id", "in", members.ids), ("company_id", "=", team.company_id.id)])
        )
        left = employees.filtered(lambda each: not each.active).user_id
        members -= left - employees.filtered("active").user_id
        resource_of = {each.user_id: each.resource_id for each in employees.filtered("active")}
        working = self._get_working(team.env["resource.resource"].concat(*resource_of.values()))
        at_work = members.filtered(
            lambda user: user not in resource_of or resource_of[user] in working
        )
        if at_work & employees.user_id or not resource_of:
            return at_work
        off = self._get_off(team.env["resource.resource"].concat(*resource_of.values()))
        return members.filtered(lambda user: resource_of.get(user) not in off)

    def _get_working(self, resources):
        """:return: those of ``resources`` who work right now, by their hours and time off"""
        if not resources:
            return resources
        now = pytz.utc.localize(fields.Datetime.now())
        intervals, _calendars = resources._get_valid_work_intervals(now, now + timedelta(minutes=1))
        return resources.filtered(lambda resource: bool(intervals[resource.id]))

    def _get_off(self, resources):
        """:return: those of ``resources`` who have time off of their own right now"""
        now = fields.Datetime.now()
        leaves = self.env["resource.calendar.leaves"].sudo()
        return leaves.search(
            [
                ("resource_id", "in", resources.ids),
                ("date_from", "<=", now),
                ("date_to", ">", now),
            ]
        ).resource_id

    def _get_open_minutes(self, people):
        """:return: dict of user id to weighted minutes of what they have to do, in all teams"""
        minutes = defaultdict(int)
        groups = (
            self.env["pylot.complaint"]
            .sudo()
            ._read_group(
                [("user_id", "in", people.ids), ("state", "not in", DONE_STATES)],
                ["user_id", "type_id", "priority", "state"],
                ["__count"],
            )
        )
        for user, kind, priority, state, count in groups:
            minutes[user.id] += count * self._weigh(kind, priority, state)
        return minutes

    def _weigh(self, kind, priority, state):
        """:return: percent-minutes, so that all of it is whole numbers"""
        minutes = kind.minutes if kind else DEFAULT_MINUTES
        weight = PRIORITY_WEIGHT.get(priority, 100)
        return minutes * weight // (100 // WAITING_WEIGHT if state in WAITING_STATES else 1)
