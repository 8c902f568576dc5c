"""What does a visit cost more than a plain event?

500 visits with a technician each, against 500 plain events with the same attendees, times and
texts, in one database with full calendars. Neither sends mail.
"""

from __future__ import annotations

import itertools
from datetime import timedelta

import business
import databases
import harness

NUMBER = 500
SINGLE = 50
TARGET = 1.4


def get_times(technicians):
    """:return: tuples of technician, start and stop, ten visits for each in the small hours"""
    first = business.first_monday()
    for number in range(NUMBER):
        technician = technicians[number % len(technicians)]
        start = first + timedelta(days=number // len(technicians))
        yield technician, start, start + timedelta(hours=1)


def make_values(technicians, is_visit):
    return [
        {
            "name": "Boiler",
            "start": start,
            "stop": stop,
            "user_id": False,
            "partner_ids": [] if is_visit else technician.user_id.partner_id.ids,
            **({"technician_id": technician.id} if is_visit else {}),
        }
        for technician, start, stop in get_times(technicians)
    ]


def create(env, vals_list):
    env["calendar.event"].create(vals_list)


def create_singly(env, vals_list):
    for vals in vals_list[:SINGLE]:
        env["calendar.event"].create(vals)


def put_into_tray(env, technicians, is_visit):
    """:return: tuples of an event nobody takes part in yet, who shall, and when"""
    vals_list = make_values(technicians, False)
    for vals in vals_list:
        vals.update({"partner_ids": []}, **({"visit_state": "draft"} if is_visit else {}))
        vals["start"] -= timedelta(days=7)
        vals["stop"] -= timedelta(days=7)
    events = env["calendar.event"].create(vals_list[:SINGLE])
    times = itertools.islice(get_times(technicians), SINGLE)
    return [(event, *time) for event, time in zip(events, times, strict=True)]


def assign(env, plan):
    """Give each its time and its technician, as somebody does who plans."""
    for visit, technician, start, stop in plan:
        visit.write({"technician_id": technician.id, "start": start, "stop": stop})


def invite(env, plan):
    """The same with the means of the calendar alone."""
    for event, technician, start, stop in plan:
        partner = technician.user_id.partner_id
        event.write({"partner_ids": [(4, partner.id)], "start": start, "stop": stop})


def check(env, technicians):
    """What is compared must be the same, or the ratio says nothing."""
    for is_visit in (True, False):
        events = env["calendar.event"].create(make_values(technicians, is_visit))
        wanted = [technician.user_id.partner_id for technician, *_times in get_times(technicians)]
        assert [event.attendee_ids.partner_id for event in events] == wanted
        assert len(events.booking_ids) == NUMBER * is_visit
        env.cr.rollback()


def run(env):
    technicians = business.hire(env, 50)
    business.fill_calendars(env, technicians)
    planner = business.make_user(env, "planner", "pylot_frontoffice.group_dispatcher")
    env.cr.commit()
    env = env(user=planner.id, context={"no_mail_to_attendees": True})
    technicians = technicians.with_env(env)
    check(env, technicians)
    rows = []
    for label, ours, theirs, prepare, number in (
        ("create all at once", create, create, None, NUMBER),
        ("create one by one", create_singly, create_singly, None, SINGLE),
        ("give time and technician one by one", assign, invite, put_into_tray, SINGLE),
    ):
        cases = [
            harness.Case(
                env,
                function,
                lambda env, is_visit=is_visit, prepare=prepare: (
                    prepare(env, technicians, is_visit)
                    if prepare
                    else make_values(technicians, is_visit)
                ),
            )
            for is_visit, function in ((True, ours), (False, theirs))
        ]
        harness.take_turns(*cases)
        visits, events = cases
        rows.append(
            (
                label,
                visits.ratio_to(events),
                TARGET,
                f"{visits.ms / number:.2f} / {events.ms / number:.2f} ms CPU each, "
                f"{visits.queries} / {events.queries} queries",
            )
        )
    harness.table(f"create_assign: {NUMBER} visits / {NUMBER} plain events, same attendees", rows)


def main():
    with databases.lent("create", databases.installed()) as name, harness.environment(name) as env:
        run(env)


if __name__ == "__main__":
    main()
