from odoo.tests import Form, tagged

from .common import FrontofficeCommon


@tagged("post_install", "-at_install")
class TestWithoutRole(FrontofficeCommon):
    """Whoever has nothing to do with the front office works on as before."""

    def test_events_without_a_role(self):
        """What plain calendar users do all day."""
        user = self.plain_user
        events = self.env["calendar.event"].with_user(user)
        with Form(events, view="calendar.view_calendar_event_form") as form:
            form.name = "Lunch"
            form.start = self._at(12)
            form.stop = self._at(13)
        lunch = form.record
        self.assertEqual(lunch.user_id, user)
        self.assertIn(user.partner_id, lunch.partner_ids)
        self.assertFalse(lunch.visit_state or lunch.visit_company_id or lunch.sudo().booking_ids)
        lunch.write({"recurrency": True, "rrule_type": "daily", "end_type": "count", "count": 3})
        series = lunch.recurrence_id.calendar_event_ids
        self.assertEqual(len(series), 3)
        self.assertEqual(len(series.copy()), 3)
        lunch.write({"start": self._at(11), "recurrence_update": "all_events"})
        lunch.recurrence_id.calendar_event_ids.unlink()

    def test_orders_without_a_role(self):
        user = self.salesperson_user
        product = self.env["product.product"].create({"name": "Pump", "type": "consu"})
        with Form(self.env["sale.order"].with_user(user)) as form:
            form.partner_id = self.customer
            with form.order_line.new() as line:
                line.product_id = product
        order = form.record
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        order.copy()
        order._action_cancel()

    def test_forms_without_a_role(self):
        """Nothing of ours is in the way of people who have nothing to do with it."""
        for role, models in (
            ("plain", ("calendar.event", "res.partner", "hr.employee.public")),
            ("salesperson", ("sale.order", "product.template", "calendar.event")),
        ):
            for model in models:
                records = self.env[model].with_user(getattr(self, f"{role}_user"))
                with self.subTest(role=role, model=model):
                    views = records.get_views([(False, "form"), (False, "list")])
                    arch = views["views"]["form"]["arch"]
                    self.assertNotIn("visit_state", arch)
                    self.assertNotIn("action_plan_visits", arch)
                    records.web_search_read([], {"display_name": {}}, limit=5)

    def test_staff_data_stays_with_human_resources(self):
        employee = self.anna.employee_id.with_user(self.plain_user)
        shown = employee.fields_get()
        self.assertFalse({"is_technician", "home_partner_id", "service_zips"} & shown.keys())
