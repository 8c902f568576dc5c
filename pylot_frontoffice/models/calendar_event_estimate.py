from odoo import fields, models

TECHNICIAN = "pylot_frontoffice.group_technician"


class CalendarEvent(models.Model):
    """What the customer has worked out before booking: no promise, but what they expect."""

    _inherit = "calendar.event"

    estimate_id = fields.Many2one(
        "pylot.estimate",
        string="Price Estimate",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups=TECHNICIAN,
    )
    estimate_summary = fields.Char(
        string="Estimate Shown",
        copy=False,
        readonly=True,
        groups=TECHNICIAN,
        help="As the customer has seen it. What they have entered is among the answers.",
    )
