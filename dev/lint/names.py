"""What no file of ours may contain: registry hosts and paths of somebody's machine."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from dev.places import CLONE

# Built from parts, or this file would find itself.
HOSTS = re.compile(
    r"\b(?:files\.python" + r"hosted\.org|py" + r"pi\.org|registry\.npm" + r"js\.org|deb\.deb"
    r"ian\.org|snapshot\.deb" + r"ian\.org|archive\.ubu" + r"ntu\.com)\b"
)
PLACES = re.compile(r"(?<![\w.~])/(?:ro" + r"ot|ho" + r"me/\w+|wo" + r"rk|Us" + r"ers/\w+)/\w")
LONG = {".py": 200, ".xml": 300, ".js": 250}


def tracked() -> list[Path]:
    """What git knows or would take; everything, where there is no git."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, cwd=CLONE, capture_output=True)
    except FileNotFoundError:
        done = None
    if not done or done.returncode:
        return sorted(p for p in CLONE.rglob("*") if p.is_file() and ".git" not in p.parts)
    paths = (CLONE / name for name in done.stdout.decode().split("\0") if name)
    return sorted(path for path in paths if path.is_file())


def texts() -> Iterable[tuple[Path, str]]:
    for path in tracked():
        try:
            yield path.relative_to(CLONE), path.read_text()
        except UnicodeDecodeError:
            continue


def hosts_and_places() -> Iterable[str]:
    for path, text in texts():
        for number, line in enumerate(text.splitlines(), 1):
            for found in (HOSTS.search(line), PLACES.search(line)):
                if found:
                    yield f"{path}:{number}: names {found[0]!r}, a host or a place of one machine"


def long_files() -> Iterable[str]:
    """A warning only: some things are long."""
    for path, text in texts():
        lines, limit = text.count("\n"), LONG.get(path.suffix)
        if limit and lines > limit:
            yield f"{path}: {lines} lines, a file should be held in the head (up to {limit})"
