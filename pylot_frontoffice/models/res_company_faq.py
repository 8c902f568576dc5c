from odoo import fields, models


class ResCompany(models.Model):
    """Who looks after the answers of the FAQ, and how often."""

    _inherit = "res.company"

    pylot_faq_review_months = fields.Integer(
        string="Check Answers Every",
        default=12,
        help="Months after which the owner of an answer is asked to read it again. 0: never.",
    )
    pylot_faq_reader_ids = fields.Many2many(
        "res.users",
        "pylot_faq_reader_rel",
        string="Tell About the FAQ",
        groups="base.group_user",
        domain=lambda self: [
            ("share", "=", False),
            ("all_group_ids", "in", self.env.ref("pylot_frontoffice.group_agent").ids),
        ],
        help="Once a week they get a list of what customers looked for and did not find, when "
        "there is something in it.",
    )

    _pylot_faq_review_positive = models.Constraint(
        "CHECK(pylot_faq_review_months >= 0)", "Months cannot be negative. Set 0 to switch it off."
    )
