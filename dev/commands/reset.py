"""`make reset`: drop this clone's databases and state; `--all`: delete the whole cache."""

from __future__ import annotations

import os
import shutil

from dev import process, say
from dev.places import CLONE, MARK, cache, state
from dev.setup import venv
from dev.setup.postgres import Cluster


def main(arguments: list[str]) -> int:
    everything = "--all" in arguments
    if (venv.folder() / "bin/python").exists():
        for name in ("run", "test"):
            clear(name)
    target = cache() if everything else state()
    with say.step(f"Delete {target}"):
        shutil.rmtree(target)
    say.line("Everything is gone." if everything else f"The databases of {CLONE} are gone.")
    return 0


def clear(name: str) -> None:
    """Not under the feet of a running command: a cluster in use is left alone."""
    cluster = Cluster(name, venv.folder() / "bin/python")
    if os.environ.get("PGHOST"):
        cluster.start()
        for database in cluster.databases():
            if database.startswith(f"pylot_{MARK}_"):
                cluster.drop_database(database)
    busy = f"a command of this clone uses the databases for {name}."
    with process.single(cluster.home / "pg.use", busy, "end it first (Ctrl-C)."):
        if cluster.data.exists() and cluster.running():
            cluster.control("stop")
