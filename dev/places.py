"""Where things live: the clone, and ONE cache folder outside it."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from dev.say import Problem

CLONE = Path(__file__).resolve().parent.parent
MODULE = "pylot_frontoffice"
ADDON = CLONE / MODULE
NEEDED_GB = 3

# Two clones may share a cache: databases and server state carry this mark of the clone's path.
MARK = hashlib.sha256(str(CLONE).encode()).hexdigest()[:8]


def cache() -> Path:
    """The cache folder, made on first use. Deleting it is a full reset."""
    named = os.environ.get("PYLOT_CACHE")
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(named).expanduser().absolute() if named else Path(base) / "pylot-frontoffice"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError
    except OSError:
        raise Problem(
            f"the cache folder {folder} cannot be written.",
            "name another one in the environment variable PYLOT_CACHE.",
        ) from None
    return folder


def state(*parts: str) -> Path:
    """A folder of this clone's own state inside the cache."""
    folder = cache().joinpath("clones", f"{CLONE.name}-{MARK}", *parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def demand_space(needed_gb: float = NEEDED_GB) -> None:
    """Say it before the download, not in the middle of it."""
    free = shutil.disk_usage(cache()).free / 1e9
    if free < needed_gb:
        raise Problem(
            f"{free:.1f} GB are free in {cache()}, the set-up needs {needed_gb} GB.",
            "free some space, or name a folder on another disk in PYLOT_CACHE.",
        )
