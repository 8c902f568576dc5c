"""The commands by name, and the one place where problems become an exit code."""

from __future__ import annotations

import importlib
import sys

from dev import process, say

COMMANDS = {
    "run": "start Odoo with the add-on and demo data on loopback",
    "test": "pass the whole suite [--db NAME] [pytest arguments]",
    "lint": "check style, names, translations and Odoo's own rules [--fix]",
    "bench": "run benchmarks/run.py on a fresh database",
    "shell": "an Odoo shell on the run database; reads a script from stdin",
    "i18n": "renew the translation template and de.po [--check]",
    "upstream": "pass Odoo's own tests with the add-on installed",
    "screenshots": "renew the pictures in docs/screenshots",
    "wheel": "build the wheel and try it in a clean environment",
    "reset": "drop this clone's databases [--all: the whole cache]",
    "exec": "any program beside a fresh test database [--db NAME] COMMAND...",
}


def usage() -> int:
    say.line("python3 -m dev <command>\n")
    for name, text in COMMANDS.items():
        say.line(f"  {name:12} {text}")
    return 2


def main() -> int:
    name, *arguments = sys.argv[1:] or ["--help"]
    if name not in COMMANDS:
        return usage()
    process.stop_on_signals()
    try:
        return importlib.import_module(f"dev.commands.{name}").main(arguments)
    except say.Problem as problem:
        print(f"\n{problem}", file=sys.stderr, flush=True)
        return 1
