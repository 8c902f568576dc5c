from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..const import OPEN_STATES
from ..tools.wall_time import to_day
from .pylot_plan import MOST_DAYS

# Days that visits without a time are planned for, from tomorrow on.
DAYS = 7


class CalendarEvent(models.Model):
    """What the planner may do with a visit."""

    _inherit = "calendar.event"

    is_fixed = fields.Boolean(
        string="Stays Where It Is",
        copy=False,
        tracking=True,
        help="The planner gives it to nobody else and to no other time.",
    )

    def action_open_plan(self):
        """Open a plan for these visits; nothing is computed yet."""
        plans = self.env["pylot.plan"]
        plans._check_may_plan()
        visits = self.filtered(lambda visit: visit.visit_state in OPEN_STATES)
        if not visits:
            raise UserError(self.env._("Select visits that are still open."))
        companies = visits.visit_company_id
        if len(companies) > 1:
            raise UserError(self.env._("Plan the visits of one company at a time."))
        company = companies or self.env.company
        first, last = visits.with_company(company)._get_plan_days()
        plan = plans.with_company(company).create(
            {
                "company_id": company.id,
                "scope": "visits",
                "visit_ids": visits.ids,
                "date_from": first,
                "date_to": last,
            }
        )
        return plan._open()

    def _get_plan_days(self):
        """:return: the days of those that have a time, else the next ones"""
        tomorrow = fields.Date.context_today(self) + timedelta(days=1)
        planned = self.filtered(lambda visit: visit.visit_state != "draft" and not visit.allday)
        zone = self.env["pylot.plan"]._get_default_tz()
        days = [to_day(visit.start, zone) for visit in planned]
        first = max(min(days, default=tomorrow), tomorrow - timedelta(days=1))
        last = max(days, default=first + timedelta(days=DAYS - 1))
        return first, max(first, min(last, first + timedelta(days=MOST_DAYS - 1)))
