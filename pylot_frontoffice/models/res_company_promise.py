from odoo import fields, models


class ResCompany(models.Model):
    """How much time customers may take by themselves."""

    _inherit = "res.company"

    pylot_dunning_promise_days = fields.Integer(
        string="Days to Promise",
        default=14,
        help="So many days ahead customers may choose a day to pay, without asking. 0: they have "
        "to call.",
    )

    _pylot_dunning_promise_days_sensible = models.Constraint(
        "CHECK(pylot_dunning_promise_days BETWEEN 0 AND 365)",
        "Customers may take between 0 and 365 days.",
    )
