from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import FrontofficeCommon


@tagged("post_install", "-at_install")
class TestRequest(FrontofficeCommon):
    """A booking that waits for our word."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type = cls._create_type(
            "Advice", confirm_mode="request", user_id=cls.dispatcher_user.id
        )

    def _request(self, hour=9, **values):
        visit = self._create_visit(
            self.anna,
            hour,
            customer_id=self.customer.id,
            appointment_type_id=self.type.id,
            awaiting="business",
            booked_via="public",
            **values,
        )
        visit._promise("requested")
        visit._notify_responsible()
        return visit.with_user(self.agent_user)

    def _get_activities(self):
        return self.env["mail.activity"].search([("user_id", "=", self.dispatcher_user.id)])

    def test_responsible_is_asked_once(self):
        visit = self._request()
        activity = self._get_activities()
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.res_id, self.customer.id)
        self.assertIn(f"/odoo/visits/{visit.id}", activity.note)
        visit.sudo().start = self._at(10)
        activity.date_deadline = self.monday
        self.assertEqual(visit.start, self._at(10), "the deadline of a question moves no visit")

    def test_nobody_is_responsible(self):
        self.type.user_id = False
        self._request()
        self.assertFalse(self._get_activities())

    def test_confirm(self):
        visit = self._request()
        visit.action_confirm_request()
        self.assertRecordValues(visit, [{"visit_state": "confirmed", "awaiting": False}])
        self.assertBooked(visit, (self.anna, self._at(9), self._at(10)))
        self.assertFalse(self._get_activities())
        self.assertIn("confirmed", visit.notice_ids.mapped("kind"))

    def test_decline(self):
        visit = self._request()
        visit.action_decline_request()
        self.assertRecordValues(
            visit, [{"visit_state": "cancelled", "awaiting": False, "cancelled_by": "business"}]
        )
        self.assertBooked(visit)
        self.assertFalse(self._get_activities())
        self.assertIn("cancelled", visit.notice_ids.mapped("kind"))

    def test_answered_once(self):
        visit = self._request()
        visit.action_confirm_request()
        for again in (visit.action_confirm_request, visit.action_decline_request):
            with self.assertRefused("does not wait", UserError):
                again()
        self.assertEqual(visit.visit_state, "confirmed")

    def test_all_or_none(self):
        visits = self._request() | self._create_visit(self.bert, 9).with_user(self.agent_user)
        with self.assertRefused("does not wait", UserError):
            visits.action_confirm_request()
        self.assertEqual(visits.mapped("visit_state"), ["planned", "planned"])

    def test_roles(self):
        visit = self._request()
        for user in (self.technician_user, self.plain_user):
            for method in ("action_confirm_request", "action_decline_request"):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    getattr(visit.with_user(user), method)()
        self.assertEqual(visit.visit_state, "planned")


@tagged("post_install", "-at_install")
class TestSameCustomer(FrontofficeCommon):
    """Whoever types a mail address on a public page proves nothing; a colleague decides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"email": "frieda@example.com", "street": "Lange Laube 3"})

    def _book(self, hour=9, email="Frieda@Example.com", **values):
        typed = self.env["res.partner"].create({"name": "F. Kunde", "email": email, **values})
        visit = self._create_visit(
            self.anna, hour, customer_id=typed.id, contact_email=email, booked_via="public"
        )
        return visit.with_user(self.agent_user)

    def test_hint(self):
        visit = self._book()
        self.assertEqual(visit.known_customer_id, self.customer)
        self.assertFalse(self._book(10, "other@example.com").known_customer_id)
        self.assertFalse(self._book(11, False).known_customer_id)
        visit.sudo().booked_via = "phone"
        self.assertFalse(visit.known_customer_id)

    def test_the_first_contact_is_the_one_we_know(self):
        self._book()
        self.assertEqual(self._book(10).known_customer_id, self.customer)

    def test_same_place(self):
        visit = self._book(street="lange laube 3", zip="10115", city="Berlin")
        typed = visit.customer_id
        visit.action_link_customer()
        self.assertEqual(visit.customer_id, self.customer)
        self.assertEqual(visit.visit_address_id, self.customer)
        self.assertFalse(typed.active)
        self.assertFalse(visit.known_customer_id)
        self.assertEqual(self.customer.name, "Frieda Kunde", "the customer is not changed")

    def test_other_place_becomes_an_address(self):
        visit = self._book(street="Marktweg 1", zip="30159", city="Hannover")
        typed = visit.customer_id
        visit.action_link_customer()
        self.assertEqual(visit.customer_id, self.customer)
        self.assertEqual(visit.visit_address_id, typed)
        self.assertRecordValues(
            typed, [{"active": True, "parent_id": self.customer.id, "type": "delivery"}]
        )
        self.assertEqual(typed.street, "Marktweg 1")

    def test_contact_that_is_used_stays(self):
        visit = self._book()
        typed = visit.customer_id
        self._create_visit(self.bert, 9, customer_id=typed.id)
        visit.action_link_customer()
        self.assertTrue(typed.active)
        self.assertFalse(typed.parent_id)

    def test_nothing_to_link(self):
        visit = self._book(10, "other@example.com")
        with self.assertRefused("No other customer", UserError):
            visit.action_link_customer()

    def test_roles(self):
        visit = self._book()
        with self.assertRaises(AccessError):
            visit.with_user(self.technician_user).action_link_customer()
        self.assertNotIn("known_customer_id", visit.with_user(self.technician_user).fields_get())

    def test_queries_are_constant(self):
        visits = self.env["calendar.event"].browse(
            [self._book(hour, f"{hour}@example.com").id for hour in (8, 9, 10, 11, 14, 15)]
        )

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.mapped("known_customer_id")
            return self.env.cr.sql_log_count - before

        count(visits)
        self.assertEqual(count(visits), count(visits[:1]))
