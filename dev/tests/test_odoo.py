"""Which Odoo is taken, and which is refused."""

import pytest

from dev import say
from dev.setup import odoo


def make(home, program, source, version):
    (home / program).parent.mkdir(parents=True, exist_ok=True)
    (home / program).touch()
    (home / source / "odoo").mkdir(parents=True)
    (home / source / "odoo/release.py").write_text(f"x = 1\nversion_info = ({version}, 0, 'final')")
    return home


LAYOUTS = [("odoo-bin", "."), ("usr/bin/odoo", "usr/lib/python3/dist-packages")]


@pytest.mark.parametrize("program, source", LAYOUTS)
def test_checkout_and_package_are_known(tmp_path, monkeypatch, program, source):
    monkeypatch.setenv("ODOO_HOME", str(make(tmp_path, program, source, "19, 0")))
    found = odoo.ensure()
    assert found.program == tmp_path / program
    assert found.source == tmp_path / source


@pytest.mark.parametrize("program, source", LAYOUTS)
@pytest.mark.parametrize("version, said", [("18, 0", "Odoo 18.0"), ("'saas~19', 1", "unknown")])
def test_another_version_is_refused(tmp_path, monkeypatch, program, source, version, said):
    monkeypatch.setenv("ODOO_HOME", str(make(tmp_path, program, source, version)))
    with pytest.raises(say.Problem, match=said):
        odoo.ensure()


def test_a_folder_without_odoo_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("ODOO_HOME", str(tmp_path))
    with pytest.raises(say.Problem, match="neither odoo-bin nor"):
        odoo.ensure()
