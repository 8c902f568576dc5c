from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import FrontofficeCommon


@tagged("post_install", "-at_install")
class TestNoShow(FrontofficeCommon):
    """How often somebody was not there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = cls.env["res.partner"].create({"name": "Firm", "is_company": True})
        cls.contacts = cls.env["res.partner"].create(
            [{"name": f"Contact {number}", "parent_id": cls.firm.id} for number in range(3)]
        )

    def _miss(self, customer, number=1, **values):
        for hour in range(number):
            self._create_visit(
                self.anna, 8 + hour, customer_id=customer.id, visit_state="no_show", **values
            )

    def test_whole_family_counts(self):
        self._miss(self.contacts[0])
        self._miss(self.contacts[1], 2)
        self._create_visit(self.anna, 14, customer_id=self.firm.id, visit_state="done")
        self.assertEqual((self.firm | self.contacts).mapped("no_show_count"), [3] * 4)
        self.assertEqual(self.customer.no_show_count, 0)

    def test_action_counts_and_taking_it_back_does_not(self):
        visit = self._create_visit(self.anna, 9, customer_id=self.customer.id)
        visit.action_no_show()
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer.no_show_count, 1)
        self.assertEqual(visit.customer_no_show_count, 1)
        visit.action_to_plan()
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer.no_show_count, 0)

    def test_forgive(self):
        self._miss(self.contacts[0], 2)
        self.contacts[1].with_user(self.dispatcher_user).action_forgive_no_shows()
        self.contacts[1].with_user(self.dispatcher_user).action_forgive_no_shows()
        self.assertEqual(self.firm.no_show_forgiven, 2)
        self.assertEqual(self.firm.no_show_count, 0)
        self._miss(self.contacts[2], days=1)
        self.env.invalidate_all()
        self.assertEqual(self.firm.no_show_count, 1, "the next one counts again")

    def test_only_dispatchers_forgive(self):
        self._miss(self.customer)
        for user in (self.agent_user, self.technician_user, self.plain_user):
            with self.assertRaises(AccessError):
                self.customer.with_user(user).action_forgive_no_shows()
        self.assertEqual(self.customer.no_show_count, 1)

    def test_other_company_is_not_counted_for_a_deposit(self):
        self._miss(self.customer)
        counts = self.customer._count_no_shows(self.other_company)
        self.assertEqual(counts, {self.customer.id: 0 if self.anna.company_id else 1})
        self.assertEqual(self.customer._count_no_shows(self.company), {self.customer.id: 1})

    def test_many_cost_the_queries_of_one(self):
        self._miss(self.contacts[0])
        self.env.flush_all()
        counts = []
        for partners in (self.contacts[0], self.contacts | self.firm | self.customer):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            partners.mapped("no_show_count")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)

    def test_forms_open(self):
        self._miss(self.customer)
        for user in (self.dispatcher_user, self.agent_user, self.plain_user):
            with self.subTest(user=user.name):
                Form(self.customer.with_user(user))
        visit = self._create_visit(self.bert, 9, customer_id=self.customer.id)
        form = Form(visit.with_user(self.agent_user), "pylot_frontoffice.calendar_event_view_form")
        self.assertEqual(form.customer_no_show_count, 1)
        action = self.customer.action_view_no_shows()
        self.assertEqual(len(self.env["calendar.event"].search(action["domain"])), 1)
