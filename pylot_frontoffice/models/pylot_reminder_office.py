from odoo import api, fields, models


class PylotReminder(models.Model):
    """What the office sees of a promised message."""

    _inherit = "pylot.reminder"

    is_leaving = fields.Boolean(
        string="Goes Out Now",
        compute="_compute_is_leaving",
        help="It is sent within the minutes in which it can still be taken back.",
    )

    @api.depends("state", "due_at", "company_id")
    def _compute_is_leaving(self):
        now = fields.Datetime.now()
        for reminder in self:
            company = reminder.company_id or self.env.company
            leaving_until = now + company._get_undo_time()
            reminder.is_leaving = reminder.state == "planned" and reminder.due_at <= leaving_until

    def _get_message_name(self):
        """Hook.

        :return: what kind of message it is"""
        self.ensure_one()
        return self.level_id.name

    # === FOR DRY RUNS ===

    def _get_recipient(self):
        """:return: the address, number or person it goes to, "" if there is none"""
        self.ensure_one()
        document = self.env[self.res_model].browse(self.res_id)
        if self.level_id.channel == "sms":
            return document._get_reminder_phone()
        if self.level_id.channel == "activity":
            return (self.level_id.activity_user_id or document._get_reminder_user()).name or ""
        return document._get_reminder_email()

    def _get_open_moment(self, hours):
        """:param dict hours: company -> :class:`SendingHours`, filled as needed
        :return: when it is sent: as it is due, or when the company may be heard again"""
        self.ensure_one()
        company = self.company_id or self.env.company
        if company not in hours:
            hours[company] = company._get_sending_hours()
        opens = hours[company].get_next(self.due_at)
        waits = self.level_id.moment == "after" or opens < self.anchor_at
        return opens if self.level_id.keeps_quiet and waits else self.due_at
