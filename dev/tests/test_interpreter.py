"""Which Pythons are taken."""

from dev import interpreter


def program(folder, name, text):
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_only_the_versions_odoo_runs_on_suit():
    assert [v for v in range(8, 16) if interpreter.suits((3, v, 1))] == [10, 11, 12, 13]


def test_a_shim_without_a_python_behind_it_is_passed_over(tmp_path):
    program(tmp_path, "python3.13", "echo 'pyenv: not installed' >&2; exit 127")
    good = program(tmp_path, "python3.11", "echo 3 11")
    assert interpreter.find(str(tmp_path)) == good


def test_nothing_is_found_where_nothing_is(tmp_path):
    program(tmp_path, "python3.12", "echo 3 9")
    assert interpreter.find(str(tmp_path)) is None
