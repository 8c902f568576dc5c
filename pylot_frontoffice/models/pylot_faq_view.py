from odoo import api, fields, models
from odoo.tools import SQL


class PylotFaqView(models.Model):
    """How often an article was opened on one day. Programs of search engines are not counted: the
    page itself tells it, by a script."""

    _name = "pylot.faq.view"
    _description = "FAQ Views of a Day"
    _order = "day desc, id desc"
    _rec_name = "article_id"
    _log_access = False

    article_id = fields.Many2one("pylot.faq.article", required=True, index=True, ondelete="cascade")
    day = fields.Date(required=True)
    views = fields.Integer(required=True)

    _day_unique = models.UniqueIndex("(article_id, day)", "There is a row for this day already.")

    @api.model
    def _count(self, article):
        """:param article: one that was opened now"""
        self.env.execute_query(
            SQL(
                """
                INSERT INTO pylot_faq_view AS seen (article_id, day, views) VALUES (%s, %s, 1)
                ON CONFLICT (article_id, day) DO UPDATE SET views = seen.views + 1
                RETURNING id""",
                article.id,
                fields.Date.today(),
            )
        )
        self.invalidate_model(["views"])
        article.invalidate_recordset(["view_count"])
