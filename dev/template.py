"""The database every test run starts from, made anew only when its ingredients change.

Two storeys: Odoo with the modules we depend on (a minute, rarely), and on a copy of it the
add-on itself (seconds, at every change of its sources).
"""

from __future__ import annotations

from dev import database, fingerprint, process, say
from dev.environment import Environment
from dev.places import MARK, MODULE

KEPT = 3


def prefix(kind: str) -> str:
    return f"pylot_{MARK}_{kind}_"


def core(environment: Environment) -> str:
    """Odoo with our dependencies, without us."""
    depends = fingerprint.manifest()["depends"]
    name = prefix("core") + fingerprint.of_files(
        [], fingerprint.of_odoo(environment.odoo), *depends
    )
    if not done(environment, name):
        log = database.create(environment, name, depends, "1 to 2 min")
        for line in database.complaints(log):
            say.line(f"    note, from Odoo itself: {line}")
        mark_done(environment, name)
    return name


def ensure(environment: Environment) -> str:
    """The template with the add-on installed. Fails on warnings its installation logs."""
    with process.locked(environment.home / "template.lock", "the template database"):
        name = prefix("tpl") + fingerprint.of_addon(environment.odoo)
        if not done(environment, name):
            database.copy(environment, core(environment), name)
            with say.step(f"Install {MODULE} into {name}", "10 s"):
                config = environment.config(name)
                log = database.odoo(
                    environment, config, f"installing {MODULE}",
                    "server", "-i", MODULE, "--no-http", "--stop-after-init",
                )  # fmt: skip
            check(log, MODULE)
            database.make_bundles(environment, name)
            mark_done(environment, name)
            drop_old(environment, name)
    return name


def check(log: str, module: str) -> None:
    lines = database.complaints(log)
    for line in lines:
        say.line(f"    {line}")
    if lines:
        raise say.Problem(
            f"installing {module} logs {len(lines)} warnings or errors, see above.",
            "repair them, or name the harmless reason in dev/log-noise.txt.",
        )


def stamp(environment: Environment, name: str):
    return environment.home / f"{name}.done"


def done(environment: Environment, name: str) -> bool:
    """Stamp and database: either may have been deleted by hand."""
    return stamp(environment, name).exists() and name in environment.cluster.databases()


def mark_done(environment: Environment, name: str) -> None:
    stamp(environment, name).touch()


def drop_old(environment: Environment, current: str) -> None:
    """Keep a few: other runs of this clone may still be copying from theirs."""
    stamps = environment.home.glob(f"{prefix('tpl')}*.done")
    aged = sorted(stamps, key=lambda path: path.stat().st_mtime, reverse=True)
    for path in aged[KEPT:]:
        if path.stem != current:
            database.drop(environment, path.stem)
