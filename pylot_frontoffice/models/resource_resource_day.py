from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize, format_time
from odoo.tools.misc import format_date

from ..const import OCCUPYING_STATES
from ..tools.wall_time import day_to_utc, to_day, to_utc

HALF_A_DAY = timedelta(hours=12)


class ResourceResource(models.Model):
    """Technicians get the list of their visits in the morning: one message for each day with
    visits. The day is the cycle, written as 20261103."""

    _name = "resource.resource"
    _inherit = ["resource.resource", "pylot.reminder.document"]

    _reminder_partner = "day_partner_id"

    day_partner_id = fields.Many2one(related="user_id.partner_id", string="Contact of the Login")
    visit_day = fields.Datetime(
        compute="_compute_visit_day",
        search="_search_visit_day",
        help="Beginning of today, if there are visits.",
    )

    def _compute_visit_day(self):
        for technician in self:
            day = technician._get_today()
            noon = to_utc(datetime.combine(day, time(12)), technician.tz)
            technician.visit_day = technician._get_day_visits(day) and noon - HALF_A_DAY

    def _search_visit_day(self, operator, value):
        if operator != "not in" or set(value) != {False}:
            return NotImplemented
        return Domain("is_technician", "=", True)

    def _filter_reminded(self):
        return self.filtered("is_technician")

    @api.model
    def _get_reminder_domain(self, policy):
        return Domain("is_technician", "=", True) & Domain("resource_type", "=", "user")

    @api.model
    def _get_reminder_source(self, policy, documents=None):
        """Today and tomorrow, as far as something is booked. The day begins twelve hours before
        its noon, so that six hours later it is six o'clock when clocks are changed, too."""
        source = super()._get_reminder_source(policy, documents)
        day, to_moment = self._get_day_sql(), self._get_moment_sql
        source.query.add_join(
            "JOIN",
            "visit_day",
            SQL("generate_series(0, 1)"),
            SQL(
                """EXISTS (SELECT FROM pylot_booking booking
                            WHERE booking.resource_id = resource_resource.id
                              AND booking.state = 'booked'
                              AND booking.start < %s AND booking.stop > %s)""",
                to_moment(SQL("%s + 1", day)),
                to_moment(day),
            ),
        )
        return source._replace(cycle=SQL("TO_CHAR(%s, 'YYYYMMDD')::int", day))

    @api.model
    def _get_reminder_anchor(self, policy, query):
        noon = self._get_moment_sql(SQL("%s + TIME '12:00'", self._get_day_sql()))
        return SQL("%s - INTERVAL '12 hours'", noon)

    @api.model
    def _get_reminder_partner(self, query):
        user_id = self._field_to_sql(self._table, "user_id", query)
        return SQL("(SELECT partner_id FROM res_users WHERE id = %s)", user_id)

    def _get_day_sql(self):
        """:return: SQL of the local date"""
        return SQL(
            "((%s::timestamp AT TIME ZONE 'UTC' AT TIME ZONE resource_resource.tz)::date"
            " + visit_day)",
            fields.Datetime.now(),
        )

    def _get_moment_sql(self, local):
        """:param local: SQL, on the technician's clock
        :return: SQL, naive UTC"""
        return SQL("((%s)::timestamp AT TIME ZONE resource_resource.tz AT TIME ZONE 'UTC')", local)

    def _get_reminder_obstacle(self, reminder):
        today = self._get_today()
        if reminder.cycle != int(today.strftime("%Y%m%d")):
            return self.env._("The day is over.")
        if not self._get_day_visits(today):
            return self.env._("There are no visits on this day.")
        return ""

    def _get_reminder_email(self):
        technician = self.sudo()
        return email_normalize(technician.user_id.email or technician.work_email or "") or ""

    def _complete_reminder_mails(self, reminders, mails):
        """Names and addresses of customers belong into no log of the technician."""
        result = super()._complete_reminder_mails(reminders, mails)
        for company, group in self.grouped("company_id").items():
            numbers = [number for number, each in enumerate(self) if each in group]
            mails.browse(mails.ids[number] for number in numbers).write(
                {"model": False, "res_id": False, "record_company_id": company.id}
            )
        return result

    # === WHAT IS IN IT ===

    def _get_today(self):
        """:return: the date on the technician's clock"""
        return to_day(fields.Datetime.now(), self.tz or "UTC")

    def _get_day_visits(self, day):
        """:return: visits of this day, elevated, in their order"""
        self.ensure_one()
        tz = self.tz or "UTC"
        domain = (
            (Domain("technician_id", "=", self.id) | Domain("helper_ids", "=", self.id))
            & Domain("visit_state", "in", OCCUPYING_STATES)
            & Domain("start", "<", day_to_utc(day + timedelta(days=1), 0, tz))
            & Domain("stop", ">", day_to_utc(day, 0, tz))
        )
        return self.env["calendar.event"].sudo().search(domain, order="start, id")

    def _get_list_lang(self):
        """:return: code of the language the technician reads"""
        company = self._get_list_company()
        return self.sudo().user_id.lang or company.partner_id.lang or self.env.lang or "en_US"

    def _get_list_company(self):
        return (self.sudo().company_id or self.env.company).sudo()

    def _get_list_sender(self):
        """:return: the "From" of an e-mail"""
        return self._get_list_company().email_formatted or self.env.user.email_formatted or ""

    def _describe_today(self):
        """:return: "Tuesday, November 3, 2026", in the language of the context"""
        return format_date(self.env, self._get_today(), date_format="full")

    def _get_day_list(self):
        """:return: list of dicts of texts, one for each visit of today: ``time``, ``what``,
        ``place``, ``phone``, ``note`` and ``url``, in the language of the context"""
        visits = self._get_day_visits(self._get_today()).with_context(lang=self.env.lang)
        return [self._prepare_list_entry(visit) for visit in visits]

    def _prepare_list_entry(self, visit):
        tz = self.tz or "UTC"
        moments = (format_time(self.env, at, tz, "short") for at in (visit.start, visit.stop))
        told = visit.window_start and visit._describe_customer_time(lang=self.env.lang)["text"]
        return {
            "time": self.env._("All day") if visit.allday else " – ".join(moments),
            "what": visit._get_feed_summary(),
            "place": visit._describe_customer_place(),
            "phone": visit._get_notice_phone() or "",
            "told": told or "",
            "note": visit.description or "",
            "answers": [(each.name, each.value) for each in visit.answer_ids if each.value],
            "url": visit._get_feed_link(),
        }
