import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import skipUnless
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..tools.planner.reasons import CODES
from ..tools.planner.solve_apart import CHILD, PlannerError, Stopped, solve_apart
from ..tools.planner.solver import Budget, solve
from ..tools.planner.wire import pack
from .plan_common import PlanCommon
from .planner_cases import draw_problem

VROOM = os.environ.get("PYLOT_VROOM") or importlib.util.find_spec("vroom")


@tagged("post_install", "-at_install")
class TestPlanRun(PlanCommon):
    """From the button to the proposal."""

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("pylot_frontoffice.ir_cron_pylot_plan_run").method_direct_trigger()
        self.env.invalidate_all()

    def test_queue(self):
        visit = self._create_draft()
        plan = self._create_plan()
        plan.with_user(self.dispatcher_user).action_run()
        self.assertEqual(plan.state, "queued")
        self._run_cron()
        self.assertEqual((plan.state, plan.progress), ("proposed", 100))
        self.assertEqual(plan.change_ids.event_id, visit)
        self.assertEqual(visit.visit_state, "draft", "a proposal changes nothing")
        line = plan.change_ids
        self.assertEqual(line.stop - line.start, visit.stop - visit.start)
        self.assertGreater(plan.planned_after, plan.planned_before)

    def test_same_seed_same_plan(self):
        self._create_drafts(12)
        found = []
        for _ in range(2):
            plan = self._propose(seed=7)
            found.append([(line.event_id, line.resource_id, line.start) for line in plan.line_ids])
        self.assertEqual(*found)
        self.assertTrue(found[0])

    def test_left_out_says_why(self):
        far = self._create_draft(customer_id=self._create_customer("Far", "80331").id)
        nobody = self._create_draft(
            appointment_type_id=self._create_type("Named", technician_ids=self.anna.ids).id
        )
        self.anna.service_zips = "99"
        plan = self._propose()
        reasons = {line.event_id: line.reason for line in plan.left_out_ids}
        self.assertIn("does not fit into anybody's day", reasons[far])
        self.assertIn("service areas", reasons[nobody])
        self.assertFalse(any(plan.left_out_ids.mapped("is_accepted")))

    def test_every_reason_has_a_sentence(self):
        others = ("fixed", "allday", "crew", "promise", "begun", "together", "by_hand")
        for code in (*CODES, *others):
            self.assertTrue(self._create_plan()._describe_reason(code))

    def test_planned_visit_without_a_better_place_stays(self):
        """It is where nobody works, and too long for any day: it is not dropped, and nothing
        takes its time."""
        visit = self._create_visit(self.anna, 10, hours=4)
        draft = self._create_draft()
        (self.bert | self.carla).is_technician = False
        plan = self._propose()
        self.assertEqual(plan.left_out_ids.event_id, visit)
        self.assertIn("It stays where it is", plan.left_out_ids.reason)
        self.assertEqual((plan.planned_before, plan.planned_after), (1, 2))
        [line] = plan.change_ids
        self.assertEqual(line.event_id, draft)
        self.assertTrue(line.stop <= visit.start or visit.stop <= line.start)
        plan.action_apply()
        self.assertEqual(line.state, "applied")

    def test_both_searches_end_in_time(self):
        """The second one begins where the first one ended, and both together end well before the
        scheduled action is killed."""
        self._create_visit(self.anna, 10, hours=4)
        self._create_draft()
        (self.bert | self.carla).is_technician = False
        plan = self._create_plan(seconds=300)
        asked = []

        def search(problem, seconds, iterations, seed, first, tell=None):
            asked.append((seconds, first))
            return solve_apart(problem, 30, 100, seed, first, tell)

        name = "odoo.addons.pylot_frontoffice.models.pylot_plan_solve"
        with (
            patch(f"{name}.solve_apart", search),
            patch.dict(f"{name}.config.options", {"limit_time_real_cron": 100}),
        ):
            plan._compute_plan()
        *_, (first, _), (second, plan_of_first) = asked
        self.assertTrue(50 <= first <= 60, first)
        self.assertLessEqual(first + second, 80)
        self.assertTrue(plan_of_first.routes)

    def _pretend_vroom(self, code):
        """:return: context in which another Python is named, that runs this"""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        script = Path(folder.name) / "python"
        script.write_text(f"#!{sys.executable}\nimport json, sys\n{code}\n")
        script.chmod(0o755)
        return patch.dict(os.environ, {"PYLOT_VROOM": str(script)})

    def test_another_python_has_vroom(self):
        """The server's environment names it; what it says is only where the search begins."""
        self._create_drafts(3)
        answer = """
question = json.load(sys.stdin)
print(json.dumps({"orders": [[0, [job["id"] for job in question["jobs"]]]]}))
"""
        plan = self._create_plan()
        planning = plan._build_problem()
        with self._pretend_vroom(answer):
            for costs, notes in (((1, 2), ("vroom",)), ((2, 1), ())):
                with patch.object(type(plan), "_get_cost", side_effect=costs):
                    first, found = plan._get_first(planning)
                self.assertEqual(found, notes)
                self.assertEqual(len(first.shift_of), 3)
            solution = plan._solve(planning)
        self.assertFalse(solution.verdict.violations)

    def test_vroom_that_fails_is_not_missed(self):
        self._create_drafts(3)
        with self._pretend_vroom("sys.exit('it broke')"):
            plan = self._propose()
        self.assertEqual(len(plan.change_ids), 3)
        self.assertFalse(plan.message)

    @skipUnless(VROOM, "pyvroom is optional")
    def test_the_real_vroom(self):
        self._create_drafts(12)
        plan = self._propose(2)
        self.assertEqual(len(plan.change_ids), 12)
        self.assertIn("VROOM", plan.message)
        plan.action_apply()
        self.assertEqual(set(plan.change_ids.mapped("state")), {"applied"})

    def test_urgent_visits_know_no_areas(self):
        (self.anna | self.bert | self.carla).service_zips = "99"
        visit = self._create_draft()
        self.assertFalse(self._propose().change_ids)
        visit.visit_priority = "1"
        self.assertEqual(self._propose().change_ids.event_id, visit)

    def test_small_changes_are_none(self):
        """Visits with a time that fits keep it to the minute."""
        visits = [self._create_visit(self.anna, hour) for hour in (9.25, 11, 14.75)]
        self._create_draft()
        plan = self._propose()
        changed = plan.change_ids.event_id & self.env["calendar.event"].union(*visits)
        self.assertFalse(changed)

    def test_nothing_to_plan(self):
        with self.assertRefused("nothing to plan", UserError):
            self._create_plan()._compute_plan()

    def test_failure_is_told(self):
        self._create_draft()
        plan = self._create_plan()
        plan.action_run()
        with (
            patch.object(type(plan), "_solve", side_effect=PlannerError("it broke")),
            mute_logger("odoo.addons.pylot_frontoffice.models.pylot_plan_run"),
        ):
            self._run_cron()
        self.assertEqual(plan.state, "failed")
        self.assertIn("it broke", plan.message)

    def test_stopped(self):
        self._create_draft()
        plan = self._create_plan()
        plan.action_run()
        plan.action_stop()
        self._run_cron()
        self.assertEqual(plan.state, "draft")

    def test_killed_once_is_begun_again_twice_is_failed(self):
        self._create_draft()
        plan = self._create_plan()
        plan.write({"state": "running", "attempts": 1})
        plan._recover_lost()
        self.assertEqual(plan.state, "queued")
        plan.write({"state": "running", "attempts": 2})
        plan._recover_lost()
        self.assertEqual(plan.state, "failed")
        self.assertIn("twice", plan.message)

    def test_old_proposals_expire(self):
        self._create_draft()
        plan = self._propose()
        with self._frozen(self._at(9, days=3)):
            self.plans._expire_old()
        self.assertEqual(plan.state, "expired")

    def test_who_may_plan(self):
        plan = self._create_plan()
        for user in (self.agent_user, self.technician_user, self.plain_user):
            with self.subTest(user=user.name):
                with self.assertRaises(AccessError):
                    plan.with_user(user).action_run()
                with self.assertRaises(AccessError):
                    self._create_plan(env=self.env(user=user))
        self._create_plan(env=self.env(user=self.dispatcher_user)).action_run()
        stranger = self.env["res.users"].create(
            {
                "name": "Foreign Dispatcher",
                "login": "foreign_dispatcher",
                "company_id": self.other_company.id,
                "company_ids": [Command.set(self.other_company.ids)],
                "group_ids": [Command.set(self.dispatcher_user.group_ids.ids)],
            }
        )
        with self.assertRaises(AccessError):
            plan.with_user(stranger).action_run()

    def test_forms(self):
        """From the menu, and from a selection of visits."""
        env = self.env(user=self.dispatcher_user)
        with Form(env["pylot.plan"].with_context(pylot_plan_days=7)) as form:
            self.assertEqual((form.date_to - form.date_from).days, 6)
            self.assertEqual(form.seconds, self.company.pylot_plan_seconds_week)
            form.date_to = form.date_from
            self.assertEqual(form.seconds, self.company.pylot_plan_seconds_day)
            form.scope = "technicians"
            form.technician_ids.add(self.anna.with_env(env))
        draft, planned = self._create_draft(), self._create_visit(self.anna, 9)
        action = draft.with_env(env).action_open_plan()
        plan = env["pylot.plan"].browse(action["res_id"])
        self.assertEqual((plan.scope, plan.visit_ids.ids), ("visits", draft.ids))
        action = planned.with_env(env).action_open_plan()
        plan = env["pylot.plan"].browse(action["res_id"])
        self.assertEqual((plan.date_from, plan.date_to), (self.monday, self.monday))
        with self.assertRaises(AccessError):
            draft.with_user(self.agent_user).action_open_plan()
        planned.action_cancel_visit()
        with self.assertRefused("still open", UserError):
            planned.with_env(env).action_open_plan()

    def test_scope_needs_something(self):
        with self.assertRefused("Select the visits", ValidationError):
            self._create_plan(scope="visits")
        with self.assertRefused("Select the technicians", ValidationError):
            self._create_plan(scope="technicians")

    def test_crew_and_van(self):
        van = self._create_equipment("Van")
        other = self._create_equipment("Other Van")
        self._create_visit(self.bert, 8, hours=4, helper_ids=[Command.link(van.id)])
        kind = self._create_type("Heavy", crew_size=2, equipment_ids=(van | other).ids)
        visit = self._create_draft(2, appointment_type_id=kind.id)
        plan = self._propose()
        line = plan.change_ids
        self.assertEqual(line.event_id, visit)
        people = (line.resource_id | line.helper_ids).filtered(
            lambda member: member.resource_type == "user"
        )
        self.assertEqual(len(people), 2)
        self.assertEqual(len((line.helper_ids - people) & (van | other)), 1)
        plan.action_apply()
        self.assertEqual(len(visit.booking_ids), 3)
        plan.action_undo()
        self.assertEqual((visit.visit_state, len(visit.booking_ids)), ("draft", 0))
        self.assertFalse(visit.technician_ids)


