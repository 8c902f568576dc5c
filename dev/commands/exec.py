"""`python3 -m dev exec [--db NAME] COMMAND...`: any program beside a fresh test database.

It finds Odoo's configuration in ODOO_RC, the database through the usual PG variables, Odoo's
start command in PYLOT_ODOO_BIN and the template to copy from in PYLOT_TEMPLATE_DB.
"""

from __future__ import annotations

import os

from dev import scratch
from dev.commands.test import parse
from dev.environment import Environment


def main(arguments: list[str]) -> int:
    suffix, command = parse(arguments)
    environment = Environment("test", tools=True)
    with scratch.database_for(environment, suffix) as lent:
        return lent.call(*(command or [os.environ.get("SHELL", "sh")]))
