"""Does every promised message arrive exactly once when the server is killed while it sends?

5,000 messages about visits are due, two processes work them off and hand them over to a mail server
on this machine, and twenty times one of the two is killed (SIGKILL) at a random moment. Every
message must be at the mail server once, or on the list of those of which nobody can know; of these
there can be one a kill at most. Fails when one is there twice, or nowhere.
"""

from __future__ import annotations

import os

import business
import crash_run

TECHNICIANS = 10
BATCH = 500


class Visits(crash_run.Scenario):
    name = "crash"
    messages = int(os.environ.get("PYLOT_BENCH_MESSAGES") or 5000)
    jobs = ("pylot_frontoffice.ir_cron_pylot_visit_notice_send",)
    left = """
        SELECT EXISTS (
                SELECT FROM pylot_visit_notice WHERE state = 'planned' AND kind = 'confirmed')
            OR EXISTS (SELECT FROM mail_mail WHERE state = 'outgoing')"""

    def promise(self, env):
        """Confirmed visits one after the other, ten at a time, each of another customer."""
        technicians = business.hire(env, TECHNICIANS)
        kind = env["pylot.appointment.type"].create({"name": "Visit", "buffer_after": 0})
        first = business.first_monday()
        hour = business.timedelta(hours=1)
        for batch in range(0, self.messages, BATCH):
            visits = env["calendar.event"].create(
                [
                    {
                        "name": "Visit",
                        "start": first + hour * (number // TECHNICIANS),
                        "stop": first + hour * (number // TECHNICIANS + 1),
                        "technician_id": technicians[number % TECHNICIANS].id,
                        "appointment_type_id": kind.id,
                        "contact_name": f"Customer {number}",
                        "contact_email": f"customer{number}@example.com",
                        "visit_state": "confirmed",
                    }
                    for number in range(batch, min(batch + BATCH, self.messages))
                ]
            )
            visits._promise("confirmed")
            env.cr.commit()

    def get_addresses(self, env):
        return [f"customer{number}@example.com" for number in range(self.messages)]

    def get_rows(self, env):
        return env["pylot.visit.notice"].search([("kind", "=", "confirmed")])

    def get_address(self, row):
        return row.event_id.contact_email


if __name__ == "__main__":
    crash_run.main(Visits())
