"""The office plans, then the customer hears of it."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import FrontofficeCommon


@tagged("post_install", "-at_install")
class TestInform(FrontofficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = "frieda@example.com"
        cls.kind = cls._create_type()

    def _plan(self, **values):
        return self._create_visit(
            self.anna, customer_id=self.customer.id, appointment_type_id=self.kind.id, **values
        ).with_user(self.agent_user)

    def test_planned_visit_is_proposed(self):
        visit = self._plan()
        visit.action_inform_customer()
        self.assertEqual(visit.awaiting, "customer")
        self.assertEqual(visit.notice_ids.filtered("due_at").mapped("kind")[0], "proposed")
        self.assertTrue(visit.customer_url)
        visit.sudo()._accept_by_customer()
        self.assertEqual(visit.visit_state, "confirmed")
        self.assertFalse(visit.awaiting)

    def test_confirmed_visit_is_announced(self):
        visit = self._plan(visit_state="confirmed")
        visit.action_inform_customer()
        self.assertFalse(visit.awaiting)
        self.assertIn("confirmed", visit.notice_ids.mapped("kind"))

    def test_once(self):
        visit = self._plan()
        visit.action_inform_customer()
        with self.assertRefused("knows of it", UserError):
            visit.action_inform_customer()

    def test_no_address(self):
        self.customer.email = False
        with self.assertRefused("no e-mail address", UserError):
            self._plan().action_inform_customer()

    def test_role(self):
        visit = self._plan()
        with self.assertRefused("agents and dispatchers", AccessError):
            visit.with_user(self.technician_user).action_inform_customer()
