from odoo import api, fields, models

from ..const import AUDIENCES
from ..whole_html import WholeHtml


class PylotFaqArticle(models.Model):
    """A question that customers or colleagues ask, and its answer."""

    _name = "pylot.faq.article"
    _description = "FAQ Article"
    _inherit = ["pylot.faq.audience", "mail.thread", "mail.activity.mixin"]
    _rec_name = "question"
    _order = "sequence, id"
    _check_company_auto = True

    question = fields.Char(required=True, translate=True)
    answer = WholeHtml(translate=True)
    keywords = fields.Char(
        translate=True, help="Words customers use that neither question nor answer has."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    category_id = fields.Many2one(
        "pylot.faq.category", index=True, ondelete="restrict", check_company=True, tracking=True
    )
    audience = fields.Selection(
        AUDIENCES,
        compute="_compute_audience",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
        help="Who reads it once it is published, never more people than its category. Customers "
        "read also what everybody does, providers what customers do, staff with a role all of it.",
    )
    is_published = fields.Boolean(string="Published", copy=False, tracking=True)
    owner_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        domain=lambda self: [
            ("share", "=", False),
            ("all_group_ids", "in", self.env.ref("pylot_frontoffice.group_agent").ids),
        ],
        tracking=True,
        groups="base.group_user",
        help="Is asked to read it again when its review date comes.",
    )
    review_date = fields.Date(tracking=True, help="The day on which the answer is checked again.")
    product_tmpl_ids = fields.Many2many(
        "product.template", string="Products", check_company=True, groups="base.group_user"
    )
    appointment_type_ids = fields.Many2many(
        "pylot.appointment.type", check_company=True, groups="base.group_user"
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: of all companies.")

    @api.depends("category_id.audience")
    def _compute_audience(self):
        for article in self:
            article.audience = article._get_fitting_audience(article.category_id)

    @api.constrains("audience", "category_id")
    def _check_audience(self):
        for article in self:
            article._check_audience_within(article.category_id)
