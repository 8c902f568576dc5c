"""`make shell`: Odoo's shell on the run database; a script on standard input is run instead."""

from __future__ import annotations

import subprocess
import sys

from dev import process, run_database, say
from dev.environment import Environment
from dev.places import CLONE


def main(arguments: list[str]) -> int:
    """Everything we say goes to stderr: stdout belongs to the script."""
    say.stream = sys.stderr
    environment = Environment("run")
    with environment.postgres():
        name, _upgrade = run_database.ensure(environment)
        config = environment.config(name, http_port=8069)
        command = environment.odoo_command("shell", config, "--no-http", "--log-level=warn")
        child = subprocess.Popen([*command, *arguments], env=environment.env(config), cwd=CLONE)
        try:
            return child.wait()
        finally:
            process.stop(child)
