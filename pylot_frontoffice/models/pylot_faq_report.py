from odoo import fields, models
from odoo.tools import SQL


class PylotFaqReport(models.Model):
    """What searches have come to, one row a search: answers were shown, opened, have solved it, or
    the complaint was sent all the same. Only what somebody has said counts as solved."""

    _name = "pylot.faq.report"
    _description = "FAQ Analysis"
    _auto = False
    _order = "searched_at desc, id desc"
    _rec_name = "text"

    text = fields.Char(string="Searched For", readonly=True)
    searched_at = fields.Datetime(string="Searched On", readonly=True)
    lang = fields.Char(string="Language", readonly=True)
    place = fields.Selection(
        # labels of a function are not translated for it
        lambda self: self.env["pylot.faq.query"]._fields["place"]._description_selection(self.env),
        readonly=True,
    )
    company_id = fields.Many2one("res.company", readonly=True)
    complaint_id = fields.Many2one("pylot.complaint", string="Sent as", readonly=True)
    solved_id = fields.Many2one("pylot.faq.article", string="Solved By", readonly=True)
    empty = fields.Integer(string="Without Result", readonly=True)
    shown = fields.Integer(string="Answers Shown", readonly=True)
    opened = fields.Integer(string="Answers Opened", readonly=True)
    solved = fields.Integer(string="Solved It", readonly=True)
    sent = fields.Integer(
        string="Still Sent", readonly=True, help="Answers were shown, and the complaint was sent."
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT query.id, query.text, query.create_date AS searched_at, query.lang, query.place,
                   query.company_id, query.complaint_id, query.solved_id,
                   CASE WHEN coalesce(query.result_count, 0) = 0 THEN 1 ELSE 0 END AS empty,
                   seen.shown, seen.opened,
                   CASE WHEN query.solved_id IS NOT NULL THEN 1 ELSE 0 END AS solved,
                   CASE WHEN query.complaint_id IS NOT NULL THEN seen.shown ELSE 0 END AS sent
              FROM pylot_faq_query query
             CROSS JOIN LATERAL (
                SELECT (EXISTS (
                           SELECT FROM pylot_faq_article_pylot_faq_query_rel
                            WHERE pylot_faq_query_id = query.id
                       ))::integer AS shown,
                       (EXISTS (
                           SELECT FROM pylot_faq_query_opened_rel
                            WHERE pylot_faq_query_id = query.id
                       ))::integer AS opened
             ) seen"""
        )
