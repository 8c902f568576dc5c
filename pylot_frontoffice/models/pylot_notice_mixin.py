import logging
import os

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

# Looked at in one go; the job is called again at once while there are more.
BATCH = 100


class PylotNoticeMixin(models.AbstractModel):
    """One promised message about a document, sent once: what is handed to the queues of mails and
    text messages is committed together with the mark that it was, and both are made under a lock
    on the notice. Says what is true: ``_get_obstacle`` is asked under that lock."""

    _name = "pylot.notice.mixin"
    _description = "Promised Message"
    # xml id of the scheduled action that calls ``_cron_send``
    _notice_cron = ""

    @api.model
    def _cron_send(self):
        """Several of these may run at once, on several hosts, and be killed at any moment."""
        cron = self.env["ir.cron"]
        domain = [("state", "=", "planned"), ("due_at", "<=", fields.Datetime.now())]
        notices = self.search(domain, limit=BATCH)
        cron._commit_progress(remaining=self.search_count(domain))
        for notice in notices:
            notice._send_locked()
            if not cron._commit_progress(1):
                break

    def _send_locked(self):
        """Send, unless somebody else is about to. Each lock begins a transaction, so that it
        shows what has changed since the notice was found."""
        try:
            notice = self.try_lock_for_update()
            if notice.state == "planned" and notice.due_at <= fields.Datetime.now():
                notice._send()
        except SerializationFailure:
            # changed at this very moment; whoever did that has planned what comes next
            self.env.cr.rollback()

    def _send(self):
        """Send what is still true. What goes wrong is kept on the notice, in the work list."""
        self.ensure_one()
        obstacle = self._get_obstacle()
        if obstacle:
            self._skip(obstacle)
            return
        try:
            with self.env.cr.savepoint():
                self.write(self._deliver())
        except SerializationFailure:
            raise
        except Exception as error:
            self._note_failure(error)

    def _get_obstacle(self):
        """Hook.

        :return: why this must not be sent any more, "" when it must"""
        return ""

    def _deliver(self):
        """Hook: hand the message over to the queues.

        :return: values of the notice"""
        raise NotImplementedError

    def _note_failure(self, error):
        """Hook: what was tried has been rolled back."""
        _logger.warning("%s %s cannot be sent", self._description, self.id, exc_info=error)
        reason = " ".join(str(error).split()) or type(error).__name__
        self.write({"state": "failed", "reason": reason})

    def _skip(self, reason):
        self.write({"state": "skipped", "reason": reason})

    @api.model
    def _wake_up(self, moments=None):
        """Let the job run at once, or at these moments (naive UTC)."""
        # without asking whether it is still there: deleting it deletes its name
        cron_id = self.env["ir.model.data"]._xmlid_to_res_id(self._notice_cron)
        if not cron_id or moments is not None and not moments:
            return
        is_later = moments is not None and min(moments) > fields.Datetime.now()
        # hosts that let databases sleep want to be told of every moment
        if not is_later or os.getenv("ODOO_NOTIFY_CRON_CHANGES"):
            self.env["ir.cron"].sudo().browse(cron_id)._trigger(moments)
        else:
            self._wake_up_later(cron_id, sorted(moments))

    @api.model
    def _wake_up_later(self, cron_id, moments):
        """The row that ``_trigger`` would write for a moment to come, without its other two
        statements: each change of a document comes by here."""
        self.env.cr.execute(
            SQL(
                "INSERT INTO ir_cron_trigger (cron_id, call_at) SELECT %s, UNNEST(%s)",
                cron_id,
                moments,
            )
        )
        self.env["ir.cron.trigger"].invalidate_model()
