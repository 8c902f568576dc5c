from odoo.tests import tagged
from odoo.tools import mute_logger

from .complaint_mail_common import ComplaintMailCommon

# Queries of one e-mail to the team, with everything that is made of it but the sending, when
# nothing has been read yet in the transaction.
KNOWN_CUSTOMER = 54
# As servers fetch them, several in one go.
IN_A_BATCH = 39
NEW_CUSTOMER = 68
REPLY = 52
ROBOT = 50
# Of one acknowledgement, until it is in the queue.
# One of them asks whether the FAQ has anything for everybody.
SENDING = 33


@tagged("post_install", "-at_install")
class TestComplaintMailBudget(ComplaintMailCommon):
    """What an e-mail costs does not grow with those that came before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.partner"].create(
            [{"name": f"N {each}", "email": f"n{each}@example.org"} for each in range(60)]
        )

    def _count(self, action, is_cold=True):
        self.env.flush_all()
        if is_cold:
            self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _count_mail(self, *args, is_cold=True):
        raw = self._write_mail(*args)
        gateway = self.env["mail.thread"]
        return self._count(lambda: gateway.message_process(False, raw), is_cold)

    def test_intake(self):
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            for number in range(3):
                self._count_mail(f"n{number}@example.org")
            known = [self._count_mail(f"n{number}@example.org") for number in range(3, 23)]
        self.assertLessEqual(max(known), KNOWN_CUSTOMER)
        self.assertEqual(min(known[:5]), min(known[-5:]))
        warm = [self._count_mail(f"n{each}@example.org", is_cold=False) for each in range(30, 36)]
        self.assertLessEqual(max(warm), IN_A_BATCH)
        self.assertLessEqual(self._count_mail("new@example.org"), NEW_CUSTOMER)
        robot = {"Auto-Submitted": "auto-replied"}
        self.assertLessEqual(self._count_mail("n51@example.org", robot), ROBOT)

    def test_reply(self):
        complaint = self._deliver_new()
        headers = self._refer_to(complaint.notice_ids.message_id)
        counts = [self._count_mail("frieda@example.com", headers) for _each in range(10)]
        self.assertLessEqual(max(counts[1:]), REPLY)
        # the moment of the last word is written again when the clock shows another second
        self.assertLessEqual(counts[-1] - counts[1], 1)

    def test_sending(self):
        for number in range(12):
            self._deliver(self._write_mail(f"n{number}@example.org"))
        counts = []
        for notice in self.notices.search([("state", "=", "planned")]):
            counts.append(self._count(notice._send_locked))
        self.assertEqual(len(counts), 12)
        self.assertLessEqual(max(counts[1:]), SENDING)
