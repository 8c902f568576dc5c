from odoo import api, models

from ..tools.text_fold import spelled
from ..tools.text_stem import STEMMERS, stemmer
from ..tools.text_stop import is_stop
from ..tools.text_weight import plain

# What a word was taken for: so many are named, and of parts those that count at least so much.
DETOURS, TELLING = 2, 0.7


class PylotFaqArticle(models.Model):
    """Why an article was found, in the words of those who write it."""

    _inherit = "pylot.faq.article"

    @api.model
    def _search_explained(self, query, limit=5, offset=0):
        """:param str query: a question or words, as a person types them
        :return: list of dicts, best first: ``article``, ``score`` (1 for the best of all),
            ``reasons`` (list of sentences), ``marks`` (list of words as they stand in the article)
        """
        return self._explain_found(*self._search_scored(query), limit, offset)

    @api.model
    def _explain_found(self, words, found, limit, offset=0):
        """:param words, found: what ``_search_scored`` says
        :return: as :meth:`_search_explained`"""
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
            if word.is_small:
                continue
            for name, spelling in fields.items():
                same = [form for stem in word.stems for form in spelling.get(stem, ())]
                if not word.slip:
                    exact[name] += tuple(same[:1])
                marks.update(dict.fromkeys(same))
            other += self._get_detours(word, fields, marks)
        reasons = [*self._get_places(exact), *other]
        return {
            "reasons": reasons or [self.env._("Only small words in common")],
            "marks": list(marks),
        }

    def _get_spelling(self, text):
        """:return: dict of stem to the words with it (keys of a dict) as they stand in the text"""
        lang = self.env.lang
        stems = (stemmer(lang), *STEMMERS.values())
        spelling = {}
        for word, written in spelled(text or ""):
            if not is_stop(word, lang):
                for stem in stems:
                    spelling.setdefault(stem(word), {})[written] = None
        return spelling

    def _get_places(self, exact):
        """:param dict exact: field name to words it has
        :return: list of sentences"""
        say = {
            "question": lambda words: self.env._("In the question: %(words)s", words=words),
            "keywords": lambda words: self.env._("In the keywords: %(words)s", words=words),
            "answer": lambda words: self.env._("In the answer: %(words)s", words=words),
        }
        return [
            say[name](", ".join(dict.fromkeys(found))) for name, found in exact.items() if found
        ]

    def _get_detours(self, word, fields, marks):
        """:return: list of sentences on what a word was taken for; those words are marked, too"""
        reasons = []
        others = (term for term in word.terms if word.slip or term not in word.stems)
        for term in sorted(others, key=word.terms.get, reverse=True):
            here = [form for each in fields.values() for form in each.get(term, ())]
            is_meant = term == word.slip
            if not here or (here[0] in marks and not is_meant) or len(reasons) == DETOURS:
                continue
            names = {"word": word.text, "here": here[0]}
            if term in word.synonyms:
                reason = self.env._("“%(word)s” means the same as “%(here)s”", **names)
            elif is_meant:
                reason = self.env._("“%(word)s” was read as “%(here)s”", **names)
            elif word.terms[term] >= TELLING:
                reason = self.env._("“%(word)s” has a part in common with “%(here)s”", **names)
            else:
                continue
            reasons.append(reason)
            marks.update(dict.fromkeys(here))
        return reasons
