from odoo import fields, models


class PylotFaqQuery(models.Model):
    """What somebody searched for, and whether it helped."""

    _name = "pylot.faq.query"
    _description = "FAQ Search"
    _order = "id desc"

    text = fields.Char(required=True)
    lang = fields.Char()
    place = fields.Selection(
        [
            ("page", "FAQ"),
            ("complaint", "Complaint Form"),
            ("booking", "Booking Page"),
            ("portal", "Portal"),
        ],
        required=True,
        default="page",
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    result_count = fields.Integer()
    article_ids = fields.Many2many("pylot.faq.article", string="Shown")
    opened_ids = fields.Many2many("pylot.faq.article", "pylot_faq_query_opened_rel")
    solved_id = fields.Many2one("pylot.faq.article", string="Solved By", index="btree_not_null")
    complaint_id = fields.Many2one(
        "pylot.complaint", string="Sent as", index="btree_not_null", ondelete="set null"
    )
