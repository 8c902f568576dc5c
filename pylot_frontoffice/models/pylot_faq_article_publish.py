from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import html2plaintext


class PylotFaqArticle(models.Model):
    """From a draft to what everybody reads. What was made from a case is read first before."""

    _inherit = "pylot.faq.article"

    state = fields.Selection(
        [("to_check", "To Check"), ("draft", "Draft"), ("published", "Published")],
        compute="_compute_state",
        store=True,
    )
    is_from_complaint = fields.Boolean(
        string="Made from a Complaint", readonly=True, groups="base.group_user"
    )
    is_checked = fields.Boolean(
        string="Personal Data Removed, Answer Checked",
        copy=False,
        tracking=True,
        groups="base.group_user",
        help="Tick it when you have read every line: no name, address or number of anybody is "
        "left, and the answer is right for everybody. Earlier versions are forgotten then.",
    )

    @api.depends("is_published", "is_from_complaint", "is_checked")
    def _compute_state(self):
        for article in self.sudo():
            unread = article.is_from_complaint and not article.is_checked
            article.state = (
                "published" if article.is_published else "to_check" if unread else "draft"
            )

    @api.constrains("is_published", "is_from_complaint", "is_checked")
    def _check_was_read(self):
        for article in self:
            if article.is_published and article.is_from_complaint and not article.is_checked:
                raise ValidationError(
                    self.env._(
                        "“%(question)s” was made from a complaint. Read it, remove what is left of "
                        "the customer, and tick “Personal Data Removed, Answer Checked”.",
                        question=article.question,
                    )
                )

    def action_publish(self):
        """:raise UserError: there is no answer"""
        for article in self:
            if not html2plaintext(article.answer or "").strip():
                raise UserError(
                    self.env._("“%(question)s” has no answer yet.", question=article.question)
                )
        self.write({"is_published": True})

    def action_unpublish(self):
        self.write({"is_published": False})

    @api.model_create_multi
    def create(self, vals_list):
        articles = super().create(vals_list)
        articles._plan_review()
        return articles

    def write(self, vals):
        result = super().write(vals)
        if vals.get("is_published"):
            self._plan_review()
        if vals.get("is_checked"):
            self.filtered("is_from_complaint")._forget_versions()
        return result

    def _plan_review(self):
        for article in self:
            if article.is_published and not article.review_date:
                article.review_date = article._get_next_review()
