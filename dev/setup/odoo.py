"""Which Odoo: the one ODOO_HOME names, else Debian's; how to start it and what it can import."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from dev import say
from dev.setup import debian

SERIES = "19.0"


@dataclass(frozen=True)
class Odoo:
    program: Path  # started as a script: with workers, Odoo starts itself again from its path
    source: Path  # what PYTHONPATH must name
    addons: tuple[Path, ...]  # beyond the ones Odoo finds by itself


def layout(home: Path) -> Odoo | None:
    """Know a git checkout and an unpacked package by what is in them."""
    if (home / "odoo-bin").is_file():
        return Odoo(home / "odoo-bin", home, (home / "addons",))
    if (home / "usr/bin/odoo").is_file():
        return Odoo(home / "usr/bin/odoo", home / "usr/lib/python3/dist-packages", ())
    return None


def series(source: Path) -> str | None:
    """Read, not imported: Odoo's own packages may not be there yet."""
    try:
        text = (source / "odoo" / "release.py").read_text()
    except OSError:
        return None
    found = re.search(r"^version_info = \((\d+), (\d+)", text, re.MULTILINE)
    return ".".join(found.groups()) if found else None


def ensure() -> Odoo:
    named = os.environ.get("ODOO_HOME")
    home = Path(named).expanduser().absolute() if named else debian.ensure()
    found = layout(home)
    if not found:
        raise say.Problem(
            f"{home} holds neither odoo-bin nor usr/bin/odoo.",
            "set ODOO_HOME to a git checkout or an unpacked package of Odoo 19.",
        )
    has = series(found.source)
    if has != SERIES:
        raise say.Problem(
            f"{home} is Odoo {has or 'of an unknown version'}, the add-on needs {SERIES}.",
            "point ODOO_HOME to Odoo 19, or unset it to get Debian's package.",
        )
    for addons in (found.source / "odoo/addons", *found.addons):
        if (addons / "mail").is_dir() and not (addons / debian.MISSING).exists():
            say.loud(f"{addons} lacks {debian.MISSING}:\n!!! browser tests fail until it is there.")
    return found
