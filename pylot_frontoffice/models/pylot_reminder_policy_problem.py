import logging

from psycopg2.errors import DeadlockDetected, SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class PylotReminderPolicy(models.Model):
    """A policy that cannot be planned, such as one whose condition names a field that is gone. It
    stops neither the other policies nor the document somebody is saving; it is in the work list
    until it can be planned again."""

    _inherit = "pylot.reminder.policy"

    problem = fields.Char(
        readonly=True, copy=False, help="Why nothing new is sent by this rule at the moment."
    )
    problem_at = fields.Datetime(string="Problem Since", readonly=True, copy=False)

    def _plan_safely(self, documents=None):
        """Plan in a transaction that goes on whatever happens, such as somebody's saving.

        :param documents: only about these, default: about all"""
        if not self or documents is not None and not documents:
            return
        self.env.flush_all()  # what is wrong with the document is said about the document
        try:
            # what waits for the commit, such as logging changes, goes on waiting for it
            with self.env.cr.savepoint(flush=False):
                self._plan(documents)
                self.env.flush_all()
        except (SerializationFailure, DeadlockDetected):
            raise
        except Exception as error:
            self.env.clear()
            if len(self) == 1:
                self._note_problem(error)
            else:
                for policy in self:
                    policy._plan_safely(documents)
        else:
            self._clear_problem()

    def _note_problem(self, error):
        """:param error: what was tried has been rolled back"""
        _logger.error("Policy %s cannot be planned", self.id, exc_info=error)
        reason = " ".join(str(error).split()) or type(error).__name__
        # whoever saves the next document says the same, and shall wait for nobody
        if self.problem != reason:
            self.write({"problem": reason, "problem_at": fields.Datetime.now()})

    def _clear_problem(self):
        # each write of a policy empties caches
        if known := self.filtered("problem"):
            known.write({"problem": False, "problem_at": False})

    @api.model
    def _get_repairs(self):
        """:return: names of fields with which a policy may be repaired"""
        return {"active", "anchor", "company_id", "domain", "level_ids", "state"}

    def write(self, vals):
        result = super().write(vals)
        if self._get_repairs() & vals.keys():
            self.sudo().filtered("problem")._look_again()
        return result

    def _look_again(self):
        """What is off is no problem; the others are tried."""
        running = self.filtered(lambda policy: policy.active and policy.state == "on")
        (self - running)._clear_problem()
        running._plan_safely()

    def action_dry_run(self):
        """:raise UserError: when it cannot be followed, and why"""
        try:
            return super().action_dry_run()
        except (SerializationFailure, DeadlockDetected, UserError):
            raise
        except Exception as error:
            raise UserError(self.env._("This rule cannot be followed: %s", error)) from error

    # === AS A ROW OF THE WORK LIST ===

    def _get_message_name(self):
        """:return: what the work list calls it"""
        self.ensure_one()
        return self.env._("A rule that cannot be followed")

    def action_retry(self):
        """Somebody has repaired what was wrong."""
        self.check_access("read")
        self.sudo().filtered("problem")._look_again()

    def action_take_back(self):
        """Nothing was promised."""
        return False
