import logging
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.tools import format_datetime, split_every

from ..tools.target_steps import MISSED, WARNED, Steps, get_next
from ..tools.wall_time import to_day
from .pylot_sla_status_follow import ACTIVITY_TYPE

_logger = logging.getLogger(__name__)

CRON = "pylot_frontoffice.ir_cron_pylot_sla_status_watch"
# Looked at in one go; the job is called again at once while there are more.
BATCH = 200
RETRY = timedelta(hours=1)


class PylotSlaStatus(models.Model):
    """Who must do something hears of it before a target is missed, and the team leader when it is:
    once each, by an activity."""

    _inherit = "pylot.sla.status"

    @api.model
    def _cron_watch(self):
        """Several of these may run at once, on several hosts, and be killed at any moment: what is
        told is committed together with the mark that it was, under a lock on the complaint."""
        cron = self.env["ir.cron"]
        domain = [("next_at", "<=", fields.Datetime.now())]
        found = self.search(domain, limit=BATCH, order="next_at, id")
        cron._commit_progress(remaining=self.search_count(domain))
        # the lock begins a transaction, so that it shows what has changed since
        complaints = found.complaint_id.try_lock_for_update()
        self._watch(complaints)
        self.search([("next_at", "!=", False)], limit=1, order="next_at")._wake_up()
        cron._commit_progress(len(found))

    @api.model
    def _cron_recount(self):
        """Once a day: what no change of a complaint told us, such as a public holiday that was
        entered or other working hours."""
        cron = self.env["ir.cron"]
        [(complaint_ids,)] = self._read_group(
            [("state", "in", ("running", "paused"))], [], ["complaint_id:array_agg_distinct"]
        )
        waiting = list(split_every(BATCH, complaint_ids or []))
        cron._commit_progress(remaining=len(waiting))
        for ids in waiting:
            # a row that somebody else has is counted by what they do with it
            self.env["pylot.complaint"].browse(ids).try_lock_for_update()._refresh_targets()
            if not cron._commit_progress(1):
                break

    @api.model
    def _watch(self, complaints):
        """All at once; if that fails, one by one, so that a bad one does not stop the others."""
        try:
            with self.env.cr.savepoint():
                self._tell_all(complaints)
        except SerializationFailure:
            raise
        except Exception:
            for complaint in complaints:
                self._watch_one(complaint)

    @api.model
    def _watch_one(self, complaint):
        try:
            with self.env.cr.savepoint():
                self._tell_all(complaint)
        except SerializationFailure:
            raise
        except Exception as error:
            _logger.warning("Targets of complaint %s cannot be told", complaint.id, exc_info=True)
            now = fields.Datetime.now()
            due = complaint.sla_status_ids.filtered(lambda row: row.next_at and row.next_at <= now)
            due.write(
                {
                    "problem": " ".join(str(error).split()) or type(error).__name__,
                    "next_at": now + RETRY,
                }
            )

    @api.model
    def _tell_all(self, complaints):
        # holidays may have been entered since, and what is missed is marked
        complaints._refresh_targets()
        now = fields.Datetime.now()
        vals_list = []
        for row in complaints.sla_status_ids:
            if row.next_at and row.next_at <= now:
                steps = Steps(row.risk_at, row.leader_at, row.deadline)
                level = steps.count(now)
                vals_list += row._prepare_activities(level)
                next_at = get_next(steps, row.state, level) or False
                row.write({"level": level, "next_at": next_at, "problem": False})
        # mails about activities would be one each; whoever works here sees them anyway
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(vals_list)

    def _prepare_activities(self, level):
        """:return: list of values of the activities that tell of ``level``"""
        complaint = self.complaint_id
        user = self._get_audience(level)
        if not user:
            self.write(self._note(self.env._("There is nobody who could be told.")))
            return []
        status = self.with_context(lang=user.lang)
        return [
            {
                "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(ACTIVITY_TYPE),
                "automated": True,
                "res_model_id": self.env["ir.model"]._get_id(complaint._name),
                "res_id": complaint.id,
                "user_id": user.id,
                "date_deadline": to_day(self.deadline, self._get_zone()),
                "summary": status._describe_warning(level),
                "note": status._describe_promise(),
            }
        ]

    def _get_audience(self, level):
        """:return: user who hears of it, or none"""
        people = [self.complaint_id.user_id, self.complaint_id.team_id.user_id]
        if level > WARNED:
            people.reverse()
        inside = [user for user in people if user.active and not user.share]
        return inside[0] if inside else self.env["res.users"]

    def _describe_warning(self, level):
        texts = {
            ("response", False): self.env._("The first answer is due soon"),
            ("response", True): self.env._("The first answer is overdue"),
            ("resolution", False): self.env._("The solution is due soon"),
            ("resolution", True): self.env._("The solution is overdue"),
        }
        return texts[self.kind, level == MISSED]

    def _describe_promise(self):
        """:return: text: what was promised, and who has the complaint"""
        due = format_datetime(self.env, self.deadline, tz=self._get_zone(), dt_format="short")
        user = self.complaint_id.user_id
        return self.env._(
            "%(target)s until %(moment)s. Responsible: %(user)s.",
            target=self.policy_id.display_name,
            moment=due,
            user=user.name or self.env._("nobody"),
        )

    def _wake_up(self):
        """Let the job run when somebody must be told next."""
        moments = [row.next_at for row in self if row.next_at]
        # without asking whether it is still there: deleting it deletes its name
        cron_id = self.env["ir.model.data"]._xmlid_to_res_id(CRON)
        if cron_id and moments:
            self.env["ir.cron"].sudo().browse(cron_id)._trigger(at=min(moments))
