from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .orders_common import OrdersCommon


@tagged("post_install", "-at_install")
class TestInvitation(OrdersCommon):
    """A personal link that books."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent_user.group_ids += cls.env.ref("sales_team.group_sale_salesman_all_leads")

    def _invite(self, **values):
        return (
            self.env["pylot.invitation"]
            .with_user(self.agent_user)
            .create(
                {
                    "partner_id": self.customer.id,
                    "appointment_type_id": self.type.id,
                    **values,
                }
            )
        )

    def _find(self, token):
        return (
            self.env["pylot.invitation"]
            .with_user(self.env.ref("base.public_user"))
            ._find_valid(token)
        )

    def _plan(self, visit):
        visit.sudo()._plan_visit(self.anna, self._at(9, days=visit.id % 5))

    # === VALIDITY ===

    def test_valid(self):
        invitation = self._invite()
        self.assertEqual(self._find(invitation.token), invitation)
        self.assertIn(f"?invite={invitation.token}", invitation.url)
        self.assertIn("/book/", invitation.url)
        self.assertGreaterEqual(len(invitation.token), 32)

    def test_anything_else_is_not(self):
        token = self._invite().token
        for wrong in (
            "",
            None,
            False,
            0,
            True,
            ["a"],
            {},
            token[:-1],
            token.swapcase(),
            "x" * 9999,
        ):
            with self.subTest(token=wrong):
                self.assertFalse(self._find(wrong))

    def test_expired(self):
        invitation = self._invite(expires_at=fields.Datetime.now() - timedelta(seconds=1))
        self.assertFalse(self._find(invitation.token))
        self.assertEqual(invitation.status, "expired")
        invitation.action_renew()
        self.assertTrue(self._find(invitation.token))
        invitation.expires_at = False
        self.assertTrue(self._find(invitation.token))

    def test_revoked_and_renewed(self):
        invitation = self._invite()
        old = invitation.token
        invitation.action_revoke()
        self.assertEqual(invitation.status, "revoked")
        self.assertFalse(self._find(old))
        invitation.action_renew()
        self.assertFalse(self._find(old))
        self.assertTrue(self._find(invitation.token))

    def test_used(self):
        invitation = self._invite()
        invitation.state = "used"
        self.assertFalse(self._find(invitation.token))
        with self.assertRefused("has booked with this link", UserError):
            invitation.action_renew()
        invitation.action_revoke()
        self.assertEqual(invitation.state, "used", "what happened is not undone")

    def test_archived_type_or_customer(self):
        invitation = self._invite()
        self.type.active = False
        self.assertFalse(self._find(invitation.token))
        self.type.active = True
        self.customer.active = False
        self.assertFalse(self._find(invitation.token))

    def test_visit_planned_by_somebody_else(self):
        visit = self._create_visit(appointment_type_id=self.type.id, customer_id=self.customer.id)
        invitation = self._invite(event_id=visit.id)
        self.assertTrue(self._find(invitation.token))
        self._plan(visit)
        self.assertFalse(self._find(invitation.token))

    # === ORDERS ===

    def test_order_with_three_visits(self):
        """One link plans them one after the other."""
        order = self._create_order(3)
        action = order.with_user(self.agent_user).action_send_booking_link()
        invitation = self.env["pylot.invitation"].browse(action["res_id"])
        planned = self.env["calendar.event"]
        for left in (2, 1, 0):
            found = self._find(invitation.token)
            self.assertEqual(found, invitation)
            visit = found.event_id
            self.assertEqual(visit.visit_state, "draft")
            self.assertIn(visit, order.visit_ids - planned)
            self._plan(visit)
            planned |= visit
            found.write({"state": "used", "event_id": visit.id})
            self.assertEqual(len(found._get_waiting_visits()), left)
        self.assertEqual(planned, order.visit_ids)
        self.assertEqual(invitation.state, "used")
        self.assertEqual(invitation.event_id, visit)
        self.assertFalse(self._find(invitation.token))

    def test_order_goes_on_when_a_colleague_planned_one(self):
        order = self._create_order(2)
        action = order.with_user(self.agent_user).action_send_booking_link()
        invitation = self.env["pylot.invitation"].browse(action["res_id"])
        self._plan(invitation.event_id)
        rest = order.visit_ids.filtered(lambda visit: visit.visit_state == "draft")
        self.assertEqual(self._find(invitation.token)._get_visit(), rest)

    def test_asking_again_shows_the_same_link(self):
        order = self._create_order(2)
        orders = order.with_user(self.agent_user)
        first = orders.action_send_booking_link()["res_id"]
        self.assertEqual(orders.action_send_booking_link()["res_id"], first)
        self.env["pylot.invitation"].browse(first).action_revoke()
        self.assertNotEqual(orders.action_send_booking_link()["res_id"], first)

    def test_several_visits_without_order(self):
        visits = self._create_visit(
            appointment_type_id=self.type.id, customer_id=self.customer.id
        ) | self._create_visit(appointment_type_id=self.type.id, customer_id=self.customer.id)
        action = visits.with_user(self.agent_user).action_send_booking_link()
        links = self.env["pylot.invitation"].search(action["domain"])
        self.assertEqual(links.event_id, visits)

    def test_nothing_to_book(self):
        visit = self._create_visit(self.anna, appointment_type_id=self.type.id)
        with self.assertRefused("nothing to book", UserError):
            visit.with_user(self.agent_user).action_send_booking_link()

    def test_draft_order(self):
        order = self._create_order(1, confirm=False)
        with self.assertRefused("Confirm the order first", UserError):
            order.with_user(self.agent_user).action_send_booking_link()

    # === SENDING ===

    def test_contact(self):
        action = self.customer.with_user(self.agent_user).action_send_booking_link()
        self.assertEqual(action["context"]["default_partner_id"], self.customer.id)
        self.assertEqual(action["target"], "new")

    def test_mail_is_written_by_the_agent(self):
        """Nothing is sent before the agent sends it; what is sent has the link."""
        self.customer.email = "frieda@example.com"
        invitation = self._invite()
        before = self.env["mail.mail"].search_count([])
        action = invitation.action_write_mail()
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.agent_user)
            .with_context(**action["context"])
            .create({})
        )
        self.assertIn(invitation.token, composer.body)
        self.assertIn(self.type.name, composer.subject)
        self.assertEqual(composer.partner_ids, self.customer)
        composer._action_send_mail()
        message = self.env["mail.message"].search(
            [("model", "=", "pylot.invitation"), ("res_id", "=", invitation.id)]
        )
        self.assertEqual(message.notified_partner_ids, self.customer)
        self.assertIn(invitation.token, message.body)

    # === ROLES ===

    def test_roles(self):
        invitation = self._invite()
        for user in (
            self.plain_user,
            self.salesperson_user,
            self.technician_user,
            self.env.ref("base.public_user"),
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                invitation.with_user(user).read(["state"])
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.customer.with_user(user).action_send_booking_link()
        self.assertFalse(invitation.has_access("unlink"))

    def test_company(self):
        invitation = self._invite()
        invitation.sudo().company_id = self.other_company
        self.assertFalse(
            self.env["pylot.invitation"]
            .with_user(self.agent_user)
            .search([("id", "=", invitation.id)])
        )
        self.assertTrue(self._find(invitation.token), "the customer does not care")
