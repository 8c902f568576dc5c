"""What does it cost to remind 10,000 overdue invoices?

Planning: ours, OCA's credit control, and one SQL statement that inserts the same rows. Sending one
message to each customer: ours, OCA's, and Odoo's own way of sending as many e-mails of a template
of a calendar event's reminder is in reminders.py.
"""

from __future__ import annotations

import databases
import dunning_oca
import harness
import overdue

INVOICES, CUSTOMERS = 10_000, 1_000
SENT_INVOICES, SENT_CUSTOMERS = 1_000, 100
PLAN_TARGET = 1 / 50


def get_policy(env):
    return env.ref("pylot_frontoffice.pylot_reminder_policy_dunning")


def fill(env, invoices, customers):
    env.company.write({"pylot_send_from": 0, "pylot_send_until": 24, "pylot_send_weekends": True})
    overdue.fill(env, invoices, customers)
    get_policy(env).state = "on"
    env.flush_all()


def plan(env, _given):
    get_policy(env)._plan()


def insert(env, _given):
    """The rows of ours, of one level, by one statement that knows the data."""
    level = get_policy(env).level_ids[:1]
    env.cr.execute(
        """
        INSERT INTO pylot_reminder (
            policy_id, level_id, res_model, res_id, part, cycle, partner_id, company_id, bundle,
            anchor_at, promised_at, due_at, state, create_date)
        SELECT %s, %s, 'account.move', move.id, line.id, 0, move.partner_id, move.company_id,
               move.commercial_partner_id || '/' || line.currency_id,
               line.date_maturity, now(), now(), 'planned', now()
          FROM account_move_line line
          JOIN account_move move ON move.id = line.move_id
         WHERE line.date_maturity <= CURRENT_DATE - 3 AND line.amount_residual > 0
           AND line.parent_state = 'posted' AND move.move_type = 'out_invoice'
        """,
        [level.policy_id.id, level.id],
    )


def prepare_send(env):
    plan(env, None)
    reminders = env["pylot.reminder"].search([("policy_id", "=", get_policy(env).id)])
    reminders.due_at = reminders[:1].promised_at
    return reminders


def send(env, reminders):
    """As the job does, without its commits."""
    for start in range(0, len(reminders), 50):
        batch = reminders[start : start + 50].filtered(lambda one: one.state == "planned")
        batch._get_ready()._deliver_all()
    assert set(reminders.mapped("state")) == {"sent"}, reminders.mapped("reason")[:3]


def compare_planning():
    with databases.lent("dunning", databases.installed()) as name:
        with harness.environment(name) as env:
            fill(env, INVOICES, CUSTOMERS)
            env.cr.commit()
            ours, raw = harness.Case(env, plan), harness.Case(env, insert)
            harness.take_turns(ours, raw)
    oca = dunning_oca.measure(INVOICES, CUSTOMERS, dunning_oca.plan, dunning_oca.prepare_plan)
    remark = f"{ours.ms:.0f} / {raw.ms:.0f} ms CPU, {ours.queries} queries"
    rows = [("planning: ours / one INSERT", ours.ratio_to(raw), None, remark)]
    if oca:
        remark = f"{ours.ms:.0f} / {oca.ms:.0f} ms CPU, {ours.queries} / {oca.queries} queries"
        rows.append(("planning: ours / OCA", ours.ratio_to(oca), PLAN_TARGET, remark))
    return rows


def compare_sending():
    with databases.lent("dunning", databases.installed()) as name:
        with harness.environment(name) as env:
            fill(env, SENT_INVOICES, SENT_CUSTOMERS)
            env.cr.commit()
            ours = harness.Case(env, send, prepare_send)
            for _turn in range(4):
                ours.turn()
            ours.times.pop(0)
    remark = f"{ours.ms / SENT_CUSTOMERS:.1f} ms CPU, {ours.queries / SENT_CUSTOMERS:.1f} queries"
    oca = dunning_oca.measure(
        SENT_INVOICES, SENT_CUSTOMERS, dunning_oca.send, dunning_oca.prepare_send
    )
    if not oca:
        return [("a message", 1, None, remark)]
    remark += f"; OCA {oca.ms / SENT_CUSTOMERS:.1f} ms, {oca.queries / SENT_CUSTOMERS:.1f} queries"
    return [("a message about ten invoices: ours / OCA", ours.ratio_to(oca), None, remark)]


if __name__ == "__main__":
    rows = compare_planning() + compare_sending()
    harness.table("10,000 overdue invoices of 1,000 customers", rows)
