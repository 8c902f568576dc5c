from odoo import api, fields, models

TEXT_LENGTH = 1000


class PylotFaqVote(models.Model):
    """Whether an answer has helped one visitor. Another vote of the same visitor replaces it."""

    _name = "pylot.faq.vote"
    _description = "FAQ Vote"
    _order = "id desc"
    _rec_name = "article_id"

    article_id = fields.Many2one("pylot.faq.article", required=True, index=True, ondelete="cascade")
    visitor = fields.Char(
        required=True, help="Who has voted, as a keyed hash of the login or network address."
    )
    is_helpful = fields.Boolean(string="Helpful")
    missing = fields.Text(string="What Was Missing")
    lang = fields.Char(string="Read In")

    _visitor_unique = models.UniqueIndex(
        "(visitor, article_id)", "This visitor has voted on this article already."
    )

    @api.model
    def _vote(self, article, visitor, is_helpful, missing=None):
        """One visitor says whether an answer has helped.

        :param article: one that the visitor may read
        :param str visitor: keyed hash that is the same for the same visitor
        :param str missing: what the answer does not say; None leaves what was said before
        :return: the vote
        """
        vote = self._find(article, visitor)
        values = {"is_helpful": is_helpful, "lang": self.env.lang}
        if is_helpful:
            values["missing"] = False
        elif missing is not None:
            values["missing"] = missing[:TEXT_LENGTH] or False
        if vote:
            vote.write(values)
            return vote
        return self.create({**values, "article_id": article.id, "visitor": visitor})

    @api.model
    def _find(self, article, visitor):
        """:return: the vote of ``visitor``, none when there is none yet"""
        return self.search([("article_id", "=", article.id), ("visitor", "=", visitor)], limit=1)
