from odoo import fields, models

from ..tools.warranty import WARRANTY_MONTHS


class ProductTemplate(models.Model):
    _inherit = "product.template"

    pylot_warranty_months = fields.Integer(
        string="Warranty",
        default=WARRANTY_MONTHS,
        help="Months from the delivery in which customers may claim for defects: 24 by law, 60 "
        "for buildings, 12 at least for used goods where that was agreed separately.",
    )

    _pylot_warranty_positive = models.Constraint(
        "CHECK(pylot_warranty_months >= 0)", "Months cannot be negative."
    )
