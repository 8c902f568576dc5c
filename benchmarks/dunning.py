"""What does it cost to remind 10,000 overdue invoices?

Planning: ours, and one SQL statement that inserts the same rows and knows this data; on a smaller
number of invoices ours against OCA's credit control, whose planning of 10,000 takes minutes.
Sending one message to each customer: ours and OCA's.
"""

from __future__ import annotations

import os

import databases
import dunning_oca
import harness
import overdue

INVOICES = int(os.environ.get("PYLOT_BENCH_INVOICES") or 10_000)
# As many as OCA's add-on does in some seconds; PYLOT_BENCH_COMPARED=10000 takes half an hour.
COMPARED = min(INVOICES, int(os.environ.get("PYLOT_BENCH_COMPARED") or 500))
# What each customer owes.
EACH = 10
PLAN_TARGET, PLAN_QUERIES, SEND_QUERIES = 1 / 50, 5, 12


def get_policy(env):
    return env.ref("pylot_frontoffice.pylot_reminder_policy_dunning")


def fill(env, invoices):
    env.company.write({"pylot_send_from": 0, "pylot_send_until": 24, "pylot_send_weekends": True})
    overdue.fill(env, invoices, invoices // EACH)
    get_policy(env).state = "on"
    env.cr.commit()


def plan(_env, policy):
    policy._plan()


def insert(env, policy):
    """The rows of ours, of one level, by one statement that knows the data."""
    level = policy.level_ids[:1]
    env.cr.execute(
        """
        INSERT INTO pylot_reminder (
            level_id, res_model, res_id, part, cycle, partner_id, company_id, bundle,
            anchor_at, promised_at, due_at, state, create_date)
        SELECT %s, 'account.move', move.id, line.id, 0, move.partner_id, move.company_id,
               move.commercial_partner_id || '/' || line.currency_id,
               line.date_maturity, now(), now(), 'planned', now()
          FROM account_move_line line
          JOIN account_move move ON move.id = line.move_id
         WHERE line.date_maturity <= CURRENT_DATE - 3 AND line.amount_residual > 0
           AND line.parent_state = 'posted' AND move.move_type = 'out_invoice'
        """,
        [level.id],
    )


def get_planned(env):
    return env["pylot.reminder"].search([("policy_id", "=", get_policy(env).id)])


def prepare_send(env):
    plan(env, get_policy(env))
    reminders = get_planned(env)
    reminders.due_at = reminders[:1].promised_at
    return reminders


def send(env, reminders):
    """As the job does, without its commits."""
    for start in range(0, len(reminders), 50):
        batch = reminders[start : start + 50].filtered(lambda one: one.state == "planned")
        batch._get_ready()._deliver_all()
    assert set(reminders.mapped("state")) == {"sent"}, reminders.mapped("reason")[:3]


def check_plan(env, invoices):
    """Each invoice is planned once, or the figures mean nothing."""
    plan(env, get_policy(env))
    planned = get_planned(env)
    assert len(set(planned.mapped("res_id"))) == len(planned) == invoices, len(planned)
    env.cr.rollback()


def measure_all():
    """:return: cases of planning and of the one INSERT"""
    with databases.lent("dunning", databases.installed()) as name, harness.environment(name) as env:
        fill(env, INVOICES)
        check_plan(env, INVOICES)
        ours, raw = harness.Case(env, plan, get_policy), harness.Case(env, insert, get_policy)
        harness.take_turns(ours, raw)
        return ours, raw


def measure_compared():
    """:return: cases of planning and of sending, of as many invoices as OCA's"""
    with databases.lent("dunning", databases.installed()) as name, harness.environment(name) as env:
        fill(env, COMPARED)
        check_plan(env, COMPARED)
        cases = harness.Case(env, plan, get_policy), harness.Case(env, send, prepare_send)
        for case in cases:
            dunning_oca.take_some(case)
        return cases


def describe(*sides):
    """:param sides: (name, case, of how many)"""
    return "; ".join(
        f"{name} {case.ms / number:.3f} ms CPU each, {case.queries} queries"
        for name, case, number in sides
    )


def main():
    customers = COMPARED // EACH
    every, raw = measure_all()
    planned, sent = measure_compared()
    oca = dunning_oca.measure(COMPARED, customers)
    all_of_it = f"planning {INVOICES}"
    rows = [
        (
            f"{all_of_it}: ours / one INSERT",
            every.ratio_to(raw),
            None,
            describe(("ours", every, INVOICES), ("INSERT", raw, INVOICES)),
        ),
        (
            f"{all_of_it}: queries / {PLAN_QUERIES}",
            every.queries / PLAN_QUERIES,
            1,
            f"{every.queries} queries in a new transaction of a process that has planned before",
        ),
        (
            f"{customers} messages: queries of each / {SEND_QUERIES}",
            sent.queries / customers / SEND_QUERIES,
            1,
            describe(("ours", sent, customers)),
        ),
    ]
    if oca:
        oca_planned, oca_sent = oca
        rows += [
            (
                f"planning {COMPARED}: ours / OCA",
                planned.ratio_to(oca_planned),
                # of few invoices the settings are what costs
                PLAN_TARGET if COMPARED == INVOICES else None,
                describe(("ours", planned, COMPARED), ("OCA", oca_planned, COMPARED)),
            ),
            (
                f"an invoice: ours of {INVOICES} / OCA of {COMPARED}",
                every.ms / INVOICES / (oca_planned.ms / COMPARED),
                PLAN_TARGET,
                describe(("ours", every, INVOICES), ("OCA", oca_planned, COMPARED)),
            ),
            (
                f"{customers} messages about {EACH} invoices: ours / OCA",
                sent.ratio_to(oca_sent),
                None,
                describe(("ours", sent, customers), ("OCA", oca_sent, customers)),
            ),
        ]
    harness.table(f"Overdue invoices, {EACH} of each customer", rows)


if __name__ == "__main__":
    main()
