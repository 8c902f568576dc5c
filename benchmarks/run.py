"""Answer all questions, or the ones named: ``run.py slots ranking``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

QUESTIONS = (
    "slots",
    "offers",
    "create_assign",
    "inherits",
    "booking_row",
    "ranking",
    "complaints",
    "reminders",
    "dunning",
    "faq",
    "dispatch",
    "plan_rank",
    "vrptw",
    "board",
    "visitors",
    "crash",
    "crash_dunning",
)
NEEDED = ("ODOO_RC", "PYLOT_TEMPLATE_DB")


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in QUESTIONS]
    if unknown:
        sys.exit(f"unknown: {' '.join(unknown)}; there are {' '.join(QUESTIONS)}")
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if missing:
        sys.exit(f"{' and '.join(missing)} not set; `make bench` does that.")
    print("Ratios of processor time, client and server together. Less is better.")
    import databases

    failed = []
    with databases.kept_bare():
        for name in names or QUESTIONS:
            print(f"\n... {name}", flush=True)
            # a process each: what one leaves in memory must not slow down the next
            script = Path(__file__).with_name(f"{name}.py")
            if subprocess.run([sys.executable, script]).returncode:
                failed.append(name)
    if failed:
        print(f"\nFAILED: {' '.join(failed)}", file=sys.stderr)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
