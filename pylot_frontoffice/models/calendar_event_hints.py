from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..const import DONE_STATES
from ..tools.wall_time import to_day

TECHNICIAN = "pylot_frontoffice.group_technician"
# What fits on a phone, above what there is to do.
LAST_VISITS = 3
MAX_COMPLAINTS = 5


class CalendarEvent(models.Model):
    """What a technician should know before ringing the bell."""

    _inherit = "calendar.event"

    door_hints = fields.Text(
        string="Hints at the Door",
        compute="_compute_door_hints",
        compute_sudo=True,
        groups=TECHNICIAN,
    )

    @api.depends("visit_address_id.door_hint", "customer_id.door_hint")
    def _compute_door_hints(self):
        for event in self:
            event.door_hints = "\n".join(event._get_door_hints()) or False

    def _get_door_hints(self):
        """:return: list of texts: of the address, then of the customer"""
        event = self.sudo()
        contacts = event.visit_address_id | event.customer_id
        hints = (contact._get_door_hint() for contact in contacts)
        return list(dict.fromkeys(hint for hint in hints if hint))

    def _get_stop_hints(self, technician):
        """All a page shows above a stop, in the language of the context, in a constant number of
        queries.

        :param technician: ``resource.resource``, for whom it is
        :return: dict of ``hints`` (list of texts), ``visits`` (list of dicts ``day``, ``what``,
            ``who`` and ``state``), ``complaints`` (list of dicts ``number`` and ``name``) and
            ``balance`` (None, or dict of ``due``, ``overdue`` and ``currency``)
        """
        self.ensure_one()
        visit = self.sudo()
        sees_balance = technician.sudo()._sees_balance()
        return {
            "hints": visit._get_door_hints(),
            "visits": visit._get_last_visits(),
            "complaints": visit._get_open_complaints(),
            "balance": visit._get_open_balance() if sees_balance else None,
        }

    def _get_hint_company(self):
        return self.visit_company_id or self._get_customer_company()

    def _get_family_domain(self, name):
        """:return: :class:`Domain` of what belongs to the customer or the company they work for"""
        family = self.customer_id.commercial_partner_id
        return Domain(f"{name}.commercial_partner_id", "=", family.id) if family else Domain.FALSE

    def _get_last_visits(self):
        visits = self.search(
            self._get_family_domain("customer_id")
            & Domain("visit_state", "in", ("done", "no_show"))
            & Domain("visit_company_id", "in", [self._get_hint_company().id, False])
            & Domain("start", "<", self.start)
            & Domain("id", "!=", self.id),
            order="start desc, id desc",
            limit=LAST_VISITS,
        )
        states = dict(self._fields["visit_state"]._description_selection(self.env))
        return [
            {
                "day": format_date(self.env, to_day(visit.start, visit._get_status_tz())),
                "what": visit._get_customer_title(),
                "who": visit.technician_id.name or "",
                "state": states[visit.visit_state] if visit.visit_state == "no_show" else "",
            }
            for visit in visits
        ]

    def _get_open_complaints(self):
        complaints = self.env["pylot.complaint"].search_fetch(
            self._get_family_domain("partner_id")
            & Domain("state", "not in", DONE_STATES)
            & Domain("company_id", "=", self._get_hint_company().id),
            ["number", "name"],
            order="received_at desc, id desc",
            limit=MAX_COMPLAINTS,
        )
        return [{"number": each.number, "name": each.name} for each in complaints]

    def _get_open_balance(self):
        """:return: dict of what the customer owes the company of the visit, payments and credits
        taken off, and how much of it is overdue; None when nothing is open"""
        company = self._get_hint_company()
        today = fields.Date.context_today(self)
        lines = self.env["account.move.line"]
        is_open = (
            self._get_family_domain("partner_id")
            & Domain("company_id", "=", company.id)
            & Domain("account_type", "=", "asset_receivable")
            & Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
        )
        [(due,)] = lines._read_group(is_open, [], ["amount_residual:sum"])
        currency = company.currency_id
        if not due or currency.compare_amounts(due, 0) <= 0:
            return None
        [(late,)] = lines._read_group(
            is_open & Domain("date_maturity", "<", today) & Domain("amount_residual", ">", 0),
            [],
            ["amount_residual:sum"],
        )
        return {"due": due, "overdue": min(late or 0, due), "currency": currency}
