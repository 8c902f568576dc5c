from odoo import fields, models


class ResCompany(models.Model):
    """What may be given to customers who complain, and by whom."""

    _inherit = "res.company"

    pylot_refund_limit = fields.Monetary(
        string="Approval Above",
        default=250.0,
        help="What costs more for one complaint, taxes included, is approved by a second person: "
        "a dispatcher or manager who did not ask for it.",
    )
    pylot_refund_post = fields.Boolean(
        string="Post Credit Notes at Once",
        default=True,
        help="Otherwise they stay drafts, and the remedy open, until accounting posts them.",
    )
    pylot_recourse_text = fields.Text(
        string="Recourse",
        translate=True,
        help="What customers whose complaint is refused can do: whom they may turn to in the "
        "company, and which dispute resolution body outside.",
    )
    pylot_hour_cost = fields.Monetary(
        string="Cost of an Hour",
        default=50.0,
        help="Of one technician on a repair visit, to count what complaints cost. Where costs are "
        "kept for an employee, those count.",
    )
    pylot_repair_extension_months = fields.Integer(
        string="Extension After a Repair",
        default=12,
        help="Months by which the warranty becomes longer, once, when a consumer chooses repair "
        "(Directive (EU) 2024/1799). 0: none.",
    )

    _pylot_remedies_not_negative = models.Constraint(
        """CHECK(LEAST(pylot_refund_limit, pylot_hour_cost,
                       pylot_repair_extension_months) >= 0)""",
        "Limits, costs and months cannot be negative.",
    )
