from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

# Who is written to is a customer.
FOR_CUSTOMERS = ("public", "customer")
MAX_FOUND = 8


class PylotFaqInsert(models.TransientModel):
    """A small search beside the answer to a customer: what is chosen goes into the answer, in the
    customer's language."""

    _name = "pylot.faq.insert"
    _description = "Insert an FAQ Answer"

    composer_id = fields.Many2one("mail.compose.message", required=True, ondelete="cascade")
    complaint_id = fields.Many2one("pylot.complaint", required=True, ondelete="cascade")
    query = fields.Char(string="Search For")
    article_ids = fields.Many2many("pylot.faq.article", compute="_compute_article_ids")

    @api.depends("query", "complaint_id")
    def _compute_article_ids(self):
        for dialog in self:
            articles = self.env["pylot.faq.article"].with_context(
                lang=dialog.complaint_id._get_customer_lang()
            )
            found = articles.browse()
            if (dialog.query or "").strip():
                found = articles._search_ranked(dialog.query, limit=MAX_FOUND)
            dialog.article_ids = found.with_env(self.env)

    def _insert(self, article, is_confirmed=False):
        """:param bool is_confirmed: somebody has been warned that it is not meant for customers
        :raise UserError: it is not, and nobody has
        """
        self.ensure_one()
        article.check_access("read")
        if not article.is_published:
            raise UserError(
                self.env._("“%s” is a draft. Publish it first.", article.question),
            )
        if article.audience not in FOR_CUSTOMERS and not is_confirmed:
            raise UserError(
                self.env._("“%s” is not meant for customers.", article.question),
            )
        told = article.with_context(lang=self.complaint_id._get_customer_lang())
        self.composer_id.body = (self.composer_id.body or Markup()) + told._describe_in_reply()
        return self._get_composer()

    def _get_composer(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reply"),
            "res_model": "mail.compose.message",
            "res_id": self.composer_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def action_back(self):
        return self._get_composer()
