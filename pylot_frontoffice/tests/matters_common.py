"""Customers who look at all of theirs on one page."""

from datetime import date, datetime, timedelta

from odoo.fields import Command

from .complaint_pages_common import ComplaintPages
from .dunning_pages_common import DunningPages

DAY = timedelta(days=1)


class Matters(DunningPages, ComplaintPages):
    """Mixed into cases with visitors: Frieda, who has a login, and a firm."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = date.today()
        cls.firm = cls.env["res.partner"].create({"name": "Firm", "is_company": True})
        cls.user = cls._create_portal_user()
        cls.user.tz = "Europe/Berlin"
        cls.user.partner_id.parent_id = cls.firm
        cls.product = cls.env["product.product"].create(
            {"name": "Tap", "type": "service", "taxes_id": [Command.clear()], "list_price": 10}
        )

    @classmethod
    def _promise_visit(cls, days=0, hour=12, **values):
        """:param days: from today
        :return: a visit of the customer's that they have been told of"""
        start = datetime.combine(cls.today, datetime.min.time()) + DAY * days
        start += timedelta(hours=hour)
        values = {
            "technician_id": cls.anna.id,
            "start": start,
            "stop": start + timedelta(hours=1),
            "customer_id": cls.user.partner_id.id,
            "appointment_type_id": cls.kind.id,
            "visit_state": "confirmed",
            **values,
        }
        visit = cls._create_visit(is_blocking=False, not_blocking_reason="Test", **values)
        visit.ics_uid = f"mine-{visit.id}"
        return visit

    @classmethod
    def _create_order(cls, state="sent", **values):
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.user.partner_id.id,
                "order_line": [Command.create({"product_id": cls.product.id})],
                **values,
            }
        )
        order.state = state
        return order

    @classmethod
    def _create_bill(cls, days=5, amount=100, **values):
        """:param days: until it is due, from today"""
        due = cls.today + DAY * days
        values = {"partner_id": cls.user.partner_id.id, "currency_id": cls.euro.id, **values}
        return cls._create_invoice(
            amount, invoice_date=due - DAY * 14, invoice_date_due=due, **values
        )

    def see_matters(self):
        self.env.flush_all()
        self.env.invalidate_all()
        page = self.get("/my/matters")
        self.assertEqual(page.status, 200)
        return page

    def get_step(self, page=None):
        (text,) = (page or self.see_matters()).main.xpath("//*[@class='pylot-next-text']")
        return " ".join(text.text_content().split())

    def get_titles(self, section, page=None):
        """:return: titles of what stands in a section, None when there is no such section"""
        page = page or self.see_matters()
        found = page.main.xpath(f"//section[@aria-labelledby='matters_{section}']")
        titles = [each for part in found for each in part.xpath(".//h3")]
        return [" ".join(each.text_content().split()) for each in titles] if found else None
