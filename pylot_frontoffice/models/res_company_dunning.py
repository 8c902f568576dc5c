from odoo import api, fields, models

PROFILES = [
    ("DE", "Germany"),
    ("AT", "Austria"),
    ("CH", "Switzerland"),
    ("other", "Another country: no interest, no fees"),
]


class ResCompany(models.Model):
    """How the company reminds of what is overdue."""

    _inherit = "res.company"

    pylot_dunning_profile = fields.Selection(
        PROFILES,
        string="Law of Late Payment",
        compute="_compute_pylot_dunning_profile",
        store=True,
        readonly=False,
        help="Decides about interest, the lump sum of 40 euro and fees.",
    )
    pylot_dunning_tolerance = fields.Monetary(
        string="Not Worth a Reminder",
        default=5.0,
        help="Up to this amount, after credits are taken off, nobody is reminded.",
    )

    @api.depends("country_id", "account_fiscal_country_id")
    def _compute_pylot_dunning_profile(self):
        known = dict(PROFILES)
        for company in self:
            code = (company.country_id or company.account_fiscal_country_id).code
            company.pylot_dunning_profile = code if code in known else "other"
