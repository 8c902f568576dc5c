"""A half-unpacked Odoo must never be taken for a whole one."""

import subprocess

import pytest

from dev import say
from dev.setup import apt, debian

WITH_DPKG = pytest.mark.skipif(not apt.available(), reason="no dpkg-deb on this machine")
MAIL = "usr/lib/python3/dist-packages/odoo/addons/mail"


def package(folder, name, files):
    """A real .deb with these files."""
    tree = folder / "tree"
    (tree / "DEBIAN").mkdir(parents=True)
    (tree / "DEBIAN/control").write_text(
        f"Package: {name}\nVersion: 1\nArchitecture: all\nMaintainer: x <x@x.example>\n"
        "Description: x\n"
    )
    for path in files:
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_text("x")
    deb = folder / f"{name}_1_all.deb"
    subprocess.run(["dpkg-deb", "--build", tree, deb], check=True, capture_output=True)
    return deb


@WITH_DPKG
def test_unpacking_leaves_out_unread_languages_and_adds_the_missing_file(tmp_path):
    names = ["de", "de_CH", "en_GB", "fr", "da", "es", "nl_BE"]
    debs = tmp_path / "debs"
    deb = package(debs, "odoo-19", [f"{MAIL}/i18n/{n}.po" for n in names] + [f"{MAIL}/i18n/m.pot"])
    debian.unpack([deb], tmp_path / "odoo-19")
    kept = sorted(path.name for path in (tmp_path / "odoo-19" / MAIL / "i18n").iterdir())
    assert kept == ["de.po", "de_CH.po", "en_GB.po"]
    assert (tmp_path / "odoo-19" / MAIL).parent.joinpath(debian.MISSING).exists()


@WITH_DPKG
def test_a_broken_package_leaves_nothing_that_looks_complete(tmp_path):
    good = package(tmp_path / "debs", "odoo-19", [f"{MAIL}/x"])
    broken = good.with_name("z.deb")
    broken.write_bytes(good.read_bytes()[:400])
    with pytest.raises(say.Problem, match="could not be unpacked"):
        debian.unpack([good, broken], tmp_path / "odoo-19")
    assert not (tmp_path / "odoo-19").exists()


@WITH_DPKG
def test_an_interrupted_unpacking_starts_again_from_nothing(tmp_path):
    (tmp_path / "odoo-19.partial" / "left").mkdir(parents=True)
    debian.unpack([package(tmp_path / "debs", "odoo-19", [f"{MAIL}/x"])], tmp_path / "odoo-19")
    assert not (tmp_path / "odoo-19" / "left").exists()


def test_without_apt_the_remedy_names_odoo_home(own_cache, monkeypatch):
    monkeypatch.setattr(apt, "available", lambda: False)
    with pytest.raises(say.Problem, match="ODOO_HOME"):
        debian.ensure()


def test_without_a_mirror_the_remedy_names_the_variable(own_cache, monkeypatch):
    monkeypatch.setattr(apt, "mirror", lambda: None)
    with pytest.raises(say.Problem, match="ODOO_DEB_MIRROR"):
        debian.download()
