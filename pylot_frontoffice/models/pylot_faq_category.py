from odoo import api, fields, models

from ..const import AUDIENCES


class PylotFaqCategory(models.Model):
    """Where questions belong, as a tree."""

    _name = "pylot.faq.category"
    _description = "FAQ Category"
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
        AUDIENCES, required=True, default="public", help="Of new articles of this category."
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: of all companies.")

    @api.depends("name", "parent_path")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for category in self:
            names, above = [category.name or ""], category.parent_id
            while above:
                names.insert(0, above.name)
                above = above.parent_id
            category.display_name = " / ".join(names)
