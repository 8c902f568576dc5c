"""What does the page of arrival windows cost: 50 technicians, 60 days, a full calendar of visits
to customers whose postal codes are known?

Our offers count the way to the visits before and after, the service area, and the length of the
day. They are compared with the bare free times of one SQL statement, which knows no customer, and
with OCA's resource_booking, which knows no way either.
"""

from __future__ import annotations

from datetime import timedelta

import business
import databases
import harness
import slots
import slots_oca

DAYS = 60
TECHNICIANS = slots_oca.TECHNICIANS
VISITS_A_DAY = 6
WINDOWS = ((8, 12), (12, 16))


def window():
    return business.first_monday(), business.first_monday() + timedelta(days=DAYS)


def fill(env):
    """Six visits a day of 50 minutes each, to customers of 200 postal codes."""
    technicians = slots_oca.fill(env)
    country = env.ref("base.de")
    customers = env["res.partner"].create(
        [
            {"name": "Customer", "zip": f"{10_115 + 37 * number}", "country_id": country.id}
            for number in range(200)
        ]
    )
    env.flush_all()
    env.cr.execute(
        """
        WITH event AS (
            INSERT INTO calendar_event (
                name, start, stop, show_as, active, allday, visit_state, technician_id,
                visit_address_id
            )
            SELECT 'Visit', moment, moment + interval '50 minutes', 'busy', true, false,
                   'planned', id, (%(customers)s)[1 + (day * 7 + turn + id) %% 200]
              FROM generate_series(0, %(days)s - 1) AS day
             CROSS JOIN generate_series(0, %(visits)s - 1) AS turn
             CROSS JOIN unnest(%(technicians)s) AS id
             CROSS JOIN LATERAL (
                SELECT %(first)s + interval '1 day' * day
                       + interval '80 minutes' * turn + interval '7 hours' AS moment
             ) m
            RETURNING id, start, stop, technician_id
        )
        INSERT INTO pylot_booking (event_id, resource_id, start, stop, state)
        SELECT id, technician_id, start, stop, 'booked' FROM event""",
        {
            "customers": customers.ids,
            "days": DAYS,
            "visits": VISITS_A_DAY,
            "technicians": technicians.ids,
            "first": window()[0],
        },
    )
    env.cr.execute("ANALYZE calendar_event, pylot_booking, res_partner")
    env.invalidate_all()


def prepare_ours(env, with_customer=True):
    appointment_type = slots.prepare_ours(env)
    appointment_type.write(
        {
            "duration": 0.25,
            "arrival": "window",
            "window_ids": [
                (0, 0, {"hour_from": start, "hour_to": stop}) for start, stop in WINDOWS
            ],
        }
    )
    customer = env["res.partner"].search([("name", "=", "Customer")], limit=1)
    return appointment_type, customer if with_customer else None


def ask_ours(_env, given):
    appointment_type, customer = given
    return appointment_type._get_offers(*window(), partner=customer)


def prepare_limit(env):
    start, stop = window()
    return {
        **slots.prepare_limit(env),
        "start": start,
        "stop": stop,
        "duration": timedelta(minutes=15),
    }


def compare_oca(ours, addons):
    """In a database of its own, with the same meetings."""
    with databases.lent("oca", databases.bare()) as name:
        databases.install(name, ["resource_booking"], addons)
        with harness.environment(name, addons=addons) as env:
            slots_oca.fill(env)
            env.cr.commit()
            slots_oca.window = window
            oca = harness.Case(env, slots_oca.ask, slots_oca.prepare)
            harness.take_turns(ours, oca)
            remark = f"{ours.queries} / {oca.queries} queries; it counts no way"
            return "ours / OCA resource_booking", ours.ratio_to(oca), None, remark


def main():
    addons = slots_oca.fetch()
    with databases.lent("offers", databases.installed()) as name:
        with harness.environment(name) as env:
            fill(env)
            env.cr.commit()
            ours = harness.Case(env, ask_ours, prepare_ours)
            bare = harness.Case(env, ask_ours, lambda env: prepare_ours(env, with_customer=False))
            limit = harness.Case(env, slots.ask_limit, prepare_limit)
            assert ask_ours(env, prepare_ours(env)), "no offers"
            env.cr.rollback()
            harness.take_turns(ours, bare, limit)
            rows = [
                (
                    "ours / one SQL statement without customers",
                    ours.ratio_to(limit),
                    None,
                    f"{ours.queries} / {limit.queries} queries",
                ),
                (
                    "with customer / without",
                    ours.ratio_to(bare),
                    None,
                    f"{ours.queries} / {bare.queries} queries",
                ),
            ]
            if addons:
                rows.append(compare_oca(ours, addons))
    visits = TECHNICIANS * DAYS * VISITS_A_DAY
    harness.table(f"offers: {TECHNICIANS} technicians, {DAYS} days, {visits} visits", rows)


if __name__ == "__main__":
    main()
