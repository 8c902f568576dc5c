"""`make test`: the whole suite, on a fresh copy of the template database."""

from __future__ import annotations

import argparse
import os
import subprocess

from dev import say, scratch
from dev.environment import Environment
from dev.lint import node
from dev.places import CLONE, MODULE

EVERYTHING = [MODULE, "dev/tests"]
# More would wait for each other: each brings a browser and a part of PostgreSQL.
MAX_PROCESSES = 2


def parse(arguments: list[str]) -> tuple[str, list[str]]:
    """Our --db, the rest is pytest's."""
    parser = argparse.ArgumentParser(prog="python3 -m dev test", allow_abbrev=False)
    parser.add_argument("--db", default="main", help="a name of your own to run beside others")
    known, rest = parser.parse_known_args(arguments)
    return known.db, rest


def is_named(arguments: list[str]) -> bool:
    return any((CLONE / part.split("::")[0]).exists() for part in arguments)


def targets(arguments: list[str]) -> list[str]:
    """Options alone (-k, -x) mean: of everything."""
    return arguments if is_named(arguments) else [*EVERYTHING, *arguments]


def spread(arguments: list[str]) -> list[str]:
    """Everything is shared out by classes, for a class makes its records once. Each process has a
    copy of the database."""
    processes = min(os.cpu_count() or 1, MAX_PROCESSES)
    if is_named(arguments) or processes == 1:
        return []
    return ["-n", str(processes), "--dist", "loadscope"]


def main(arguments: list[str]) -> int:
    """pytest's closing line must stay the last one, so nothing is said after it."""
    suffix, rest = parse(arguments)
    environment = Environment("test", tools=True)
    packages = node.ensure()
    with scratch.database_for(environment, suffix) as lent:
        lent.env["PYLOT_AXE"] = str(packages / node.AXE) if packages else ""
        say.line(f"==> pytest on {lent.name} ({' '.join(targets(rest))})")
        # -c: the add-on has a pyproject.toml of its own, with nothing about pytest in it.
        pytest = [environment.python, "-m", "pytest", "-c", CLONE / "pyproject.toml"]
        options = ["-p", "dev.pytest_plugin", "--odoo-http"]
        options += spread(rest)
        return lent.call(*pytest, *options, *targets(rest), stdin=subprocess.DEVNULL)
