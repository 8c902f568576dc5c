from odoo import api, fields, models
from odoo.exceptions import UserError

AGENT = "pylot_frontoffice.group_agent"


class PylotVisitPart(models.Model):
    """Material or work beyond what was ordered: a draft until the customer signs it, then a line
    of the order, at the price that was signed."""

    _name = "pylot.visit.part"
    _description = "Part or Extra Work"
    _order = "event_id, id"

    event_id = fields.Many2one(
        "calendar.event", string="Visit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="event_id.visit_company_id")
    resource_id = fields.Many2one("resource.resource", string="Technician", ondelete="restrict")
    product_id = fields.Many2one("product.product", required=True, ondelete="restrict")
    name = fields.Char(required=True)
    quantity = fields.Float(digits="Product Unit", required=True)
    uom_name = fields.Char(string="Unit")
    currency_id = fields.Many2one("res.currency", required=True)
    # on the phone technicians see prices if they may; here only the office does
    price_unit = fields.Float(digits="Product Price", groups=AGENT)
    discount = fields.Float(digits="Discount", groups=AGENT)
    price_total = fields.Monetary(string="Price With Tax", groups=AGENT)
    state = fields.Selection(
        [("draft", "To Be Signed"), ("ordered", "In the Order")], default="draft", required=True
    )
    counted_at = fields.Datetime(required=True, help="When the quantity was entered.")
    sale_line_id = fields.Many2one(
        "sale.order.line", string="Order Line", index="btree_not_null", ondelete="set null"
    )
    signed_by = fields.Char(readonly=True)
    signed_at = fields.Datetime(readonly=True)
    signature = fields.Binary(attachment=True, readonly=True)

    _once = models.UniqueIndex(
        "(event_id, product_id) WHERE state = 'draft'", "This part is on the list already."
    )
    _quantity_positive = models.Constraint(
        "CHECK(quantity >= 0)", "The quantity must not be negative."
    )

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts.event_id._check_report_open()
        return parts

    def write(self, vals):
        if vals.keys() - {"sale_line_id"}:
            self.event_id._check_report_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self.event_id._check_report_open()
        if "ordered" in self.mapped("state"):
            raise UserError(self.env._("The customer has signed this: change the order instead."))

    def action_order(self):
        """The office agrees with the customer without a signature."""
        self.event_id._check_role(
            AGENT,
            self.env._("Parts without a signature are put into the order by agents."),
        )
        for event, parts in (
            self.sudo().filtered(lambda part: part.state == "draft").grouped("event_id").items()
        ):
            event._order_parts(parts, self.env.user.name)
