from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

UNITS = [("hours", "Hours"), ("days", "Days"), ("working_days", "Working days")]


class PylotReminderLevel(models.Model):
    """One message of a policy: when, how and with what words."""

    _name = "pylot.reminder.level"
    _description = "Reminder Level"
    _order = "policy_id, sequence, id"

    policy_id = fields.Many2one(
        "pylot.reminder.policy", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    res_model = fields.Char(related="policy_id.res_model")
    mail_model = fields.Char(compute="_compute_mail_model")
    offset = fields.Integer(string="Distance", default=1, required=True)
    unit = fields.Selection(UNITS, default="days", required=True)
    moment = fields.Selection(
        [("before", "before"), ("after", "after")], default="after", required=True
    )
    keeps_quiet = fields.Boolean(
        string="Only in Sending Hours",
        default=True,
        help="Waits for the sending hours of the company. What comes before a date is sent earlier "
        "rather than too late.",
    )
    channel = fields.Selection(
        [("email", "E-mail"), ("sms", "Text message"), ("activity", "Activity")],
        default="email",
        required=True,
    )
    mail_template_id = fields.Many2one(
        "mail.template",
        domain="[('model', '=', mail_model)]",
        index="btree_not_null",
        ondelete="restrict",
    )
    sms_template_id = fields.Many2one(
        "sms.template",
        domain="[('model', '=', res_model)]",
        index="btree_not_null",
        ondelete="restrict",
    )
    activity_type_id = fields.Many2one("mail.activity.type", ondelete="restrict")
    activity_user_id = fields.Many2one(
        "res.users", string="Assigned To", help="Empty: who answers for the document."
    )
    script = fields.Html(
        translate=True, help="What to say and to find out. Shown with the activity."
    )

    _offset_not_negative = models.Constraint(
        'CHECK("offset" BETWEEN 0 AND 5000)', "A distance is 0 to 5,000."
    )

    @api.depends("res_model")
    def _compute_mail_model(self):
        for level in self:
            known = level.res_model in self.env
            documents = self.env[level.res_model] if known else None
            level.mail_model = documents is not None and (
                documents._reminder_mail_model or documents._name
            )

    @api.model_create_multi
    def create(self, vals_list):
        levels = super().create(vals_list)
        self.env.registry.clear_cache()
        return levels

    def write(self, vals):
        """What is switched off is not sent."""
        self.env.registry.clear_cache()
        result = super().write(vals)
        if vals.get("active") is False:
            self.env["pylot.reminder"].sudo().search(
                Domain("level_id", "in", self.ids) & Domain("state", "=", "planned")
            ).write({"state": "cancelled", "reason": self.env._("The level was switched off.")})
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def _get_due(self, anchor, hours):
        """:param datetime anchor: naive UTC
        :param hours: :class:`SendingHours` of the company
        :return: when the message is due, naive UTC"""
        self.ensure_one()
        sign = -1 if self.moment == "before" else 1
        if self.unit == "working_days":
            due = hours.add_working_days(anchor, sign * self.offset)
        else:
            due = anchor + timedelta(**{self.unit: sign * self.offset})
        if not self.keeps_quiet:
            return due
        return hours.get_last(due) if self.moment == "before" else hours.get_next(due)
