from odoo import api, fields, models

STAFF = "base.group_user"


class PylotFaqArticle(models.Model):
    """What readers make of an article."""

    _inherit = "pylot.faq.article"

    vote_ids = fields.One2many(
        "pylot.faq.vote", "article_id", string="Votes", groups="pylot_frontoffice.group_agent"
    )
    helpful_count = fields.Integer(
        string="Helpful", compute="_compute_votes", store=True, groups=STAFF
    )
    unhelpful_count = fields.Integer(
        string="Not Helpful", compute="_compute_votes", store=True, groups=STAFF
    )
    helpfulness = fields.Float(
        compute="_compute_votes",
        store=True,
        groups=STAFF,
        help="From 0 to 1, 0.5 without any vote: (helpful + 1) / (votes + 2), so that one vote alone "
        "does not put an article first.",
    )
    view_count = fields.Integer(string="Views", compute="_compute_view_count", groups=STAFF)

    @api.depends("vote_ids.is_helpful")
    def _compute_votes(self):
        votes = self.env["pylot.faq.vote"].sudo()
        groups = votes._read_group(
            [("article_id", "in", self.ids)], ["article_id", "is_helpful"], ["__count"]
        )
        counts = {(article.id, is_helpful): count for article, is_helpful, count in groups}
        for article in self:
            helpful = counts.get((article._origin.id, True), 0)
            unhelpful = counts.get((article._origin.id, False), 0)
            article.helpful_count = helpful
            article.unhelpful_count = unhelpful
            # Laplace's rule of succession
            article.helpfulness = (helpful + 1) / (helpful + unhelpful + 2)

    def _compute_view_count(self):
        counts = dict(
            self.env["pylot.faq.view"]
            .sudo()
            ._read_group([("article_id", "in", self.ids)], ["article_id"], ["views:sum"])
        )
        for article in self:
            article.view_count = counts.get(article._origin, 0)
