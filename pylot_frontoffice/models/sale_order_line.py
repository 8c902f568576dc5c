from math import ceil

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, float_round

from ..const import OPEN_STATES

# More than this in one line is a typing mistake, or wants a project and not a tray.
MAX_VISITS = 1000


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    visit_ids = fields.One2many("calendar.event", "sale_line_id", string="Visits")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered(lambda line: line.state == "sale")._create_visits()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if {"product_id", "product_uom_qty", "product_uom_id"} & vals.keys():
            self.filtered(lambda line: line.state == "sale")._sync_visits()
        return result

    def _get_visit_type(self):
        """Hook: as what this line is visited."""
        return self.product_id.appointment_type_id

    def _get_visit_plan(self):
        """:return: (number of visits, hours of each) that this line promises

        Sold by the unit, each begun unit is a visit. Sold by the hour, the hours are cut into
        as few equal visits as fit into working days.
        """
        self.ensure_one()
        appointment_type = self._get_visit_type()
        if not appointment_type or self.display_type or self.product_uom_qty <= 0:
            return 0, 0.0
        # not env.ref, which would look for the unit in the database for every line
        hour = self.env["uom.uom"].browse(
            self.env["ir.model.data"]._xmlid_to_res_id("uom.product_uom_hour") or ()
        )
        sold_by_hour = hour and self.product_uom_id._has_common_reference(hour)
        # a dozen is twelve units
        quantity = self.product_uom_id._compute_quantity(
            self.product_uom_qty, hour if sold_by_hour else self.product_id.uom_id, round=False
        )
        if sold_by_hour:
            per_day = self.company_id.resource_calendar_id.hours_per_day or 8.0
            count = self._count_begun(quantity / per_day)
            return count, quantity / count
        return self._count_begun(quantity), appointment_type.duration

    @api.model
    def _count_begun(self, quantity):
        """:return: how many units ``quantity`` begins; noise of floating point begins none"""
        return max(1, ceil(float_round(quantity, precision_digits=4)))

    def _create_visits(self):
        """Visits of lines that have just become binding. What never had any is not asked for
        them: an order for goods costs what it cost before."""
        self.sudo().filtered(lambda line: line._get_visit_type())._sync_visits()

    def _sync_visits(self):
        """Give each line the visits it promises: no more, no fewer, none orphaned.

        Finished and running visits are never touched. Of the others, those that are easiest to
        give up go first: unplanned ones disappear, planned ones are cancelled, the latest first.
        """
        lines = self.sudo().filtered(lambda line: line._get_visit_type() or line.visit_ids)
        surplus = self.env["calendar.event"].sudo()
        if not lines:
            return surplus
        vals_list = []
        for line in lines:
            count, hours = line._get_visit_plan()
            if count > MAX_VISITS:
                raise UserError(
                    self.env._(
                        "“%(line)s” would need %(count)s visits. One line plans %(max)s at most: "
                        "check the quantity, or split the line.",
                        line=line.name,
                        count=count,
                        max=MAX_VISITS,
                    )
                )
            visits = line.visit_ids.filtered(lambda visit: visit.visit_state != "cancelled")
            drafts = visits.filtered(lambda visit: visit.visit_state == "draft")
            wrong = drafts.filtered(
                lambda visit, line=line: visit.appointment_type_id != line._get_visit_type()
            )
            surplus |= wrong
            visits -= wrong
            (drafts - wrong).filtered(
                lambda visit, hours=hours: hours and float_compare(visit.duration, hours, 2)
            ).duration = hours
            missing = count - len(visits)
            if missing < 0:
                surplus |= visits._pick_surplus(-missing)
            vals_list += [line._prepare_visit_vals(hours) for _i in range(missing)]
        surplus._drop_visits()
        return (
            self.env["calendar.event"]
            .sudo()
            .with_context(skip_contact_description=True)
            .create(vals_list)
        )

    def _prepare_visit_vals(self, hours):
        """:return: values of a visit in the tray; its time is a placeholder until planned"""
        self.ensure_one()
        order = self.order_id
        appointment_type = self._get_visit_type()
        address = order.partner_shipping_id or order.partner_id
        start = order.commitment_date or fields.Datetime.now().replace(minute=0, second=0)
        return {
            "name": f"{appointment_type.name} – {order.partner_id.display_name}",
            "appointment_type_id": appointment_type.id,
            "customer_id": order.partner_id.id,
            "visit_address_id": address.id,
            "location": address._get_one_line_address(),
            "sale_order_id": order.id,
            "sale_line_id": self.id,
            "technician_id": order.technician_id.id,
            "visit_state": "draft",
            "start": start,
            # core's default would end every visit an hour from now
            "stop": fields.Datetime.add(start, hours=hours),
            "duration": hours,
            "user_id": False,
            "partner_ids": [],
        }

    def _get_open_visits(self):
        return self.sudo().visit_ids.filtered(lambda visit: visit.visit_state in OPEN_STATES)
