"""Everything a command needs, set up and at hand: Odoo, Python, PostgreSQL, browser, PDF."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path

from dev import process, say
from dev.pdf import standin
from dev.places import CLONE, state
from dev.setup import chromium, odoo, venv
from dev.setup.postgres import FOR_TESTS, Cluster


class Environment:
    """`name`: "run" or "test". Each has its own server and databases, so neither disturbs."""

    def __init__(self, name: str, tools: bool = False):
        say.line(f"Set-up for {name}: minutes and 3 GB the first time, then a second.")
        self.name = name
        self.home = state(name)
        self.python = venv.ensure(tools)
        self.odoo = odoo.ensure()
        self.browser = chromium.ensure()
        self.cluster = Cluster(name, self.python, FOR_TESTS if name == "test" else None)
        self.bin = standin.ensure(self.python, self.browser)

    def env(self, config: Path | None = None) -> dict[str, str]:
        """What child processes see. Odoo is imported from PYTHONPATH, so that one virtual
        environment serves any ODOO_HOME; the clone is on it for our pytest plugin."""
        env = self.cluster.env()
        folders = [self.bin, self.python.parent]
        if self.browser and not chromium.find(env["PATH"]):
            folders.append(self.browser)
        env = process.with_path(env, *folders)
        env["PYTHONPATH"] = os.pathsep.join([str(self.odoo.source), str(CLONE)])
        env["PYLOT_ODOO_BIN"] = f"{self.python} {self.odoo.program}"
        env["PYLOT_CHROMIUM"] = str(chromium.find(env["PATH"]) or "")
        if config:
            env["ODOO_RC"] = str(config)
        return env

    def odoo_command(self, command: str, config: Path, *arguments) -> list[str]:
        return [*map(str, (self.python, self.odoo.program, command, "-c", config, *arguments))]

    def config(self, database: str, with_addon: bool = True, **more) -> Path:
        """An odoo.conf for one database; every setting Odoo would otherwise warn about is in."""
        addons = [*map(str, self.odoo.addons), *([str(CLONE)] if with_addon else [])]
        if not addons:
            addons = [str(self.odoo.source / "odoo" / "addons")]
        env = self.cluster.env()
        settings = {
            "addons_path": ",".join(addons),
            "data_dir": self.home / "data",
            "db_host": env.get("PGHOST"),
            "db_port": env.get("PGPORT", "5432"),
            "db_user": env.get("PGUSER"),
            "db_name": database,
            "dbfilter": f"^{database}$",
            "list_db": False,
            "http_interface": "127.0.0.1",
            "http_port": 8069,
            "workers": 0,
            "limit_time_real": 600,
            "screenshots": self.home / "screenshots",
            **more,
        }
        if env.get("PGPASSWORD"):
            settings["db_password"] = env["PGPASSWORD"]
        path = self.home / f"{database}.conf"
        lines = [f"{name} = {value}" for name, value in settings.items()]
        path.write_text("\n".join(["[options]", *lines, ""]))
        return path

    def filestore(self, database: str) -> Path:
        return self.home / "data" / "filestore" / database

    @contextmanager
    def postgres(self):
        """The server for as long as the block takes."""
        self.cluster.start()
        try:
            yield self.cluster
        finally:
            self.cluster.stop()


def interactive() -> bool:
    return sys.stdout.isatty()
