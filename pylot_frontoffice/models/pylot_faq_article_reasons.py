from odoo import api, models

from ..tools.text_fold import spans
from ..tools.text_gram import is_slip
from ..tools.text_query import PIECES_UNKNOWN
from ..tools.text_stem import STEMMERS, stemmer
from ..tools.text_stop import is_stop
from ..tools.text_weight import plain


class PylotFaqArticle(models.Model):
    """Why an article was found, in the words of those who write it."""

    _inherit = "pylot.faq.article"

    @api.model
    def _search_explained(self, query, limit=5, offset=0):
        """:param str query: a question or words, as a person types them
        :return: list of dicts, best first: ``article``, ``score`` (1 for the best of all),
            ``reasons`` (list of sentences), ``marks`` (list of words as they stand in the article)
        """
        words, found = self._search_scored(query)
        page = found[offset : offset + limit]
        articles = self.browse([article_id for article_id, _score in page])
        texts = articles.sudo()
        texts.fetch(["question", "keywords", "answer"])
        return [
            {
                "article": article,
                "score": score / found[0][1],
                **text._explain(words),
            }
            for article, text, (_id, score) in zip(articles, texts, page, strict=True)
        ]

    def _explain(self, words):
        """:param list words: those of the query, with what they stand for
        :return: dict of ``reasons`` and ``marks``"""
        self.ensure_one()
        fields = {
            "question": self._get_spelling(self.question),
            "keywords": self._get_spelling(self.keywords),
            "answer": self._get_spelling(plain(self.answer)),
        }
        marks, exact, other = {}, dict.fromkeys(fields, ()), []
        for word in words:
            for name, spelling in fields.items():
                same = [stem for stem in word.stems if stem in spelling]
                if same and not word.is_small:
                    exact[name] = (*exact[name], spelling[same[0]])
                    marks.update(dict.fromkeys(spelling[stem] for stem in same))
            if not word.is_small:
                other += self._get_detours(word, fields, marks)
        return {"reasons": [*self._get_places(exact), *other], "marks": list(marks)}

    def _get_spelling(self, text):
        """:return: dict of stem to the word as it stands in the text"""
        text = text or ""
        lang = self.env.lang
        stems = (stemmer(lang), *STEMMERS.values())
        spelling = {}
        for folded, start, end in spans(text):
            if not is_stop(folded, lang):
                for stem in stems:
                    spelling.setdefault(stem(folded), text[start:end])
        return spelling

    def _get_places(self, exact):
        """:param dict exact: field name to words it has
        :return: list of sentences"""
        sentences = {
            "question": self.env._("In the question: %(words)s"),
            "keywords": self.env._("In the keywords: %(words)s"),
            "answer": self.env._("In the answer: %(words)s"),
        }
        return [
            sentences[name] % {"words": ", ".join(dict.fromkeys(found))}
            for name, found in exact.items()
            if found
        ]

    def _get_detours(self, word, fields, marks):
        """:return: list of sentences on what a word was taken for; those words are marked, too"""
        best = {}
        for term, weight in word.terms.items():
            here = next((each[term] for each in fields.values() if term in each), None)
            if here and term not in word.stems:
                best.setdefault(here, (term, weight))
        reasons = []
        for here, (term, weight) in sorted(best.items(), key=lambda each: -each[1][1])[:2]:
            names = {"word": word.text, "here": here}
            if term in word.synonyms:
                reasons.append(self.env._("“%(word)s” means the same as “%(here)s”", **names))
            elif is_slip(word.stems[0], term):
                reasons.append(self.env._("“%(word)s” was read as “%(here)s”", **names))
            elif weight >= PIECES_UNKNOWN:
                reasons.append(
                    self.env._("“%(word)s” has a part in common with “%(here)s”", **names)
                )
            else:
                continue
            marks[here] = None
        return reasons
