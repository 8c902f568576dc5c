import importlib.util
import os
import sys
import time
from dataclasses import replace

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import config

from ..tools.planner.evaluator import evaluate
from ..tools.planner.reasons import explain
from ..tools.planner.settle import settle
from ..tools.planner.solve_apart import solve_apart
from ..tools.planner.vroom_backend import first_plan

# So few visits are soon planned as well as can be: then a number of steps is the limit, and the
# same seed finds the same plan everywhere.
FEW = 100
STEPS, STEPS_EACH = 1000, 600
# Of the time a scheduled action has, so much may be spent on thinking.
SHARE = 0.6
VROOM_SECONDS = 10
# What a second search, which begins with the plan of the first one, may take of its time.
AGAIN = 0.25
# Variable of the server's environment: another Python, which has pyvroom.
VROOM = "PYLOT_VROOM"
# Key of the context: ids of visits that have to stay after all.
STAYING = "pylot_plan_staying"


class PylotPlan(models.Model):
    """The search itself, in a child process; no plan is shown that has not passed the
    evaluator."""

    _inherit = "pylot.plan"

    def _compute_plan(self, tell=None):
        """Ask, search and propose.

        :param tell: function of the share done, called about every second; True: stop
        :raise Stopped: when it did
        """
        plan = self.with_context(lang=self.user_id.lang)
        planning = plan._build_problem()
        if not (planning.movable or planning.crews or planning.refused):
            raise UserError(plan.env._("There is nothing to plan on these days."))
        if not planning.problem.shifts:
            raise UserError(plan.env._("Nobody works on these days."))
        solution = plan._solve(planning, tell)
        reasons = explain(planning.problem, solution.plan)
        left = {each.visit for each in reasons} & planning.movable & planning.slots.keys()
        if left:
            # who has a time keeps it when there is no better place: nothing may be put there
            kept = [each for each in reasons if each.visit in left]
            planning = plan.with_context(**{STAYING: tuple(left)})._build_problem()
            solution = plan._solve(planning, tell, solution.plan)
            reasons = explain(planning.problem, solution.plan) + kept
        plan._propose(planning, solution, reasons)

    def _solve(self, planning, tell=None, first=None):
        """
        :param first: the plan of an earlier search, which need not be repeated
        :return: :class:`Solution`"""
        seconds = self._get_seconds()
        if first:
            note, seconds = first.notes, max(1, round(AGAIN * seconds))
        else:
            began = time.monotonic()
            first, note = self._get_first(planning)
            seconds = max(1, round(seconds - (time.monotonic() - began)))
        solution = solve_apart(
            planning.problem,
            seconds,
            self.iterations or self._get_steps(planning),
            self.seed,
            first,
            tell,
        )
        plan = settle(planning.problem, replace(solution.plan, notes=note))
        return replace(solution, plan=plan, verdict=evaluate(planning.problem, plan))

    def _get_steps(self, planning):
        number = len(planning.movable)
        return STEPS + STEPS_EACH * number if number <= FEW else None

    def _get_seconds(self):
        """Scheduled actions are killed after a while; so the search ends well before that."""
        limit = config["limit_time_real_cron"]
        if limit < 0:
            limit = config["limit_time_real"]
        return min(self.seconds, int(SHARE * limit)) if limit > 0 else self.seconds

    def _get_first(self, planning):
        """VROOM knows nothing of who has which visit now. Its plan is only where to begin when it
        is better than the present one with what is open put in between.

        :return: a plan to begin with, tuple of notes"""
        problem, current = planning.problem, planning.current
        python = self._get_vroom()
        if not python:
            return current, ()
        other = first_plan(problem, python, seconds=min(VROOM_SECONDS, self.seconds))
        if not other.routes:
            return current, ()
        mine = solve_apart(problem, VROOM_SECONDS, 1, self.seed, current).plan
        is_better = self._get_cost(problem, other) < self._get_cost(problem, mine)
        return (other, ("vroom",)) if is_better else (mine, ())

    def _get_vroom(self):
        """Looked for, never imported: it would hold the interpreter while it thinks.

        :return: path of a Python that has pyvroom, None when nobody has one"""
        is_here = importlib.util.find_spec("vroom") is not None
        return os.environ.get(VROOM) or (sys.executable if is_here else None)

    def _get_cost(self, problem, plan):
        return evaluate(problem, plan).cost

    def _get_freedom(self, event):
        """A visit the last search had no place for stays."""
        if event.id in self.env.context.get(STAYING, ()):
            return "fixed"
        return super()._get_freedom(event)
