"""A first plan by VROOM, where a Python with pyvroom is at hand.

VROOM is asked about what it knows: shifts, windows, skills, sizes, breaks. Preferences, lateness,
fairness and what people have been told are left to the search that begins with its plan.
"""

import json
import subprocess
import sys
from pathlib import Path

from .plan import Plan
from .problem import Problem
from .solver import make_plan

CHILD = Path(__file__).with_name("vroom_child.py")
BYTES = 2 << 30
# VROOM's own number for "serve this whatever it costs".
TOP_PRIORITY = 100
# Skills of its own for visits that name their technicians, above all others.
NAMED = 1 << 30


def first_plan(
    problem: Problem, python: str = sys.executable, seconds: int = 60, level: int = 0, size=BYTES
) -> Plan:
    """
    :param python: the interpreter that has pyvroom
    :param seconds, size: what the child may take, of processor time and of memory in bytes
    :param level: how hard VROOM tries, 0 to 5
    :return: a plan to begin with, nothing in it checked but the times; without VROOM an empty one
        whose note says why
    """
    question = _ask(problem, level, seconds, size)
    try:
        done = subprocess.run(
            [python, "-I", str(CHILD)],
            input=json.dumps(question),
            capture_output=True,
            text=True,
            timeout=2 * seconds + 10,
            check=True,
        )
        return _read(problem, json.loads(done.stdout))
    except subprocess.CalledProcessError as error:
        lines = error.stderr.strip().splitlines()
        return Plan(notes=(f"vroom: {lines[-1] if lines else error.returncode}",))
    except (OSError, ValueError, LookupError, TypeError, subprocess.TimeoutExpired) as error:
        return Plan(notes=(f"vroom: {type(error).__name__}",))


def _read(problem: Problem, answer: dict) -> Plan:
    visits, orders = problem.visits, dict(answer["orders"])
    ids = {number: [visits[each].id for each in order] for number, order in orders.items()}
    return make_plan(problem, ids, ("vroom",))


def _ask(problem: Problem, level, seconds, size) -> dict:
    """VROOM counts in natural numbers, so time begins with the first shift."""
    zero = min((shift.start for shift in problem.shifts), default=0)
    highest = max((visit.prize for visit in problem.visits if not visit.pin), default=0)
    return {
        "limits": {"seconds": seconds, "bytes": size},
        "level": level,
        "matrix": problem.travel.seconds,
        "vehicles": [
            _describe_shift(problem, number, zero) for number in range(len(problem.shifts))
        ],
        "jobs": [
            job
            for number, visit in enumerate(problem.visits)
            if (job := _describe_visit(number, visit, zero, highest))["windows"]
        ],
    }


def _describe_shift(problem, number, zero):
    shift = problem.shifts[number]
    named = [
        NAMED + index
        for index, visit in enumerate(problem.visits)
        if _is_named(visit) and problem.may_serve(shift, visit)
    ]
    return {
        "id": number,
        "start": shift.start_place,
        "end": shift.end_place,
        "capacity": [sys.maxsize if shift.capacity is None else shift.capacity],
        "skills": [*shift.skills, *named],
        "window": [shift.start - zero, shift.end - zero],
        "breaks": [
            [[max(0, rest.earliest - zero), max(0, rest.latest - zero)], rest.duration]
            for rest in shift.breaks
        ],
    }


def _describe_visit(number, visit, zero, highest):
    priority = TOP_PRIORITY
    if not visit.pin:
        priority = (TOP_PRIORITY - 1) * visit.prize // highest if highest else 0
    windows = [
        (max(0, a - visit.before - zero), b - visit.before - zero) for a, b in visit.start_windows
    ]
    return {
        "id": number,
        "place": visit.place,
        "service": visit.occupied,
        "delivery": [visit.size],
        "skills": [*visit.skills, *([NAMED + number] if _is_named(visit) else [])],
        "priority": priority,
        "windows": [window for window in windows if window[1] >= 0],
    }


def _is_named(visit):
    return visit.pin is not None or visit.technicians is not None
