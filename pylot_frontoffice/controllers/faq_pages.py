"""What the pages of the FAQ share: addresses in every language, and how long a page is good."""

from odoo.http import request
from odoo.tools.urls import urljoin

from .common import PublicPages

# Looking twice within a minute asks the server once; whoever logs in meanwhile sees another page.
PUBLIC_HEADERS = {"Cache-Control": "private, max-age=60", "Vary": "Cookie"}
OWN_HEADERS = {"Cache-Control": "private, no-store"}
MAX_PAGE = 10_000


class FaqPages(PublicPages):
    """Mixed into controllers."""

    def _get_articles(self):
        """:return: the model as the visitor sees it, not elevated"""
        return request.env["pylot.faq.article"]

    def _show(self, template, values, path=None, is_public=True, status=200):
        """:param path: callable (language code) -> path of this page without its language; None
            for a page that search engines shall not keep
        :param bool is_public: whether everybody may read what it shows"""
        if path:
            values = {**values, **self._get_addresses(path)}
        response = self._render(template, values, status=status)
        for name in ("Referrer-Policy", "X-Robots-Tag"):
            response.headers.pop(name)
        response.headers.update(
            PUBLIC_HEADERS if request.env.user._is_public() else OWN_HEADERS,
        )
        if not path or not is_public:
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _get_addresses(self, path):
        """:return: dict: ``canonical`` address of this page, ``alternates`` of its languages"""
        base = self._get_articles().get_base_url()
        default = request.env["ir.http"]._get_default_lang()
        languages = list(request.env["res.lang"]._get_frontend().values())

        def make(lang):
            prefix = "" if lang.code == default.code else f"/{lang.url_code}"
            return urljoin(base, f"{prefix}{path(lang.code)}")

        alternates = [(self._get_hreflang(lang, languages), make(lang)) for lang in languages]
        if len(alternates) > 1:
            alternates.append(("x-default", make(default)))
        return {
            "canonical": make(request.lang),
            "alternates": alternates if len(alternates) > 1 else [],
        }

    def _get_hreflang(self, lang, languages):
        """:return: ``de``; ``de-AT`` where there is another German"""
        short = lang.code.partition("_")[0]
        alike = [each for each in languages if each.code.partition("_")[0] == short]
        return short if len(alike) == 1 else lang.code.partition("@")[0].replace("_", "-")

    def _get_present(self, slug, record):
        """:return: a redirection to the present address of ``record``, None when this is it"""
        path = record._get_public_url()
        if path.rpartition("/")[2] == slug:
            return None
        address = request.env["ir.http"]._url_for(path)
        return request.redirect_query(address, request.httprequest.args, code=301)

    def _find_article(self, slug):
        """:return: the article, elevated; none unless the visitor may read it"""
        return self._get_articles()._find_visible([("id", "=", self._get_id(slug))], limit=1)

    def _get_voter(self):
        """:return: str that is the same for one login, or for one network address"""
        user = request.env.user
        return self._get_visitor(None if user._is_public() else f"partner-{user.partner_id.id}")

    def _is_machine(self):
        return request.env["ir.http"].is_a_bot()


def read_page(page):
    """:return: number of a page, at least 1; what stands behind a question mark is text"""
    return min(max(page, 1), MAX_PAGE) if isinstance(page, int) else 1
