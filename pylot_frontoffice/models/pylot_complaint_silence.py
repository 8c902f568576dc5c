import logging
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.wall_time import to_day

_logger = logging.getLogger(__name__)


class PylotComplaint(models.Model):
    """What ends by itself: complaints whose customer does not answer, after a warning, and those
    that have been solved for some days. A decision is never invented for it."""

    _inherit = "pylot.complaint"

    waiting_at = fields.Datetime(
        string="Waiting Since",
        readonly=True,
        copy=False,
        help="When we asked the customer something that is not answered yet.",
    )
    waiting_round = fields.Integer(
        readonly=True, copy=False, help="Counts the times of waiting: each has its own warning."
    )
    warned_at = fields.Datetime(
        string="Warned On",
        readonly=True,
        copy=False,
        help="When the customer was told that it will be closed without an answer.",
    )
    closing_problem = fields.Char(
        readonly=True, copy=False, help="Why it could not be closed by itself."
    )

    def _on_waiting(self):
        self._begin_waiting()
        return super()._on_waiting()

    def _begin_waiting(self):
        """The customer has been asked just now: it is the customer's turn again, in full."""
        for complaint in self:
            complaint.waiting_round += 1
        self.write({"waiting_at": fields.Datetime.now(), "warned_at": False})

    def _mark_first_response(self):
        """Whoever writes to a customer who is waited for asks again."""
        result = super()._mark_first_response()
        waiting = self.filtered(lambda complaint: complaint.state == "waiting_customer")
        if waiting:
            waiting._begin_waiting()
        return result

    # === DAILY ===

    @api.model
    def _cron_close(self):
        """Warn those that are silent, close those that stayed so, and those that were solved.
        Running it again changes nothing: each step takes the complaint out of what the step
        before looks for."""
        now = fields.Datetime.now()
        steps = [
            ("_warn_silent", self._get_warn_domain(now)),
            ("_close_silent", self._get_silent_domain(now)),
            ("_close_solved", self._get_solved_domain(now)),
        ]
        work = [
            (complaint, method, domain)
            for method, domain in steps
            for complaint in self.search(domain, order="id")
        ]
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(work))
        for complaint, method, domain in work:
            complaint._run_step(method, domain)
            if not cron._commit_progress(1):
                break

    def _run_step(self, method, domain):
        """One complaint that cannot be closed does not keep the others open. Why is kept on it."""
        try:
            with self.env.cr.savepoint():
                # somebody who is just working on it knows better
                free = self.try_lock_for_update().filtered_domain(domain)
                getattr(free, method)()
                if free.closing_problem:
                    free.closing_problem = False
        except SerializationFailure:
            self.env.cr.rollback()  # changed at this very moment; tomorrow is another day
        except Exception as error:
            _logger.warning("Complaint %s: %s failed", self.id, method, exc_info=True)
            self.closing_problem = " ".join(str(error).split()) or type(error).__name__

    @api.model
    def _get_domain_by_days(self, setting, field, now):
        """:return: domain of those whose ``field`` is as many days ago as the company says"""
        companies = self.env["res.company"].sudo().search([(setting, ">", 0)])
        return Domain.OR(
            Domain("company_id", "in", group.ids) & Domain(field, "<=", now - timedelta(days=days))
            for days, group in companies.grouped(setting).items()
        )

    @api.model
    def _get_warn_domain(self, now):
        return (
            Domain("state", "=", "waiting_customer")
            & Domain("warned_at", "=", False)
            & self._get_domain_by_days("pylot_silence_days", "waiting_at", now)
        )

    @api.model
    def _get_silent_domain(self, now):
        return Domain("state", "=", "waiting_customer") & self._get_domain_by_days(
            "pylot_silence_days", "warned_at", now
        )

    @api.model
    def _get_solved_domain(self, now):
        return Domain("state", "=", "solved") & self._get_domain_by_days(
            "pylot_close_days", "solved_at", now
        )

    def _warn_silent(self):
        """The warning counts once it has been sent, see the notice. Where none can be sent, or
        something is left for us to do, somebody is asked to call: nobody is closed down on."""
        for complaint in self:
            if complaint._has_open_actions():
                complaint._ask_somebody_to_call(
                    self.env._("A remedy is still open. Please call, or do without the answer.")
                )
            elif not complaint.email_normalized:
                complaint._ask_somebody_to_call(
                    self.env._("There is no e-mail address to remind the customer at. Please call.")
                )
            else:
                self.env["pylot.complaint.notice"]._plan(complaint, "close_warning")

    def _ask_somebody_to_call(self, note):
        """Once in each time of waiting."""
        if self.activity_ids.filtered(
            lambda activity: activity.automated and activity.create_date >= self.waiting_at
        ):
            return
        self.activity_schedule(
            "mail.mail_activity_data_call",
            summary=self.env._("Customer does not answer"),
            note=note,
            user_id=(self.user_id or self.team_id.user_id or self.env.user).id,
        )

    def _describe_silence_end(self):
        """:return: day until which an answer is waited for, from today, in the language of the
        context"""
        end = fields.Datetime.now() + timedelta(days=self.company_id.sudo().pylot_silence_days)
        return format_date(self.env, to_day(end, self.team_id._get_calendar().tz or "UTC"))

    def _close_silent(self):
        for complaint in self.filtered(lambda each: not each._has_open_actions()):
            if not complaint.decision_told_at:
                complaint.dismissal = "silent"
            complaint._move_to("closed")
            self.env["pylot.complaint.notice"]._plan(complaint, "closed")

    def _close_solved(self):
        self._move_to("closed")
