from babel.dates import format_date, format_datetime

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import escape_psql
from odoo.tools.misc import babel_locale_parse, get_lang

from ..const import DONE_STATES
from ..tools.quoting import hide_secrets
from ..tools.wall_time import to_local

WAITING_STATES = ("waiting_customer", "waiting_remedy")
# Fewer characters would be a way to list everything.
MIN_SEARCH = 3
PAGE_SIZE = 20


class PylotComplaint(models.Model):
    """What the people of an outside provider see of a complaint on their desk: who it is, what it
    is about and what is to be done; no price, no amount, nothing of the business's own. Called
    elevated, for the user of the environment; what is returned is all that a page may show."""

    _inherit = "pylot.complaint"

    # === WHICH ===

    @api.model
    def _get_desk_domain(self, user):
        """:return: which complaints ``user`` may work on from outside at this moment"""
        teams = self.env["pylot.team"]._get_desk_teams_sudo(user)
        return Domain("team_id", "in", teams.ids) if teams else Domain.FALSE

    @api.model
    def _get_desk_tabs(self, user):
        """:return: dict of the name of a tab to its domain, in the order of the tabs"""
        is_open = Domain("state", "not in", DONE_STATES)
        return {
            "new": Domain("state", "=", "new"),
            "mine": Domain("user_id", "=", user.id) & is_open,
            "waiting": Domain("state", "in", WAITING_STATES),
            "open": is_open,
        }

    @api.model
    def _count_desk(self, user):
        """:return: dict of the name of a tab to the number of complaints in it, in one query"""
        counts = dict.fromkeys(self._get_desk_tabs(user), 0)
        domain = self._get_desk_domain(user)
        for state, who, count in self.sudo()._read_group(
            domain & Domain("state", "not in", DONE_STATES), ["state", "user_id"], ["__count"]
        ):
            counts["open"] += count
            counts["new"] += count if state == "new" else 0
            counts["mine"] += count if who == user else 0
            counts["waiting"] += count if state in WAITING_STATES else 0
        return counts

    @api.model
    def _count_for_card(self):
        """:return: number of complaints that wait on the desk of the user; None without a desk"""
        user = self.env.user
        domain = self._get_desk_domain(user)
        if domain.is_false():
            return None
        return self.sudo().search_count(domain & self._get_desk_tabs(user)["open"])

    @api.model
    def _find_for_desk(self, user, tab, text="", page=1):
        """:param text: number, subject or name of the customer; then in every tab, and also what
            is over; shorter than ``MIN_SEARCH``: as if nothing had been typed
        :return: (complaints of that page, most urgent first, number of all)"""
        domain = self._get_desk_domain(user)
        if len(text) >= MIN_SEARCH:
            like = escape_psql(text)
            domain &= Domain.OR(
                Domain(name, "ilike", like) for name in ("number", "name", "partner_name")
            )
        else:
            domain &= self._get_desk_tabs(user)[tab]
        complaints = self.sudo().search(
            domain, order=self._get_desk_order(), limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE
        )
        return complaints, self.sudo().search_count(domain)

    @api.model
    def _get_desk_order(self):
        return "priority desc, deadline_resolution, received_at, id"

    # === WHAT ===

    def _get_desk_row(self):
        """:return: dict of what a list of the desk says about it"""
        self.ensure_one()
        user = self.env.user
        labels = dict(self._fields["priority"]._description_selection(self.env))
        deadline = self.deadline_next
        holder = self.user_id
        return {
            "id": self.id,
            "number": self.number or "",
            "subject": self.name or "",
            "customer": self.partner_name or self.email_from or "",
            "stage": self.stage_id.name or "",
            "state": self.state,
            "priority": labels.get(self.priority, "") if self.priority in ("2", "3") else "",
            "is_safety": self.is_safety,
            "received": self._format_desk_moment(self.received_at),
            "deadline": self._format_desk_moment(deadline),
            "is_late": bool(deadline and deadline < fields.Datetime.now()),
            "is_mine": holder == user,
            "holder": self._get_desk_holder(),
        }

    def _get_desk_holder(self):
        """:return: name of who works on it, as far as that is a colleague of the user"""
        holder = self.user_id
        if not holder:
            return ""
        if self._is_desk_colleague(holder.partner_id):
            return holder.partner_id.name
        return self.company_id.name

    def _is_desk_colleague(self, partner):
        firm = self.env.user.partner_id.commercial_partner_id
        return bool(partner) and partner.commercial_partner_id == firm

    def _get_desk_card(self):
        """:return: dict of all that the page of one complaint shows, besides what was written"""
        self.ensure_one()
        team = self.team_id
        return {
            **self._get_desk_row(),
            "phone": self.phone or "",
            "email": self.email_from or "",
            "cause": self.type_id.display_name if self.type_id else "",
            "wish": self._get_remedy_label(self.remedy_wanted),
            "description": self._to_desk_text(self.description),
            "about": self._get_desk_about(),
            "remedies": [self._get_remedy_label(each.kind) for each in self._get_desk_remedies()],
            "visit": self._describe_desk_visit(self._get_desk_visit()),
            "is_over": self.state in DONE_STATES,
            "team": team.name,
            "script": team.provider_script,
            "stages": self._get_desk_stages(),
            "proposals": team._get_provider_remedies(),
            "can_visit": self._can_book_desk_visit(),
        }

    def _get_desk_about(self):
        """:return: list of (label, text) of what it is about; documents by their number only"""
        described = [
            (self.env._("Product"), self.product_id.sudo().display_name),
            (self.env._("Serial or lot number"), self.lot_name),
            (self.env._("Order"), self.sale_order_id.name),
            (self.env._("Invoice"), self.move_id.name),
            (self.env._("Visit"), self._describe_desk_visit(self.event_id)),
        ]
        return [(label, text) for label, text in described if text]

    def _describe_desk_visit(self, event):
        if not event:
            return ""
        when = ""
        if event.visit_state != "draft":
            when = event._describe_customer_time(lang=get_lang(self.env).code)["text"]
        kind = event.appointment_type_id.name or event.name
        return " – ".join(filter(None, (kind, when, event.technician_id.name)))

    def _get_remedy_label(self, code):
        labels = self._fields["remedy_wanted"]._description_selection(self.env)
        return dict(labels).get(code, "")

    def _to_desk_text(self, markup):
        """:return: str, text of a piece of HTML without quotes and without keys"""
        secrets = (self.access_token, self.event_id.customer_token)
        return hide_secrets(self._read_html(markup), *secrets)

    def _format_desk_moment(self, moment):
        """:return: a moment on the clock of the team, in words of the reader's language"""
        if not moment:
            return ""
        locale = babel_locale_parse(get_lang(self.env).code)
        local = to_local(moment, self.team_id._get_zone())
        if local.date() == to_local(fields.Datetime.now(), self.team_id._get_zone()).date():
            return format_datetime(local, "HH:mm", locale=locale)
        return f"{format_date(local, 'medium', locale=locale)}, {local:%H:%M}"
