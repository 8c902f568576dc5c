"""`make lint`: every gate runs, all findings are shown, one of them is enough to fail."""

from __future__ import annotations

import subprocess

from dev import core_lint, process, say, scratch
from dev.commands import i18n
from dev.environment import Environment
from dev.lint import names, node
from dev.places import CLONE, MODULE

# Of the community's rules: its README generator, and its habit of one class a model where we
# have one concern a file.
NOT_OURS = "missing-readme,consider-merging-classes-inherited"


class Gates:
    """Counts the failed ones."""

    def __init__(self):
        self.failed = []

    def lines(self, name: str, findings) -> None:
        with say.step(name):
            found = list(findings)
            for finding in found:
                say.line(f"    {finding}")
        if found:
            self.failed.append(name)

    def command(self, name: str, command, env) -> None:
        with say.step(name):
            child = subprocess.Popen(
                list(map(str, command)), cwd=CLONE, env=env, stdin=subprocess.DEVNULL
            )
            try:
                code = child.wait()
            finally:
                process.stop(child)
        if code:
            self.failed.append(name)


def main(arguments: list[str]) -> int:
    environment = Environment("test", tools=True)
    say.line("Lint: about a minute once the template database is there.")
    if "--fix" in arguments:
        fix(environment)
    gates = Gates()
    style(gates, environment)
    odoos_own(gates, environment)
    for line in names.long_files():
        say.line(f"    note: {line}")
    if gates.failed:
        raise say.Problem(f"lint: {', '.join(gates.failed)}", "see the findings above.")
    say.line("lint: clean")
    return 0


def style(gates: Gates, environment: Environment) -> None:
    env = environment.env()
    ruff = environment.python.parent / "ruff"
    gates.command("ruff", [ruff, "check", "--no-cache", "."], env)
    gates.command("ruff format", [ruff, "format", "--no-cache", "--check", "--quiet", "."], env)
    gates.lines("hosts and places", names.hosts_and_places())
    checkers = environment.odoo.source / "odoo/addons/test_lint/tests"
    env_pylint = env | {"PYTHONPATH": f"{env['PYTHONPATH']}:{checkers}"}
    pylint = [environment.python, "-m", "pylint"]
    gates.command(
        "pylint with the community's rules", [*pylint, f"--disable={NOT_OURS}", MODULE], env
    )
    gates.command(
        "pylint with Odoo's own rules", [*pylint, *core_lint.pylint_arguments()], env_pylint
    )
    home = node.ensure()
    for command in node.commands(home) if home else []:
        gates.command(command[0].rpartition("/")[2], command, env)


def odoos_own(gates: Gates, environment: Environment) -> None:
    """On a database: exporting terms and linting fields need an installed add-on."""
    with scratch.database_for(environment, "lint", bundles=False) as lent:
        tests = environment.odoo.source / "odoo/addons/test_lint/tests"
        files = [tests / f"{file}.py" for file in core_lint.FILES]
        pytest = [environment.python, "-m", "pytest", "-c", CLONE / "pyproject.toml"]
        plugins = ["-p", "dev.core_lint", "-p", "dev.pytest_plugin"]
        command = [*pytest, *plugins, "--durations=3", "--odoo-http", *files]
        gates.command("Odoo's own lint tests", command, lent.env)
        gates.lines("translations", i18n.findings(environment, lent.name))


def fix(environment: Environment) -> None:
    """What can be put right without thinking."""
    ruff = environment.python.parent / "ruff"
    home = node.ensure()
    prettier = [command for command in node.commands(home) if "--check" in command] if home else []
    for command in (
        [ruff, "check", "--no-cache", "--fix-only", "--quiet", "."],
        [ruff, "format", "--no-cache", "--quiet", "."],
        *([part.replace("--check", "--write") for part in command] for command in prettier),
    ):
        process.run(command, "fixing failed", "see above.", cwd=CLONE)
