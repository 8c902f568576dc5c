"""How long does it take to find the free times of 50 technicians in two weeks?

With 20,000 meetings in their calendars: our function, OCA's resource_booking, and one SQL
statement written for this data alone, which is as fast as PostgreSQL can answer.
"""

from __future__ import annotations

from datetime import timedelta

import business
import databases
import harness
import slots_oca
from slots_oca import DAYS, GRID_MINUTES, HOURS, TECHNICIANS, fill, find_technicians, window

TARGET_MS = 15

# The multiranges of working hours minus those of meetings, and the grid laid over what is left.
# It knows that there is one calendar, no time off, no skill, no buffer and no change of clocks.
LIMIT = """
    SET LOCAL jit = off;
    WITH work AS (
        SELECT range_agg(tsrange(
                   (day + interval '1 hour' * a.hour_from) AT TIME ZONE %(zone)s AT TIME ZONE 'UTC',
                   (day + interval '1 hour' * a.hour_to) AT TIME ZONE %(zone)s AT TIME ZONE 'UTC'
               )) AS ranges
          FROM generate_series(%(start)s, %(stop)s, interval '1 day') AS day
          JOIN resource_calendar_attendance a
            ON a.calendar_id = %(calendar)s AND a.dayofweek::int = extract(isodow FROM day) - 1
    ), busy AS (
        SELECT attendee.partner_id, range_agg(tsrange(event.start, event.stop)) AS ranges
          FROM calendar_event event
          JOIN calendar_attendee attendee ON attendee.event_id = event.id
         WHERE event.start < %(stop)s AND event.stop > %(start)s
           AND event.active AND event.show_as = 'busy' AND attendee.state <> 'declined'
         GROUP BY attendee.partner_id
    ), room AS (
        SELECT r.id, unnest(work.ranges * tsmultirange(tsrange(%(start)s, %(stop)s))
                            - COALESCE(busy.ranges, '{}')) AS span
          FROM resource_resource r
          JOIN res_users u ON u.id = r.user_id
          LEFT JOIN busy ON busy.partner_id = u.partner_id
         CROSS JOIN work
         WHERE r.id = ANY(%(technicians)s)
    )
    SELECT start, array_agg(id ORDER BY id)
      FROM room
     CROSS JOIN LATERAL generate_series(
           date_bin(%(grid)s, lower(span) + %(grid)s - interval '1 us', TIMESTAMP '2000-01-01'),
           upper(span) - %(duration)s, %(grid)s) AS start
     GROUP BY start
     ORDER BY start"""


def prepare_ours(env):
    return env["pylot.appointment.type"].create(
        {
            "name": "Visit",
            "duration": HOURS,
            "grid": GRID_MINUTES,
            "notice": 0,
            "horizon": 365,
            "buffer_after": 0,
            "technician_ids": env["resource.resource"]
            .search([("name", "like", "Technician %")])
            .ids,
        }
    )


def ask_ours(_env, appointment_type):
    return {slot["start"]: slot["resource_ids"] for slot in appointment_type._get_slots(*window())}


def prepare_limit(env):
    technicians = find_technicians(env)
    return {
        "start": window()[0],
        "stop": window()[1],
        "zone": business.ZONE,
        "calendar": technicians.calendar_id.id,
        "technicians": technicians.ids,
        "grid": timedelta(minutes=GRID_MINUTES),
        "duration": timedelta(hours=HOURS),
    }


def ask_limit(env, values):
    env.cr.execute(LIMIT, values)
    return dict(env.cr.fetchall())


def main():
    addons = slots_oca.fetch()
    with databases.lent("slots", databases.installed()) as name:
        with harness.environment(name) as env:
            fill(env)
            env.cr.commit()
            ours = harness.Case(env, ask_ours, prepare_ours)
            limit = harness.Case(env, ask_limit, prepare_limit)
            answer = ask_ours(env, prepare_ours(env))
            assert answer and answer == ask_limit(env, prepare_limit(env))
            env.cr.rollback()
            harness.take_turns(ours, limit)
            remark = (
                f"{ours.ms:.1f} / {limit.ms:.1f} ms CPU, {ours.queries} / {limit.queries} queries"
            )
            rows = [
                ("ours / one SQL statement", ours.ratio_to(limit), None, remark),
                (
                    f"ours / the {TARGET_MS} ms CPU allowed",
                    ours.ms / TARGET_MS,
                    1,
                    f"{ours.ms:.1f} ms CPU",
                ),
            ]
            if addons:
                rows.append(slots_oca.compare(ours, answer, addons))
    title = f"slots: {TECHNICIANS} technicians, {DAYS} days, {business.EVENTS} meetings"
    harness.table(f"{title}; {len(answer)} free times, the same from all", rows)


if __name__ == "__main__":
    main()
