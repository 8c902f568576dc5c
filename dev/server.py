"""The Odoo server of `make run`: a port, a process, an answer, and an orderly end."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path

from dev import process, run_database, say
from dev.environment import Environment
from dev.places import MODULE

FIRST_PORT, LAST_PORT = 8069, 8169


def is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(first: int = FIRST_PORT, last: int = LAST_PORT) -> int:
    """The usual one, or the next free one, said aloud."""
    for port in range(first, last + 1):
        if is_free(port):
            if port != first:
                say.line(f"    port {first} is taken, using {port}")
            return port
    raise say.Problem(f"no port from {first} to {last} is free.", "end another server.")


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/web/login", timeout=60) as page:
            return page.status == 200
    except (urllib.error.URLError, OSError):
        return False


def demand_alive(child: subprocess.Popen, log: Path) -> None:
    if child.poll() is not None:
        for line in log.read_text(errors="replace").splitlines()[-20:]:
            say.line(f"    | {line}")
        raise say.Problem(
            f"the server ended with {child.returncode}, the end of its log stands above.",
            f"repair {MODULE}, or `make reset` for a new database.",
        )


@contextmanager
def running(environment: Environment, options: list[str]):
    """A server on the run database; yields its port and a function that waits for its end."""
    busy = "`make run` of this clone is running."
    with process.single(environment.home / "server.lock", busy), environment.postgres():
        name, upgrade = run_database.ensure(environment)
        port = free_port()
        config = environment.config(name, http_port=port)
        log = environment.home / "odoo.log"
        child = start(environment, config, log, [*upgrade, *options])
        try:
            about = f"{'30' if upgrade else '10'} s; log: {log}"
            with say.step("Start the server", about):
                while not answers(port):
                    demand_alive(child, log)
                    time.sleep(0.3)
            run_database.mark_installed(environment, name)
            yield port, lambda: (child.wait(), demand_alive(child, log))
        finally:
            if child.poll() is None:
                say.line("\n==> Stop the server and its database")
            process.stop(child)


def start(environment: Environment, config: Path, log: Path, options) -> subprocess.Popen:
    """In a session of its own: Ctrl-C reaches us alone, and we end the server by its pid."""
    with open(log, "w") as written:
        return subprocess.Popen(
            environment.odoo_command("server", config, *options),
            env=environment.env(config),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
