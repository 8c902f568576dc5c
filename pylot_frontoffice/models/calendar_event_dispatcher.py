from markupsafe import Markup

from odoo import fields, models


class CalendarEvent(models.Model):
    """Somebody of the business has to look at a visit."""

    _inherit = "calendar.event"

    run_error = fields.Char(
        string="Could Not Go On",
        copy=False,
        help="Why a scheduled action could not do its part with this visit. It tries again.",
    )

    def _get_dispatcher(self):
        """:return: who looks after this visit"""
        visit = self.sudo()
        responsible = visit.appointment_type_id.user_id
        if responsible.active:
            return responsible
        company = self._get_selling_company()
        dispatchers = visit.env.ref("pylot_frontoffice.group_dispatcher").all_user_ids
        dispatchers = dispatchers.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        )
        return dispatchers.sorted("id")[:1] or visit.env.ref("base.user_admin")

    def _ask_dispatcher(self, summary):
        """By an activity on the customer: one on the event would move it with its deadline.

        :param summary: function of an environment in the reader's language
        """
        for visit in self.sudo().filtered("customer_id"):
            user = visit._get_dispatcher()
            worded = visit.with_context(lang=user.lang)
            link = Markup('<a href="/odoo/visits/%s">%s</a>') % (visit.id, visit.display_name)
            visit.customer_id.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary(worded.env),
                note=Markup("<p>%s</p>") % link,
                user_id=user.id,
            )
