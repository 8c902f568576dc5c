"""What all public pages share: who is asking, and answers that give nothing away."""

import pytz

from odoo.http import request
from odoo.tools import hmac

from ..exceptions import CollisionError
from ..tools.typed_text import clean

# The largest id PostgreSQL can look for; a larger one in a link is no link of ours.
MAX_ID = 2**31 - 1
# Of each route; without ``website`` the layout of the portal cannot be used.
PAGE = {"type": "http", "auth": "public", "website": True, "sitemap": False}
HEADERS = {
    # the link is the key: it must not travel on to wherever a page leads
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}


class PublicPages:
    """Mixed into controllers. Pages are shown on GET and HEAD, and nothing else happens then; a
    POST acts and answers with a redirection, so that reloading repeats nothing."""

    def _render(self, template, values=None, status=200):
        """:param str template: its name in this add-on
        :return: the page, not to be stored by anybody on the way"""
        response = request.render(f"pylot_frontoffice.{template}", values or {}, status=status)
        response.headers.update(HEADERS)
        return response

    def _redirect(self, path):
        response = request.redirect(path, code=303)
        response.headers.update(HEADERS)
        return response

    def _not_found(self):
        """The same answer to a wrong, a foreign and an expired link."""
        return self._render("page_gone", status=404)

    def _get_lost_message(self, error):
        """:param UserError error: why a time could not be taken
        :return: the sentence above the times that are left"""
        if isinstance(error, CollisionError):
            return request.env._(
                "Somebody else was faster: this time is gone. These are still free."
            )
        return str(error)

    def _get_visitor(self, known_as=None):
        """:param str known_as: what else tells visitors apart, instead of the address
        :return: str that is the same for requests from one network address, and tells nothing
        about it; the address is the one the server trusts, never a header of the visitor's"""
        address = known_as or request.httprequest.remote_addr or ""
        return hmac(request.env(su=True), "pylot-visitor", address)

    def _get_visitor_tz(self, typed=None):
        """:return: name of the visitor's time zone as the browser told it, "" when unknown"""
        name = typed or request.httprequest.cookies.get("tz") or ""
        return name if name in pytz.all_timezones_set else ""

    def _get_id(self, slug):
        """:return: the number in ``some-name-12`` or ``12``; 0 when there is none"""
        _name, number = request.env["ir.http"]._unslug(clean(slug, limit=200))
        return number if number and 0 < number <= MAX_ID else 0

    def _is_robot(self, post):
        """A field that people do not see was filled in."""
        return bool(post.get("website_url"))


def name_errors(errors, labels):
    """:param dict errors: name of a field to what is wrong with it
    :param dict labels: name to what stands above the field
    :return: dict of the same names to sentences that say which field they are about"""
    named = {}
    for name, sentence in errors.items():
        label = labels.get(name, "")
        if label.endswith(("?", "!", ".")):
            sentence = f"{label} {sentence}"
        elif label:
            sentence = request.env._("%(field)s: %(reason)s", field=label, reason=sentence)
        named[name] = sentence
    return named
