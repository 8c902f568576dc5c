"""What makes an installed database stale, and what does not."""

import pytest

from dev import fingerprint


@pytest.fixture
def addon(tmp_path):
    for name in ("models/a.py", "views/a.xml", "tests/test_a.py", "static/src/a.js"):
        path = tmp_path / "pylot_frontoffice" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("1")
    return tmp_path / "pylot_frontoffice"


def mark(addon):
    return fingerprint.of_files(fingerprint.sources(addon))


@pytest.mark.parametrize("name", ["models/a.py", "views/a.xml", "static/src/a.js", "models/new.py"])
def test_a_changed_source_counts(addon, name):
    before = mark(addon)
    (addon / name).write_text("2")
    assert mark(addon) != before


@pytest.mark.parametrize("name", ["tests/test_a.py", "readme/USAGE.md", "models/__pycache__/a.pyc"])
def test_tests_and_texts_do_not(addon, name):
    before = mark(addon)
    (addon / name).parent.mkdir(exist_ok=True)
    (addon / name).write_text("2")
    assert mark(addon) == before


def test_times_do_not_count_and_renames_do(addon):
    before = mark(addon)
    (addon / "models/a.py").write_text("1")
    assert mark(addon) == before
    (addon / "models/a.py").rename(addon / "models/b.py")
    assert mark(addon) != before
