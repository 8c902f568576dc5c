from odoo import api, fields, models

from ..tools import warranty
from ..tools.wall_time import to_day


class PylotComplaint(models.Model):
    """What the law gives the customer, and until when, in plain sentences. They help to decide and
    are no legal advice; facts that decide a case, such as a later agreement, are not known here."""

    _inherit = "pylot.complaint"

    delivered_on = fields.Date(
        compute="_compute_delivered_on",
        store=True,
        readonly=False,
        precompute=True,
        help="When the customer got the goods, or the work was finished. Proposed from the visit, "
        "else the invoice, else the order.",
    )
    is_consumer = fields.Boolean(
        compute="_compute_is_consumer", help="The customer is no company, or not known."
    )
    warranty_until = fields.Date(
        string="In Warranty Until", compute="_compute_statutory", compute_sudo=True
    )
    burden_until = fields.Date(
        string="We Have to Prove Until",
        compute="_compute_statutory",
        compute_sudo=True,
        help="Until then it is for us to prove that the defect was not there from the beginning "
        "(§ 477 BGB).",
    )
    is_in_warranty = fields.Boolean(
        string="In Warranty",
        compute="_compute_statutory",
        compute_sudo=True,
        help="On the day on which the complaint was received.",
    )
    repair_attempts = fields.Integer(
        compute="_compute_repair_attempts",
        compute_sudo=True,
        recursive=True,
        help="Repair visits that have taken place for this complaint and those before it.",
    )
    statutory_text = fields.Text(
        string="Rights by Law", compute="_compute_statutory_text", compute_sudo=True
    )

    # === DATES ===

    @api.depends("event_id", "move_id", "sale_order_id")
    def _compute_delivered_on(self):
        named = self.filtered(lambda each: each.event_id or each.move_id or each.sale_order_id)
        for complaint in named:
            complaint.delivered_on = complaint._find_delivery() or complaint.delivered_on

    def _find_delivery(self):
        """:return: day on the clock of the company; False when nothing says it"""
        complaint = self.sudo()
        zone = complaint.company_id.resource_calendar_id.tz or "UTC"
        visit, order = complaint.event_id, complaint.sale_order_id
        if visit.stop:
            return to_day(visit.stop, zone)
        if complaint.move_id.invoice_date:
            return complaint.move_id.invoice_date
        done = order.visit_ids.filtered(lambda each: each.visit_state == "done")
        if done:
            return to_day(max(done.mapped("stop")), zone)
        return order.date_order and to_day(order.date_order, zone)

    @api.depends("partner_id.commercial_partner_id.is_company")
    def _compute_is_consumer(self):
        for complaint in self:
            complaint.is_consumer = not complaint.partner_id.commercial_partner_id.is_company

    @api.depends("action_ids.state", "action_ids.kind", "previous_id.repair_attempts")
    def _compute_repair_attempts(self):
        for complaint in self:
            complaint.repair_attempts = len(complaint._get_done_repairs())

    def _get_done_repairs(self):
        """:return: remedies of this complaint and of those it goes on from"""
        repairs, complaint = self.action_ids.browse(), self
        seen = complaint.browse()
        while complaint and complaint not in seen:
            repairs |= complaint.action_ids.filtered(
                lambda action: action.kind == "repair" and action.state == "done"
            )
            seen |= complaint
            complaint = complaint.previous_id
        return repairs

    @api.depends(
        "delivered_on", "is_consumer", "repair_attempts", "product_id", "received_at", "company_id"
    )
    def _compute_statutory(self):
        for complaint in self:
            delivered, months = complaint.delivered_on, complaint._get_warranty_months()
            if not delivered:
                complaint.warranty_until = complaint.burden_until = False
                complaint.is_in_warranty = False
                continue
            extension = complaint._get_extension(warranty.warranty_end(delivered, months))
            complaint.warranty_until = months and warranty.warranty_end(
                delivered, months, extension
            )
            complaint.burden_until = (
                warranty.burden_end(delivered) if complaint.is_consumer and months else False
            )
            complaint.is_in_warranty = bool(
                complaint.warranty_until
                and complaint._get_received_day() <= complaint.warranty_until
            )

    def _get_received_day(self):
        zone = self.company_id.resource_calendar_id.tz or "UTC"
        return to_day(self.received_at or fields.Datetime.now(), zone)

    def _get_warranty_months(self):
        product = self.product_id
        return product.pylot_warranty_months if product else warranty.WARRANTY_MONTHS

    def _get_extension(self, end):
        """:param date end: of the warranty without any extension
        :return: months by which it has become longer, once, by a repair that was owed"""
        if not self.is_consumer:
            return 0
        owed = (repair.complaint_id._get_received_day() for repair in self._get_done_repairs())
        is_extended = any(day <= end for day in owed)
        return self.company_id.pylot_repair_extension_months if is_extended else 0

    def _has_failed_repairs(self):
        """:return: whether repair is over as a remedy: two attempts, and it still is not right"""
        self.ensure_one()
        return self.repair_attempts >= warranty.FAILED_ATTEMPTS and self.state not in (
            "solved",
            "closed",
        )
