"""Other add-ons to compare with, fetched as wheels with pip into the cache."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dev.places import cache  # noqa: E402

OCA = "odoo-addon-resource_booking==19.0.*"
NAME = re.compile(r"[A-Za-z0-9._-]+")


def fetch(*requirements: str) -> list[Path]:
    """:return: folders of add-ons; of what they require, only add-ons and what Odoo's own
    environment lacks come along, the latter for ``import``

    :raise subprocess.CalledProcessError: without network and cache
    """
    addons, wanted, seen = [], list(requirements), set()
    while wanted:
        requirement = wanted.pop()
        name = normalize(requirement)
        is_addon = name.startswith("odoo-addon-")
        if name in seen or name == "odoo" or (not is_addon and find(name)):
            continue
        seen.add(name)
        # one folder each: pip does not merge what it puts into the same package "odoo"
        folder = cache() / "peers" / name
        if find(name, folder) is None:
            pip_install(requirement, folder)
        if is_addon:
            addons.append(folder / "odoo" / "addons")
        else:
            add_to_python_path(folder)
        wanted += [part for part in find(name, folder).requires or () if "extra ==" not in part]
    return addons


def add_to_python_path(folder: Path) -> None:
    """For this program and those it starts."""
    sys.path.append(str(folder))
    inherited = filter(None, [os.environ.get("PYTHONPATH"), str(folder)])
    os.environ["PYTHONPATH"] = os.pathsep.join(inherited)


def normalize(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", NAME.match(requirement)[0]).lower()


def find(name: str, folder: Path | None = None):
    """What is installed under this name, in ``folder`` or where Python looks."""
    places = {"path": [str(folder)]} if folder else {}
    for distribution in metadata.distributions(**places):
        if normalize(distribution.metadata["Name"]) == name:
            return distribution
    return None


def pip_install(requirement: str, folder: Path) -> None:
    print(f"Fetch {requirement} ...", flush=True)
    command = [sys.executable, "-m", "pip", "install", "-qq", "--no-deps", "--target", folder]
    subprocess.run([*map(str, command), requirement.split(";")[0].strip()], check=True)
