"""The question of slots.py put to OCA's resource_booking, over the same data."""

from __future__ import annotations

import subprocess
from datetime import timedelta

import business
import databases
import harness
import peers
import pytz

TECHNICIANS = 50
DAYS = 14
HOURS = 1.0
GRID_MINUTES = 30


def window():
    return business.first_monday(), business.first_monday() + timedelta(days=DAYS)


def fill(env):
    technicians = business.hire(env, TECHNICIANS)
    business.fill_calendars(env, technicians)
    return technicians


def find_technicians(env):
    return env["resource.resource"].search([("name", "like", "Technician %")], order="id")


def prepare(env, technicians=None):
    """One combination for each technician, and a booking that could take any of them."""
    if technicians is None:
        technicians = find_technicians(env)
    combinations = env["resource.booking.combination"].create(
        [{"resource_ids": technician.ids} for technician in technicians]
    )
    booking_type = env["resource.booking.type"].create(
        {
            "name": "Visit",
            "duration": HOURS,
            "slot_duration": GRID_MINUTES / 60,
            "modifications_deadline": 0,
            "resource_calendar_id": technicians.calendar_id.id,
            "combination_rel_ids": [
                (0, 0, {"combination_id": combination.id}) for combination in combinations
            ],
        }
    )
    return env["resource.booking"].create(
        {"type_id": booking_type.id, "partner_ids": env.user.partner_id.ids, "duration": HOURS}
    )


def ask(_env, booking):
    zone = pytz.timezone(business.ZONE)
    start, stop = (pytz.utc.localize(moment).astimezone(zone) for moment in window())
    days = booking._get_available_slots(start, stop)
    times = [
        slot.astimezone(pytz.utc).replace(tzinfo=None) for day in days.values() for slot in day
    ]
    return sorted(times)


def count_more(env, ours):
    """Asked about one technician, OCA must say what we say of this one. Asked about all, it
    joins their free times before looking for room, so it may offer half an hour of one and half
    an hour of another, a time nobody can take: we must offer the others, all of them."""
    everybody = set(ask(env, prepare(env)))
    assert set(ours) <= everybody
    technicians = find_technicians(env)
    for number in (0, TECHNICIANS // 2, TECHNICIANS - 1):
        alone = ask(env, prepare(env, technicians[number]))
        assert alone == [
            start for start, ids in sorted(ours.items()) if technicians[number].id in ids
        ], f"technician {number}"
    env.cr.rollback()
    return len(everybody - set(ours))


def fetch():
    try:
        return peers.fetch(peers.OCA)
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"!!! NO COMPARISON WITH OCA: its wheel could not be fetched ({error}).")
        return None


def compare(ours, answer, addons):
    """In a database of its own, so that neither pays for the other."""
    with databases.lent("oca", databases.bare()) as name:
        databases.install(name, ["resource_booking"], addons)
        with harness.environment(name, addons=addons) as env:
            technicians = fill(env)
            env.cr.commit()
            ids = dict(
                zip(
                    sorted({i for ids in answer.values() for i in ids}),
                    technicians.ids,
                    strict=True,
                )
            )
            answer = {start: [ids[i] for i in found] for start, found in answer.items()}
            extra = count_more(env, answer)
            oca = harness.Case(env, ask, prepare)
            harness.take_turns(ours, oca)
            remark = f"{ours.ms:.1f} / {oca.ms:.1f} ms CPU, {ours.queries} / {oca.queries} queries"
            return (
                "ours / OCA resource_booking",
                ours.ratio_to(oca),
                None,
                f"{remark}, it offers {extra} more",
            )
