"""Runs the search, in a process of its own: ``python -I solve_child.py < question``.

A search takes as long as it is given; a server must not wait for it, and limits what its own
processes may take. The question: {"problem", "first" (orders), "seed", "iterations", "seconds",
"bytes"}. Answers a line of JSON now and then, {"share", "cost"}, and at the end {"orders",
"iterations"}. Ends when nobody reads any more.
"""

import json
import sys
import time
from pathlib import Path

# At most so often somebody is told how far it is, in seconds.
PULSE = 0.5


def main():
    # ``tools`` is a package that needs nothing of what is above it
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from tools.planner.solver import Budget, solve
    from tools.planner.wire import pack_orders, unpack, unpack_orders

    question = json.load(sys.stdin)
    limit(question["seconds"], question["bytes"])
    problem = unpack(question["problem"])
    told = time.monotonic()

    def tell(share, cost):
        nonlocal told
        if time.monotonic() >= told + PULSE:
            told = time.monotonic()
            answer({"share": share, "cost": cost})

    budget = Budget(question["iterations"], question["seconds"], time.monotonic, tell)
    first = unpack_orders(problem, question["first"])
    solution = solve(problem, budget, question["seed"], first)
    orders = pack_orders(problem, solution.plan)
    answer({"orders": orders, "iterations": solution.iterations})


def answer(values):
    sys.stdout.write(f"{json.dumps(values)}\n")
    sys.stdout.flush()


def limit(seconds, size):
    """Ask the system to end this process when it takes too much. The limit of processor time is
    inherited from a server's worker, and may be too low."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    wanted = 2 * seconds + 60
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if most < 0 else min(wanted, most), most))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


if __name__ == "__main__":
    main()
