"""Which lines of a server log count against us."""

from dev import database

START = "2026-01-01 10:00:00,000 1"


def test_warnings_and_errors_count_except_the_known_ones():
    ours = f"{START} WARNING db odoo.models: something of ours"
    error = f"{START} ERROR db odoo.sql_db: bad query"
    log = [
        f"{START} INFO db odoo.modules: WARNING is only a word here",
        f"{START} WARNING ? odoo: Running as user 'root' is a security risk.",
        ours,
        error,
        "  a second line of it",
    ]
    assert database.complaints("\n".join(log)) == [ours, error]


def test_every_known_noise_has_its_reason():
    lines = [line for line in database.NOISE.read_text().splitlines() if line.strip()]
    for before, line in zip(lines, lines[1:], strict=False):
        assert line.startswith("#") or before.startswith("#")
