from odoo import models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "pylot.complaint.source"]

    _complaint_field = "sale_order_id"
