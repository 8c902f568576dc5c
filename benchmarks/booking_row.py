"""What does it cost to let the database refuse double bookings?

500 rows into ``pylot.booking`` with 20,000 there, against plain INSERTs into the same table and
into a copy of it without the exclusion constraint.
"""

from __future__ import annotations

from datetime import timedelta

import business
import databases
import harness

ROWS = 500
PRESENT = 20_000
TECHNICIANS = 50
COPY = """
    CREATE TABLE bench_unguarded (LIKE pylot_booking INCLUDING DEFAULTS);
    INSERT INTO bench_unguarded SELECT * FROM pylot_booking;
    ALTER TABLE bench_unguarded ADD PRIMARY KEY (id);
    CREATE INDEX ON bench_unguarded (resource_id);
    CREATE INDEX ON bench_unguarded (company_id);
    CREATE INDEX ON bench_unguarded (event_id);
    CREATE INDEX ON bench_unguarded (resource_id, stop, start);
    ANALYZE bench_unguarded, pylot_booking"""


def make_rows(technicians, number, first):
    """:return: values of bookings of three quarters of an hour at every full hour"""
    return [
        {
            "resource_id": technicians[n % len(technicians)].id,
            "start": first + timedelta(hours=n // len(technicians)),
            "stop": first + timedelta(hours=n // len(technicians), minutes=45),
        }
        for n in range(number)
    ]


def create(env, rows):
    env["pylot.booking"].create(rows)


def insert_into(table):
    statement = (
        f"INSERT INTO {table} (resource_id, company_id, start, stop, hours, state,"
        " create_uid, create_date, write_uid, write_date) VALUES "
    )

    def insert(env, rows):
        company, now, uid = env.company.id, env.cr.now(), env.uid
        values = [
            (row["resource_id"], company, row["start"], row["stop"], 0.75, "booked")
            + (uid, now, uid, now)
            for row in rows
        ]
        env.cr.execute(statement + ", ".join(["%s"] * len(values)), values)

    return insert


def main():
    with databases.lent("row", databases.installed()) as name, harness.environment(name) as env:
        technicians = business.hire(env, TECHNICIANS)
        first = business.first_monday()
        env["pylot.booking"].create(make_rows(technicians, PRESENT, first - timedelta(days=60)))
        env.flush_all()
        env.cr.execute(COPY)
        env.cr.commit()
        free = first - timedelta(days=60) + timedelta(hours=PRESENT // TECHNICIANS)
        cases = [
            harness.Case(env, run, lambda _env: make_rows(technicians, ROWS, free))
            for run in (create, insert_into("pylot_booking"), insert_into("bench_unguarded"))
        ]
        harness.take_turns(*cases)
    ours, guarded, unguarded = cases
    rows = [
        (label, one.ratio_to(other), None, f"{one.ms:.1f} / {other.ms:.1f} ms CPU")
        for label, one, other in (
            ("pylot.booking / INSERT with constraint", ours, guarded),
            ("INSERT with constraint / without", guarded, unguarded),
        )
    ]
    harness.table(f"booking_row: {ROWS} rows, {PRESENT} present", rows)


if __name__ == "__main__":
    main()
