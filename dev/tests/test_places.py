"""Where things are kept."""

import os
import shutil
from collections import namedtuple

import pytest

from dev import places, say


def test_the_cache_can_be_named(own_cache):
    assert places.cache() == own_cache and own_cache.is_dir()


def test_the_cache_follows_xdg(tmp_path, monkeypatch):
    monkeypatch.delenv("PYLOT_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert places.cache() == tmp_path / "pylot-frontoffice"


def test_an_unwritable_cache_is_a_problem_with_a_remedy(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("PYLOT_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(say.Problem, match="PYLOT_CACHE"):
        places.cache()


def test_state_is_the_clones_own(own_cache):
    assert places.MARK in str(places.state("run"))
    assert os.path.commonpath([places.state("run"), own_cache]) == str(own_cache)


def test_a_full_disk_is_told_before_the_download(own_cache, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(9e9, 8e9, 1e9))
    with pytest.raises(say.Problem, match="1.0 GB are free"):
        places.demand_space()
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(9e9, 1e9, 8e9))
    places.demand_space()
