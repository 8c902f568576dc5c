from odoo import api, fields, models

AGENT = "pylot_frontoffice.group_agent"
# Of the searches of a page: its form counts as the first.
FORM = 0
# Nobody is held up for less than this share of what was asked for.
WELL = 0.3


class PylotComplaint(models.Model):
    """Answers of the FAQ that were offered before a complaint was sent: the agent knows what the
    customer has read already."""

    _inherit = "pylot.complaint"

    faq_query_ids = fields.One2many(
        "pylot.faq.query", "complaint_id", string="Searches Before", groups=AGENT
    )
    faq_shown_ids = fields.Many2many(
        "pylot.faq.article",
        string="Answers Seen",
        compute="_compute_faq",
        groups=AGENT,
        help="Questions of the FAQ that stood below the form while it was filled in.",
    )
    faq_opened_ids = fields.Many2many(
        "pylot.faq.article", string="Answers Opened", compute="_compute_faq", groups=AGENT
    )

    @api.depends("faq_query_ids.article_ids", "faq_query_ids.opened_ids")
    def _compute_faq(self):
        for complaint in self:
            queries = complaint.faq_query_ids
            complaint.faq_shown_ids = queries.article_ids
            complaint.faq_opened_ids = queries.opened_ids

    @api.model
    def _suggest_answers(self, text, limit=3, values=None):
        """Articles that were not shown yet on this page, and are noted as shown now."""
        answers = super()._suggest_answers(text, limit, values)
        queries = self.env["pylot.faq.query"].sudo()
        articles = self.env["pylot.faq.article"]._suggest(
            text, limit=limit, least=WELL, **self._get_faq_subject(values or {})
        )
        key = (values or {}).get("form_key")
        known = queries.search([("key", "=", key)]) if key else queries
        if known and articles <= known.article_ids:
            return answers
        if key:
            box = {
                "key": key,
                "turn": FORM,
                "place": "complaint",
                "company": self.env.company.id,
                "visitor": values.get("visitor"),
            }
            queries._note_search(box, text, len(articles), articles)
        return answers + [
            {**article._describe_suggestion(), "article": article.id} for article in articles
        ]

    @api.model
    def _get_faq_subject(self, values):
        """:param dict values: of a complaint
        :return: dict of what it is about: ids of appointment types and of product templates"""
        visit = self.env["calendar.event"].sudo().browse(values.get("event_id"))
        order = self.env["sale.order"].sudo().browse(values.get("sale_order_id"))
        lines = self.env["account.move"].sudo().browse(values.get("move_id")).invoice_line_ids
        products = (order.order_line.product_id | lines.product_id).product_tmpl_id
        kinds = visit.appointment_type_id | products.appointment_type_id
        return {"kinds": kinds.ids, "products": products.ids}

    @api.model
    def _create_from_form(self, values, files=()):
        complaint = super()._create_from_form(values, files)
        queries = self.env["pylot.faq.query"].sudo()
        sent = queries.search([("key", "=", values["form_key"]), ("complaint_id", "=", False)])
        # whoever still writes was not helped
        sent.write({"complaint_id": complaint.id, "solved_id": False})
        return complaint

    def _scrub(self):
        self.faq_query_ids.sudo().write({"text": self.env._("Anonymised"), "visitor": False})
        return super()._scrub()
