"""Make Odoo databases: install with visible progress, read the log, copy with the filestore."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from dev import process, say
from dev.environment import Environment

NOISE = Path(__file__).with_name("log-noise.txt")
LOADING = re.compile(r"Loading module (\S+) \((\d+)/(\d+)\)")
LEVEL = re.compile(r"^\d{4}-\d\d-\d\d \S+ \d+ (WARNING|ERROR|CRITICAL) ")
# Odoo makes its JavaScript and CSS bundles on first use: 15 s in the first page or, in tests,
# again and again, because each test's rollback takes them away.
BUNDLES = "env['ir.qweb']._pregenerate_assets_bundles(); env.cr.commit()\n"


def known_noise() -> list[re.Pattern]:
    """One expression a line; the reason stands in a comment above it."""
    lines = NOISE.read_text().splitlines()
    return [re.compile(line) for line in lines if line.strip() and not line.startswith("#")]


def complaints(log: str) -> list[str]:
    """Warnings and errors of a server log that have no known harmless reason."""
    noise = known_noise()
    return [
        line
        for line in log.splitlines()
        if LEVEL.match(line) and not any(pattern.search(line) for pattern in noise)
    ]


def odoo(environment: Environment, config: Path, what: str, *arguments, script: str = "") -> str:
    """Run an Odoo command to its end, show which module it is at, return its log."""
    command = environment.odoo_command(arguments[0], config, *arguments[1:])
    log_path = config.with_suffix(f".{arguments[0]}.log")
    child = subprocess.Popen(
        command,
        env=environment.env(config),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        child.stdin.write(script)
        child.stdin.close()
        with open(log_path, "w") as log:
            for line in child.stderr:
                log.write(line)
                show_progress(line)
        child.wait()
    finally:
        process.stop(child)
    text = log_path.read_text()
    if child.returncode or re.search(r"^Traceback ", text, re.MULTILINE):
        for line in text.splitlines()[-25:]:
            say.line(f"    | {line}")
        raise say.Problem(f"{what} failed, the end of its log stands above.", f"see {log_path}")
    return text


def show_progress(line: str) -> None:
    found = LOADING.search(line)
    if found and (int(found[2]) % 10 == 0 or found[2] == found[3]):
        say.line(f"    module {found[2]} of {found[3]}: {found[1]}")


def create(environment: Environment, name: str, modules, about: str, *options) -> str:
    """An empty database with these modules; the log comes back."""
    environment.cluster.drop_database(name)
    shutil.rmtree(environment.filestore(name), ignore_errors=True)
    environment.cluster.create_database(name)
    with say.step(f"Install {', '.join(modules)} into {name}", about):
        config = environment.config(name)
        install = ["-i", ",".join(modules), *options]
        return odoo(
            environment, config, "installing", "server", *install, "--no-http", "--stop-after-init"
        )


def make_bundles(environment: Environment, name: str) -> None:
    with say.step("Make the JavaScript and CSS bundles", "15 s"):
        config = environment.config(name)
        odoo(environment, config, "making bundles", "shell", "--no-http", script=BUNDLES)


def copy(environment: Environment, template: str, name: str) -> None:
    """Odoo never changes a stored file, only adds and removes them: links are copies."""
    drop(environment, name)
    environment.cluster.create_database(name, template)
    source = environment.filestore(template)
    if source.exists():
        shutil.copytree(source, environment.filestore(name), copy_function=os.link)


def drop(environment: Environment, name: str) -> None:
    environment.cluster.drop_database(name)
    shutil.rmtree(environment.filestore(name), ignore_errors=True)
    for path in environment.home.glob(f"{name}.*"):
        path.unlink()
