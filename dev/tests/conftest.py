"""Every test gets its own cache folder, so that none touches the real one."""

import pytest


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("PYLOT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"
