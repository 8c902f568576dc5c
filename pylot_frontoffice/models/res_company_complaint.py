from odoo import api, fields, models


class ResCompany(models.Model):
    """How the company deals with complaints."""

    _inherit = "res.company"

    pylot_reopen_days = fields.Integer(
        string="Reopen Within",
        default=7,
        help="Days after the solution in which an answer of the customer opens the complaint "
        "again. Later, a new one is made that refers to it.",
    )

    _pylot_reopen_days_positive = models.Constraint(
        "CHECK(pylot_reopen_days >= 0)", "Days cannot be negative."
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env["pylot.team"]._create_starter_teams(companies)
        return companies
