from odoo import fields, models


class ResourceResource(models.Model):
    _inherit = "resource.resource"

    capacity_minutes = fields.Integer(
        string="Minutes a Day",
        help="Customers are offered no more once so many minutes of a day are booked, driving "
        "included. 0: no limit.",
    )
    feed_token = fields.Char(copy=False, groups="pylot_frontoffice.group_dispatcher")
