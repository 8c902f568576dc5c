"""How does the ranking of technicians grow with their number?

The candidates for one visit among 5, 50 and 200 technicians, on a day on which each has visits in
the morning and the afternoon: statements, and processor time per technician.
"""

from __future__ import annotations

from datetime import timedelta

import business
import databases
import harness

NUMBERS = (5, 50, 200)
# Per technician, 200 must not cost more than 5: there is nothing each has to pay for the others.
TARGET = 1.0


def make_customers(env, number):
    return env["res.partner"].create(
        [
            {
                "name": f"Customer {n}",
                "zip": f"{30159 + n % 90}",
                "country_id": env.ref("base.de").id,
                "partner_latitude": 52.3 + n % 17 / 100,
                "partner_longitude": 9.7 + n % 13 / 100,
            }
            for n in range(number)
        ]
    )


def fill(env):
    """:return: technicians, and the type of the visit"""
    technicians = business.hire(env, max(NUMBERS))
    business.fill_calendars(env, technicians)
    customers = make_customers(env, len(technicians))
    day = business.first_monday() + timedelta(days=1)
    env["calendar.event"].with_context(no_mail_to_attendees=True).create(
        [
            {
                "name": "Boiler",
                "start": day + timedelta(hours=hour),
                "stop": day + timedelta(hours=hour + 1),
                "technician_id": technician.id,
                "customer_id": customer.id,
                "user_id": False,
            }
            for technician, customer in zip(technicians, customers, strict=True)
            for hour in (7, 13)
        ]
    )
    return technicians, env["pylot.appointment.type"].create({"name": "Visit"})


def main():
    with databases.lent("ranking", databases.installed()) as name, harness.environment(name) as env:
        technicians, appointment_type = fill(env)
        customer = env["res.partner"].search([("name", "=", "Customer 0")])
        env.cr.commit()
        start = business.first_monday() + timedelta(days=1, hours=10)

        def rank(_env, chosen):
            ranking = appointment_type._rank_technicians(
                start, start + timedelta(hours=1), customer, chosen
            )
            assert len(ranking) == len(chosen)

        cases = [
            harness.Case(env, rank, lambda _env, number=number: technicians[:number])
            for number in NUMBERS
        ]
        harness.take_turns(*cases)
    rows = [
        (
            f"{number} technicians / {NUMBERS[0]}, per technician",
            case.ratio_to(cases[0]) * NUMBERS[0] / number,
            TARGET,
            f"{case.ms:.1f} ms CPU, {case.ms / number:.2f} each, {case.queries} queries",
        )
        for number, case in zip(NUMBERS[1:], cases[1:], strict=True)
    ]
    few = cases[0]
    print(f"\n{NUMBERS[0]} technicians: {few.ms:.1f} ms CPU, {few.queries} queries")
    harness.table("ranking: candidates for one visit", rows)


if __name__ == "__main__":
    main()
