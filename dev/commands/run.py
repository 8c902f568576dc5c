"""`make run`: Odoo with the add-on and demo data, on loopback, until Ctrl-C."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

from dev import process, run_database, say
from dev.environment import Environment
from dev.places import CLONE, MODULE

FIRST_PORT, LAST_PORT = 8069, 8169
LOGINS = CLONE / "dev" / "logins.txt"


def is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(first: int = FIRST_PORT) -> int:
    """The usual one, or the next free one, said aloud."""
    for port in range(first, LAST_PORT):
        if is_free(port):
            if port != first:
                say.line(f"    port {first} is taken, using {port}")
            return port
    raise say.Problem(f"no port from {first} to {LAST_PORT} is free.", "end another server.")


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/web/login", timeout=60) as page:
            return page.status == 200
    except (urllib.error.URLError, OSError):
        return False


def main(arguments: list[str]) -> int:
    environment = Environment("run")
    with process.single(environment.home / "server.lock", "`make run` of this clone is running."):
        with environment.postgres():
            name, upgrade = run_database.ensure(environment)
            return serve(environment, name, [*upgrade, *arguments])


def serve(environment: Environment, name: str, options: list[str]) -> int:
    """The server gets its own session: Ctrl-C reaches us alone, and we end it by its pid."""
    port = free_port()
    config = environment.config(name, http_port=port)
    log = environment.home / "odoo.log"
    command = environment.odoo_command("server", config, *options)
    with open(log, "w") as written:
        child = subprocess.Popen(
            command,
            env=environment.env(config),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
    try:
        with say.step("Start the server", f"{'30' if options else '10'} s; log: {log}"):
            while not answers(port):
                demand_alive(child, log)
                time.sleep(0.3)
        run_database.mark_installed(environment, name)
        greet(port)
        child.wait()
        demand_alive(child, log)
    finally:
        if child.poll() is None:
            say.line("\n==> Stop the server and its database")
        process.stop(child)
    return child.returncode


def demand_alive(child: subprocess.Popen, log: Path) -> None:
    if child.poll() is not None:
        for line in log.read_text(errors="replace").splitlines()[-20:]:
            say.line(f"    | {line}")
        raise say.Problem(
            f"the server ended with {child.returncode}, the end of its log stands above.",
            f"repair {MODULE}, or `make reset` for a new database.",
        )


def greet(port: int) -> None:
    say.line(f"\nReady: http://127.0.0.1:{port}\n\nLogins (name / password):")
    for line in LOGINS.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            say.line(f"  {line}")
    say.line("\nCtrl-C stops it.")
