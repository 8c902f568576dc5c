"""A real Odoo server with several processes, for tests of what only they can show."""

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import odoo
from odoo.tools import config

# How to start Odoo, such as "python3 /opt/odoo/odoo-bin".
PROGRAM = "PYLOT_ODOO_BIN"
# Seconds for a start or an answer on a machine that is busy with other things.
PATIENCE = 180


def get_odoo_program():
    """The script, not ``-m odoo``: with workers, Odoo executes itself once more by name."""
    if os.environ.get(PROGRAM):
        return shlex.split(os.environ[PROGRAM])
    for path in odoo.__path__:
        # of a checkout, or of a package of the distribution (bin beside lib)
        for folder in Path(path).resolve().parents:
            for script in (folder / "odoo-bin", folder / "bin" / "odoo"):
                if script.is_file():
                    return [sys.executable, str(script)]
    raise RuntimeError(f"Say in {PROGRAM} how to start Odoo, no script is beside it.")


def write_odoo_config(folder, database, **settings):
    """:return: path of a configuration file in ``folder`` for the database server of the test"""
    settings = {
        **{name: config[name] for name in ("db_host", "db_port", "db_user", "db_password")},
        "addons_path": ",".join(config["addons_path"]),
        "data_dir": folder / "data",
        "db_name": database,
        "http_interface": "127.0.0.1",
        "log_level": "warn",
        # zero is a value here
        "max_cron_threads": "0",
        **settings,
    }
    path = folder / "odoo.conf"
    lines = [f"{name} = {value}" for name, value in settings.items() if value]
    path.write_text("\n".join(["[options]", *lines, ""]))
    return str(path)


class OdooServer:
    """Two workers on loopback, a folder of its own for sessions and log, one database.

    :param settings: further ones of the configuration, or others; what is off is "False"
    """

    def __init__(self, database, **settings):
        self.database = database
        self.settings = settings
        self.folder = Path(tempfile.mkdtemp(prefix="pylot_server_"))
        self.log = self.folder / "odoo.log"
        self.port = self._get_free_port()
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*get_odoo_program(), "server", "-c", self._write_config(), "-d", database],
                env={key: value for key, value in os.environ.items() if key != "ODOO_RC"},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _write_config(self):
        settings = {
            "dbfilter": f"^{self.database}$",
            "http_port": self.port,
            "gevent_port": self._get_free_port(),
            "workers": 2,
            "limit_time_cpu": PATIENCE,
            "limit_time_real": PATIENCE,
            **self.settings,
        }
        return write_odoo_config(self.folder, self.database, **settings)

    def _get_free_port(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return probe.getsockname()[1]

    def wait(self):
        """Until it answers; both workers load their registry on their first request."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                return self.call("/web/health")
            except OSError:
                time.sleep(0.2)
        raise RuntimeError(f"The server does not answer:\n{self.read_log()}")

    def call(self, path, body=None, **headers):
        """:return: (HTTP status, response headers, decoded body)"""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", **headers},
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as response:
                return response.status, response.headers, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, error.headers, json.loads(error.read() or "null")

    def get_workers(self):
        """:return: ids of the processes that do the work, as far as they have been started"""
        parent = self.process.pid
        children = Path(f"/proc/{parent}/task/{parent}/children")
        return [int(pid) for pid in children.read_text().split()]

    def read_log(self):
        return self.log.read_text()

    def stop(self):
        """Only what was started here, by its own id."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
