from odoo.http import Controller, request, route

from odoo.addons.portal.controllers.portal import pager as portal_pager

from .common import PAGE
from .faq_pages import FaqPages, read_page
from .faq_search import SearchPage

PER_PAGE = 20
ORDER = "helpfulness desc, sequence, id"


def list_addresses(env, rule, query):
    """What search engines are told of, where Odoo has a map of its pages (module website)."""
    public = [("audience", "=", "public"), ("is_published", "=", True)]
    for article in env["pylot.faq.article"]._find_visible(public):
        path = article._get_public_url()
        if not query or query.lower() in path:
            yield {"loc": path, "lastmod": article.write_date.date()}


class FaqController(FaqPages, Controller):
    """Questions and answers, to look through and to search. Looking changes nothing."""

    @route("/faq", **PAGE, methods=["GET"], readonly=True)
    def show_faq(self, **params):
        groups = self._get_articles()._get_front()
        if not groups:
            return self._not_found()
        shown = self._get_articles().sudo()
        for _category, articles, _total in groups:
            shown |= articles
        values = {"groups": groups, "structured": shown._get_structured_data(), "box": self._open()}
        return self._show("faq_front", values, lambda lang: "/faq")

    def _open(self, found=None):
        return request.env["pylot.faq.query"]._open_box("page", found=found)

    @route(
        ["/faq/category/<string:slug>", "/faq/category/<string:slug>/page/<int:page>"],
        **PAGE,
        methods=["GET"],
        readonly=True,
    )
    def show_category(self, slug, page=1, **params):
        category = request.env["pylot.faq.category"]._find_visible(self._get_id(slug))
        if not category:
            return self._not_found()
        elsewhere = self._get_present(slug, category)
        if elsewhere:
            return elsewhere
        inside = [("category_id", "=", category.id)]
        path = category._get_public_url()
        pager = portal_pager(
            url=path,
            total=self._get_articles()._count_visible(inside),
            page=read_page(page),
            step=PER_PAGE,
        )
        articles = self._get_articles()._find_visible(
            inside, order=ORDER, limit=PER_PAGE, offset=pager["offset"]
        )
        values = {
            "category": category,
            "finer": category._get_finer(),
            "articles": articles,
            "pager": pager,
            "structured": articles._get_structured_data(),
            "box": self._open(),
        }
        spoken = category.with_context(prefetch_langs=True)
        number = pager["page"]["num"]
        rest = f"/page/{number}" if number > 1 else ""
        return self._show(
            "faq_category",
            values,
            lambda lang: spoken.with_context(lang=lang)._get_public_url() + rest,
            not articles or "public" in articles.mapped("audience"),
        )

    @route(["/faq/search", "/faq/search/page/<int:page>"], **PAGE, methods=["GET"], readonly=True)
    def search_faq(self, q="", page=1, **params):
        search = SearchPage(self._get_articles(), q, page)
        box = self._open(search.get_found())
        return self._show("faq_search", {"search": search, "box": box})

    @route("/faq/thanks", **PAGE, methods=["GET"], readonly=True)
    def thank(self, **params):
        return self._show("faq_thanks", {})

    @route(
        "/faq/<string:slug>", **{**PAGE, "sitemap": list_addresses}, methods=["GET"], readonly=True
    )
    def show_article(self, slug, voted="", **params):
        article = self._find_article(slug)
        if not article:
            return self._not_found()
        elsewhere = self._get_present(slug, article)
        if elsewhere:
            return elsewhere
        vote = request.env["pylot.faq.vote"].sudo()._find(article, self._get_voter())
        values = {
            "article": article,
            "related": article._get_related(),
            "bookable": article._get_bookable(),
            "structured": article._get_structured_data(),
            "vote": vote,
            "voted": voted if voted in ("yes", "no", "text") else "",
            "box": self._open(),
        }
        spoken = article.with_context(prefetch_langs=True)
        return self._show(
            "faq_article",
            values,
            lambda lang: spoken.with_context(lang=lang)._get_public_url(),
            article.audience == "public",
        )
