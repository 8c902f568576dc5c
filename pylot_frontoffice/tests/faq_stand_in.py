"""Until the search is there: words in common, counted."""

import re
from unittest.mock import patch

from odoo.fields import Domain

WORD = re.compile(r"\w{3,}")


def _get_visible_domain(self):
    user = self.env.user
    domain = Domain("active", "=", True) & Domain("is_published", "=", True)
    domain &= Domain("company_id", "in", [*self.env.companies.ids, False])
    if user._is_internal():
        return domain
    names = ["public", "customer"] if user._is_portal() else ["public"]
    return domain & Domain("audience", "in", names)


def _score(self, query):
    words = set(WORD.findall((query or "").lower())) - {"the"}
    found = []
    for article in self.sudo().search(self._get_visible_domain()):
        texts = f"{article.question} {article.keywords or ''} {article._get_plain_answer()}"
        marks = [each for each in WORD.findall(texts) if each.lower() in words]
        if marks:
            score = len({mark.lower() for mark in marks})
            found.append({"article": article, "score": score, "reasons": [], "marks": marks})
    return sorted(found, key=lambda each: -each["score"])


def _search_explained(self, query, limit=5, offset=0):
    return _score(self, query)[offset : offset + limit]


def _search_count(self, query):
    return len(_score(self, query))


def _search_ranked(self, query, limit=5):
    found = self._search_explained(query, limit)
    return self.browse([each["article"].id for each in found])


def install(case):
    model = case.env.registry["pylot.faq.article"]
    for function in (_get_visible_domain, _search_explained, _search_count, _search_ranked):
        name = function.__name__
        if not hasattr(model, name) or (
            name == "_search_ranked" and not hasattr(model, "_search_explained_is_real")
        ):
            patcher = patch.object(model, name, function, create=True)
            patcher.start()
            case.addClassCleanup(patcher.stop)
