"""`make upstream`: Odoo's own tests with the add-on installed; only new failures count.

The same tests run once on the same Odoo without the add-on, remembered until Odoo or its
packages change.
"""

from __future__ import annotations

import json
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from dev import fingerprint, say, scratch
from dev.environment import Environment
from dev.places import CLONE

MODULES = "calendar resource sale sale_management hr_skills portal".split()


def folders(environment: Environment, modules: list[str]) -> list[Path]:
    roots = [environment.odoo.source / "odoo/addons", *environment.odoo.addons]
    return [root / module / "tests" for module in modules for root in roots
            if (root / module / "tests").is_dir()]  # fmt: skip


def outcome(report: Path) -> dict[str, list[str]]:
    """Which tests ran, and which of them failed."""
    ran, failed = set(), set()
    for case in ElementTree.parse(report).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        ran.add(name)
        if case.find("failure") is not None or case.find("error") is not None:
            failed.add(name)
    return {"ran": sorted(ran), "failed": sorted(failed)}


def run(environment: Environment, modules: list[str], addon: bool) -> dict[str, list[str]]:
    """Through pytest, so that all tests see the finished registry with the add-on in it."""
    report = environment.home / "upstream.xml"
    report.unlink(missing_ok=True)
    with scratch.database_for(environment, "upstream", addon=addon) as lent:
        say.line(f"==> Odoo's tests, {'with' if addon else 'without'} the add-on (5 to 10 min)")
        command = [environment.python, "-m", "pytest", "-c", CLONE / "pyproject.toml"]
        options = ["--tb=short", "--odoo-http", f"--junitxml={report}"]
        lent.call(*command, *options, *folders(environment, modules), stdin=subprocess.DEVNULL)
    if not report.exists():
        raise say.Problem("pytest left no report, see above.", "make test shows more.")
    return outcome(report)


def bare(environment: Environment, modules: list[str]) -> dict[str, list[str]]:
    marks = [fingerprint.of_odoo(environment.odoo), *modules, *fingerprint.manifest()["depends"]]
    path = environment.home / f"upstream-{fingerprint.of_files([], *marks)}.json"
    if not path.exists():
        path.write_text(json.dumps(run(environment, modules, addon=False)))
    return json.loads(path.read_text())


def main(arguments: list[str]) -> int:
    modules = arguments or MODULES
    environment = Environment("test", tools=True)
    before = bare(environment, modules)
    after = run(environment, modules, addon=True)
    lost = sorted(set(before["ran"]) - set(after["ran"]))
    new = sorted(set(after["failed"]) - set(before["failed"]))
    for what, names in (("new failure", new), ("did not run", lost)):
        for name in names:
            say.line(f"{what}: {name}")
    counts = [len(result[key]) for result in (before, after) for key in ("ran", "failed")]
    say.line(f"without: {counts[0]} ran, {counts[1]} failed; with: {counts[2]}, {counts[3]}")
    return 1 if new or lost else 0
