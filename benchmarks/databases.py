"""Scratch databases for one benchmark each: copied from a template, dropped afterwards."""

from __future__ import annotations

import ast
import os
import shlex
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import harness

MANIFEST = Path(__file__).parent.parent / "pylot_frontoffice" / "__manifest__.py"


def program() -> list[str]:
    return shlex.split(os.environ.get("PYLOT_ODOO_BIN", f"{sys.executable} -m odoo"))


def create(name: str, template: str) -> str:
    subprocess.run(
        ["dropdb", "--if-exists", "--force", name], check=True, stderr=subprocess.DEVNULL
    )
    subprocess.run(["createdb", "-T", template, name], check=True)
    return name


def install(name: str, modules, addons=()) -> None:
    config = Path(os.environ["ODOO_RC"])
    # "-d" is not enough: the configuration may name one database and filter out all others
    command = [*program(), "server", "-c", config, "-d", name, "--db-filter=", "--no-http"]
    command += harness.addons_option(config.read_text(), addons)
    command += ["-i", ",".join(modules), "--stop-after-init", "--log-level=error"]
    done = subprocess.run(list(map(str, command)), stderr=subprocess.PIPE, text=True)
    if done.returncode or "Traceback" in done.stderr:
        raise SystemExit(f"{done.stderr[-3000:]}\n{', '.join(modules)} could not be installed.")


@contextmanager
def kept_bare():
    """A template with our dependencies and without us, made here unless somebody has one."""
    if os.environ.get("PYLOT_BARE_DB"):
        yield
        return
    name = create(f"{prefix()}_bare", "template0")
    try:
        print("Install the dependencies alone, 1 to 2 min ...", flush=True)
        install(name, ast.literal_eval(MANIFEST.read_text())["depends"])
        os.environ["PYLOT_BARE_DB"] = name
        yield
    finally:
        drop(name)


def bare() -> str:
    return os.environ["PYLOT_BARE_DB"]


def installed() -> str:
    return os.environ["PYLOT_TEMPLATE_DB"]


def prefix() -> str:
    return f"{os.environ.get('PGDATABASE', 'pylot_bench')}_{os.getpid()}"


@contextmanager
def lent(suffix: str, template: str):
    """A copy of ``template`` for as long as the block takes."""
    name = create(f"{prefix()}_{suffix}", template)
    try:
        yield name
    finally:
        drop(name)


def drop(name: str) -> None:
    harness.Registry.delete(name)
    subprocess.run(["dropdb", "--if-exists", "--force", name], check=True)