@tagged("post_install", "-at_install")
class TestSolveApart(PlanCommon):
    """The search in a process of its own."""

    def test_the_same_as_here(self):
        for seed in range(3):
            problem = draw_problem(seed)
            here = solve(problem, Budget(300), seed)
            there = solve_apart(problem, 60, 300, seed)
            self.assertEqual(there.plan.routes, here.plan.routes)

    def test_stopped(self):
        with self.assertRaises(Stopped):
            solve_apart(draw_problem(1), 60, progress=lambda share: True)

    def test_too_little_memory(self):
        with self.assertRaises(PlannerError):
            solve_apart(draw_problem(1, visits=300, shifts=40), 5, 10, size=1 << 20)

    def test_ends_when_nobody_reads(self):
        """The server was killed: what it has started must not go on."""
        problem = draw_problem(1)
        question = {"problem": pack(problem), "first": [], "seed": 1, "iterations": None}
        with tempfile.TemporaryFile() as asked:
            asked.write(json.dumps({**question, "seconds": 300, "bytes": 2 << 30}).encode())
            asked.seek(0)
            child = subprocess.Popen(
                [sys.executable, "-I", str(CHILD)],
                stdin=asked,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            child.stdout.readline()
            child.stdout.close()
            self.assertTrue(child.wait(60))

    def test_no_python(self):
        with self.assertRaises(OSError):
            solve_apart(draw_problem(1), 5, 10, python="/nowhere/python")

    def test_cheater_is_caught(self):
        """What the child answers is judged here, not there."""
        problem = draw_problem(3)
        broken = [[0, list(range(len(problem.visits)))]]
        with patch(
            "odoo.addons.pylot_frontoffice.tools.planner.solve_apart._ask",
            return_value={"orders": broken, "iterations": 0},
        ):
            try:
                solution = solve_apart(problem, 5)
            except PlannerError:
                return
        self.assertFalse(solution.verdict.violations)
