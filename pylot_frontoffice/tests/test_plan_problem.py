from dataclasses import replace
from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from ..models.pylot_appointment_rules import to_seconds
from ..tools.planner.reasons import explain
from ..tools.planner.replan import without_technician
from ..tools.planner.solver import Budget, solve
from .plan_common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanProblem(PlanCommon):
    """What is asked of the engine is what the business knows."""

    def _seconds(self, *hours, **days):
        return to_seconds(self._at(*hours, **days))

    def _get_reasons(self, planning, solution):
        return {each.visit: each.code for each in explain(planning.problem, solution.plan)}

    def _require_skill(self):
        """:return: the type of a certificate that visits need from now on"""
        skill_type = self.env["hr.skill.type"].create(
            {
                "name": "Gas",
                "is_certification": True,
                "skill_ids": [Command.create({"name": "Gas"})],
                "skill_level_ids": [Command.create({"name": "Master", "level_progress": 100})],
            }
        )
        self.type.skill_ids = [Command.create({"skill_id": skill_type.skill_ids.id})]
        return skill_type

    def _grant(self, technician, skill_type, valid_to=False):
        self.env["hr.employee.skill"].create(
            {
                "employee_id": technician.employee_id.id,
                "skill_type_id": skill_type.id,
                "skill_id": skill_type.skill_ids.id,
                "skill_level_id": skill_type.skill_level_ids.id,
                "valid_from": "2020-01-01",
                "valid_to": valid_to,
            }
        )

    def test_hours_and_breaks(self):
        planning = self._create_plan()._build_problem()
        self.assertEqual(
            {shift.technician for shift in planning.problem.shifts},
            {self.anna.id, self.bert.id, self.carla.id},
        )
        shift = planning.problem.shifts[0]
        self.assertEqual((shift.start, shift.end), (self._seconds(8), self._seconds(17)))
        [rest] = shift.breaks
        self.assertEqual((rest.earliest, rest.duration), (self._seconds(12), 3600))

    def test_a_week_has_a_shift_each_day(self):
        planning = self._create_plan(7)._build_problem()
        self.assertEqual(len(planning.problem.shifts), 15)

    def test_clocks_are_changed(self):
        """The week in which summer time ends: each shift is 9 hours, whatever the offset."""
        for first, last in (("2027-03-24", "2027-03-30"), ("2027-10-27", "2027-11-02")):
            plan = self._create_plan(date_from=first, date_to=last)
            with self.subTest(first=first):
                shifts = plan._build_problem().problem.shifts
                self.assertEqual({shift.length for shift in shifts}, {9 * 3600})
                self.assertEqual(len({shift.start % 86400 for shift in shifts}), 2)

    def test_time_off_meetings_holds(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Ill",
                "resource_id": self.bert.id,
                "date_from": self._at(0),
                "date_to": self._at(23),
            }
        )
        self.env["calendar.event"].create(
            {
                "name": "Meeting",
                "start": self._at(9),
                "stop": self._at(10),
                "user_id": self.technician_user.id,
                "partner_ids": [Command.set(self.technician_user.partner_id.ids)],
                "show_as": "busy",
            }
        )
        self.env["pylot.booking"].create(
            {
                "resource_id": self.carla.id,
                "start": self._at(15),
                "stop": self._at(17),
                "state": "hold",
                "expires_at": self._at(17),
            }
        )
        shifts = {s.technician: s for s in self._create_plan()._build_problem().problem.shifts}
        self.assertNotIn(self.bert.id, shifts)
        first = shifts[self.anna.id].breaks[0]
        self.assertEqual((first.earliest, first.duration), (self._seconds(9), 3600))
        self.assertEqual(shifts[self.carla.id].end, self._seconds(15))

    def test_draft_is_planned(self):
        visit = self._create_draft()
        planning, solution = self._solve(self._create_plan())
        self.assertEqual(planning.movable, {visit.id})
        self.assertIn(visit.id, self._get_starts(planning, solution))

    def test_skill_on_the_day(self):
        skill_type = self._require_skill()
        visit = self._create_draft()
        planning, solution = self._solve(self._create_plan())
        self.assertEqual(self._get_reasons(planning, solution), {visit.id: "skills"})
        self._grant(self.bert, skill_type, valid_to=self.monday + timedelta(days=1))
        planning, solution = self._solve(self._create_plan())
        self.assertEqual(self._get_starts(planning, solution)[visit.id][0], self.bert.id)
        later = self._create_plan(
            date_from=self.monday + timedelta(days=2), date_to=self.monday + timedelta(days=2)
        )
        planning, solution = self._solve(later)
        self.assertEqual(self._get_reasons(planning, solution), {visit.id: "skills"})

    def test_window_is_kept(self):
        window = {"window_start": self._at(14), "window_stop": self._at(16)}
        visit = self._create_draft(**window)
        planning, solution = self._solve(self._create_plan())
        start = self._get_starts(planning, solution)[visit.id][1]
        self.assertTrue(self._seconds(14) <= start <= self._seconds(16))
        tuesday = self.monday + timedelta(days=1)
        planning = self._create_plan(date_from=tuesday, date_to=tuesday)._build_problem()
        self.assertEqual(planning.refused, {visit.id: "promise"})

    def test_area_and_named_technicians(self):
        far = self._create_draft(customer_id=self._create_customer("Far", "80331").id)
        (self.anna | self.bert).service_zips = "10, 12"
        self.type.technician_ids = self.anna | self.carla
        [visit] = [v for v in self._create_plan()._build_problem().problem.visits]
        self.assertEqual((visit.id, visit.technicians), (far.id, {self.carla.id}))

    def test_what_stays(self):
        fixed = self._create_visit(self.anna, 9, is_fixed=True)
        confirmed = self._create_visit(self.bert, 9, visit_state="confirmed")
        crew = self._create_visit(self.carla, 9, helper_ids=[Command.link(self.anna.id)], days=1)
        free = self._create_visit(self.anna, 14)
        planning = self._create_plan(2)._build_problem()
        self.assertEqual(planning.movable, {free.id})
        pinned = {visit.id: visit.pin for visit in planning.problem.visits if visit.pin}
        self.assertEqual(
            pinned.keys(),
            {fixed.id, confirmed.id, (crew.id, self.anna.id), (crew.id, self.carla.id)},
        )
        self.assertEqual(pinned[fixed.id].earliest, self._seconds(9))
        self.assertEqual(planning.current.shift_of.keys(), pinned.keys() | {free.id})

    def test_what_may_be_moved(self):
        planned = self._create_visit(self.anna, 9)
        told = self._create_visit(self.anna, 10)
        told._promise("confirmed")
        windowed = self._create_visit(
            self.anna, 14, window_start=self._at(13), window_stop=self._at(16)
        )
        windowed._promise("confirmed")
        open_ = self._create_visit(self.bert, 10, awaiting="customer")
        open_._promise("proposed")
        for move, movable in (
            ("none", self.env["calendar.event"]),
            ("planned", planned),
            ("told", planned | told | windowed | open_),
        ):
            with self.subTest(move=move):
                planning = self._create_plan(move=move)._build_problem()
                self.assertEqual(planning.movable, set(movable.ids))
        windows = {visit.id: visit.windows for visit in planning.problem.visits}
        self.assertEqual(windows[told.id], ((self._seconds(10), self._seconds(10)),))
        self.assertEqual(windows[windowed.id], ((self._seconds(13), self._seconds(16)),))

    def test_plan_that_is_not_possible_as_estimated(self):
        """Real plans have visits over lunch, or back to back far apart: nothing is dropped, and
        nothing is put on top of them."""
        far = self._create_customer("Far", "80331")
        self._create_visit(self.anna, 9, customer_id=far.id)
        self._create_visit(self.anna, 10)
        self._create_visit(self.anna, 11, hours=2.5)
        for technician in (self.bert, self.carla):
            technician.is_technician = False
        drafts = self._create_drafts(6)
        planning, solution = self._solve(self._create_plan(move="none"))
        for visit_id, (_technician, start) in self._get_starts(planning, solution).items():
            if visit_id in drafts.ids:
                self.assertGreaterEqual(start, self._seconds(13.5))

    def test_selected(self):
        chosen, _other = self._create_draft(), self._create_draft()
        planned, stays = self._create_visit(self.anna, 9), self._create_visit(self.anna, 11)
        planning = self._create_plan(**self._select(chosen | planned))._build_problem()
        self.assertEqual(planning.movable, {chosen.id, planned.id})
        self.assertIn(stays.id, planning.problem.by_id)

    def test_selected_technicians(self):
        self._create_draft()
        plan = self._create_plan(scope="technicians", technician_ids=[Command.set(self.bert.ids)])
        shifts = plan._build_problem().problem.shifts
        self.assertEqual({shift.technician for shift in shifts}, {self.bert.id})

    def test_other_company(self):
        stranger = self._create_technician("Stranger", company=self.other_company)
        self._create_visit(stranger, 9)
        foreign = self._create_type("Foreign", company_id=self.other_company.id)
        self._create_draft(appointment_type_id=foreign.id)
        planning = self._create_plan()._build_problem()
        self.assertNotIn(stranger.id, {shift.technician for shift in planning.problem.shifts})
        self.assertFalse(planning.problem.visits)

    def test_wishes(self):
        self.customer.preferred_technician_id = self.carla
        visit = self._create_draft(visit_priority="1")
        [asked] = self._create_plan()._build_problem().problem.visits
        self.assertEqual(asked.preferred, self.carla.id)
        self.assertGreater(asked.lateness_cost, 0)
        visit.visit_priority = "0"
        [other] = self._create_plan()._build_problem().problem.visits
        self.assertLess(other.prize, asked.prize)

    def test_sick_call(self):
        """What re-planning builds on: a promised visit of somebody who is ill keeps its time and
        what it needs, and goes to somebody able."""
        self._grant(self.anna, self._require_skill())
        promised = self._create_visit(self.anna, 9, appointment_type_id=self.type.id)
        promised._promise("confirmed")
        plan = self._create_plan()
        planning = plan._build_problem()
        problem, _kept = without_technician(
            planning.problem, self.anna.id, self._seconds(0), self._seconds(24)
        )
        [visit] = problem.visits
        self.assertEqual(visit.windows, ((self._seconds(9), self._seconds(9)),))
        self.assertFalse(any(problem.may_serve(shift, visit) for shift in problem.shifts))
        self.type.skill_ids.unlink()
        planning = plan._build_problem()
        problem, _kept = without_technician(
            planning.problem, self.anna.id, self._seconds(0), self._seconds(24)
        )
        planning = replace(planning, problem=problem, movable=frozenset(promised.ids))
        plan._propose(planning, solve(problem, Budget(100)), [])
        plan.invalidate_recordset()
        [line] = plan.change_ids
        self.assertEqual((line.old_resource_id, line.old_start), (self.anna, self._at(9)))
        self.assertNotEqual(line.resource_id, self.anna)
        self.assertEqual(line.start, self._at(9))

    def test_today_begins_now(self):
        self._create_visit(self.anna, 9, hours=2)
        plan = self._create_plan()
        with self._frozen(self._at(10)):
            shifts = {s.technician: s for s in plan._build_problem().problem.shifts}
        self.assertEqual(shifts[self.anna.id].start, self._seconds(11))
        self.assertEqual(shifts[self.bert.id].start, self._seconds(10))

    def test_constant_number_of_queries(self):
        """Of visits with skills, wishes, orders' places, and of planned ones among them."""
        counts = []
        self._require_skill()
        for number, hour in ((5, 9), (200, 10)):
            drafts = self._create_drafts(number)
            drafts[0].customer_id.preferred_technician_id = self.anna
            for day in range(max(2, number // 20)):
                drafts[day]._plan_visit(self.bert, self._at(hour, days=day % 5 + 7 * (day // 5)))
            plan = self._create_plan(14)
            self.env.flush_all()
            plan._build_problem()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            planning = plan._build_problem()
            counts.append(self.env.cr.sql_log_count - before)
            drafts = drafts.filtered(lambda visit: visit.visit_state == "draft")
            self.assertLessEqual(set(drafts.ids), planning.movable)
        self.assertLessEqual(counts[1], counts[0])
        self.env.invalidate_all()
        with self.assertQueryCount(23):
            plan._build_problem()
