from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..const import DONE_STATES
from ..tools.wall_time import to_day

# What fits on a phone, above what there is to do.
LAST_VISITS = 3
MAX_COMPLAINTS = 5


class CalendarEvent(models.Model):
    """The customer of a stop: read for all stops of a day in a constant number of queries."""

    _inherit = "calendar.event"

    def _get_hint_key(self):
        """:return: (id of the company, id of the customer or of the company they work for)"""
        return self._get_hint_company().id, self.customer_id.commercial_partner_id.id

    @api.depends("customer_id", "start", "visit_company_id")
    @api.depends_context("lang")
    def _compute_stop_visits(self):
        found = self._read_last_visits()
        states = dict(self._fields["visit_state"]._description_selection(self.env))
        for event in self:
            event.stop_visits = [
                {
                    "day": format_date(self.env, to_day(visit.start, visit._get_status_tz())),
                    "what": visit._get_customer_title(),
                    "who": visit.technician_id.name or "",
                    "note": visit.work_note or "",
                    "state": states["no_show"] if visit.visit_state == "no_show" else "",
                }
                for visit in found.get(event.id, ())
            ]

    def _read_last_visits(self):
        """:return: dict of id to the last visits to this customer before, the latest first"""
        wanted = [event for event in self if event.id and event._get_hint_key()[1]]
        if not wanted:
            return {}
        self.flush_model()
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT stop.id, last.id
                  FROM (VALUES %(stops)s) AS stop (id, company_id, family_id, start)
                 CROSS JOIN LATERAL (
                    SELECT event.id, event.start
                      FROM res_partner AS customer
                      JOIN calendar_event AS event ON event.customer_id = customer.id
                     WHERE customer.commercial_partner_id = stop.family_id
                       AND event.active AND event.visit_state IN ('done', 'no_show')
                       AND COALESCE(event.visit_company_id, stop.company_id) = stop.company_id
                       AND event.start < stop.start AND event.id <> stop.id
                     ORDER BY event.start DESC, event.id DESC
                     LIMIT %(limit)s
                 ) AS last
                 ORDER BY last.start DESC, last.id DESC""",
                stops=SQL(", ").join(
                    SQL(
                        "(%s, %s, %s, %s::timestamp)", event.id, *event._get_hint_key(), event.start
                    )
                    for event in wanted
                ),
                limit=LAST_VISITS,
            )
        )
        visits = {visit.id: visit for visit in self.browse({last_id for _id, last_id in rows})}
        found = {}
        for id_, last_id in rows:
            found.setdefault(id_, []).append(visits[last_id])
        return found

    @api.depends("customer_id", "visit_company_id")
    def _compute_stop_complaints(self):
        keys = [event._get_hint_key() for event in self]
        complaints = self.env["pylot.complaint"].search_fetch(
            Domain("partner_id.commercial_partner_id", "in", [family for _company, family in keys])
            & Domain("state", "not in", DONE_STATES)
            & Domain("company_id", "in", [company for company, _family in keys]),
            ["number", "name", "partner_id", "company_id"],
            order="received_at desc, id desc",
        )
        found = {}
        for each in complaints:
            key = each.company_id.id, each.partner_id.commercial_partner_id.id
            found.setdefault(key, []).append({"number": each.number, "name": each.name})
        for event, key in zip(self, keys, strict=True):
            event.stop_complaints = found.get(key, [])[:MAX_COMPLAINTS]

    @api.depends("customer_id", "visit_company_id")
    def _compute_stop_balance(self):
        """What the customer owes, payments and credits taken off, and how much is overdue."""
        keys = [event._get_hint_key() for event in self]
        lines = self.env["account.move.line"]
        is_open = (
            Domain("partner_id.commercial_partner_id", "in", [family for _company, family in keys])
            & Domain("company_id", "in", [company for company, _family in keys])
            & Domain("account_type", "=", "asset_receivable")
            & Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
        )
        today = fields.Date.context_today(self)
        is_late = Domain("date_maturity", "<", today) & Domain("amount_residual", ">", 0)
        due, late = {}, {}
        for sums, domain in ((due, is_open), (late, is_open & is_late)):
            groups = lines._read_group(
                domain, ["company_id", "partner_id"], ["amount_residual:sum"]
            )
            for company, partner, amount in groups:
                key = company.id, partner.commercial_partner_id.id
                sums[key] = sums.get(key, 0) + amount
        for event, key in zip(self, keys, strict=True):
            amount = event._get_hint_company().currency_id.round(due.get(key, 0))
            overdue = min(late.get(key, 0), amount)
            event.stop_balance = {"due": amount, "overdue": overdue} if amount > 0 else False
