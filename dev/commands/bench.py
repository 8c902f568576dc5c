"""`make bench`: the measurements in benchmarks/, on a fresh database."""

from __future__ import annotations

from dev import say, scratch, template
from dev.environment import Environment
from dev.places import CLONE


def main(arguments: list[str]) -> int:
    script = CLONE / "benchmarks" / "run.py"
    if not script.exists():
        raise say.Problem(f"{script.relative_to(CLONE)} is missing.", "check out the whole clone.")
    environment = Environment("test", tools=True)
    say.line("Benchmarks: some minutes; leave the machine alone meanwhile.")
    with scratch.database_for(environment, "bench", bundles=False) as lent:
        # what "without the add-on" is measured on
        lent.env["PYLOT_BARE_DB"] = template.core(environment)
        return lent.call(environment.python, script, *arguments)
