from datetime import timedelta

from odoo import api, fields, models

# After how many minutes an e-mail that the mail server certainly does not have is tried again;
# then a person is asked.
DELAYS = (5, 15, 60)
# Failures with which Odoo deletes an e-mail as if it had been sent.
DELETED_TYPES = (None, False, "mail_email_invalid", "mail_email_missing")


class MailMail(models.Model):
    """E-mails that must not arrive twice: what is known about them, and what follows from it.
    Create them with ``pylot_once="ready"``; all others are left to Odoo."""

    _inherit = "mail.mail"

    pylot_once = fields.Selection(
        [
            ("ready", "Not handed over"),
            ("uncertain", "Perhaps sent"),
            ("done", "Handed over"),
        ],
        string="Sent Once",
        # a copy, or one that is sent again by "Reply", is an e-mail like any other
        copy=False,
        help="Of an e-mail that must not arrive twice: whether the mail server has it.",
    )
    pylot_attempts = fields.Integer(
        string="Attempts", copy=False, help="How often it has been put off."
    )

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        failed = self.filtered(lambda mail: mail.pylot_once and mail.state == "exception")
        others = self - failed
        others.filtered("pylot_once").write({"pylot_once": "done"})
        if others or not failed:
            super(MailMail, others)._postprocess_sent_message(
                success_pids, success_emails, failure_reason, failure_type
            )
        if failed:
            # Odoo deletes what has no valid address, and nobody would ever know.
            kept_type = "unknown" if failure_type in DELETED_TYPES else failure_type
            super(MailMail, failed)._postprocess_sent_message(
                success_pids, success_emails, failure_reason, kept_type
            )
            if failure_type == "mail_smtp":
                failed._note_unreachable()
        return True

    def _note_unreachable(self):
        """There is no connection to the mail server, so all were marked as failed, unlocked.
        Another host may have had one meanwhile."""
        ours = self.grouped("pylot_once")
        nothing = self.browse()
        ours.get("done", nothing).write({"state": "sent"})
        ours.get("uncertain", nothing)._explain_uncertainty()
        ours.get("ready", nothing)._postpone()

    def _postpone(self):
        """The mail server certainly does not have these: try again later, but not for ever."""
        moments = set()
        for attempts, mails in self.grouped("pylot_attempts").items():
            if attempts >= len(DELAYS):
                continue
            moment = fields.Datetime.now() + timedelta(minutes=DELAYS[attempts])
            mails.write(
                {
                    "state": "outgoing",
                    "scheduled_date": moment,
                    "pylot_attempts": attempts + 1,
                }
            )
            moments.add(moment)
        self._wake_queue(moments)

    def _explain_uncertainty(self):
        """What the work list says when nothing else is heard of these."""
        for mail in self:
            mail.write(
                {
                    "pylot_once": "uncertain",
                    "state": "exception",
                    "failure_type": "unknown",
                    "failure_reason": self.env._(
                        "Perhaps sent: it was handed over, but this server or the connection "
                        "stopped before the mail server's answer. It is not sent again by itself. "
                        "The log of the mail server knows: %(message)s",
                        message=mail.message_id,
                    ),
                }
            )

    def mark_outgoing(self):
        """A person wants it to be sent, or sent again. What is being sent at this very moment
        stays as it is."""
        ours = self.filtered("pylot_once")
        stuck = ours.try_lock_for_update(allow_referencing=True).filtered(
            lambda mail: mail.state in ("exception", "cancel")
        )
        stuck.write({"pylot_once": "ready", "pylot_attempts": 0, "scheduled_date": False})
        return super(MailMail, (self - ours) | stuck).mark_outgoing()

    def action_retry(self):
        """Whoever retries everything that has failed has not looked at each."""
        return super(
            MailMail, self.filtered(lambda mail: mail.pylot_once != "uncertain")
        ).action_retry()

    def _mark_arrived(self):
        """A person knows that these have arrived, though the mail server did not answer."""
        arrived = self.try_lock_for_update(allow_referencing=True).filtered(
            lambda mail: mail.pylot_once == "uncertain"
        )
        arrived.write({"state": "sent", "failure_type": False, "failure_reason": False})
        arrived._postprocess_sent_message([], [])

    @api.model
    def _wake_queue(self, moments=None):
        """Let the e-mail queue run at once, or at these moments (naive UTC)."""
        cron = self.env.ref("mail.ir_cron_mail_scheduler_action", raise_if_not_found=False)
        if cron and (moments is None or moments):
            cron.sudo()._trigger(at=None if moments is None else sorted(moments))

    @api.autovacuum
    def _gc_handed_over(self):
        """What Odoo was killed before deleting, though it had noted that it was sent."""
        domain = [
            ("pylot_once", "=", "done"),
            ("state", "=", "sent"),
            ("auto_delete", "=", True),
            ("write_date", "<", fields.Datetime.now() - timedelta(hours=1)),
        ]
        self.search(domain, limit=1000)._postprocess_sent_message([], [])
