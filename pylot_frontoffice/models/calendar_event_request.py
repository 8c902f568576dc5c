from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError

DAYS_TO_ANSWER = 1


class CalendarEvent(models.Model):
    """A booking that waits for our word: somebody is asked, and says yes or no."""

    _inherit = "calendar.event"

    request_activity_id = fields.Many2one(
        "mail.activity", copy=False, index="btree_not_null", ondelete="set null"
    )

    def action_confirm_request(self):
        """Yes: the time is the customer's now."""
        self._answer_request({"visit_state": "confirmed", "awaiting": False})

    def action_decline_request(self):
        """No: the time is free again."""
        self._answer_request(
            {"visit_state": "cancelled", "awaiting": False, "cancelled_by": "business"}
        )

    def _answer_request(self, vals):
        for visit in self:
            if visit.awaiting != "business" or visit.visit_state != "planned":
                raise UserError(
                    self.env._(
                        "“%(visit)s” does not wait for our confirmation (any more).",
                        visit=visit.display_name,
                    )
                )
        self._check_role(
            "pylot_frontoffice.group_agent",
            self.env._("Booking requests are answered by agents and dispatchers."),
        )
        self.write(vals)
        activities = self.sudo().request_activity_id
        if activities:
            activities.action_feedback()

    def _notify_responsible(self):
        """Ask whoever is responsible for the type to answer, by an activity on the customer:
        activities of core's on an event move the event with their deadline."""
        for visit in self.sudo():
            user = visit.appointment_type_id.user_id
            if visit.awaiting != "business" or not user or not visit.customer_id:
                continue
            worded = visit.with_context(lang=user.lang)
            link = Markup('<a href="/odoo/visits/%s">%s</a>') % (visit.id, visit.display_name)
            activity = visit.customer_id.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=fields.Date.add(
                    fields.Date.context_today(worded), days=DAYS_TO_ANSWER
                ),
                summary=worded.env._("Confirm or decline a booking"),
                note=Markup("<p>%s<br/>%s</p>")
                % (link, visit._describe_customer_time(lang=user.lang)["text"]),
                user_id=user.id,
            )
            visit.request_activity_id = activity
