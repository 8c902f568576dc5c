"""A suite that skips silently is a failure."""

import pytest

from dev import pytest_plugin


@pytest.fixture
def outcome(pytester, monkeypatch):
    def run(reason, chromium):
        monkeypatch.setenv("PYLOT_CHROMIUM", chromium)
        pytester.makepyfile(f"import pytest\ndef test_x(): pytest.skip({reason!r})")
        return pytester.runpytest_subprocess("-p", "dev.pytest_plugin", "-p", "no:odoo")

    return run


def test_a_browser_test_skipped_although_there_is_a_browser_fails(outcome):
    outcome("Chrome executable not found", "/usr/bin/chromium").assert_outcomes(failed=1)


def test_without_a_browser_it_may_and_the_summary_says_so(outcome):
    result = outcome("Chrome executable not found", "")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*NO CHROMIUM*"])


def test_a_skip_for_any_other_reason_fails(outcome):
    outcome("websocket-client module is not installed", "").assert_outcomes(failed=1)


def test_an_expected_failure_is_no_skip(pytester):
    pytester.makepyfile("import pytest\n@pytest.mark.xfail\ndef test_x(): assert 0")
    result = pytester.runpytest_subprocess("-p", "dev.pytest_plugin", "-p", "no:odoo")
    result.assert_outcomes(xfailed=1)


def test_agreed_reasons_are_read_from_the_file(tmp_path, monkeypatch):
    reasons = tmp_path / "reasons.txt"
    reasons.write_text("# a reason\nno pg_trgm\n")
    monkeypatch.setattr(pytest_plugin, "REASONS", reasons)
    assert pytest_plugin.allowed("skipped: no pg_trgm here")
    assert not pytest_plugin.allowed("a reason")
