from contextlib import contextmanager

from odoo.tests import tagged

from .complaints_common import ComplaintCommon

MANY = 1000


@tagged("post_install", "-at_install")
class TestComplaintBudget(ComplaintCommon):
    """Batch by birth: what is done to many costs the statements of what is done to one.

    Upper limits for a cold cache of records; what lives as long as the server, such as access
    rights and working hours, is warm.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Complaint = cls.env(user=cls.agent_user)["pylot.complaint"]
        cls._receive(1)

    @classmethod
    def _prepare(cls, number):
        return [
            {
                "name": f"Drip {n}",
                "partner_id": cls.customer.id,
                "description": "<p>It drips.</p>",
                "channel": "email",
            }
            for n in range(number)
        ]

    @classmethod
    def _receive(cls, number):
        complaints = cls.Complaint.create(cls._prepare(number))
        cls.env.flush_all()
        return complaints

    @contextmanager
    def assertBudget(self, queries):
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(queries, flush=False):
            yield
            self.env.flush_all()

    def test_create_one(self):
        with self.assertBudget(12):
            self._receive(1)
