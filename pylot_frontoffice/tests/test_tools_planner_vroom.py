"""VROOM as an adviser: asked in a process of its own, never believed, never missed."""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import skipUnless

from odoo.tests import BaseCase, tagged

from ..tools.planner import vroom_backend
from ..tools.planner.evaluator import evaluate
from ..tools.planner.plan import Plan
from ..tools.planner.problem import Break, Pin, Problem, Shift, Visit
from ..tools.planner.solver import Budget, solve
from ..tools.planner.vroom_backend import CHILD, first_plan
from .planner_cases import draw_problem, line

# A Python that has pyvroom, this one or another.
PYTHON = os.environ.get("PYLOT_VROOM") or (importlib.util.find_spec("vroom") and sys.executable)


@tagged("post_install", "-at_install")
class TestToolsPlannerVroom(BaseCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def fake(self, code):
        """A Python that does not do what it is told, but this."""
        script = self.folder / "python"
        script.write_text(f"#!{sys.executable}\nimport json, sys, time\n{code}\n")
        script.chmod(0o755)
        return str(script)

    def test_never_imported_here(self):
        code = "import sys, tools.planner.vroom_backend; assert 'vroom' not in sys.modules"
        subprocess.run([sys.executable, "-c", code], cwd=CHILD.parents[2], check=True)

    def test_missing_or_broken(self):
        """Whatever goes wrong: an empty plan that says so, and planning goes on."""
        problem = draw_problem(1)
        pythons = {
            str(self.folder / "nowhere"): "FileNotFoundError",
            self.fake("raise SystemExit('No module named vroom')"): "No module named vroom",
        }
        for number, (code, note) in enumerate(
            (
                ("print('no JSON')", "JSONDecodeError"),
                ("print('{}')", "KeyError"),
                ("print('[]')", "TypeError"),
                ("""print('{"orders": [[0, [99]]]}')""", "IndexError"),
                ("""print('{"orders": [["x", [0]]]}')""", "TypeError"),
            )
        ):
            self.folder = self.folder / str(number)
            self.folder.mkdir()
            pythons[self.fake(code)] = note
        for python, note in pythons.items():
            plan = first_plan(problem, python)
            self.assertEqual((plan, plan.notes), (Plan(), (f"vroom: {note}",)))
            solution = solve(problem, Budget(20), 1, plan)
            self.assertEqual(solution.plan.notes, plan.notes)
            self.assertGreater(solution.verdict.served, 0)

    def test_too_slow(self):
        plan = first_plan(draw_problem(1), self.fake("time.sleep(60)"), seconds=-5)
        self.assertEqual(plan.notes, ("vroom: TimeoutExpired",))

    def test_advice_is_used_and_not_believed(self):
        """What is allowed of it is where the search begins, the rest is dropped."""
        problem = Problem(
            (Shift("jo", 0, 300, 0, 0), Shift("al", 0, 300, 0, 0)),
            (
                Visit("a", 1, 10, ((0, 90),), 900),
                Visit("b", 1, 10, ((0, 90),), 900, pin=Pin("al", 0, 90)),
                Visit("c", 1, 10, ((0, 90),), 5),
            ),
            line(0, 10),
        )
        answer = json.dumps({"orders": [[0, [0, 1]]]})
        plan = first_plan(problem, self.fake(f"print('{answer}')"))
        self.assertEqual((plan.notes, plan.shift_of), (("vroom",), {"a": 0, "b": 0}))
        solution = solve(problem, Budget(0), 1, plan)
        self.assertEqual(solution.plan.shift_of, {"a": 0, "b": 1, "c": 0})

    def test_question(self):
        """Natural numbers only, and nobody is offered what they must not do."""
        problem = Problem(
            (
                Shift("jo", -500, 300, 0, 1, frozenset({4}), (Break(-600, 20, 30),), 7),
                Shift("al", -400, 300, 0, 0),
            ),
            (
                Visit("a", 1, 10, ((-900, -800), (-600, 90)), 50, frozenset({4}), before=5, size=2),
                Visit("b", 1, 10, ((0, 90),), 100, technicians=frozenset({"al"})),
                Visit("c", 1, 10, ((0, 90),), 900, pin=Pin("jo", 10, 20)),
            ),
            line(0, 10),
        )
        question = vroom_backend._ask(problem, 0, 60, 1 << 30)
        jo, al = question["vehicles"]
        a, b, c = question["jobs"]
        self.assertEqual((jo["window"], jo["breaks"]), ([0, 800], [[[0, 520], 30]]))
        self.assertEqual((a["windows"], a["service"], a["delivery"]), ([(0, 585)], 15, [2]))
        self.assertEqual([each["priority"] for each in (a, b, c)], [49, 99, 100])
        able = [
            {each["id"] for each in (a, b, c) if set(each["skills"]) <= set(vehicle["skills"])}
            for vehicle in (jo, al)
        ]
        self.assertEqual(able, [{0, 2}, {1}])
        self.assertEqual(jo["capacity"], [7])

    def test_limits(self):
        """The child ends when it takes more than it may."""
        child = CHILD.read_text().partition("if __name__")[0]
        code = f"{child}\nlimit(1, 200 << 20)\nx = bytearray(1 << 30)"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        if sys.platform == "linux":
            self.assertIn("MemoryError", done.stderr)
        code = f"{child}\nlimit(1, 1 << 30)\nwhile True: pass"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True)
        self.assertNotEqual(done.returncode, 0)

    @skipUnless(PYTHON, "pyvroom is optional")
    def test_the_real_one(self):
        for seed in range(10):
            problem = draw_problem(seed, visits=12, shifts=4)
            plan = first_plan(problem, PYTHON)
            self.assertEqual(plan.notes, ("vroom",))
            solution = solve(problem, Budget(50), 1, plan)
            self.assertEqual(evaluate(problem, solution.plan).violations, [])
