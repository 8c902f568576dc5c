"""`make run`: Odoo with the add-on and demo data, on loopback, until Ctrl-C."""

from __future__ import annotations

from dev import say, server
from dev.environment import Environment
from dev.places import CLONE

LOGINS = CLONE / "dev" / "logins.txt"


def main(arguments: list[str]) -> int:
    with server.running(Environment("run"), arguments) as (port, wait):
        greet(port)
        wait()
    return 0


def greet(port: int) -> None:
    say.line(f"\nReady: http://127.0.0.1:{port}\n\nLogins (name / password):")
    for line in LOGINS.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            say.line(f"  {line}")
    say.line("\nCtrl-C stops it.")
