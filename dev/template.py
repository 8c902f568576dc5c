"""The database every test run starts from, made anew only when its ingredients change.

Two storeys: Odoo with the modules we depend on (a minute, rarely), and on a copy of it the
add-on itself (seconds, at every change of its sources).
"""

from __future__ import annotations

from pathlib import Path

from dev import database, fingerprint, process, say
from dev.environment import Environment
from dev.places import MARK, MODULE

KEPT = 3


def prefix(kind: str) -> str:
    return f"pylot_{MARK}_{kind}_"


def copy(environment: Environment, name: str, bundles: bool = True, addon: bool = True) -> str:
    """A database of one's own; the name of the template comes back. Without the add-on it is
    what Odoo's own tests are compared on; bundles are for tests in a browser."""
    with process.locked(environment.home / "template.lock", "the template database"):
        origin = with_addon(environment) if addon else core(environment)
        if bundles and not stamp(environment, origin, "bundles").exists():
            database.make_bundles(environment, origin)
            stamp(environment, origin, "bundles").touch()
        database.copy(environment, origin, name)
    return origin


def core(environment: Environment) -> str:
    """Odoo with our dependencies, without us."""
    depends = fingerprint.manifest()["depends"]
    odoo = fingerprint.of_odoo(environment.odoo)
    name = prefix("core") + fingerprint.of_files([], odoo, *depends)
    if not done(environment, name):
        log = database.create(environment, name, depends, "1 to 2 min")
        for line in database.complaints(log):
            say.line(f"    note, from Odoo itself: {line}")
        mark_done(environment, name)
        drop_old(environment, "core")
    return name


def with_addon(environment: Environment) -> str:
    """Fails on warnings the installation logs."""
    name = prefix("tpl") + fingerprint.of_addon(environment.odoo)
    if not done(environment, name):
        database.copy(environment, core(environment), name)
        with say.step(f"Install {MODULE} into {name}", "10 s"):
            install = ["-i", MODULE, "--no-http", "--stop-after-init"]
            config = environment.config(name)
            what = f"installing {MODULE}"
            check(database.odoo(environment, config, what, "server", *install))
        mark_done(environment, name)
        drop_old(environment, "tpl")
    return name


def check(log: str) -> None:
    lines = database.complaints(log)
    for line in lines:
        say.line(f"    {line}")
    if lines:
        raise say.Problem(
            f"installing {MODULE} logs {len(lines)} warnings or errors, see above.",
            "repair them, or name the harmless reason in dev/log-noise.txt.",
        )


def stamp(environment: Environment, name: str, what: str = "done") -> Path:
    return environment.home / f"{name}.{what}"


def done(environment: Environment, name: str) -> bool:
    """Stamp and database: either may have been deleted by hand."""
    return stamp(environment, name).exists() and name in environment.cluster.databases()


def mark_done(environment: Environment, name: str) -> None:
    stamp(environment, name).touch()


def drop_old(environment: Environment, kind: str) -> None:
    """Keep a few: other runs of this clone may still be copying from theirs."""
    stamps = environment.home.glob(f"{prefix(kind)}*.done")
    for path in sorted(stamps, key=lambda path: path.stat().st_mtime)[:-KEPT]:
        database.drop(environment, path.stem)
