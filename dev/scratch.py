"""A copy of the template for one command, with everything a program needs to find it."""

from __future__ import annotations

import re
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dev import database, process, say, template
from dev.environment import Environment
from dev.places import CLONE


@dataclass(frozen=True)
class Scratch:
    name: str
    config: Path
    env: dict[str, str]

    def call(self, *command, **options) -> int:
        """Run a program on it; whatever ends us ends it."""
        child = subprocess.Popen(list(map(str, command)), cwd=CLONE, env=self.env, **options)
        try:
            return child.wait()
        finally:
            process.stop(child)


@contextmanager
def database_for(environment: Environment, suffix: str, bundles: bool = True, addon: bool = True):
    """Made, lent, dropped. The suffix tells apart what runs at the same time."""
    if not re.fullmatch(r"[a-z0-9_]{1,20}", suffix):
        raise say.Problem(f"{suffix!r} is no name for a database.", "use a-z, 0-9 and _.")
    name = template.prefix("test") + suffix
    busy = f"another command of this clone uses the test database {suffix!r}."
    remedy = f"wait for it, or take another one: make test DB={suffix}2"
    with process.single(environment.home / f"{suffix}.use", busy, remedy), environment.postgres():
        origin = template.copy(environment, name, bundles, addon)
        try:
            config = environment.config(name, with_addon=addon, max_cron_threads=0)
            env = environment.env(config) | {"PYLOT_TEMPLATE_DB": origin, "PGDATABASE": name}
            yield Scratch(name, config, env)
        finally:
            database.drop(environment, name)
