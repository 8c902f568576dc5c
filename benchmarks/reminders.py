"""What does a reminder of an appointment cost: ours against the reminders of Odoo's calendar, on
the same number of appointments that are due, and one process against two?"""

from __future__ import annotations

import multiprocessing
import os
import time
from datetime import datetime, timedelta

import business
import databases
import harness

from odoo import sql_db
from odoo.fields import Command, Domain

VISITS = int(os.environ.get("PYLOT_BENCH_MESSAGES") or 400)
TURN = VISITS // 2
TECHNICIANS = 10
POLICY = "pylot_frontoffice.pylot_reminder_policy_visit"
TEMPLATE = "calendar.calendar_template_meeting_reminder"


def fill(env):
    """Visits to customers, each of whom has a meeting of Odoo's own, too."""
    env.company.write(
        {
            "email": "office@example.com",
            "pylot_send_from": 0,
            "pylot_send_until": 24,
            "pylot_send_weekends": True,
        }
    )
    policies = env["pylot.reminder.policy"]
    policies.search(Domain("id", "!=", env.ref(POLICY).id)).state = "off"
    env.ref(POLICY).state = "on"
    partners = env["res.partner"].create(
        [
            {"name": f"Customer {n}", "email": f"customer{n}@example.com", "lang": "en_US"}
            for n in range(VISITS)
        ]
    )
    promise(env, partners)
    meet(env, partners)


def promise(env, partners):
    """A visit to each customer, ten an hour; the reminders count as due."""
    technicians = business.hire(env, TECHNICIANS)
    kind = env["pylot.appointment.type"].create({"name": "Check", "buffer_after": 0})
    visits = env["calendar.event"].create(
        [
            {
                "name": f"Check {n}",
                "appointment_type_id": kind.id,
                "customer_id": partner.id,
                "technician_id": technicians[n % TECHNICIANS].id,
                "visit_state": "confirmed",
                **get_hour(n // TECHNICIANS),
            }
            for n, partner in enumerate(partners)
        ]
    )
    visits.with_context(pylot_inform_customer=False)._promise("confirmed")
    planned = env["pylot.reminder"].search(
        [("res_model", "=", "calendar.event"), ("state", "=", "planned")]
    )
    assert planned.mapped("res_id") and set(planned.mapped("res_id")) == set(visits.ids)
    planned.due_at = datetime.now() - timedelta(minutes=1)


def meet(env, partners):
    """Meetings whose only attendee is the customer, with a reminder by e-mail."""
    alarm = env["calendar.alarm"].create(
        {
            "name": "A day before",
            "alarm_type": "email",
            "duration": 1,
            "interval": "days",
            "mail_template_id": env.ref(TEMPLATE).id,
        }
    )
    env["calendar.event"].with_context(dont_notify=True, no_mail_to_attendees=True).create(
        [
            {
                "name": f"Meeting {n}",
                "partner_ids": [Command.set(partner.ids)],
                "alarm_ids": [Command.set(alarm.ids)],
                **get_hour(n // TECHNICIANS),
            }
            for n, partner in enumerate(partners)
        ]
    )


def get_hour(number):
    start = business.first_monday() + timedelta(hours=number)
    return {"start": start, "stop": start + timedelta(hours=1)}


def get_due(env):
    """:return: what is due, as many as are sent in a turn"""
    return env["pylot.reminder"].search(
        [("state", "=", "planned"), ("due_at", "<=", datetime.now())], limit=TURN
    )


def send(env, reminders):
    """As the job does, without its commits."""
    for start in range(0, len(reminders), 50):
        reminders[start : start + 50]._get_ready()._deliver_all()
    assert set(reminders.mapped("state")) == {"sent"}, reminders.mapped("reason")[:3]


def prepare_core(env):
    return env["calendar.event"].search([("name", "like", "Meeting %")], limit=TURN)


def send_core(env, meetings):
    """What ``calendar.alarm_manager`` does with those that are due."""
    attendees = meetings.attendee_ids.filtered(lambda one: one.state != "declined")
    assert len(attendees) == TURN, "each customer is reminded"
    attendees._notify_attendees(env.ref(TEMPLATE), notify_author=True, force_send=False)
    env.flush_all()


def check_core(env):
    """It makes as many e-mails as ours, or the figures mean nothing."""
    before = env["mail.mail"].search_count(Domain.TRUE)
    send_core(env, prepare_core(env))
    assert env["mail.mail"].search_count(Domain.TRUE) == before + TURN
    env.cr.rollback()


def work(name, ready, seconds):
    """One of several jobs that send what is due, each in a process of its own."""
    with harness.environment(name) as env:
        get_due(env)
        ready.wait()
        begin = time.monotonic()
        while get_due(env):  # what another one was at is looked at again
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
            check_core(env)
            ours = harness.Case(env, send, get_due)
            core = harness.Case(env, send_core, prepare_core)
            harness.take_turns(ours, core)
        harness.Registry.delete(name)
        sql_db.close_db(name)  # nobody may be connected to what is copied
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
