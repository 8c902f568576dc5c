"""The database of `make run`: made once with demo data, upgraded when the add-on changed."""

from __future__ import annotations

import json

from dev import database, fingerprint, process, say, template
from dev.environment import Environment
from dev.places import MODULE
from dev.setup.odoo import SERIES

# Ours alone: with Odoo's own demo data our craft business would sell office furniture in USD.
DEMO = f"""
from odoo.modules.module import Manifest
from odoo.tools.convert import convert_file

for path in Manifest.for_addon("{MODULE}")["demo"]:
    convert_file(env(su=True), "{MODULE}", path, {{}}, "init", True)
env.cr.commit()
"""
RESET = "`make reset` drops this clone's databases, the next start makes new ones."


def database_name() -> str:
    return template.prefix("run").rstrip("_")


def stamp(environment: Environment, name: str):
    return environment.home / f"{name}.installed"


def ensure(environment: Environment) -> tuple[str, list[str]]:
    """The name, and the server options that bring it up to date."""
    name = database_name()
    with process.locked(environment.home / "database.lock", "the run database"):
        path = stamp(environment, name)
        if not path.exists() or name not in environment.cluster.databases():
            create(environment, name)
            mark_installed(environment, name)
            return name, []
        demand_same_version(environment, name)
        installed = json.loads(path.read_text())
        if installed["addon"] == fingerprint.of_addon(environment.odoo):
            return name, []
        say.line(f"==> {MODULE} has changed since the last start: upgrading it (10 to 60 s)")
        return name, ["-u", MODULE]


def create(environment: Environment, name: str) -> None:
    """Bundles are made now: the first page would take 15 s longer."""
    log = database.create(environment, name, [MODULE], "2 to 3 min", "--load-language=en_US,de_DE")
    with say.step("Load the demo data", "10 s"):
        config = environment.config(name)
        log += database.odoo(
            environment, config, "loading the demo data", "shell", "--no-http", script=DEMO
        )
    for line in database.complaints(log):
        say.line(f"    {line}")
    database.make_bundles(environment, name)


def mark_installed(environment: Environment, name: str) -> None:
    stamp(environment, name).write_text(
        json.dumps({"addon": fingerprint.of_addon(environment.odoo)})
    )


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def demand_same_version(environment: Environment, name: str) -> None:
    """An older add-on on a newer database would lose data; another Odoo cannot read it."""
    rows = environment.cluster.sql(
        "select name, latest_version from ir_module_module"
        f" where name in ('base', '{MODULE}') and latest_version is not null",
        name,
    )
    versions = dict(row.split("|") for row in rows)
    base, ours = versions.get("base", "?"), versions.get(MODULE, "0")
    if not base.startswith(f"{SERIES}."):
        raise say.Problem(f"the run database was left by Odoo {base}, this is {SERIES}.", RESET)
    current = fingerprint.manifest()["version"]
    if numbers(ours) > numbers(current):
        raise say.Problem(
            f"the run database was left by {MODULE} {ours}, this is the older {current}.",
            f"check out the newer version, or: {RESET}",
        )
