"""Does every customer with overdue invoices get exactly one reminder when the server is killed
while it plans and sends?

10,000 invoices of 1,000 customers are overdue, two processes plan the reminders, write one message
for each customer and hand it over to a mail server on this machine; twenty times one of the two is
killed (SIGKILL) at a random moment. Beside what crash.py looks at, each invoice must be in exactly
one message, and there must be one message for each customer.
"""

from __future__ import annotations

import os

import crash_run
import overdue

INVOICES = int(os.environ.get("PYLOT_BENCH_INVOICES") or 10_000)
# What each customer owes.
EACH = 10


class Dunning(crash_run.Scenario):
    name = "crash_dunning"
    messages = INVOICES // EACH
    jobs = (
        "pylot_frontoffice.ir_cron_pylot_reminder_plan",
        "pylot_frontoffice.ir_cron_pylot_reminder_send",
    )
    # an invoice that nobody has planned yet is work, too
    left = """
        SELECT EXISTS (SELECT FROM mail_mail WHERE state = 'outgoing') OR EXISTS (
            SELECT FROM account_move_line line
             WHERE line.display_type = 'payment_term' AND line.parent_state = 'posted'
               AND line.amount_residual > 0 AND line.date_maturity < CURRENT_DATE
               AND NOT EXISTS (
                    SELECT FROM pylot_reminder reminder
                     WHERE reminder.res_model = 'account.move' AND reminder.part = line.id
                       AND reminder.state != 'planned'))"""

    def promise(self, env):
        env.company.write(
            {
                "email": "office@example.com",
                "pylot_send_from": 0,
                "pylot_send_until": 24,
                "pylot_send_weekends": True,
                "pylot_undo_minutes": 0,
            }
        )
        overdue.fill(env, INVOICES, self.messages)
        env["pylot.reminder.policy"].search([("state", "=", "on")]).state = "off"
        env.ref("pylot_frontoffice.pylot_reminder_policy_dunning").state = "on"
        env.cr.commit()

    def get_addresses(self, env):
        return [f"debtor{number}@example.com" for number in range(self.messages)]

    def get_rows(self, env):
        """Of the reminders of a customer, which share their message, one."""
        reminders = env["pylot.reminder"].search([("res_model", "=", "account.move")])
        unsent = reminders.filtered(lambda one: one.state != "sent")
        return unsent | env["pylot.reminder"].union(
            *(group[0] for group in reminders.grouped("bundle").values())
        )

    def get_address(self, row):
        return row.partner_id.email

    def check(self, env):
        dunnings = env["pylot.dunning"].search([])
        moves = env["account.move"].search([("move_type", "=", "out_invoice")])
        told = dunnings.line_ids.move_id
        return {
            "invoices in no message": len(moves - told),
            "invoices in two messages": len(dunnings.line_ids) - len(told),
            "customers with two messages": len(dunnings) - len(dunnings.partner_id),
        }


if __name__ == "__main__":
    crash_run.main(Dunning())
