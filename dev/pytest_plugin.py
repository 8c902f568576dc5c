"""A suite that skips silently is a failure: a skip passes only when its reason is known.

Loaded with `-p dev.pytest_plugin`. Odoo skips every browser test, and stays green, when it
finds no Chromium; the set-up says in PYLOT_CHROMIUM whether there is one, and in PYLOT_AXE where
axe-core is.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from dev import worker_copy

BROWSER = "Chrome executable not found"
AXE = "axe-core not found"
REASONS = Path(__file__).with_name("allowed-skips.txt")
# Tenths of a second. Odoo skips what has no browser after ten seconds; a busy machine needs more.
BROWSER_STARTS = 600


def allowed(reason: str) -> bool:
    if BROWSER in reason:
        return not os.environ.get("PYLOT_CHROMIUM")
    if AXE in reason:
        return not os.environ.get("PYLOT_AXE")
    lines = REASONS.read_text().splitlines()
    return any(line in reason for line in lines if line.strip() and not line.startswith("#"))


def refuse(report) -> None:
    """Turn a skip nobody agreed to into a failure; `xfail` also reports as skipped, but says so."""
    if not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if not allowed(reason):
        report.outcome = "failed"
        report.longrepr = f"skipped without an agreed reason (dev/allowed-skips.txt): {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session):
    """One of several processes works on a copy of the database and of its files."""
    if tests := sys.modules.get("odoo.tests.common"):
        tests.CHECK_BROWSER_ITERATIONS = BROWSER_STARTS
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if not worker:
        return (yield)
    with worker_copy.lent(worker):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    report = yield
    refuse(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    report = yield
    refuse(report)
    return report


def pytest_terminal_summary(terminalreporter):
    if not os.environ.get("PYLOT_CHROMIUM"):
        terminalreporter.write_sep("!", "NO CHROMIUM: browser tests did not run", red=True)
