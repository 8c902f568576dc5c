from odoo import api, fields, models
from odoo.tools import format_date


class PylotBaseRate(models.Model):
    """The rate above which the law of a country sets interest for late payment (§ 247 BGB, § 456
    UGB). It holds for half a year; countries with a fixed rate need none."""

    _name = "pylot.base.rate"
    _description = "Base Rate"
    _order = "country_id, valid_from DESC"

    country_id = fields.Many2one(
        "res.country",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.company.country_id,
    )
    valid_from = fields.Date(
        required=True, help="1 January or 1 July; it holds until the next half-year begins."
    )
    percent = fields.Float(
        string="Base Rate (%)", digits=(6, 4), help="Percent a year. It may be negative."
    )

    _country_valid_from_unique = models.UniqueIndex(
        "(country_id, valid_from)", "The country has a base rate from this day already."
    )
    _half_year = models.Constraint(
        "CHECK(EXTRACT(day FROM valid_from) = 1 AND EXTRACT(month FROM valid_from) IN (1, 7))",
        "Base rates change on 1 January and on 1 July.",
    )
    _plausible = models.Constraint(
        "CHECK(percent BETWEEN -10 AND 30)", "A base rate lies between -10 % and 30 %."
    )

    @api.depends("country_id", "valid_from")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for rate in self:
            rate.display_name = self.env._(
                "%(country)s from %(day)s",
                country=rate.country_id.name or "",
                day=format_date(self.env, rate.valid_from),
            )
