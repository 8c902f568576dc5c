from odoo import api, models
from odoo.tools import SQL

from ..tools.sql_array import sql_array
from ..tools.text_query import NEAR, correct, rate
from ..tools.text_weight import FEW


class PylotFaqArticle(models.Model):
    """What the words of a question may stand for: the first statement of a search."""

    _inherit = "pylot.faq.article"

    @api.model
    def _get_query_terms(self, words):
        """Look the words up in the vocabulary, and those with a slip as what was meant.

        :return: dict of term to (its id, number of articles)"""
        terms = self._look_up(words)
        slips = [word for word in words if word.slip]
        for word in slips:
            correct(word)
        if slips:
            self.env["pylot.faq.synonym"]._add_synonyms(words, self.env.lang or "en_US")
            terms.update(self._look_up(slips))
        return terms

    @api.model
    def _look_up(self, words):
        """Look words up in the vocabulary.

        :return: dict of term to (its id, number of articles); what each word stands for is noted
            in the word"""
        exact = sorted({term for word in words for term in (*word.stems, *word.synonyms)})
        pieces = [(number, piece) for number, word in enumerate(words) for piece in word.pieces]
        rows = self.env.execute_query(
            SQL(
                "SELECT * FROM pylot_faq_near(%s, %s, %s, %s, %s, %s)",
                self.env.lang or "en_US",
                sql_array(["", *exact]),
                sql_array([number for number, _piece in pieces]),
                sql_array([piece for _number, piece in pieces]),
                FEW,
                NEAR,
            )
        )
        terms, known, near = {}, {}, [{} for _word in words]
        for number, term_id, term, count, telling in rows:
            terms[term] = term_id, count
            if number is None:
                known[term] = count
            else:
                near[number][term] = count, telling
        _id, total = terms.pop("", (0, 0))
        for word, found in zip(words, near, strict=True):
            rate(word, known, found, total)
        return terms
