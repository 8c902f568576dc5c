"""Send what is due with a real server whose workers are killed (SIGKILL) at random moments, and
count what has arrived at a mail server on this machine."""

from __future__ import annotations

import importlib
import os
import random
import shutil
import sys
import time
import types
from collections import Counter
from pathlib import Path

import databases
import harness

KILLS = int(os.environ.get("PYLOT_BENCH_KILLS") or 20)
SEED = 2026
# Seconds that the mail server thinks, at most, before it answers.
THINK = 0.02
TESTS = Path(__file__).parent.parent / "pylot_frontoffice" / "tests"
QUEUE = "mail.ir_cron_mail_scheduler_action"


class Scenario:
    """What is promised, and what it means that all has been sent."""

    name = ""
    # number of messages; each goes to another address
    messages = 0
    # xml ids of the scheduled actions that send, beside the queue of e-mails
    jobs = ()
    # SQL: whether anything is left to do
    left = ""

    def promise(self, env):
        """Commit what is to be sent."""
        raise NotImplementedError

    def get_addresses(self, env):
        """:return: where a message must arrive"""
        raise NotImplementedError

    def get_rows(self, env):
        """:return: the records with ``mail_once`` and ``state``, one a message"""
        raise NotImplementedError

    def get_address(self, row):
        """:return: where the message of a row goes"""
        raise NotImplementedError

    def check(self, env):
        """:return: dict of sentences to numbers, each of which must be 0"""
        return {}


def load(name):
    """:return: a module of the tests, without all the others"""
    package = types.ModuleType("crash_tests")
    package.__path__ = [str(TESTS)]
    sys.modules.setdefault(package.__name__, package)
    return importlib.import_module(f"{package.__name__}.{name}")


def set_up(env, scenario, port):
    env["ir.cron"].search([]).active = False
    env["ir.mail_server"].search([]).unlink()
    env["ir.mail_server"].create(
        {
            "name": "Loopback",
            "smtp_host": "127.0.0.1",
            "smtp_port": port,
            "smtp_encryption": "none",
        }
    )
    scenario.promise(env)
    for job in (QUEUE, *scenario.jobs):
        env.ref(job).active = True
    env.cr.commit()


def send(env, scenario, name, sink):
    """:return: (kills, seconds, log of the server)"""

    def is_done():
        env.cr.rollback()
        env.cr.execute(scenario.left)
        return not env.cr.fetchone()[0]

    def wake():
        for job in (QUEUE, *scenario.jobs):
            env.ref(job)._trigger()
        env.cr.commit()

    rng = random.Random(SEED)
    sink.answer = lambda verb, _mail: time.sleep(rng.uniform(0, THINK)) if verb == "250" else None
    crash = load("crash")
    crash.PATIENCE = 24 * 3600
    server = crash.CrashingServer(name, SEED)
    begin = time.monotonic()
    try:
        pause = max(scenario.messages // KILLS, 1)
        server.run(KILLS, pause, lambda: len(sink.received), is_done, wake)
        return server.kills, time.monotonic() - begin, server.read_log()
    finally:
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)


def check(env, scenario, sink, kills):
    """:return: figures by what they are of, and sentences about what went wrong"""
    arrived = Counter(recipients[0] for _sender, recipients, _message in sink.received)
    rows = scenario.get_rows(env)
    uncertain = rows.filtered(lambda row: row.mail_once == "uncertain")
    asked = {scenario.get_address(row) for row in uncertain}
    bad = {
        "twice": sum(times > 1 for times in arrived.values()),
        "nowhere": len(set(scenario.get_addresses(env)) - arrived.keys() - asked),
        "not sent": len(rows.filtered(lambda row: row.state != "sent")),
        **scenario.check(env),
    }
    figures = {
        "promised": scenario.messages,
        "at the mail server": len(arrived),
        **bad,
        "kills": kills,
        "uncertain": len(uncertain),
        "uncertain, and at the mail server": len(asked & arrived.keys()),
    }
    wrong = [what for what, number in bad.items() if number]
    if len(uncertain) > kills:
        wrong.append("more uncertain ones than kills")
    return figures, wrong


def main(scenario):
    with (
        databases.lent("crash", databases.installed()) as name,
        load("smtp_server").SmtpServer() as sink,
    ):
        with harness.environment(name) as env:
            print(f"Promise {scenario.messages} messages, some minutes ...", flush=True)
            set_up(env, scenario, sink.port)
            print(f"Send them, {KILLS} kills on the way, many minutes ...", flush=True)
            kills, seconds, log = send(env, scenario, name, sink)
            env.cr.rollback()
            env.invalidate_all()
            figures, wrong = check(env, scenario, sink, kills)
        harness.Registry.delete(name)
    speed = scenario.messages / seconds
    title = f"{scenario.name}: {seconds:.0f} s, {speed:.1f} messages a second"
    print(f"\n{title}\n{'-' * len(title)}")
    for what, number in figures.items():
        print(f"{what:<46} {number:>8}")
    for line in {line.partition(" ERROR ")[2] for line in log.splitlines() if " ERROR " in line}:
        print(f"log: {line[:160]}")
    if wrong:
        sys.exit(f"FAILED: {', '.join(wrong)}")
