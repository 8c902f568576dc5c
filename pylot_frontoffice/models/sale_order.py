from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import OPEN_STATES


class SaleOrder(models.Model):
    _inherit = "sale.order"

    technician_id = fields.Many2one(
        "resource.resource",
        domain="[('is_technician', '=', True)]",
        check_company=True,
        copy=False,
        tracking=True,
        help="Who shall carry out the visits of this order. A change reaches all visits that are "
        "still open.",
    )
    visit_ids = fields.One2many("calendar.event", "sale_order_id", string="Visits", copy=False)
    visit_count = fields.Integer(compute="_compute_visit_count")
    unplanned_visit_count = fields.Integer(compute="_compute_visit_count")

    @api.depends("visit_ids.visit_state")
    def _compute_visit_count(self):
        counts = {}
        for order, state, count in (
            self.env["calendar.event"]
            .sudo()
            ._read_group(
                [("sale_order_id", "in", self.ids), ("visit_state", "!=", "cancelled")],
                ["sale_order_id", "visit_state"],
                ["__count"],
            )
        ):
            total, unplanned = counts.get(order.id, (0, 0))
            counts[order.id] = (total + count, unplanned + count * (state == "draft"))
        for order in self:
            total, unplanned = counts.get(order._origin.id, (0, 0))
            order.visit_count = total
            order.unplanned_visit_count = unplanned

    def write(self, vals):
        result = super().write(vals)
        if vals.get("technician_id"):
            self.filtered(lambda order: order.state == "sale")._write_technician_through()
        return result

    def unlink(self):
        # of a visit that is as new as its order, PostgreSQL may check the line after it is gone
        visits = self.sudo().visit_ids
        if visits:
            visits.write({"sale_order_id": False, "sale_line_id": False})
        return super().unlink()

    def _write_technician_through(self):
        """:raise CollisionError: when the new technician is busy during a planned visit"""
        for technician, orders in self.grouped("technician_id").items():
            visits = orders.sudo().visit_ids.filtered(
                lambda visit, technician=technician: (
                    visit.visit_state in OPEN_STATES and visit.technician_id != technician
                )
            )
            visits.write({"technician_id": technician.id})

    def _action_confirm(self):
        result = super()._action_confirm()
        self.order_line._create_visits()
        return result

    def _action_cancel(self):
        self.order_line._get_open_visits()._drop_visits()
        return super()._action_cancel()

    def action_plan_visits(self):
        """Open the proposals for what is still to plan, or the visits when nothing is."""
        if any(order.state != "sale" for order in self):
            raise UserError(
                self.env._("Confirm the order first: its visits are planned once it is binding.")
            )
        visits = self.visit_ids.filtered(lambda visit: visit.visit_state == "draft")
        return visits.action_assign() if visits else self.action_view_visits()

    def action_view_visits(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.calendar_event_action_visits"
        )
        action["domain"] = [("sale_order_id", "in", self.ids)]
        action["context"] = {"create": False}
        return action
