"""What does a reminder of an appointment cost: ours against the reminders of Odoo's calendar, on
the same number of appointments that are due, and one process against two?"""

from __future__ import annotations

import multiprocessing
import time
from datetime import datetime, timedelta

import databases
import harness

from odoo.fields import Command

VISITS, TURN = 400, 200


def fill(env):
    """Appointments of tomorrow, each of a customer of its own."""
    env.company.write({"pylot_send_from": 0, "pylot_send_until": 24, "pylot_send_weekends": True})
    company = env.company
    company.email = "office@example.com"
    kind = env["pylot.appointment.type"].create({"name": "Check", "duration": 1})
    partners = env["res.partner"].create(
        [
            {"name": f"Customer {n}", "email": f"customer{n}@example.com", "lang": "en_US"}
            for n in range(VISITS)
        ]
    )
    technician = env["resource.resource"].create(
        {"name": "Anna", "resource_type": "material", "is_technician": True}
    )
    start = datetime.now().replace(hour=6, minute=0, second=0, microsecond=0)
    visits = env["calendar.event"].create(
        [
            {
                "name": f"Check {n}",
                "appointment_type_id": kind.id,
                "customer_id": partner.id,
                "technician_id": technician.id,
                "visit_state": "confirmed",
                "start": start + timedelta(days=2 + n),
                "stop": start + timedelta(days=2 + n, hours=1),
            }
            for n, partner in enumerate(partners)
        ]
    )
    visits.with_context(pylot_inform_customer=False)._promise("confirmed")
    env["pylot.visit.notice"].search([("state", "=", "planned")]).state = "skipped"
    env["pylot.reminder"].search([("state", "=", "planned")]).due_at = datetime.now()
    return visits


def get_due(env):
    return env["pylot.reminder"].search(
        [("state", "=", "planned"), ("due_at", "<=", datetime.now())], limit=TURN
    )


def send(env, reminders):
    """As the job does, without its commits."""
    for start in range(0, len(reminders), 50):
        reminders[start : start + 50]._get_ready()._deliver_all()
    assert set(reminders.mapped("state")) == {"sent"}, reminders.mapped("reason")[:3]


def prepare_core(env):
    """Reminders of Odoo's calendar by e-mail, due now, to the same customers."""
    alarm = env["calendar.alarm"].create(
        {
            "name": "A day before",
            "alarm_type": "email",
            "duration": 1,
            "interval": "days",
            "mail_template_id": env.ref("calendar.calendar_template_meeting_reminder").id,
        }
    )
    visits = env["calendar.event"].search([("name", "like", "Check %")], limit=TURN)
    visits.with_context(dont_notify=True, pylot_inform_customer=False).write(
        {"alarm_ids": [Command.set(alarm.ids)]}
    )
    return visits


def send_core(env, visits):
    """What ``calendar.alarm_manager`` does with those that are due."""
    attendees = visits.attendee_ids.filtered(lambda one: one.state != "declined")
    assert len(attendees) >= TURN, "each customer is reminded"
    attendees._notify_attendees(
        env.ref("calendar.calendar_template_meeting_reminder"), force_send=False
    )
    env.flush_all()


def work(name, ready, seconds):
    """One of several jobs that send what is due, each in a process of its own."""
    with harness.environment(name) as env:
        get_due(env)
        ready.wait()
        begin = time.monotonic()
        env["pylot.reminder"]._cron_send()
        seconds.put(time.monotonic() - begin)


def time_processes(template, number):
    """:return: seconds until everything that is due has been sent by so many processes"""
    with databases.lent(f"workers{number}", template) as name:
        context = multiprocessing.get_context("spawn")
        ready, seconds = context.Barrier(number), context.Queue()
        workers = [
            context.Process(target=work, args=(name, ready, seconds)) for _number in range(number)
        ]
        for worker in workers:
            worker.start()
        longest = max(seconds.get(timeout=600) for _worker in workers)
        for worker in workers:
            worker.join()
        with harness.environment(name) as env:
            states = env["pylot.reminder"]._read_group([], ["state"], ["__count"])
            assert dict(states).get("sent") == VISITS, states
        return longest


def main():
    with databases.lent("reminders", databases.installed()) as name:
        with harness.environment(name) as env:
            fill(env)
            env.cr.commit()
            ours = harness.Case(env, send, get_due)
            core = harness.Case(env, send_core, prepare_core)
            harness.take_turns(ours, core)
        harness.Registry.delete(name)
        one, two = (time_processes(name, number) for number in (1, 2))
    remark = (
        f"{ours.ms / TURN:.1f} / {core.ms / TURN:.1f} ms CPU, "
        f"{ours.queries / TURN:.2f} / {core.queries / TURN:.2f} queries each"
    )
    rows = [
        ("a reminder: ours / Odoo's calendar", ours.ratio_to(core), None, remark),
        ("two processes / one, on the clock", two / one, None, f"{VISITS} reminders"),
    ]
    harness.table("Reminders of appointments", rows)


if __name__ == "__main__":
    main()
