from contextlib import contextmanager

from odoo.tests import tagged

from .orders_common import OrdersCommon

TECHNICIANS = 20
# Rows Odoo writes with one statement.
CHUNK = 100


@tagged("post_install", "-at_install")
class TestQueryBudget(OrdersCommon):
    """Batch by birth: what is done to many costs the statements of what is done to one.

    Numbers are upper limits for a cold cache of records; what lives as long as the server, such
    as access rights, is warm. Core itself asks once for each event for the
    description of its contacts; the context key with which it is told not to keeps that out.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "skip_contact_description": True})
        cls.technicians = cls.env["resource.resource"].browse(
            [cls._create_technician(f"Technician {number}").id for number in range(TECHNICIANS)]
        )

    @classmethod
    def _prepare(cls, number, days=0, **values):
        """:return: values of that many visits, as many a day as there are technicians"""
        vals_list = []
        for position in range(number):
            day, place = divmod(position, TECHNICIANS)
            vals_list.append(
                {
                    "name": f"Visit {position}",
                    "start": cls._at(9, days=days + day),
                    "stop": cls._at(10, days=days + day),
                    "technician_id": cls.technicians[place].id,
                    "appointment_type_id": cls.type.id,
                    "customer_id": cls.customer.id,
                    **values,
                }
            )
        return vals_list

    @classmethod
    def _create_visits(cls, number, days=0, **values):
        visits = cls.env["calendar.event"].create(cls._prepare(number, days, **values))
        cls.env.flush_all()
        return visits

    def _count(self, action):
        """:return: number of queries of ``action``, with a cold cache and written to the end"""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    # === VISITS ===

    @contextmanager
    def assertBudget(self, queries):
        """At most so many, with a cold cache and written to the end. What core does before the
        commit (a message for each change that is tracked) is not counted."""
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(queries, flush=False):
            yield
            self.env.flush_all()

    def test_create_visits(self):
        self._create_visits(1, days=-100)
        with self.assertBudget(18):
            self._create_visits(CHUNK)

    def test_create_a_thousand_visits(self):
        self._create_visits(1, days=-100)
        few = self._count(lambda: self._create_visits(CHUNK))
        many = self._count(lambda: self._create_visits(10 * CHUNK, days=100))
        # another INSERT of events and messages and an UPDATE for each further hundred, not more
        self.assertLessEqual(many - few, 9 * 3)

    def test_visits_cost_few_queries_more_than_events(self):
        """Technicians, their users and zones, the type, the lock, bookings."""
        events = [
            {name: vals[name] for name in ("name", "start", "stop")}
            for vals in self._prepare(CHUNK)
        ]
        self._create_visits(1, days=-100)
        plain = self._count(lambda: self.env["calendar.event"].create(events))
        visits = self._count(lambda: self._create_visits(CHUNK))
        self.assertLessEqual(visits - plain, 6)

    def test_reassign_visits(self):
        visits = self._create_visits(50 * TECHNICIANS)[::TECHNICIANS]
        self.assertEqual(len(visits), 50)
        few = self._count(lambda: visits[:5].write({"technician_id": self.anna.id}))
        visits.write({"technician_id": self.bert.id})
        with self.assertBudget(25):  # Anna has a login: her visits go into a calendar
            visits.write({"technician_id": self.anna.id})
        visits.write({"technician_id": self.bert.id})
        many = self._count(lambda: visits.write({"technician_id": self.anna.id}))
        self.assertLessEqual(many, few)
        self.assertEqual(visits.booking_ids.resource_id, self.anna)

    def test_finish_visits(self):
        visits = self._create_visits(3 * TECHNICIANS)
        one = self._count(lambda: visits[0].action_finish_visit())
        rest = self._count(lambda: visits[1:].action_finish_visit())
        self.assertLessEqual(rest, one)

    def test_drop_visits(self):
        visits = self._create_visits(50)
        few = self._count(lambda: visits[:2].action_cancel_visit())
        many = self._count(lambda: visits[2:].action_cancel_visit())
        self.assertLessEqual(many, few)
        self.assertFalse(visits.booking_ids)

    # === READING ===

    def _read_month(self, limit):
        """As the calendar does: 500 visits with those fields its view shows."""
        many2one = {"fields": {"display_name": {}}}
        fields = {
            **dict.fromkeys(("start", "stop", "allday", "duration", "display_name"), {}),
            **dict.fromkeys(("location", "visit_state"), {}),
            **dict.fromkeys(("technician_id", "customer_id", "appointment_type_id"), many2one),
        }
        events = self.env["calendar.event"].with_user(self.dispatcher_user)
        found = events.web_search_read([("visit_state", "!=", False)], fields, limit=limit)
        self.assertEqual(len(found["records"]), limit)

    def test_calendar_month(self):
        self._create_visits(500)
        self._read_month(5)
        few = self._count(lambda: self._read_month(50))
        many = self._count(lambda: self._read_month(500))
        self.assertLessEqual(many, few)
        self.assertLessEqual(many, 12)

    def test_visits_of_contacts(self):
        visits = self._create_visits(80)
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {number}"} for number in range(80)]
        )
        for visit, partner in zip(visits, partners, strict=True):
            visit.customer_id = partner
        few = self._count(lambda: partners[:5].mapped("visit_count"))
        many = self._count(lambda: partners.mapped("visit_count"))
        self.assertEqual(partners.mapped("visit_count"), [1] * 80)
        self.assertEqual(many, few)
        self.assertLessEqual(many, 5)

    # === ORDERS ===

    def test_confirm_orders(self):
        """That their customers are told is planned with eleven more."""
        policy = self.env.ref("pylot_frontoffice.pylot_reminder_policy_order")
        for state, queries in (("off", 33), ("on", 44)):
            policy.state = state
            self._create_orders(1).action_confirm()
            orders = self._create_orders(100, technician_id=self.anna.id)
            with self.subTest(state=state), self.assertBudget(queries):
                orders.action_confirm()
            self.assertEqual(len(orders.visit_ids), 100)

    def test_cancel_orders(self):
        """Core looks up the currency of every order; visits add nothing to that."""
        growth = {}
        for product in (self.goods, self.product):
            orders = self._create_orders(60, product=product)
            orders.action_confirm()
            few = self._count(orders[:5]._action_cancel)
            growth[product] = self._count(orders[5:]._action_cancel) - few
        # one UPDATE more when the second changes in between
        self.assertLessEqual(growth[self.product], growth[self.goods] + 1)

    def test_visit_count_of_orders(self):
        orders = self._create_orders(60)
        orders.action_confirm()
        few = self._count(lambda: orders[:5].mapped("visit_count"))
        self.assertEqual(self._count(lambda: orders.mapped("visit_count")), few)
        self.assertLessEqual(few, 2)

    def test_technician_reaches_many_visits_at_once(self):
        orders = self._create_orders(1, 5) | self._create_orders(1, 50)
        orders.action_confirm()
        few = self._count(lambda: orders[0].write({"technician_id": self.bert.id}))
        many = self._count(lambda: orders[1].write({"technician_id": self.bert.id}))
        self.assertLessEqual(many, few)
