"""The pinned Python packages, in a private virtual environment inside the cache."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from dev import process, say
from dev.places import CLONE, cache, demand_space

RUN, TEST = (CLONE / "dev" / name for name in ("requirements.txt", "requirements-test.txt"))
OFFLINE = "check the network or the proxy (pip's own settings are used), then start again."


def folder() -> Path:
    """One per Python and per set of pins: two clones with other pins do not share it."""
    pins = hashlib.sha256(RUN.read_bytes() + TEST.read_bytes()).hexdigest()[:8]
    return cache() / f"venv-{sys.version_info[0]}.{sys.version_info[1]}-{pins}"


def ensure(tools: bool = False) -> Path:
    """The environment's Python, after installing what is missing. `tools`: the test ones too."""
    home = folder()
    wanted = [RUN, TEST] if tools else [RUN]
    with process.locked(cache() / "venv.lock", "the Python packages"):
        python = home / "bin" / "python"
        if not process.output([python, "-c", "print(1)"]):
            demand_space()
            create(home)
        for requirements in wanted:
            stamp = home / f"{requirements.stem}.done"
            if not stamp.exists():
                install(python, requirements)
                stamp.touch()
    return python


def create(home: Path) -> None:
    """--clear: an interrupted one, or one whose Python is gone, starts again from nothing."""
    if not process.output([sys.executable, "-c", "import ensurepip, venv; print(1)"]):
        from dev.setup import apt

        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        if not apt.install_system(f"python{version}-venv"):
            raise say.Problem(
                f"this Python ({sys.executable}) cannot make virtual environments.",
                f"apt-get install python{version}-venv",
            )
    with say.step("Make a virtual environment", "5 s"):
        process.run(
            [sys.executable, "-m", "venv", "--clear", home],
            "the virtual environment could not be made",
            "install Debian's python3-venv, or start with another Python.",
        )


def install(python: Path, requirements: Path) -> None:
    """The wheel package first: two requirements come as source and pip wants it for them."""
    with say.step(f"Install {requirements.name} with pip", "1 to 2 min the first time"):
        pip = [python, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
        first = [line for line in requirements.read_text().split() if line.startswith("wheel==")]
        for what in ([*first], ["-r", requirements]):
            if what:
                process.run(
                    [*pip, "--progress-bar", "off", *what],
                    "pip could not install the Python packages",
                    OFFLINE,
                    env={"PIP_CACHE_DIR": str(cache() / "pip"), **os.environ},
                )
