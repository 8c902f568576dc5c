from datetime import timedelta

from odoo import fields
from odoo.tests import Form, tagged

from .complaints_common import ComplaintCommon


@tagged("post_install", "-at_install")
class TestComplaintAbout(ComplaintCommon):
    """What it is about is one click away, and what hangs together is filled in together."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type = cls._create_type("Boiler check")
        cls.product = cls.env["product.product"].create(
            {
                "name": "Boiler check",
                "type": "service",
                "list_price": 90,
                "invoice_policy": "order",
                "appointment_type_id": cls.type.id,
            }
        )
        cls.order = cls._create_order(cls.customer)
        cls.visit = cls.order.visit_ids
        cls.visit._plan_visit(cls.anna, cls._at(9))
        cls.invoice = cls.order._create_invoices()
        cls.invoice.action_post()
        cls.agent = cls.env(user=cls.agent_user)

    @classmethod
    def _create_order(cls, partner):
        order = cls.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "order_line": [fields.Command.create({"product_id": cls.product.id})],
            }
        )
        order.action_confirm()
        return order

    def _get_offered(self, complaint):
        return {
            kind["field"]: [item["id"] for item in kind["items"]]
            for kind in complaint.recent_items or []
        }

    def test_recent_things_are_offered(self):
        """An agent without any right on sales and accounting sees numbers, no amounts."""
        self.assertFalse(self.order.with_env(self.agent).has_access("read"))
        complaint = self._create_complaint(env=self.agent)
        self.assertEqual(
            self._get_offered(complaint),
            {
                "sale_order_id": self.order.ids,
                "move_id": self.invoice.ids,
                "event_id": self.visit.ids,
                "product_id": self.product.ids,
            },
        )
        [orders, *_rest] = complaint.recent_items
        self.assertEqual(set(orders["items"][0]), {"id", "label", "detail"})
        self.assertEqual(orders["items"][0]["label"], self.order.name)

    def test_of_the_family_and_not_too_old(self):
        tenant = self.env["res.partner"].create(
            {"name": "Tenant", "parent_id": self.customer.id, "email": "t@example.com"}
        )
        self.order.date_order -= timedelta(days=731)
        offered = self._get_offered(self._create_complaint(env=self.agent, partner_id=tenant.id))
        self.assertNotIn("sale_order_id", offered)
        self.assertEqual(offered["move_id"], self.invoice.ids)
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        complaint = self._create_complaint(env=self.agent, partner_id=stranger.id)
        self.assertFalse(complaint.recent_items)

    def test_technicians_are_offered_nothing(self):
        complaint = self._create_complaint(event_id=self.visit.id)
        seen = complaint.with_user(self.technician_user)
        self.assertFalse(seen.recent_items or seen.open_matters or seen.similar_items)

    def test_an_order_fills_the_rest(self):
        sales = self.env["res.groups"]
        sales |= self.env.ref("sales_team.group_sale_salesman_all_leads")
        sales |= self.env.ref("account.group_account_invoice")
        self.agent_user.group_ids += sales
        with Form(self.agent["pylot.complaint"]) as form:
            form.name = "The boiler is cold"
            form.sale_order_id = self.order
            self.assertEqual(form.partner_id, self.customer)
            self.assertEqual(form.move_id, self.invoice)
            self.assertEqual(form.event_id, self.visit)
            self.assertEqual(form.product_id, self.product)

    def test_an_invoice_fills_its_order(self):
        complaint = self.Complaint.new({"move_id": self.invoice.id})
        values = complaint._prepare_about_vals()
        self.assertEqual(values["sale_order_id"], self.order.id)
        self.assertEqual(values["partner_id"], self.customer.id)

    def test_what_is_ambiguous_is_offered(self):
        """Two visits of the chosen order: both are offered, those of other orders are not."""
        second = self._create_visit(
            self.bert,
            customer_id=self.customer.id,
            sale_order_id=self.order.id,
            appointment_type_id=self.type.id,
        )
        self._create_order(self.customer).visit_ids._plan_visit(self.carla, self._at(9))
        draft = self.Complaint.with_user(self.agent_user).new({"sale_order_id": self.order.id})
        self.assertNotIn("event_id", draft._prepare_about_vals())
        complaint = self._create_complaint(env=self.agent, sale_order_id=self.order.id)
        self.assertEqual(
            set(self._get_offered(complaint)["event_id"]), set((self.visit | second).ids)
        )

    def test_a_foreign_document_is_a_warning(self):
        landlord = self.env["res.partner"].create({"name": "Landlord"})
        complaint = self._create_complaint(env=self.agent, partner_id=landlord.id)
        self.assertFalse(complaint.about_warning)
        complaint.event_id = self.visit
        self.assertIn("the visit", complaint.about_warning)
        complaint.partner_id = self.customer
        self.assertFalse(complaint.about_warning)

    # === OPEN MATTERS ===

    def test_open_matters(self):
        complaint = self._create_complaint(env=self.agent)
        [visit] = complaint.open_matters
        self.assertEqual((visit["model"], visit["id"]), ("calendar.event", self.visit.id))
        self.invoice.invoice_date_due = fields.Date.today() - timedelta(days=3)
        self.env.invalidate_all()
        self.assertEqual(len(complaint.open_matters), 1, "no right on invoices")
        self.agent_user.group_ids += self.env.ref("account.group_account_readonly")
        self.env.invalidate_all()
        [_visit, unpaid] = complaint.open_matters
        self.assertEqual((unpaid["model"], unpaid["id"]), ("account.move", self.invoice.id))


@tagged("post_install", "-at_install")
class TestComplaintSimilar(ComplaintCommon):
    """Nobody makes the same complaint twice without knowing."""

    def _find(self, **values):
        draft = self.Complaint.with_user(self.agent_user).new({"name": "Something", **values})
        return draft.similar_ids._origin

    def test_same_customer_or_family(self):
        first = self._create_complaint()
        self.assertEqual(self._find(partner_id=self.customer.id).ids, first.ids)
        tenant = self.env["res.partner"].create({"name": "Tenant", "parent_id": self.customer.id})
        self.assertEqual(self._find(partner_id=tenant.id).ids, first.ids)
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        self.assertFalse(self._find(partner_id=stranger.id))
        first.dismissal = "mistake"
        first._set_state("solved")
        self.assertFalse(self._find(partner_id=self.customer.id))

    def test_same_visit_comes_first(self):
        """Whoever complains about it: the tenant, then the landlord."""
        visit = self._create_visit(self.anna, customer_id=self.customer.id)
        landlord = self.env["res.partner"].create({"name": "Landlord"})
        near = self._create_complaint(partner_id=landlord.id, event_id=visit.id)
        far = [self._create_complaint(name=f"Other {each}") for each in range(6)]
        found = self._find(partner_id=self.customer.id, event_id=visit.id, name="Something else")
        self.assertEqual(len(found), 5)
        self.assertIn(near, found)
        self.assertNotIn(far[0], found, "the oldest of the rest")

    def test_same_appliance(self):
        product = self.env["product.product"].create({"name": "Boiler"})
        first = self._create_complaint(product_id=product.id, lot_name="SN 7", partner_id=False)
        self.assertEqual(self._find(product_id=product.id, lot_name="SN 7").ids, first.ids)
        self.assertFalse(self._find(product_id=product.id, lot_name="SN 8"))
        self.assertFalse(self._find(product_id=product.id))

    def test_same_sender_and_near_subject(self):
        first = self._create_complaint(
            "The tap in the kitchen drips", partner_id=False, email_from="Kim <kim@example.com>"
        )
        again = {"email_from": "KIM@example.com"}
        self.assertEqual(self._find(name="Kitchen tap drips again", **again).ids, first.ids)
        self.assertFalse(self._find(name="Wrong invoice", **again))
        self.assertFalse(self._find(name="The tap in the kitchen drips"))

    def test_only_what_may_be_seen(self):
        other_team = self.env["pylot.team"]._get_default(self.other_company)
        self._create_complaint(team_id=other_team.id)
        self.assertFalse(self._find(partner_id=self.customer.id))

    def test_constant_queries(self):
        """A list of 40 complaints asks as often as one of 4."""
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {each}", "email": f"c{each}@example.com"} for each in range(40)]
        )
        complaints = self.Complaint.create(
            [
                {"name": "Tap drips", "partner_id": partner.id}
                for partner in partners
                for _twice in range(2)
            ]
        )
        counted = []
        for number in (8, 80):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some = complaints[:number].with_user(self.agent_user)
            self.assertEqual({len(each.similar_ids) for each in some}, {1})
            counted.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counted[1], counted[0])
