"""Pinned npm packages in the cache: eslint and prettier for `make lint`, axe-core for tests."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from dev import process, say
from dev.lint.names import tracked
from dev.places import CLONE, MODULE, cache

PACKAGES = CLONE / "dev" / "node"
# Looks for what hinders people in a page; injected into pages by browser tests.
AXE = "node_modules/axe-core/axe.min.js"


def ensure() -> Path | None:
    """The folder with node_modules; None, said aloud, where there is no npm."""
    if not shutil.which("npm"):
        say.loud(
            "NO NPM: JavaScript, XML and the accessibility of pages are not checked. "
            "remedy: install Node.js 20 or newer."
        )
        return None
    pins = (PACKAGES / "package-lock.json").read_bytes()
    home = cache() / f"node-{hashlib.sha256(pins).hexdigest()[:8]}"
    with process.locked(cache() / "node.lock", "the npm packages"):
        if not (home / "done").exists():
            install(home)
            (home / "done").touch()
    return home


def install(home: Path) -> None:
    home.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PACKAGES / name, home)
    env = {**os.environ, "npm_config_cache": str(cache() / "npm")}
    with say.step("Install eslint, prettier and axe-core with npm", "20 s"):
        process.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            "npm could not install the packages",
            "check the network or the proxy (npm's own settings are used), then start again.",
            env=env,
            cwd=home,
        )


def files(*suffixes: str) -> list[str]:
    paths = (path.relative_to(CLONE) for path in tracked() if path.suffix in suffixes)
    return [str(path) for path in paths if path.parts[0] == MODULE and "lib" not in path.parts]


def commands(home: Path) -> list[list[str]]:
    """Only those with something to look at: both tools fail on an empty list."""
    tools = home / "node_modules" / ".bin"
    scripts = files(".js")
    styled = files(".js", ".scss", ".css", ".xml")
    plugin = home / "node_modules/@prettier/plugin-xml/src/plugin.js"
    found = []
    if scripts:
        found.append([str(tools / "eslint"), "--config", str(PACKAGES / "eslint.config.mjs")])
        found[-1] += ["--max-warnings", "0", *scripts]
    if styled:
        found.append([str(tools / "prettier"), "--config", str(PACKAGES / "prettier.json")])
        found[-1] += ["--ignore-path", os.devnull, "--plugin", str(plugin), "--check", *styled]
    return found
