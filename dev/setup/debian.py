"""Odoo 19 from Debian's package, unpacked privately: no root, nothing installed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from dev import process, say
from dev.places import cache, demand_space
from dev.setup import apt

# Odoo's web assets are links into these packages. Font Awesome 4.7 left Debian after trixie,
# asked for by name because "stable" moves.
PACKAGES = {
    "unstable": (
        "odoo-19 libjs-jquery libjs-jquery-form libjs-underscore fonts-roboto-unhinted"
        " fonts-montserrat fonts-ocr-b fonts-inconsolata"
    ).split(),
    "trixie": ["fonts-font-awesome"],
}
TESTED = "19.0.0+dfsg-1"
TESTED_SHA256 = "9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf"
HOWTO = "check the network or proxy, or point ODOO_HOME to an Odoo 19 you have."
# 0.8 GB of translations into languages nobody here reads stay packed.
UNREAD = ("*.pot", "*/i18n*/[!de]*.po", "*/i18n*/d[!e]*.po", "*/i18n*/e[!n]*.po")
# Debian had to leave this file out; without it every page logs an error, which fails every
# browser test. Only the background blur of video calls would use it.
MISSING = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
STUB = "// Not in Debian's package. Only the background blur of calls uses it.\n"


def ensure() -> Path:
    """The unpacked tree. It gets its name only when it is whole."""
    home = cache() / "odoo-19"
    with process.locked(cache() / "odoo.lock", "getting Odoo"):
        if not home.exists():
            if not apt.available():
                raise say.Problem(
                    "there is no Odoo 19 here and no apt-get to get it with.",
                    "set ODOO_HOME to a checkout or an unpacked package of Odoo 19.",
                )
            demand_space()
            unpack(download(), home)
    return home


def download() -> list[Path]:
    """apt resumes half a file, and checks signatures and sums of all of them."""
    base = apt.mirror()
    if not base or not apt.KEYRING.exists():
        raise say.Problem(
            "this machine's apt names no Debian mirror or has no Debian keys.",
            "name one in ODOO_DEB_MIRROR and install debian-archive-keyring, or set ODOO_HOME.",
        )
    folder = cache() / "apt"
    private = ["apt-get", *apt.private_options(folder)]
    apt.write_sources(folder, base, PACKAGES)
    debs = folder / "debs"
    debs.mkdir(exist_ok=True)
    wanted = [f"{name}/{suite}" for suite, names in PACKAGES.items() for name in names]
    with say.step("Download Odoo 19 with apt-get", "155 MB"):
        try:
            load(private, wanted, debs)
        except say.Problem as problem:
            # Mirrors keep a Release file of unstable longer than it says it is valid. Then only
            # the very package we know will do: an old list could hide a newer, repaired one.
            say.line(f"    {problem.what} Once more, with an expired list and the known package.")
            load([*private, "-o", "Acquire::Check-Valid-Until=false"], wanted, debs)
            demand_known(debs)
    return sorted(debs.glob("*.deb"))


def load(apt_get: list, wanted: list[str], debs: Path) -> None:
    process.run([*apt_get, "update"], "Debian's lists could not be loaded", HOWTO)
    loading = [*apt_get, "download", *wanted]
    process.run(loading, "Odoo's package could not be loaded", HOWTO, cwd=debs)


def demand_known(debs: Path) -> None:
    for deb in debs.glob("odoo-19_*.deb"):
        if hashlib.sha256(deb.read_bytes()).hexdigest() != TESTED_SHA256:
            raise say.Problem(f"{deb.name} is not the package we know, and the list is old.", HOWTO)


def unpack(debs: list[Path], home: Path) -> None:
    """Into a folder of another name first: an interrupted one must never look complete."""
    half = home.with_name(f"{home.name}.partial")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir()
    with say.step("Unpack Odoo", "10 to 60 s, 0.5 GB"):
        for deb in debs:
            say.line(f"    {deb.name}")
            extract(deb, half)
    addons = half / "usr/lib/python3/dist-packages/odoo/addons"
    stub = addons / MISSING
    if not stub.exists():
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.write_text(STUB)
    os.rename(half, home)
    shutil.rmtree(debs[0].parent)


def extract(deb: Path, target: Path) -> None:
    if deb.name.startswith("odoo-19_") and TESTED not in deb.name.replace("%2b", "+"):
        say.line(f"    note: tested with {TESTED}, the mirror has {deb.name}")
    excludes = [f"--exclude={pattern}" for pattern in UNREAD]
    packed = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb], stdout=subprocess.PIPE)
    unpacked = subprocess.run(
        ["tar", "-x", "--no-same-owner", *excludes, "-C", target], stdin=packed.stdout
    )
    if packed.wait() or unpacked.returncode:
        raise say.Problem(
            f"{deb.name} could not be unpacked.",
            f"delete {deb.parent} and start again; look for free disk space.",
        )
