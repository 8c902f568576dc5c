from datetime import timedelta
from random import Random

from odoo.fields import Command
from odoo.tests import tagged

from ..models.pylot_appointment_rules import to_seconds
from ..tools.planner.evaluator import evaluate
from ..tools.planner.reasons import explain
from ..tools.planner.solver import Budget, solve
from .plan_common import ZIPS, PlanCommon

# Days of a plan: a week in which clocks are changed is one of them.
CASES = 6


@tagged("post_install", "-at_install")
class TestPlanProperty(PlanCommon):
    """Whatever a business looks like: what is planned keeps to everything that holds, asked of
    the models and not of what was made of them for the engine."""

    def _draw(self, random):
        """A business drawn at random: skills with an end, areas, absences, promises, pins."""
        skill_type = self.env["hr.skill.type"].create(
            {
                "name": f"Skill {random.random()}",
                "is_certification": True,
                "skill_ids": [Command.create({"name": "Gas"})],
                "skill_level_ids": [
                    Command.create({"name": "Basic", "level_progress": 20}),
                    Command.create({"name": "Master", "level_progress": 100}),
                ],
            }
        )
        levels = skill_type.skill_level_ids.sorted("level_progress")
        skilled = self._create_type(
            "Skilled",
            buffer_before=random.choice([0, 10]),
            buffer_after=random.choice([0, 15]),
            skill_ids=[
                Command.create({"skill_id": skill_type.skill_ids.id, "level_id": levels[1].id})
            ],
        )
        technicians = self.anna | self.bert | self.carla
        for technician in technicians:
            if random.random() < 0.7:
                self.env["hr.employee.skill"].create(
                    {
                        "employee_id": technician.employee_id.id,
                        "skill_type_id": skill_type.id,
                        "skill_id": skill_type.skill_ids.id,
                        "skill_level_id": random.choice(levels).id,
                        "valid_from": "2020-01-01",
                        "valid_to": self.monday + timedelta(days=random.randrange(-1, 5)),
                    }
                )
            if random.random() < 0.5:
                begin = random.randrange(6, 16)
                day = random.randrange(3)
                self.env["resource.calendar.leaves"].create(
                    {
                        "name": "Off",
                        "resource_id": technician.id,
                        "date_from": self._at(begin, days=day),
                        "date_to": self._at(begin + random.choice([1, 3, 12]), days=day),
                    }
                )
            technician.service_zips = random.choice([False, False, "10, 12, 14", "1"])
        customers = [
            self._create_customer(
                f"C{number}",
                random.choice(ZIPS),
                preferred_technician_id=random.choice([False, *technicians.ids]),
            )
            for number in range(10)
        ]
        for number in range(random.randrange(8, 16)):
            kind = random.choice([self.type, self.type, skilled])
            values = {
                "appointment_type_id": kind.id,
                "customer_id": random.choice(customers).id,
                "visit_priority": random.choice("001"),
            }
            if random.random() < 0.3:
                hour, day = random.choice([8, 10, 13]), random.randrange(3)
                values["window_start"] = self._at(hour, days=day)
                values["window_stop"] = self._at(hour + 2, days=day)
            self._create_draft(random.choice([0.5, 1, 2]), name=f"Draft {number}", **values)
        for technician in technicians:
            for hour in (8, 10, 14):
                if random.random() < 0.4:
                    visit = self._create_visit(
                        technician,
                        hour,
                        days=random.randrange(3),
                        customer_id=random.choice(customers).id,
                        is_fixed=random.random() < 0.3,
                    )
                    if random.random() < 0.4:
                        visit._promise("confirmed")

    def _assert_keeps_to_everything(self, plan, fixed):
        for line in plan.change_ids:
            visit, start, stop = line.event_id, line.start, line.stop
            where = f"{visit.name} {line.resource_id.name} {start}"
            kind = visit.appointment_type_id
            # working hours, breaks, time off, skills, other appointments: as every other door
            explained = self.env["pylot.availability"]._get_obstacles(
                line.resource_id,
                start,
                stop,
                kind.buffer_before,
                kind.buffer_after,
                kind,
                plan.line_ids.event_id.ids,
            )[line.resource_id.id]
            wrong = {"skill", "working_hours", "time_off", "calendar", "booked"} & set(explained)
            self.assertFalse(wrong, where)
            if visit.window_start:
                self.assertLessEqual(visit.window_start, start, where)
                self.assertLessEqual(start, visit.window_stop, where)
            if visit.ics_uid and visit.visit_state != "draft":
                self.assertTrue(visit.window_start or start == line.old_start, where)
            self.assertNotIn(visit, fixed, where)
            if visit.visit_priority != "1" and line.resource_id != line.old_resource_id:
                zip_code = visit.visit_address_id.zip
                self.assertIsNot(line.resource_id._serves_zip(zip_code), False, where)

    def test_nothing_is_broken(self):
        for seed in range(CASES):
            random = Random(seed)
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self._draw(random)
                fixed = self.env["calendar.event"].search(
                    [("is_fixed", "=", True), ("visit_state", "!=", "draft")]
                )
                before = {visit: (visit.technician_id, visit.start) for visit in fixed}
                move = random.choice(["none", "planned", "told"])
                plan = self._create_plan(3, move=move, seed=seed)
                planning = plan._build_problem()
                solution = solve(planning.problem, Budget(150), seed, planning.current)
                again = solve(planning.problem, Budget(150), seed, planning.current)
                self.assertEqual(solution.plan.routes, again.plan.routes)
                self.assertFalse(evaluate(planning.problem, solution.plan).violations)
                reasons = explain(planning.problem, solution.plan)
                self.assertFalse(
                    [each.visit for each in reasons if planning.problem.by_id[each.visit].pin],
                    "what is pinned is never left out",
                )
                plan._propose(planning, solution, reasons)
                plan.invalidate_recordset()
                self._assert_keeps_to_everything(plan, fixed)
                if plan.change_ids:
                    plan.action_apply()
                self.assertEqual(
                    plan.change_ids.filtered(lambda line: line.state != "applied").mapped("reason"),
                    [],
                    "a plan that nobody interferes with is possible in whole",
                )
                for visit, place in before.items():
                    self.assertEqual((visit.technician_id, visit.start), place)
                self._assert_reasons(planning, plan)
                savepoint.rollback()
                self.env.invalidate_all()

    def _assert_reasons(self, planning, plan):
        """A final reason is true of every plan: alone, in empty days, the visit fits nowhere."""
        for line in plan.left_out_ids:
            self.assertTrue(line.reason, line.event_id.name)
            visit = planning.problem.by_id.get(line.event_id.id)
            if visit is None or visit.pin:
                continue
            if "skills or valid certificates" in line.reason:
                for shift in planning.problem.shifts:
                    self.assertFalse(planning.problem.may_serve(shift, visit))

    def test_week_in_which_clocks_are_changed(self):
        """Wall clock times of 8 to 12 and 13 to 17 on both sides of the change."""
        for first in ("2027-03-25", "2027-10-28"):
            with self.subTest(first=first):
                plan = self._create_plan(date_from=first, date_to=first)
                plan.date_to = plan.date_from + timedelta(days=5)
                drafts = self._create_drafts(40)
                planning = plan._build_problem()
                solution = solve(planning.problem, Budget(20), 1)
                for route in solution.plan.routes:
                    shift = planning.problem.shifts[route.shift]
                    day = shift.start // 86400
                    for stop in route.stops:
                        self.assertEqual(stop.start // 86400, day)
                        offset = 2 if self._is_summer(stop.start) else 1
                        hour = stop.start % 86400 / 3600 + offset
                        self.assertTrue(8 <= hour <= 11 or 13 <= hour <= 16, hour)
                self.assertGreater(len(solution.plan.shift_of), 30)
                drafts.unlink()

    def _is_summer(self, seconds):
        begin, end = (
            to_seconds(self._at(3, day=day))
            for day in (self.monday.replace(2027, 3, 28), self.monday.replace(2027, 10, 31))
        )
        return begin <= seconds < end
