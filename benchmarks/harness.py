"""Open Odoo environments, measure processor time, print ratios.

Processor time is what this program and its database server process used, so neighbours on the
machine disturb it less than they disturb a clock. What is compared takes turns. Neighbours can
only make a turn slower, so the faster half of the turns is looked at: its median is the time, and
a ratio is the quotient of two such times.
"""

from __future__ import annotations

import cProfile
import gc
import os
import statistics
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import odoo.api
import odoo.tools
from odoo.modules.registry import Registry

ROUNDS, MAX_ROUNDS = 9, 41
ENOUGH_MS = 1500
NANOSECONDS = 1e9


@contextmanager
def environment(database: str, login: str | None = None, addons=()):
    """An environment of one cursor, as ``login`` (default: superuser). Nothing is committed
    unless the script does."""
    paths = Path(os.environ["ODOO_RC"]).read_text()
    odoo.tools.config.parse_config(
        ["-c", os.environ["ODOO_RC"], *addons_option(paths, addons), "--log-level=error"],
        setup_logging=True,
    )
    registry = Registry(database)
    with registry.cursor() as cr:
        # what a parallel worker uses would not be counted
        cr.execute("SET max_parallel_workers_per_gather = 0; SET synchronous_commit = off")
        cr.commit()
        env = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {})
        if login:
            env = env(user=env["res.users"].search([("login", "=", login)]).id)
        yield env
        cr.rollback()


def addons_option(config: str, addons) -> list[str]:
    """The configured folders and some more."""
    found = [
        line.split("=", 1)[1] for line in config.splitlines() if line.startswith("addons_path")
    ]
    folders = [*map(str, addons), *(folder.strip() for folder in found[0].split(","))]
    return ["--addons-path=" + ",".join(folders)]


class Meter:
    """Processor time in ms of this program and of the server process behind a cursor."""

    def __init__(self, cr):
        cr.execute("SELECT pg_backend_pid()")
        folder = Path(f"/proc/{cr.fetchone()[0]}")
        try:
            is_local = (folder / "comm").read_text().startswith("postgres")
        except OSError:
            is_local = False
        self.folder = folder if is_local else None
        if not is_local:
            print("note: the database server is not on this machine, only Odoo's part is measured")
        self.precise = is_local and (folder / "schedstat").exists()

    def read(self) -> float:
        return 1000 * (time.process_time() + self.server())

    def server(self) -> float:
        """Seconds; 0 when the server is on another machine."""
        if not self.folder:
            return 0.0
        if self.precise:
            return int((self.folder / "schedstat").read_text().split()[0]) / NANOSECONDS
        values = (self.folder / "stat").read_text().rpartition(")")[2].split()
        return (int(values[11]) + int(values[12])) / os.sysconf("SC_CLK_TCK")


class Case:
    """One side of a comparison; ``prepare`` runs unmeasured before every turn, and what it
    returns is what ``run`` gets. Everything is rolled back after the turn."""

    def __init__(self, env, run, prepare=lambda env: None):
        self.env, self.run, self.prepare = env, run, prepare
        self.meter = Meter(env.cr)
        self.times, self.queries = [], 0

    def turn(self) -> None:
        given = self.prepare(self.env)
        self.env.flush_all()
        self.env.invalidate_all()
        gc.collect()
        gc.disable()
        before, queries = self.meter.read(), self.env.cr.sql_log_count
        self.run(self.env, given)
        self.env.cr.flush()  # also what is only done before a commit, such as logging changes
        self.times.append(self.meter.read() - before)
        self.queries = self.env.cr.sql_log_count - queries
        gc.enable()
        self.env.cr.rollback()

    def count_calls(self) -> int:
        """How many functions Python calls in a turn: crude, but the same on the busiest machine,
        except that a turn may find one of Odoo's caches emptied; hence the least of three."""
        return min(self.count_once() for _turn in range(3))

    def count_once(self) -> int:
        given = self.prepare(self.env)
        self.env.flush_all()
        self.env.invalidate_all()
        profile = cProfile.Profile()
        profile.enable()
        self.run(self.env, given)
        self.env.cr.flush()
        profile.disable()
        self.env.cr.rollback()
        return sum(entry.callcount for entry in profile.getstats())

    @property
    def ms(self) -> float:
        return statistics.median(sorted(self.times)[: len(self.times) // 2 + 1])

    def ratio_to(self, other: Case) -> float:
        return self.ms / other.ms


def take_turns(*cases: Case) -> None:
    """The first turn of each warms up and is forgotten; the order changes every round. What is
    short is done more often."""
    for case in cases:
        case.turn()
    rounds = min(MAX_ROUNDS, max(ROUNDS, int(ENOUGH_MS / max(case.ms for case in cases))))
    for case in cases:
        case.times.clear()
    for number in range(rounds):
        for case in cases if number % 2 else reversed(cases):
            case.turn()


def table(title: str, rows) -> None:
    """:param rows: tuples of label, ratio, target (None: there is none) and a remark"""
    print(f"\n{title}\n{'-' * len(title)}")
    for label, ratio, target, remark in rows:
        verdict, style = "", ".2f" if ratio >= 0.1 else ".4f"
        if target is not None:
            verdict = f"target {target:g}: {'ok' if ratio <= target else 'MISSED'}"
        print(f"{label:<46} {ratio:>8{style}} x  {verdict:<20} {remark}")
    sys.stdout.flush()
