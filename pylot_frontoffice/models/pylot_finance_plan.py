from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# More would be no choice, and every one is computed for every visitor.
MAX_TERMS = 12
MAX_TERM = 600


class PylotFinancePlan(models.Model):
    """What the business offers to those who want to pay in instalments: the terms of a bank, or its
    own. Outsiders never read it; they get what it computes (see ``_get_offers``)."""

    _name = "pylot.finance.plan"
    _description = "Financing"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, help="Customers read it.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_published = fields.Boolean(
        string="Offered", copy=False, tracking=True, help="Customers see it."
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: of all companies.")
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    lender_id = fields.Many2one(
        "res.partner",
        default=lambda self: self.env.company.partner_id,
        check_company=True,
        tracking=True,
        help="Who lends the money: the bank, or you. Name and address are shown, as the law wants.",
    )
    place = fields.Selection(
        [("both", "Everywhere"), ("page", "Calculator Pages"), ("quotation", "Quotations")],
        string="Shown On",
        required=True,
        default="both",
    )
    valid_from = fields.Date(help="First day. Empty: at once.")
    valid_to = fields.Date(help="Last day. Empty: until further notice.")
    legal_text = fields.Text(
        string="Legal Lines",
        translate=True,
        help="Shown with every example, such as: subject to a credit check by the bank.",
    )
    # === TERMS ===
    amount_from = fields.Monetary(required=True, default=500, tracking=True)
    amount_to = fields.Monetary(required=True, default=10000, tracking=True)
    terms = fields.Char(
        string="Numbers of Instalments",
        required=True,
        default="12, 24, 36",
        tracking=True,
        help="Monthly instalments a customer may choose, with commas between them.",
    )
    nominal_rate = fields.Float(
        string="Nominal Rate (%)",
        digits=(7, 4),
        tracking=True,
        help="Percent a year, fixed for the whole term.",
    )
    first_month = fields.Integer(
        string="First Instalment After (Months)",
        default=1,
        required=True,
        tracking=True,
        help="Later than after one month, the interest until then is added to the loan.",
    )
    fee_fixed = fields.Monetary(string="Fee", tracking=True)
    fee_percent = fields.Float(
        string="Fee (% of the Amount)", digits=(7, 4), tracking=True, help="Beside the fixed fee."
    )
    fee_when = fields.Selection(
        [("upfront", "Paid at Once"), ("financed", "Added to the Loan")],
        string="The Fee Is",
        required=True,
        default="financed",
        tracking=True,
    )
    balloon_percent = fields.Float(
        string="Final Payment (% of the Amount)",
        digits=(5, 2),
        tracking=True,
        help="Is paid with the last instalment. 0: there is none.",
    )

    _amounts = models.Constraint(
        "CHECK(amount_from > 0 AND amount_to >= amount_from)",
        "The smallest amount is more than 0, and the largest not below it.",
    )
    _rate_possible = models.Constraint(
        "CHECK(nominal_rate >= 0 AND nominal_rate <= 100)",
        "A nominal rate lies between 0 and 100 percent.",
    )
    _first_month_possible = models.Constraint(
        "CHECK(first_month BETWEEN 1 AND 36)",
        "The first instalment is paid after 1 to 36 months.",
    )
    _fees_possible = models.Constraint(
        "CHECK(fee_fixed >= 0 AND fee_fixed < amount_from AND fee_percent >= 0"
        " AND fee_percent <= 50)",
        "Fees are not negative, the fixed one is less than the smallest amount, and the other "
        "at most 50 percent.",
    )
    _balloon_possible = models.Constraint(
        "CHECK(balloon_percent >= 0 AND balloon_percent <= 90)",
        "The final payment is between 0 and 90 percent of the amount.",
    )
    _days_in_order = models.Constraint(
        "CHECK(valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)",
        "The last day must not be before the first.",
    )

    @api.constrains("terms")
    def _check_terms(self):
        for plan in self:
            numbers = plan._get_terms()
            if (
                not numbers
                or len(numbers) > MAX_TERMS
                or not 0 < numbers[0] <= numbers[-1] <= MAX_TERM
            ):
                raise ValidationError(
                    self.env._(
                        "Enter up to %(count)s numbers of instalments from 1 to %(limit)s, such as "
                        "12, 24, 36.",
                        count=MAX_TERMS,
                        limit=MAX_TERM,
                    )
                )

    @api.constrains("is_published", "lender_id")
    def _check_published(self):
        for plan in self:
            if plan.is_published and not plan.lender_id:
                raise ValidationError(
                    self.env._(
                        "Say who lends the money before %(plan)s is offered. Customers must be "
                        "told (§ 17 PAngV).",
                        plan=plan.name,
                    )
                )

    def _get_terms(self):
        """:return: list of int in order, without doubles; empty when ``terms`` says anything
        else"""
        self.ensure_one()
        parts = [part.strip() for part in (self.terms or "").replace(";", ",").split(",")]
        if not all(part.isascii() and part.isdecimal() and len(part) < 5 for part in parts):
            return []
        return sorted({int(part) for part in parts})

    def _is_valid_on(self, day: date):
        """:return: whether it is offered on this day, as far as its days say"""
        self.ensure_one()
        return (self.valid_from or day) <= day <= (self.valid_to or day)
