import binascii
import uuid

from odoo import api, models
from odoo.tools import hash_sign, verify_hash_signed

SCOPE = "pylot-faq-box"
# A page that was left open is no attack, but what it was given is not good for ever.
BOX_HOURS = 24
# Questions that one page counts apart.
MAX_TURN = 20
PLACES = ("page", "complaint", "booking", "portal")


class PylotFaqQuery(models.Model):
    """What a page is given so that answers can be offered on it: which page it is and what it is
    about, signed, so that looking at a page stores nothing and nobody speaks for another page."""

    _inherit = "pylot.faq.query"

    @api.model
    def _open_box(self, place, key=None, kinds=(), products=(), company=None, found=None):
        """Whoever calls it shows a page with a field to ask in.

        :param str place: one of ``place``
        :param str key: of the page, when it has one; else a new one
        :param kinds: ids of the appointment types it is about; their articles come first
        :param products: ids of the product templates it is about
        :param dict found: ``text``, ``count`` and ``ids`` of what this very page shows as found
        :return: text to be handed back by the page
        """
        values = {
            "place": place,
            "key": key or uuid.uuid4().hex,
            "kinds": list(kinds)[:20],
            "products": list(products)[:20],
            "company": (company or self.env.company).id,
            "found": found,
        }
        return hash_sign(self.env(su=True), SCOPE, values, expiration_hours=BOX_HOURS)

    @api.model
    def _read_box(self, signed, turn=0):
        """:return: what ``_open_box`` was given, and ``turn``; None when it is none of ours"""
        if not isinstance(signed, str) or not signed.isascii():
            return None
        try:
            box = verify_hash_signed(self.env(su=True), SCOPE, signed) if signed else None
        except (ValueError, TypeError, binascii.Error):
            return None
        is_turn = isinstance(turn, int) and not isinstance(turn, bool)
        return box and {**box, "turn": min(max(turn, 0), MAX_TURN) if is_turn else 0}
