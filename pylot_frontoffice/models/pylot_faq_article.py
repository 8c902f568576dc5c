from odoo import api, fields, models

from ..const import AUDIENCES


class PylotFaqArticle(models.Model):
    """A question that customers or colleagues ask, and its answer."""

    _name = "pylot.faq.article"
    _description = "FAQ Article"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _rec_name = "question"
    _order = "sequence, id"
    _check_company_auto = True

    question = fields.Char(required=True, translate=True, tracking=True)
    answer = fields.Html(translate=True)
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
    )
    is_published = fields.Boolean(string="Published", copy=False, tracking=True)
    owner_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
        help="Is asked to read it again when its review date comes.",
    )
    review_date = fields.Date(tracking=True, help="The day on which the answer is checked again.")
    product_tmpl_ids = fields.Many2many("product.template", string="Products", check_company=True)
    appointment_type_ids = fields.Many2many("pylot.appointment.type", check_company=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: of all companies.")

    @api.depends("category_id")
    def _compute_audience(self):
        for article in self:
            article.audience = article.category_id.audience or article.audience or "public"
