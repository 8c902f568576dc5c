"""The search in another process: bounded in time and memory, and it can be stopped."""

import json
import selectors
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .evaluator import evaluate
from .plan import Plan
from .problem import Problem
from .solver import Solution, make_plan
from .wire import pack, pack_orders

CHILD = Path(__file__).with_name("solve_child.py")
BYTES = 2 << 30
# Seconds it may take longer than it was given, to start and to end.
GRACE = 30
# At most so long nobody asks whether it shall go on.
PULSE = 1.0


class PlannerError(Exception):
    """The search did not end well; the text says why, for whoever looks after the server."""


class Stopped(Exception):
    """Somebody did not want to know any more."""


def solve_apart(
    problem: Problem,
    seconds: float,
    iterations: int | None = None,
    seed: int = 0,
    first: Plan | None = None,
    progress=None,
    size: int = BYTES,
    python: str = sys.executable,
) -> Solution:
    """
    As :func:`.solver.solve`; the plan has passed the evaluator here.

    :param seconds: of the clock; the search may end sooner by `iterations`
    :param progress: function of the share done, called about every second; True: stop
    :param size: bytes of memory the search may take
    :raise PlannerError: it failed, took too much, or broke a rule
    :raise Stopped: `progress` wanted it
    """
    question = {
        "problem": pack(problem),
        "first": pack_orders(problem, first or Plan()),
        "seed": seed,
        "iterations": iterations or None,
        "seconds": seconds,
        "bytes": size,
    }
    answer = _ask(question, python, seconds + GRACE, progress)
    orders = {
        shift: [problem.visits[number].id for number in numbers]
        for shift, numbers in answer["orders"]
    }
    plan = make_plan(problem, orders)
    verdict = evaluate(problem, plan)
    if verdict.violations:
        raise PlannerError(f"a rule was broken: {verdict.violations[:3]}")
    return Solution(plan, verdict, answer["iterations"])


def _ask(question, python, seconds, progress):
    with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as asked:
        asked.write(json.dumps(question).encode())
        asked.seek(0)
        child = subprocess.Popen(
            [python, "-I", str(CHILD)],
            stdin=asked,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        try:
            answer = _listen(child, time.monotonic() + seconds, progress)
        finally:
            child.kill()
            child.wait()
            child.stdout.close()
        if answer is None:
            errors.seek(0)
            lines = errors.read().decode(errors="replace").strip().splitlines()
            raise PlannerError(lines[-1] if lines else f"it ended with {child.returncode}")
        return answer


def _listen(child, until, progress):
    """:return: the last answer, None when there is none"""
    share, rest = 0.0, b""
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            if progress and progress(share):
                raise Stopped
            if time.monotonic() > until:
                raise PlannerError("it took too long")
            if not selector.select(PULSE):
                continue
            chunk = child.stdout.read1(1 << 16)
            if not chunk:
                return None
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                said = json.loads(line)
                if "orders" in said:
                    return said
                share = said["share"]
