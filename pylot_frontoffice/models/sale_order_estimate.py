from odoo import fields, models


class SaleOrder(models.Model):
    """A quotation that a customer has asked for with an estimate. It has no lines yet: a
    salesperson looks at it and writes them."""

    _inherit = "sale.order"

    pylot_estimate_id = fields.Many2one(
        "pylot.estimate",
        string="Price Estimate",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    pylot_estimate_summary = fields.Char(
        string="Estimate Shown", copy=False, readonly=True, help="As the customer has seen it."
    )
    pylot_estimate_key = fields.Char(copy=False, readonly=True, groups="base.group_system")
    pylot_visitor = fields.Char(
        copy=False,
        readonly=True,
        groups="base.group_system",
        help="Who has asked for it, as a keyed hash of the network address.",
    )

    _pylot_estimate_key_unique = models.UniqueIndex(
        "(pylot_estimate_key) WHERE pylot_estimate_key IS NOT NULL",
        "This request has been sent already.",
    )
    _pylot_visitor_idx = models.Index(
        "(pylot_visitor, create_date) WHERE pylot_visitor IS NOT NULL"
    )
