from odoo import api, fields, models


class PylotFaqVersion(models.Model):
    """How an article read before somebody changed it, in one language. Core keeps the history of
    a text without regard to languages, so this is ours."""

    _name = "pylot.faq.version"
    _description = "Earlier FAQ Answer"
    _order = "id desc"
    _rec_name = "question"

    article_id = fields.Many2one("pylot.faq.article", required=True, index=True, ondelete="cascade")
    lang = fields.Char(string="Language", required=True, help="Code, such as de_DE.")
    question = fields.Char()
    answer = fields.Html()
    company_id = fields.Many2one(related="article_id.company_id")
    # who made it and when says who ended this one
    create_uid = fields.Many2one("res.users", string="Changed by", readonly=True)
    create_date = fields.Datetime(string="Valid Until", readonly=True)

    def action_restore(self):
        """The article reads like this again; how it reads now becomes a version, too."""
        self.ensure_one()
        article = self.article_id.with_context(lang=self.lang)
        article.check_access("write")
        article.write({"question": self.question, "answer": self.answer})
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def _keep(self, before):
        """:param dict before: (article, language) to (question, answer), before a change
        :return: versions of those that read differently now"""
        return self.sudo().create(
            [
                {"article_id": article.id, "lang": lang, "question": question, "answer": answer}
                for (article, lang), (question, answer) in before.items()
                if (question, answer) != article._get_wording(lang)
            ]
        )
