from odoo import fields, models


class PylotFinancePlan(models.Model):
    """What an order gets when its customer asks for this financing and a salesperson agrees."""

    _inherit = "pylot.finance.plan"

    payment_term_id = fields.Many2one(
        "account.payment.term",
        check_company=True,
        help="Proposed to the salesperson when a customer asks for this financing. It is applied "
        "with one button, and never by itself.",
    )
