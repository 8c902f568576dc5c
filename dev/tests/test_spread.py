"""Who runs the tests: one process what is named, several everything."""

import os

from dev.commands import test


def test_everything_is_shared_out(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    assert test.spread(["-k", "tour"]) == ["-n", "2", "--dist", "loadscope"]


def test_what_is_named_is_not(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    assert test.spread(["dev/tests", "-x"]) == []


def test_one_processor_shares_nothing(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert test.spread([]) == []
