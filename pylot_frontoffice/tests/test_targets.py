from datetime import datetime, timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .targets_common import FRIDAY, MONDAY, TargetsCommon

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@tagged("post_install", "-at_install")
class TestTargets(TargetsCommon):
    """What is promised, and when it is due. All moments are UTC; the team works 7 to 17 UTC."""

    def test_friday_evening(self):
        """A minute of Friday counts, the rest is Monday's."""
        late = self._receive(FRIDAY + HOUR * 16 + timedelta(minutes=59))
        self.assertEqual(late.deadline_response, MONDAY + HOUR * 14 + timedelta(minutes=59))
        self.assertEqual(
            late.deadline_resolution, MONDAY + DAY * 3 + HOUR * 16 + timedelta(minutes=59)
        )
        too_late = self._receive(FRIDAY + HOUR * 17)
        self.assertEqual(too_late.deadline_response, MONDAY + HOUR * 15)
        self.assertEqual(too_late._get_next_update(), False)  # it is over by the clock of today
        with freeze_time(FRIDAY + HOUR * 20):
            self.assertEqual(too_late._get_next_update(), MONDAY + HOUR * 15)

    def test_public_holiday_on_monday(self):
        holiday = {
            "name": "Holiday",
            "calendar_id": self.hours.id,
            "date_from": MONDAY - HOUR,
            "date_to": MONDAY + DAY - HOUR - timedelta(seconds=1),
        }
        before = self._receive(FRIDAY + HOUR * 16)
        leave = self.env["resource.calendar.leaves"].create(holiday)
        complaint = self._receive(FRIDAY + HOUR * 16)
        self.assertEqual(complaint.deadline_response, MONDAY + DAY + HOUR * 14)
        # somebody else's time off, and the holidays of another company, are none
        leave.resource_id = self.bert
        self.assertEqual(self._receive(FRIDAY + HOUR * 16).deadline_response, MONDAY + HOUR * 14)
        leave.write({"resource_id": False, "calendar_id": False})
        leave.company_id = self.other_company
        self.assertEqual(self._receive(FRIDAY + HOUR * 16).deadline_response, MONDAY + HOUR * 14)
        # what was entered later counts when targets are counted anew
        leave.write({"calendar_id": self.hours.id, "company_id": self.company.id})
        with freeze_time(FRIDAY + HOUR * 17):
            before._refresh_targets()
        self.assertEqual(before.deadline_response, MONDAY + DAY + HOUR * 14)

    def test_weeks_in_which_clocks_change(self):
        """Around the clock, a day of 25 or 23 hours is as long as it is."""
        self.team.resource_calendar_id = self._create_hours("Always", 0, 24, days=7)
        for sunday, before in ((datetime(2026, 10, 25), 2), (datetime(2027, 3, 28), 1)):
            start = sunday - HOUR * before - HOUR * 2  # 22 o'clock on Saturday
            complaint = self._receive(start)
            self.assertEqual(complaint.deadline_response, start + HOUR * 8)

    def test_office_hours_when_clocks_change(self):
        """Eight o'clock stays eight o'clock."""
        autumn = self._receive(datetime(2026, 10, 23, 14))  # Friday, 16 o'clock: 2 hours left
        self.assertEqual(autumn.deadline_response, datetime(2026, 10, 26, 13))  # 14 o'clock
        spring = self._receive(datetime(2027, 3, 26, 15))  # Friday, 16 o'clock
        self.assertEqual(spring.deadline_response, datetime(2027, 3, 29, 12))  # 14 o'clock

    def test_waiting_for_the_customer(self):
        complaint = self._receive(MONDAY + HOUR * 8)
        self._move(complaint, MONDAY + HOUR * 10, "waiting_customer")
        row = self._get_row(complaint, self.answer)
        self.assertEqual((row.state, row.paused_at), ("paused", MONDAY + HOUR * 10))
        self.assertFalse(row.next_at)
        with freeze_time(MONDAY + HOUR * 11):
            self.assertFalse(complaint._get_next_update())
            self.assertEqual(complaint.target_state, "ok")
        self._move(complaint, MONDAY + DAY + HOUR * 9, "working")
        # 7 hours of Monday and 2 of Tuesday were waited, 6 remain
        self.assertEqual((row.state, row.waited_hours), ("running", 9))
        self.assertEqual(complaint.deadline_response, MONDAY + DAY + HOUR * 15)
        self.assertIn("Stands still", row.history)
        self.assertIn("2026-11-10 10:00 Goes on", row.history)
        # waiting at night costs nothing
        self._move(complaint, MONDAY + DAY + HOUR * 20, "waiting_customer")
        self.assertEqual(row.state, "broken")  # it was over before
        self._move(complaint, MONDAY + DAY * 2 + HOUR * 5, "working")
        solution = self._get_row(complaint, self.solution)
        self.assertEqual(solution.waited_hours, 9)

    def test_priority_changes_and_changes_back(self):
        urgent = self._create_policy("Urgent", "response", 2, sequence=1, priority="3")
        complaint = self._receive(MONDAY + HOUR * 8)
        self._move(complaint, MONDAY + HOUR * 8.5, "waiting_customer")
        self._move(complaint, MONDAY + HOUR * 9, "working")
        self._set(complaint, MONDAY + HOUR * 9.25, priority="3")
        old, new = self._get_row(complaint, self.answer), self._get_row(complaint, urgent)
        self.assertEqual(old.state, "dropped")
        self.assertIn("Urgent", old.reason)
        # from the receipt, less half an hour of waiting
        self.assertEqual(new.deadline, MONDAY + HOUR * 10.5)
        self.assertEqual(complaint.deadline_response, new.deadline)
        self._set(complaint, MONDAY + HOUR * 9.5, priority="1")
        self.assertEqual((old.state, new.state), ("running", "dropped"))
        self.assertEqual(complaint.deadline_response, MONDAY + HOUR * 16.5)
        self.assertEqual(len(old.history.splitlines()), 4, old.history)
        self.assertEqual(len(complaint.sla_status_ids), 3)

    def test_team_in_another_zone(self):
        self._receive(MONDAY + HOUR * 8)
        tokyo = self._create_hours("Tokyo", 9, 17, tz="Asia/Tokyo")
        team = self.env["pylot.team"].create({"name": "Tokyo", "resource_calendar_id": tokyo.id})
        complaint = self._receive(MONDAY + HOUR * 8)
        self._set(complaint, MONDAY + HOUR * 9, team_id=team.id)
        # it was 17 o'clock there: all of Tuesday, which ends at 8 UTC
        self.assertEqual(complaint.deadline_response, MONDAY + DAY + HOUR * 8)
        self.assertEqual(len(complaint.sla_status_ids), 2)

    def test_no_hours_at_all(self):
        """Without a calendar the clock never stops; an empty one promises nothing."""
        self.team.resource_calendar_id = False
        self.company.resource_calendar_id = False
        complaint = self._receive(FRIDAY + HOUR * 20)
        self.assertEqual(complaint.deadline_response, FRIDAY + HOUR * 28)
        self.assertEqual(complaint.deadline_resolution, FRIDAY + HOUR * 60)
        self.team.resource_calendar_id = self._create_hours("Nobody", 0, 0, days=0)
        complaint = self._receive(FRIDAY + HOUR * 20)
        self.assertFalse(complaint.deadline_response or complaint.target_state)
        self.assertEqual(complaint.sla_status_ids.mapped("state"), ["running", "running"])

    def test_flexible_hours(self):
        """Forty hours a week, eight a day around noon: the weeks begin on Monday, whenever the
        complaint came."""
        self.team.resource_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Flexible",
                "tz": "Europe/Berlin",
                "schedule_type": "flexible",
                "hours_per_day": 8,
                "full_time_required_hours": 40,
            }
        )
        complaint = self._receive(FRIDAY + HOUR * 11)  # noon; 4 of 8 hours left
        self.assertEqual(complaint.deadline_response, MONDAY + HOUR * 11)

    def test_solved_ones_are_frozen(self):
        complaint = self._receive(MONDAY + HOUR * 8)
        with freeze_time(MONDAY + HOUR * 9):
            complaint._mark_first_response()
        self._move(complaint, MONDAY + HOUR * 10, "solved")
        rows = complaint.sla_status_ids
        self.assertEqual(rows.mapped("state"), ["kept", "kept"])
        self.assertEqual(self._get_row(complaint, self.answer).reached_at, MONDAY + HOUR * 9)
        values = ["state", "deadline", "hours", "reached_at", "history", "level", "next_at"]
        before = rows.read(values)
        self.answer.write({"hours": 1, "warn_hours": 0, "priority": "3"})
        self._create_policy("New", "resolution", 1, sequence=1)
        self._create_policy("New", "response", 1, sequence=1)
        self.answer.action_apply_to_open()
        self._move(complaint, MONDAY + HOUR * 11, "closed")
        self._set(complaint, MONDAY + HOUR * 12, priority="3")
        complaint._refresh_targets()
        self.assertEqual(rows.read(values), before)
        self.assertEqual(complaint.sla_status_ids, rows)
        self.assertFalse(complaint._get_next_update())

    def test_opened_again(self):
        """The answer stays as it was; the solution goes on with the time that remained."""
        complaint = self._receive(MONDAY + HOUR * 8)
        with freeze_time(MONDAY + HOUR * 9):
            complaint._mark_first_response()
        self._move(complaint, MONDAY + HOUR * 17, "closed")  # 9 of 40 hours
        self._move(complaint, MONDAY + DAY * 3 + HOUR * 7, "working")
        answer, solution = (self._get_row(complaint, each) for each in (self.answer, self.solution))
        self.assertEqual((answer.state, answer.reached_at), ("kept", MONDAY + HOUR * 9))
        self.assertEqual((solution.state, solution.reached_at), ("running", False))
        # 31 hours from Thursday morning
        self.assertEqual(complaint.deadline_resolution, MONDAY + DAY * 8 + HOUR * 8)
        self._move(complaint, MONDAY + DAY * 8 + HOUR * 9, "solved")
        self.assertEqual((solution.state, solution.waited_hours), ("broken", 20))
        self.assertEqual(complaint.target_state, "broken")

    def test_too_late(self):
        complaint = self._receive(MONDAY + HOUR * 8)
        with freeze_time(MONDAY + HOUR * 16 + timedelta(seconds=1)):
            complaint._mark_first_response()
        row = self._get_row(complaint, self.answer)
        self.assertEqual((row.state, row.reached_at), ("broken", complaint.first_response_at))
        in_time = self._receive(MONDAY + HOUR * 8)
        with freeze_time(MONDAY + HOUR * 16):
            in_time._mark_first_response()
        self.assertEqual(self._get_row(in_time, self.answer).state, "kept")

    def test_a_policy_edited_afterwards(self):
        """A promise that was made is kept, unless one says otherwise."""
        complaint = self._receive(MONDAY + HOUR * 8)
        self.answer.hours = 4
        self._set(complaint, MONDAY + HOUR * 9, severity="major")
        self.assertEqual(complaint.deadline_response, MONDAY + HOUR * 16)
        self.assertEqual(self._receive(MONDAY + HOUR * 8).deadline_response, MONDAY + HOUR * 12)
        with freeze_time(MONDAY + HOUR * 9):
            self.answer.with_user(self.manager_user).action_apply_to_open()
        self.assertEqual(complaint.deadline_response, MONDAY + HOUR * 12)
        self.assertIn("4 h", self._get_row(complaint, self.answer).reason)

    def test_which_policy_fits(self):
        """The first in the list, by cause and all above it, team, priority, severity, safety."""
        upper = self.env["pylot.complaint.type"].create({"name": "Heating"})
        cause = self.env["pylot.complaint.type"].create({"name": "Cold", "parent_id": upper.id})
        other_team = self.env["pylot.team"].create({"name": "Other"})
        severe = self._create_policy(
            "Severe", "response", 3, sequence=1, severity="major", priority="2", is_for_safety=True
        )
        heating = self._create_policy(
            "Heating", "response", 4, sequence=2, type_ids=[Command.link(upper.id)]
        )
        theirs = self._create_policy(
            "Theirs", "response", 5, sequence=3, team_ids=[Command.link(other_team.id)]
        )
        self._create_policy(
            "Next door", "response", 6, sequence=4, company_id=self.other_company.id
        )
        for values, policy in (
            ({}, self.answer),
            ({"type_id": cause.id}, heating),
            ({"type_id": cause.id, "severity": "critical", "priority": "3"}, severe),
            ({"severity": "critical"}, self.answer),
            ({"priority": "2"}, self.answer),
            ({"is_safety": True}, severe),
            ({"team_id": other_team.id}, theirs),
        ):
            complaint = self._receive(MONDAY, **values)
            found = complaint.sla_status_ids.filtered(lambda row: row.kind == "response")
            self.assertEqual(found.policy_id, policy, values)
        with freeze_time(MONDAY):
            complaint = self._create_complaint()
            complaint.type_id = cause
        self.assertEqual(self._get_row(complaint, heating).state, "running")

    def test_nothing_is_promised(self):
        solved = self._receive(
            MONDAY,
            stage_id=self._get_stage("solved").id,
            decided_at=MONDAY,
            decision_told_at=MONDAY,
        )
        self.assertFalse(solved.sla_status_ids or solved.deadline_response)
        complaint = self._receive(MONDAY)
        self._set(complaint, MONDAY, active=False)
        self.assertEqual(complaint.sla_status_ids.mapped("state"), ["dropped", "dropped"])
        self.assertFalse(complaint.deadline_response or complaint.target_state)
        self._set(complaint, MONDAY, active=True)
        self.assertEqual(complaint.sla_status_ids.mapped("state"), ["running", "running"])
        self.assertTrue(complaint.deadline_response)

    def test_unique_and_kept(self):
        complaint = self._receive(MONDAY)
        row = self._get_row(complaint, self.answer)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            row.copy()
            self.env.flush_all()
        with self.assertRefused("Archive it", UserError):
            self.answer.unlink()
        complaint.copy()
        complaint.unlink()
        self.assertFalse(row.exists())

    def test_lists(self):
        complaint = self._receive(MONDAY + HOUR * 8)
        found = self.Complaint
        for hour, state, left in (
            (9, "ok", "7 h left"),
            (15.5, "risk", "30 min left"),
            (18, "broken", "2 h late"),
        ):
            with freeze_time(MONDAY + HOUR * hour):
                complaint.invalidate_recordset()
                self.assertEqual((complaint.target_state, complaint.deadline_left), (state, left))
                for each in ("ok", "risk", "broken", False):
                    found = self.Complaint.search(
                        [("target_state", "=", each), ("id", "=", complaint.id)]
                    )
                    self.assertEqual(bool(found), each == state)
                self.assertFalse(
                    self.Complaint.search(
                        [("target_state", "!=", state), ("id", "=", complaint.id)]
                    )
                )
        with freeze_time(MONDAY + DAY * 3 + HOUR * 17):
            complaint.invalidate_recordset()
            self.assertEqual(complaint.deadline_left, "3 days late")

    def test_text_search(self):
        """Words in any order, by their beginnings; parts of numbers and addresses; else anywhere
        in the subject."""
        complaint = self._create_complaint("Wärmepumpe der Firma O'Neil ist laut!")
        other = self._create_complaint("The tap drips")
        both = complaint | other
        number = int(complaint.number.split("-")[1])
        for text, expected in (
            ("laut wärme", complaint),
            ("LAUT", complaint),
            ("o'neil", complaint),
            (complaint.number, complaint),
            (complaint.number.lower(), complaint),
            (str(number), complaint),
            ("frieda example", both),
            ("frieda@example.com", both),
            ("Kunde tap", other),
            ("pumpe", complaint),
            ("dripping", self.Complaint),
            ("! & |:*", self.Complaint),
        ):
            found = self.Complaint.search([("search_text", "ilike", text), ("id", "in", both.ids)])
            self.assertEqual(found, expected, text)

    def test_a_form_shows_what_would_be_promised(self):
        with freeze_time(MONDAY + HOUR * 8):
            draft = self.Complaint.new({"name": "Drip", "team_id": self.team.id})
            self.assertEqual(draft.deadline_response, MONDAY + HOUR * 16)

    def test_default_policies(self):
        self.env["pylot.sla.policy"].search([]).active = False
        names = ("response_urgent", "resolution_urgent", "response", "resolution")
        for name in names:
            self.env.ref(f"pylot_frontoffice.pylot_sla_policy_{name}").active = True
        plain = self._receive(MONDAY + HOUR * 7)
        self.assertEqual(plain.sla_status_ids.mapped("hours"), [8, 40])
        self.assertEqual(
            self._receive(MONDAY, priority="3").sla_status_ids.mapped("hours"), [2, 16]
        )
        self.assertEqual(
            self._receive(MONDAY, is_safety=True).sla_status_ids.mapped("hours"), [2, 16]
        )
