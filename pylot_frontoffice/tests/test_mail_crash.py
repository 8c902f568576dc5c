import random
import shutil
import time
from collections import Counter

from odoo.tests import tagged

from .crash import CrashingServer
from .mail_once_case import MailOnceCase

SEED = 5
MESSAGES, KILLS, PAUSE = 150, 12, 20
# Seconds that the mail server thinks, at most, before it answers.
THINK = 0.06
JOBS = (
    "mail.ir_cron_mail_scheduler_action",
    "pylot_frontoffice.ir_cron_pylot_visit_notice_send",
)


@tagged("post_install", "-at_install")
class TestMailCrash(MailOnceCase):
    """Law 3 from the promise to the mail server, on a real server whose two processes are killed
    at random moments."""

    def _promise(self):
        hours = [divmod(number, 24) for number in range(MESSAGES)]
        with self._transaction() as env:
            visits = env["calendar.event"].create(
                [
                    {
                        "name": "Crash",
                        "start": self.common._at(hour, days=day),
                        "stop": self.common._at(hour, 59, days=day),
                        "technician_id": self.common.anna.id,
                        "appointment_type_id": self.type_id,
                        "contact_name": f"Customer {number}",
                        "contact_email": f"customer{number}@example.com",
                        "visit_state": "confirmed",
                    }
                    for number, (day, hour) in enumerate(hours)
                ]
            )
            visits._promise("confirmed")
            for job in JOBS:
                env.ref(job).active = True
        self.addCleanup(self._stop_jobs)

    def _stop_jobs(self):
        with self._transaction() as env:
            for job in JOBS:
                env.ref(job).active = False

    def _is_done(self):
        with self._transaction() as env:
            promised = [("kind", "=", "confirmed"), ("state", "=", "planned")]
            return not (
                env["pylot.visit.notice"].search_count(promised, limit=1)
                or env["mail.mail"].search_count([("state", "=", "outgoing")], limit=1)
            )

    def _wake(self):
        """A job that was killed is looked for within a minute, and one that was killed thrice
        without having got anything done is left alone for its interval."""
        with self._transaction() as env:
            for job in JOBS:
                env.ref(job)._trigger()

    def test_killed_at_random_moments(self):
        self._promise()
        rng = random.Random(SEED)
        self.script["250"] = lambda _mail: time.sleep(rng.uniform(0, THINK))
        server = CrashingServer(self.scratch, SEED)
        self.addCleanup(shutil.rmtree, server.folder, ignore_errors=True)
        self.addCleanup(server.stop)
        server.run(KILLS, PAUSE, lambda: len(self.server.received), self._is_done, self._wake)

        arrived = Counter(self._get_arrived())
        with self._transaction() as env:
            notices = env["pylot.visit.notice"].search([("kind", "=", "confirmed")])
            self.assertEqual(set(notices.mapped("state")), {"sent"})
            uncertain = notices.filtered(lambda notice: notice.mail_once == "uncertain")
            asked = set(uncertain.event_id.mapped("contact_email"))
            stuck = notices.filtered(lambda notice: notice.mail_state in ("exception", "outgoing"))
            self.assertEqual(stuck, uncertain)
        promised = {f"customer{number}@example.com" for number in range(MESSAGES)}
        self.assertEqual([who for who, times in arrived.items() if times > 1], [], "twice")
        self.assertEqual(promised - arrived.keys() - asked, set(), "lost")
        self.assertLessEqual(arrived.keys(), promised)
        self.assertLessEqual(len(uncertain), server.kills)
        self.assertGreaterEqual(server.kills, KILLS, "over before it could be shown")
