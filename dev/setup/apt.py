"""Debian's package manager, used two ways: privately (any user), or for the system (root)."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

from dev import process, say

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
RELEASE = re.compile(r"'(?P<base>[^']+?)dists/(?P<suite>[^' ]+)/InRelease'")
SIDE_SUITE = re.compile(r"security|updates|backports")


def available() -> bool:
    return bool(shutil.which("apt-get") and shutil.which("dpkg-deb"))


def parse_mirror(uris: str) -> str | None:
    """The Debian mirror among the places this machine's apt knows.

    Other vendors' repositories may come first, so one that is called debian wins.
    """
    bases = [
        found["base"] for found in RELEASE.finditer(uris) if not SIDE_SUITE.search(found["suite"])
    ]
    named = [base for base in bases if base.rstrip("/").endswith("/debian")]
    return (named or bases or [None])[0]


def mirror() -> str | None:
    """Works as any user and without package lists; does not touch the network."""
    named = os.environ.get("ODOO_DEB_MIRROR")
    if named:
        return named.rstrip("/") + "/"
    with tempfile.TemporaryDirectory() as lists:
        lists_option = f"Dir::State::Lists={lists}"
        uris = process.output(["apt-get", "-o", lists_option, "update", "--print-uris"])
    return parse_mirror(uris or "")


def private_options(folder: Path) -> list[str]:
    """An apt of our own: own sources, lists and cache; the system's is neither read nor
    changed, except its apt.conf, where proxies are named."""
    settings = {
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache": folder / "cache",
        "Dir::Cache::pkgcache": "",
        "Dir::Cache::srcpkgcache": "",
        "Dir::State::Status": "/dev/null",
        "Dir::Etc::SourceList": "/dev/null",
        "Dir::Etc::SourceParts": folder / "sources",
        "Dir::Etc::Preferences": "/dev/null",
        "Dir::Etc::PreferencesParts": "/dev/null",
        "APT::Sandbox::User": "",
        "Acquire::Retries": 3,
    }
    for name in ("lists", "cache", "sources"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return [part for key, value in settings.items() for part in ("-o", f"{key}={value}")]


def write_sources(folder: Path, base: str, suites) -> None:
    for suite in suites:
        (folder / "sources" / f"{suite}.sources").write_text(
            f"Types: deb\nURIs: {base}\nSuites: {suite}\nComponents: main\nSigned-By: {KEYRING}\n"
        )


def install_system(*packages: str) -> bool:
    """Install packages for the whole machine. False where that is not ours to do."""
    if os.geteuid() or not shutil.which("apt-get"):
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    with say.step(f"Install {', '.join(packages)} with apt-get", "1 min"):
        try:
            process.run(["apt-get", "update", "-q"], "apt-get update failed", "", env=env)
        except say.Problem as problem:
            say.line(f"    {problem.what} Trying with the lists that are there.")
        try:
            process.run(install, "apt-get install failed", "", env=env)
        except say.Problem as problem:
            say.line(f"    {problem.what}")
            return False
    return True
