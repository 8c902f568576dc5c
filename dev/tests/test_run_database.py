"""A database left by another version is refused with the way out."""

from types import SimpleNamespace

import pytest

from dev import fingerprint, run_database, say

HERE = "19.0.1.2.0"


@pytest.fixture
def environment(monkeypatch):
    monkeypatch.setattr(fingerprint, "manifest", lambda: {"version": HERE})

    def left_by(base, ours):
        rows = [f"base|{base}", f"pylot_frontoffice|{ours}"]
        return SimpleNamespace(cluster=SimpleNamespace(sql=lambda query, name: rows))

    return left_by


@pytest.mark.parametrize(
    "base, ours, said",
    [
        ("18.0.1.3", HERE, "left by Odoo 18.0.1.3"),
        ("19.0.1.3", "19.0.1.10.0", "left by pylot_frontoffice 19.0.1.10.0"),
    ],
)
def test_another_odoo_and_a_newer_addon_are_refused(environment, base, ours, said):
    with pytest.raises(say.Problem, match=said) as caught:
        run_database.demand_same_version(environment(base, ours), "x")
    assert "make reset" in caught.value.remedy


@pytest.mark.parametrize("ours", [HERE, "19.0.1.1.9"])
def test_the_same_and_an_older_one_are_taken(environment, ours):
    run_database.demand_same_version(environment("19.0.1.3", ours), "x")
