from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    appointment_type_id = fields.Many2one(
        "pylot.appointment.type",
        index="btree_not_null",
        help="Confirming an order with this product puts its visits into the tray “To Plan”: one "
        "for each unit sold, or by working days when sold by the hour.",
    )
