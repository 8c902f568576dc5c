from datetime import datetime

from dateutil.relativedelta import relativedelta

from odoo import fields, models

from ..tools.wall_time import to_day, to_utc


class ResCompany(models.Model):
    """How complaints end: by themselves or not, what is asked afterwards, how long they are kept.
    0 switches each of them off."""

    _inherit = "res.company"

    pylot_silence_days = fields.Integer(
        string="Remind Silent Customers After",
        default=7,
        help="Days without an answer after which a customer is warned that the complaint will be "
        "closed. It is closed when as many days have passed again. 0: never.",
    )
    pylot_close_days = fields.Integer(
        string="Close After",
        default=7,
        help="Days after the solution in which a complaint closes by itself. 0: never.",
    )
    pylot_ask_satisfaction = fields.Boolean(
        string="Ask How It Went",
        default=True,
        help="One question by e-mail, a day after a complaint is solved.",
    )
    # GDPR Art. 5 (1) e: no longer than needed. Claims lapse three years after the end of the year
    # (BGB 195, 199); letters about a contract are kept for six (HGB 257, AO 147).
    pylot_retention_months = fields.Integer(
        string="Keep Complaints",
        default=36,
        help="Months after the end of the year in which a complaint without order and invoice was "
        "closed. Then it is made anonymous. 0: never.",
    )
    pylot_retention_contract_months = fields.Integer(
        string="Keep Complaints about Orders",
        default=72,
        help="Months after the end of the year in which a complaint about an order or an invoice "
        "was closed. Then it is made anonymous. 0: never.",
    )

    _pylot_closing_not_negative = models.Constraint(
        """CHECK(LEAST(pylot_silence_days, pylot_close_days, pylot_retention_months,
                       pylot_retention_contract_months) >= 0)""",
        "Days and months cannot be negative. Set 0 to switch it off.",
    )

    def _get_retention_limit(self, months, now):
        """:param int months: to keep, counted from the end of the year
        :return: begin of the first year that is kept, on the clock of the company, naive UTC"""
        tz = self.resource_calendar_id.tz or "UTC"
        year = (to_day(now, tz) - relativedelta(months=months)).year
        return to_utc(datetime(year, 1, 1), tz)
