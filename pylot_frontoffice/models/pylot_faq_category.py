from odoo import api, fields, models

from ..const import AUDIENCES


class PylotFaqCategory(models.Model):
    """Where questions belong, as a tree."""

    _name = "pylot.faq.category"
    _description = "FAQ Category"
    _inherit = "pylot.faq.audience"
    _parent_store = True
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    parent_id = fields.Many2one(
        "pylot.faq.category", string="Part of", index=True, ondelete="restrict", check_company=True
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("pylot.faq.category", "parent_id", string="Finer Categories")
    article_ids = fields.One2many("pylot.faq.article", "category_id", string="Articles")
    audience = fields.Selection(
        AUDIENCES,
        compute="_compute_audience",
        recursive=True,
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Of new articles. No article in it, and no finer category, is read by more people: "
        "when you narrow this, those that are wider follow.",
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: of all companies.")

    @api.depends("parent_id.audience")
    def _compute_audience(self):
        for category in self:
            category.audience = category._get_fitting_audience(category.parent_id)

    @api.constrains("audience", "parent_id")
    def _check_audience(self):
        for category in self:
            category._check_audience_within(category.parent_id)

    @api.depends("name", "parent_path")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for category in self:
            names, above = [category.name or ""], category.parent_id
            while above:
                names.insert(0, above.name)
                above = above.parent_id
            category.display_name = " / ".join(names)
