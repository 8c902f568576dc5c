from odoo import fields, models


class PylotFaqArticle(models.Model):
    """Which complaints an article comes from, for colleagues only."""

    _inherit = "pylot.faq.article"

    complaint_ids = fields.Many2many(
        "pylot.complaint",
        "pylot_complaint_faq_article_rel",
        "article_id",
        "complaint_id",
        string="Complaints",
        readonly=True,
        copy=False,
        groups="pylot_frontoffice.group_agent",
        help="It was made from these. Readers of the article do not see them.",
    )
    complaint_count = fields.Integer(
        compute="_compute_complaint_count", groups="pylot_frontoffice.group_agent"
    )

    def _compute_complaint_count(self):
        for article in self:
            article.complaint_count = len(article.complaint_ids)

    def action_view_complaints(self):
        self.ensure_one()
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Complaints"),
            "res_model": "pylot.complaint",
            "view_mode": "list,form",
            "domain": [("id", "in", self.complaint_ids.ids)],
        }
        if len(self.complaint_ids) == 1:
            action.update(view_mode="form", res_id=self.complaint_ids.id)
        return action
