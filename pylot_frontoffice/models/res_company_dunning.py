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

    pylot_dunning_interest = fields.Boolean(
        string="Charge Late Interest",
        help="Interest and the lump sum by law, on the levels that are marked for it.",
    )
    pylot_dunning_year_basis = fields.Selection(
        [
            ("law", "As usual in the country"),
            ("act/act", "Calendar days, 365 or 366"),
            ("act/365", "Calendar days, always 365"),
        ],
        string="Days of a Year",
        default="law",
        required=True,
    )
    pylot_dunning_fees = fields.Boolean(
        string="Fees Allowed",
        compute="_compute_pylot_dunning_fees",
        store=True,
        readonly=False,
        help="Switzerland: only if agreed with the customer.",
    )
    pylot_dunning_booking = fields.Selection(
        [("note", "Asked for in the message"), ("claim", "Booked as an invoice")],
        string="Interest and Fees",
        default="note",
        required=True,
    )
    pylot_dunning_product_id = fields.Many2one(
        "product.product",
        string="Product for Late Payment",
        help="Decides on the account of what is booked.",
        index="btree_not_null",
    )

    @api.depends("pylot_dunning_profile")
    def _compute_pylot_dunning_fees(self):
        for company in self:
            company.pylot_dunning_fees = company.pylot_dunning_profile in ("DE", "AT")

    @api.depends("country_id", "account_fiscal_country_id")
    def _compute_pylot_dunning_profile(self):
        known = dict(PROFILES)
        for company in self:
            code = (company.country_id or company.account_fiscal_country_id).code
            company.pylot_dunning_profile = code if code in known else "other"
