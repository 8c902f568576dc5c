"""Has anything changed that an installed database depends on?"""

from __future__ import annotations

import ast
import hashlib
from pathlib import Path

from dev.places import ADDON
from dev.setup.venv import RUN

# Python tests and texts for readers are not part of what gets installed.
LEFT_OUT = {"__pycache__", "tests", "readme", "description"}


def sources(addon: Path = ADDON) -> list[Path]:
    return sorted(
        path
        for path in addon.rglob("*")
        if path.is_file()
        and path.suffix not in {".pyc", ".md"}
        and not LEFT_OUT & set(path.relative_to(addon).parts[:-1])
    )


def of_files(paths, *more: str) -> str:
    """Names and contents, not times: a checkout changes times, and no data."""
    digest = hashlib.sha256()
    for part in more:
        digest.update(part.encode() + b"\0")
    for path in paths:
        digest.update(
            str(
                path.relative_to(ADDON.parent) if path.is_relative_to(ADDON.parent) else path
            ).encode()
            + b"\0"
        )
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:10]


def of_odoo(odoo) -> str:
    """Which Odoo, with which packages: what an installed core depends on."""
    return of_files([RUN, odoo.source / "odoo" / "release.py"], str(odoo.program))


def of_addon(odoo, addon: Path = ADDON) -> str:
    return of_files(sources(addon), of_odoo(odoo))


def manifest(addon: Path = ADDON) -> dict:
    return ast.literal_eval((addon / "__manifest__.py").read_text())
