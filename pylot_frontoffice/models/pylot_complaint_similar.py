import re

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

SHOWN = 5
# Looked at per complaint; a housing company may have hundreds open.
CANDIDATES = 40
# More than a customer's name and a word in common say.
SAME_THING = 3
# Share of words two subjects have in common.
NEAR = 0.5
WORD = re.compile(r"\w{3,}")
LINKS = ("sale_order_id", "move_id", "event_id")
AGENT = "pylot_frontoffice.group_agent"


class PylotComplaint(models.Model):
    """Open complaints that may be the same one, shown before it is made twice."""

    _inherit = "pylot.complaint"

    similar_ids = fields.Many2many(
        "pylot.complaint", string="Similar Open Complaints", compute="_compute_similar"
    )
    similar_items = fields.Json(
        compute="_compute_similar", help="The same as list of label, detail, model, id and level."
    )

    @api.depends(
        "partner_id", "email_normalized", "name", "product_id", "lot_name", "state", *LINKS
    )
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_similar(self):
        self.similar_ids = False
        self.similar_items = False
        asked = self.filtered(lambda each: each.state not in ("solved", "closed"))
        domain = Domain.OR(each._get_similar_domain() for each in asked)
        if domain.is_false() or not self.env.user.has_group(AGENT):
            return
        found = self.search(
            Domain(self._get_open_domain()) & domain,
            order="id desc",
            limit=CANDIDATES * len(asked),
        )
        for complaint in asked:
            pairs = [(other, complaint._get_similarity(other)) for other in found]
            pairs = [pair for pair in pairs if pair[1] and pair[0] != complaint._origin]
            pairs.sort(key=lambda pair: -sum(weight for weight, _reason in pair[1]))
            best = pairs[:SHOWN]
            complaint.similar_ids = self.browse([other.id for other, _reasons in best])
            complaint.similar_items = [
                other._describe_similar([reason for _weight, reason in reasons])
                for other, reasons in best
            ] or False

    def _get_similar_domain(self):
        """:return: Domain of candidates, wider than what is similar in the end"""
        self.ensure_one()
        domain = Domain.FALSE
        family = self.partner_id.sudo().commercial_partner_id
        if family:
            domain |= Domain("partner_id.commercial_partner_id", "in", family.ids)
        if self.email_normalized:
            domain |= Domain("email_normalized", "=", self.email_normalized)
        for name in LINKS:
            if self[name]:
                domain |= Domain(name, "in", self[name].ids)
        if self.product_id and self.lot_name:
            same = Domain("product_id", "in", self.product_id.ids)
            domain |= same & Domain("lot_name", "=", self.lot_name)
        return domain

    def _get_similarity(self, other):
        """:return: list of (weight, reason in the user's words), most telling first"""
        reasons = []
        for name, reason in (
            ("event_id", self.env._("same visit")),
            ("move_id", self.env._("same invoice")),
            ("sale_order_id", self.env._("same order")),
        ):
            if self[name] and self[name].ids == other[name].ids:
                reasons.append((SAME_THING, reason))
        if self.lot_name and (self.lot_name, self.product_id.ids) == (
            other.lot_name,
            other.product_id.ids,
        ):
            reasons.append((SAME_THING, self.env._("same appliance")))
        family = self.partner_id.sudo().commercial_partner_id
        if family and family == other.partner_id.sudo().commercial_partner_id:
            reasons.append((1, self.env._("same customer")))
        is_same_sender = self.email_normalized and self.email_normalized == other.email_normalized
        if (reasons or is_same_sender) and self._is_near(other.name):
            reasons.append((1, self.env._("similar subject")))
        return reasons

    def _is_near(self, subject):
        mine, theirs = (set(WORD.findall((text or "").lower())) for text in (self.name, subject))
        return bool(mine and theirs) and len(mine & theirs) / min(len(mine), len(theirs)) >= NEAR

    def _describe_similar(self, reasons):
        about = ", ".join(reasons)
        day = format_date(self.env, self.received_at)
        return {
            "model": self._name,
            "id": self.id,
            "icon": "fa-exclamation-circle",
            "label": self.display_name,
            "detail": f"{self.stage_id.name} · {day} · {about}",
            "level": "warning",
        }
