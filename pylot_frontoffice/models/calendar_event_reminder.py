from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import PAST_STATES

# The customer relies on it taking place, or it has.
STANDING_STATES = ("planned", "confirmed", *PAST_STATES)


class CalendarEvent(models.Model):
    """Customers are reminded of their visits. Only a visit that has been promised counts; other
    events pay nothing."""

    _name = "calendar.event"
    _inherit = ["calendar.event", "pylot.reminder.document"]

    _reminder_partner = "customer_id"
    _reminder_company = "visit_company_id"
    _reminder_cycle = "ics_sequence"
    # What is promised is looked at where promises are settled.
    _reminder_triggers = frozenset({"customer_id", "sms_consent"})

    remind_at = fields.Datetime(
        string="Time to Remind",
        compute="_compute_remind_at",
        search="_search_remind_at",
        help="As many hours before the promised time as the appointment type says.",
    )

    @api.depends("start", "window_start", "window_stop", "appointment_type_id.reminder_hours")
    def _compute_remind_at(self):
        for event in self:
            hours = event.sudo().appointment_type_id.reminder_hours
            start = event._get_promised_times()[0]
            event.remind_at = hours and start and start - timedelta(hours=hours)

    def _search_remind_at(self, operator, value):
        if operator != "not in" or set(value) != {False}:
            return NotImplemented
        return Domain("appointment_type_id.reminder_hours", ">", 0)

    def _filter_reminded(self):
        return self.sudo().filtered("ics_uid")

    @api.model
    def _get_reminder_domain(self, policy):
        return (
            Domain("ics_uid", "!=", False)
            & Domain("visit_state", "in", STANDING_STATES)
            & Domain("awaiting", "=", False)
        )

    @api.model
    def _get_reminder_anchor(self, policy, query):
        """With an arrival window, its begin, as ``_get_promised_times`` has it."""

        def column(name):
            return self._field_to_sql(self._table, name, query)

        start = SQL(
            "CASE WHEN %s IS NULL THEN %s ELSE COALESCE(%s, %s) END",
            column("window_stop"),
            column("start"),
            column("window_start"),
            column("start"),
        )
        if policy._get_anchor_field() != "remind_at":
            return start
        types, link = self.env["pylot.appointment.type"], "appointment_type_id"
        kind = query.left_join(self._table, link, types._table, "id", link)
        hours = types._field_to_sql(kind, "reminder_hours", query)
        return SQL("%s - %s * INTERVAL '1 hour'", start, hours)

    def _get_reminder_obstacle(self, reminder):
        event = self.sudo()
        promise = event._get_promise()
        if promise.status != "standing":
            return self.env._("The visit has been cancelled or has to be planned anew.")
        if not event.ics_uid or reminder.cycle != event.ics_sequence:
            return self.env._("The visit has changed since.")
        if promise.awaiting:
            return self.env._("The time is not agreed on yet.")
        if reminder.level_id.moment == "before":
            begun = event._get_promised_times()[0] <= fields.Datetime.now()
            if begun or event.visit_state in PAST_STATES:
                return self.env._("The visit has begun.")
        return ""

    def _get_reminder_email(self):
        return self._get_notice_email() or ""

    def _get_reminder_phone(self):
        event = self.sudo()
        return event.sms_consent and event._get_notice_phone() or ""

    def _complete_reminder_mails(self, reminders, mails):
        result = super()._complete_reminder_mails(reminders, mails)
        for event, mail in zip(self, mails, strict=True):
            mail.write(event._prepare_unlogged_mail_vals())
        return result

    def _prepare_unlogged_mail_vals(self):
        """Not in the log of the visit: the customer's secret link is in the text, and whoever may
        read the visit would have it. It also outlives a visit that is deleted.

        :return: values of an e-mail"""
        company = self._get_customer_company()
        return {
            "model": False,
            "res_id": False,
            "record_company_id": company.id,
            "record_alias_domain_id": company.alias_domain_id.id,
        }
