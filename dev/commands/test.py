"""`make test`: the whole suite, on a fresh copy of the template database."""

from __future__ import annotations

import argparse
import re
import subprocess
from pathlib import Path

from dev import database, process, say, template
from dev.environment import Environment
from dev.places import CLONE, MODULE

EVERYTHING = [MODULE, "dev/tests"]


def parse(arguments: list[str]) -> tuple[str, list[str]]:
    """Our --db, the rest is pytest's."""
    parser = argparse.ArgumentParser(prog="python3 -m dev test")
    parser.add_argument("--db", default="main", help="a name of your own to run beside others")
    known, rest = parser.parse_known_args(arguments)
    if not re.fullmatch(r"[a-z0-9_]{1,20}", known.db):
        raise say.Problem(f"{known.db!r} is no name for a database.", "use a-z, 0-9 and _.")
    return known.db, rest


def targets(arguments: list[str]) -> list[str]:
    """Options alone (-k, -x) mean: of everything."""
    named = [part for part in arguments if (CLONE / part.split("::")[0]).exists()]
    return arguments if named else [*EVERYTHING, *arguments]


def main(arguments: list[str]) -> int:
    suffix, pytest_arguments = parse(arguments)
    environment = Environment("test", tools=True)
    busy = f"another `make test` of this clone uses the database {suffix!r}."
    another = f"wait for it, or take another one: make test DB={suffix}2"
    with process.single(environment.home / f"{suffix}.use", busy, another):
        with environment.postgres():
            return run(environment, suffix, targets(pytest_arguments))


def run(environment: Environment, suffix: str, arguments: list[str]) -> int:
    origin = template.ensure(environment)
    name = template.prefix("test") + suffix
    database.copy(environment, origin, name)
    try:
        config = environment.config(name, max_cron_threads=0)
        say.line(f"==> pytest on {name} ({' '.join(arguments)})")
        return pytest(environment, config, origin, arguments)
    finally:
        database.drop(environment, name)


def pytest(environment: Environment, config: Path, origin: str, arguments: list[str]) -> int:
    """The closing line must stay the last one, so nothing is said after it."""
    command = [environment.python, "-m", "pytest", "-p", "dev.pytest_plugin", "--odoo-http"]
    env = {**environment.env(config), "PYLOT_TEMPLATE_DB": origin}
    child = subprocess.Popen(
        [*map(str, command), *arguments],
        cwd=CLONE,
        env=env,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return child.wait()
    finally:
        process.stop(child)
