"""Does every promised message arrive exactly once when the server is killed while it sends?

5,000 messages about visits are due, two processes work them off and hand them over to a mail server
on this machine, and twenty times one of the two is killed (SIGKILL) at a random moment. Every
message must be at the mail server once, or on the list of those of which nobody can know; of these
there can be one a kill at most. Fails when one is there twice, or nowhere.
"""

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

import business
import databases
import harness

MESSAGES = int(os.environ.get("PYLOT_BENCH_MESSAGES") or 5000)
KILLS, SEED = 20, 2026
TECHNICIANS = 10
# Seconds that the mail server thinks, at most, before it answers.
THINK = 0.02
TESTS = Path(__file__).parent.parent / "pylot_frontoffice" / "tests"
QUEUE = "mail.ir_cron_mail_scheduler_action"
NOTICES = "pylot_frontoffice.ir_cron_pylot_visit_notice_send"
BATCH = 500

LEFT = """
    SELECT EXISTS (SELECT FROM pylot_visit_notice WHERE state = 'planned' AND kind = 'confirmed')
        OR EXISTS (SELECT FROM mail_mail WHERE state = 'outgoing')"""


def load(name):
    """:return: a module of the tests, without all the others"""
    package = types.ModuleType("crash_tests")
    package.__path__ = [str(TESTS)]
    sys.modules.setdefault(package.__name__, package)
    return importlib.import_module(f"{package.__name__}.{name}")


def promise(env):
    """Confirmed visits one after the other, ten at a time, each of another customer."""
    technicians = business.hire(env, TECHNICIANS)
    kind = env["pylot.appointment.type"].create({"name": "Visit", "buffer_after": 0})
    first = business.first_monday()
    hour = business.timedelta(hours=1)
    for batch in range(0, MESSAGES, BATCH):
        visits = env["calendar.event"].create(
            [
                {
                    "name": "Visit",
                    "start": first + hour * (number // TECHNICIANS),
                    "stop": first + hour * (number // TECHNICIANS + 1),
                    "technician_id": technicians[number % TECHNICIANS].id,
                    "appointment_type_id": kind.id,
                    "contact_name": f"Customer {number}",
                    "contact_email": address(number),
                    "visit_state": "confirmed",
                }
                for number in range(batch, min(batch + BATCH, MESSAGES))
            ]
        )
        visits._promise("confirmed")
        env.cr.commit()


def address(number):
    return f"customer{number}@example.com"


def set_up(env, port):
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
    promise(env)
    for job in (QUEUE, NOTICES):
        env.ref(job).active = True
    env.cr.commit()


def send(env, name, sink):
    """:return: (kills, seconds, log of the server)"""

    def is_done():
        env.cr.rollback()
        env.cr.execute(LEFT)
        return not env.cr.fetchone()[0]

    def wake():
        for job in (QUEUE, NOTICES):
            env.ref(job)._trigger()
        env.cr.commit()

    rng = random.Random(SEED)
    sink.answer = lambda verb, _mail: time.sleep(rng.uniform(0, THINK)) if verb == "250" else None
    crash = load("crash")
    crash.PATIENCE = 24 * 3600
    server = crash.CrashingServer(name, SEED)
    begin = time.monotonic()
    try:
        pause = MESSAGES // KILLS
        server.run(KILLS, pause, lambda: len(sink.received), is_done, wake)
        return server.kills, time.monotonic() - begin, server.read_log()
    finally:
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)


def check(env, sink, kills):
    """:return: figures by what they are of, and sentences about what went wrong"""
    arrived = Counter(recipients[0] for _sender, recipients, _message in sink.received)
    notices = env["pylot.visit.notice"].search([("kind", "=", "confirmed")])
    uncertain = notices.filtered(lambda notice: notice.mail_once == "uncertain")
    asked = set(uncertain.event_id.mapped("contact_email"))
    figures = {
        "promised": MESSAGES,
        "at the mail server": len(arrived),
        "twice": sum(times > 1 for times in arrived.values()),
        "nowhere": sum(
            address(number) not in arrived and address(number) not in asked
            for number in range(MESSAGES)
        ),
        "kills": kills,
        "uncertain": len(uncertain),
        "uncertain, and at the mail server": len(asked & arrived.keys()),
        "not sent": len(notices.filtered(lambda notice: notice.state != "sent")),
    }
    wrong = [what for what in ("twice", "nowhere", "not sent") if figures[what]]
    if len(uncertain) > kills:
        wrong.append("more uncertain ones than kills")
    return figures, wrong


def main():
    with (
        databases.lent("crash", databases.installed()) as name,
        load("smtp_server").SmtpServer() as sink,
    ):
        with harness.environment(name) as env:
            print(f"Promise {MESSAGES} messages, some minutes ...", flush=True)
            set_up(env, sink.port)
            print(f"Send them, {KILLS} kills on the way, many minutes ...", flush=True)
            kills, seconds, log = send(env, name, sink)
            env.cr.rollback()
            env.invalidate_all()
            figures, wrong = check(env, sink, kills)
        harness.Registry.delete(name)
    title = f"crash: {seconds:.0f} s, {MESSAGES / seconds:.1f} messages a second"
    print(f"\n{title}\n{'-' * len(title)}")
    for what, number in figures.items():
        print(f"{what:<46} {number:>8}")
    for line in {line.partition(" ERROR ")[2] for line in log.splitlines() if " ERROR " in line}:
        print(f"log: {line}")
    if wrong:
        sys.exit(f"FAILED: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
