from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

# What is older is hardly what a customer calls about.
RECENT_DAYS = 730
# So many of a kind are offered; behind them is the search of the field.
OFFERED = 4
AGENT = "pylot_frontoffice.group_agent"
ABOUT_FIELDS = ("sale_order_id", "move_id", "event_id", "product_id")


class PylotComplaint(models.Model):
    """What it is about: the customer's recent orders, invoices, visits and products are offered,
    and each says what the others most likely are."""

    _inherit = "pylot.complaint"

    recent_items = fields.Json(
        compute="_compute_recent_items",
        help="What to offer: list of field, title and items with id, label and detail.",
    )
    about_warning = fields.Char(compute="_compute_about_warning")

    # === OFFERING ===

    @api.depends("partner_id", *ABOUT_FIELDS)
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_recent_items(self):
        may_see = self.env.user.has_group(AGENT)
        for complaint in self:
            complaint.recent_items = (may_see and complaint._get_recent_sudo()) or False

    def _get_recent_sudo(self):
        """An agent finds the order a customer speaks of, even one who may not open orders: number
        and day are told, no amounts.

        :return: list of dicts for what is not chosen yet"""
        self.ensure_one()
        family = self.partner_id.sudo().commercial_partner_id
        if not family:
            return []
        recent = []
        for name, title in (
            ("sale_order_id", self.env._("Orders")),
            ("move_id", self.env._("Invoices")),
            ("event_id", self.env._("Visits")),
            ("product_id", self.env._("Products")),
        ):
            if self[name]:
                continue
            records = getattr(self, f"_find_recent_{name}_sudo")(family)
            if records:
                items = [self._describe_item(record) for record in records[:OFFERED]]
                recent.append({"field": name, "title": title, "items": items})
        return recent

    def _get_recent_domain(self, partner_field, date_field):
        family = self.partner_id.sudo().commercial_partner_id
        begin = fields.Datetime.now() - timedelta(days=RECENT_DAYS)
        companies = self.env.companies.ids
        return [
            (partner_field, "child_of", family.id),
            (date_field, ">=", begin),
            (
                "visit_company_id" if date_field == "start" else "company_id",
                "in",
                [*companies, False],
            ),
        ]

    def _find_recent_sale_order_id_sudo(self, _family):
        orders = self.env["sale.order"].sudo()
        near = self.move_id.sudo().line_ids.sale_line_ids.order_id
        near |= self.event_id.sudo().sale_order_id
        if near:
            return near
        domain = [
            *self._get_recent_domain("partner_id", "date_order"),
            ("state", "=", "sale"),
        ]
        return orders.search(domain, order="date_order desc, id desc", limit=OFFERED)

    def _find_recent_move_id_sudo(self, _family):
        near = self._get_invoices_sudo(self.sale_order_id | self.event_id.sudo().sale_order_id)
        if near:
            return near
        return (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    *self._get_recent_domain("partner_id", "invoice_date"),
                    ("move_type", "=", "out_invoice"),
                    ("state", "=", "posted"),
                ],
                order="invoice_date desc, id desc",
                limit=OFFERED,
            )
        )

    def _find_recent_event_id_sudo(self, _family):
        near = self._get_visits_sudo(self.sale_order_id)
        if near:
            return near
        domain = [
            *self._get_recent_domain("customer_id", "start"),
            ("visit_state", "not in", [False, "draft", "cancelled"]),
        ]
        visits = self.env["calendar.event"].sudo()
        return visits.search(domain, order="start desc, id desc", limit=OFFERED)

    def _find_recent_product_id_sudo(self, _family):
        orders = self.sale_order_id.sudo() or self.event_id.sudo().sale_order_id
        lines = self.move_id.sudo().invoice_line_ids
        if orders or lines:
            return (orders.order_line.product_id | lines.product_id)[:OFFERED]
        domain = self._get_recent_domain("order_id.partner_id", "order_id.date_order")
        domain += [("order_id.state", "=", "sale"), ("product_id", "!=", False)]
        groups = (
            self.env["sale.order.line"]
            .sudo()
            ._read_group(domain, ["product_id"], [], order="id:max desc", limit=OFFERED)
        )
        return self.env["product.product"].sudo().union(*(product for (product,) in groups))

    def _get_invoices_sudo(self, orders):
        invoices = orders.sudo().order_line.invoice_lines.move_id
        return invoices.filtered(
            lambda move: move.move_type == "out_invoice" and move.state == "posted"
        )

    def _get_visits_sudo(self, orders):
        visits = orders.sudo().visit_ids.filtered(
            lambda visit: visit.visit_state not in ("draft", "cancelled")
        )
        return visits.sorted("start", reverse=True)

    def _describe_item(self, record):
        """:return: dict of id, label and detail"""
        day = {
            "sale.order": "date_order",
            "account.move": "invoice_date",
            "calendar.event": "start",
        }.get(record._name)
        detail = format_date(self.env, record[day]) if day else ""
        label = record.name if day else record.display_name
        if record._name == "calendar.event" and record.appointment_type_id:
            label = record.appointment_type_id.name
        return {"id": record.id, "label": label or "", "detail": detail}

    # === CHOOSING ===

    @api.onchange("sale_order_id", "move_id", "event_id")
    def _onchange_about(self):
        """What is certain is filled in; what is not, is offered."""
        for name, value in self._prepare_about_vals().items():
            self[name] = value

    def _prepare_about_vals(self):
        """:return: dict of what follows from order, invoice and visit for fields still empty; only
        what is the only one"""
        self.ensure_one()
        values = {}
        move, event = self.move_id.sudo(), self.event_id.sudo()
        order = self.sale_order_id.sudo()
        if not order:
            order = move.line_ids.sale_line_ids.order_id or event.sale_order_id
            if len(order) == 1:
                values["sale_order_id"] = order.id
        if not move:
            invoices = self._get_invoices_sudo(order)
            if len(invoices) == 1:
                values["move_id"] = invoices.id
        if not event:
            visits = self._get_visits_sudo(order)
            if len(visits) == 1:
                values["event_id"] = visits.id
        if not self.product_id:
            products = (move.invoice_line_ids if move else order.order_line).product_id
            if len(products) == 1:
                values["product_id"] = products.id
        if not self.partner_id:
            customer = order.partner_id or move.partner_id or event.customer_id
            if len(customer) == 1:
                values["partner_id"] = customer.id
        return values

    @api.depends("partner_id", "sale_order_id", "move_id", "event_id")
    @api.depends_context("uid", "lang")
    def _compute_about_warning(self):
        """It may be right: a tenant calls about what the landlord has ordered."""
        for complaint in self:
            family = complaint.partner_id.sudo().commercial_partner_id
            foreign = [
                name
                for name, customer in (
                    (self.env._("the order"), complaint.sale_order_id.sudo().partner_id),
                    (self.env._("the invoice"), complaint.move_id.sudo().partner_id),
                    (self.env._("the visit"), complaint.event_id.sudo().customer_id),
                )
                if family and customer and customer.commercial_partner_id != family
            ]
            complaint.about_warning = (
                self.env._(
                    "Not of this customer: %(documents)s. Is that right?",
                    documents=", ".join(foreign),
                )
                if foreign
                else False
            )
