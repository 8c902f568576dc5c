"""`make screenshots`: renew the pictures in docs/screenshots from the run database."""

from __future__ import annotations

import subprocess

from dev import process, say, server
from dev.environment import Environment
from dev.places import CLONE

TABLE = CLONE / "dev" / "screenshots.txt"
TARGET = CLONE / "docs" / "screenshots"


def main(arguments: list[str]) -> int:
    environment = Environment("run")
    if not environment.browser:
        raise say.Problem("pictures need Chromium.", "apt-get install chromium (as root).")
    TARGET.mkdir(parents=True, exist_ok=True)
    with server.running(environment, []) as (port, _wait):
        command = [environment.python, "-m", "dev.pictures", f"http://127.0.0.1:{port}"]
        child = subprocess.Popen(
            list(map(str, [*command, TABLE, TARGET, *arguments])), cwd=CLONE, env=environment.env()
        )
        try:
            return child.wait()
        finally:
            process.stop(child)
