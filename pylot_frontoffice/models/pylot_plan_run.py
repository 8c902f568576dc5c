import logging
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.planner.solve_apart import PlannerError, Stopped

_logger = logging.getLogger(__name__)

# First key of the advisory lock a run holds while it lives ("plan" in ASCII).
RUN_LOCK = 0x706C616E
# A run whose server died is begun again so many times.
ATTEMPTS = 2
# What is proposed is too old after so many days.
FRESH_DAYS = 2
WAITING = ("queued", "running")


class PylotPlan(models.Model):
    """From the queue to the proposal, in the workers of scheduled actions and never in a request.

    A run says that it lives by a lock of its database session, which ends with the process,
    however that ends. So a run that is marked as running and holds no lock was killed.
    """

    _inherit = "pylot.plan"

    attempts = fields.Integer(readonly=True, copy=False)
    progress = fields.Integer(readonly=True, copy=False, help="Percent of the time to think.")
    proposed_at = fields.Datetime(string="Proposed On", readonly=True, copy=False)

    def action_run(self):
        """Put the plan into the queue."""
        self._check_may_plan()
        for plan in self:
            if plan.state in (*WAITING, "applied"):
                raise UserError(
                    self.env._("“%(plan)s” is already under way.", plan=plan.display_name)
                )
        self.line_ids.unlink()
        self.write({"state": "queued", "attempts": 0, "progress": 0, "message": False})
        self._wake_up()
        return True

    def action_run_again(self):
        """Another proposal, as things are now; the one there is goes."""
        return self.action_run()

    def action_stop(self):
        """Whoever computes finds out within two seconds."""
        self._check_may_plan()
        self.filtered(lambda plan: plan.state in WAITING).write({"state": "draft", "progress": 0})
        return True

    def _check_may_plan(self):
        self.env["calendar.event"]._check_role(
            "pylot_frontoffice.group_dispatcher",
            self.env._("Plans are made and accepted by dispatchers."),
        )
        self.check_access("write" if self else "create")

    @api.model
    def _wake_up(self):
        cron_id = self.env["ir.model.data"]._xmlid_to_res_id(
            "pylot_frontoffice.ir_cron_pylot_plan_run"
        )
        if cron_id:
            self.env["ir.cron"].sudo().browse(cron_id)._trigger()

    # === THE SCHEDULED ACTION ===

    @api.model
    def _cron_run(self):
        """One plan after the other. Several of these may run at once and be killed at any
        moment."""
        cron = self.env["ir.cron"]
        self._recover_lost()
        self._expire_old()
        queued = self.search([("state", "=", "queued")], order="id")
        if not cron._commit_progress(remaining=len(queued)):
            return
        for plan in queued:
            plan._run_in_turn()
            if not cron._commit_progress(1):
                return

    @api.model
    def _recover_lost(self):
        """Begin anew what somebody was killed over, once; perhaps it is to blame itself."""
        for plan in self.search([("state", "=", "running")]):
            if not plan._grip():
                continue
            try:
                if plan.attempts < ATTEMPTS:
                    plan.state = "queued"
                else:
                    plan._fail(
                        plan.env._(
                            "The server was stopped while it was planning, twice. Plan fewer "
                            "visits at once, or less time to think."
                        )
                    )
            finally:
                plan._let_go()

    @api.model
    def _expire_old(self):
        now = fields.Datetime.now()
        too_old = self.search(
            [
                ("state", "=", "proposed"),
                "|",
                ("date_to", "<", now.date() - timedelta(days=1)),
                ("proposed_at", "<", now - timedelta(days=FRESH_DAYS)),
            ]
        )
        too_old.state = "expired"

    def _run_in_turn(self):
        """Compute the plan unless somebody else does. Commits."""
        cron = self.env["ir.cron"]
        try:
            plan = self.try_lock_for_update()
            if plan.state != "queued" or not plan._grip():
                return
        except SerializationFailure:
            self.env.cr.rollback()
            return
        try:
            plan.write({"state": "running", "attempts": plan.attempts + 1, "progress": 0})
            cron._commit_progress()
            try:
                plan._compute_plan(plan._tell)
            except Stopped:
                self.env.cr.rollback()
            except SerializationFailure:
                # somebody has stopped it at the very end
                self.env.cr.rollback()
            except Exception as error:
                self.env.cr.rollback()
                plan._fail_with(error)
            cron._commit_progress()
        finally:
            plan._let_go()

    def _tell(self, share):
        """Say how far it is. Each time is a transaction of its own.

        :return: whether to stop, because nobody waits for it any more"""
        cron = self.env["ir.cron"]
        try:
            cron._commit_progress()
            self.invalidate_recordset(["state", "progress"])
            if self.state != "running":
                return True
            percent = int(100 * min(1.0, share))
            if percent != self.progress:
                self.progress = percent
                cron._commit_progress()
        except SerializationFailure:
            self.env.cr.rollback()
        return False

    def _fail_with(self, error):
        """:param error: the user reads what it says when it was meant for users"""
        if isinstance(error, UserError):
            self._fail(str(error))
            return
        _logger.warning("Plan %s could not be made", self.id, exc_info=error)
        reason = str(error) if isinstance(error, PlannerError) else type(error).__name__
        self._fail(
            self.env._(
                "The planner could not finish (%(reason)s). Nothing has been changed. Try again "
                "with fewer visits or days, or ask your administrator.",
                reason=reason,
            )
        )

    def _fail(self, message):
        self.write({"state": "failed", "message": message})

    def _grip(self):
        """:return: whether nobody else computes this plan; until :meth:`_let_go` nobody does"""
        query = SQL("SELECT pg_try_advisory_lock(%s, %s)", RUN_LOCK, self.id)
        return self.env.execute_query(query)[0][0]

    def _let_go(self):
        self.env.execute_query(SQL("SELECT pg_advisory_unlock(%s, %s)", RUN_LOCK, self.id))
