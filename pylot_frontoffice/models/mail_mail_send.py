import logging
from smtplib import SMTPServerDisconnected

import psycopg2
from psycopg2.errors import SerializationFailure

from odoo import fields, models, modules
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.smtp_handover import Handover, is_usable

_logger = logging.getLogger(__name__)

READY = [("pylot_once", "=", "ready"), ("state", "=", "outgoing")]
ACCEPTED = {
    "pylot_once": "done",
    "state": "sent",
    "failure_type": False,
    "failure_reason": False,
}


class MailMail(models.Model):
    """Hands e-mails that must not arrive twice over to the mail server.

    That one is about to be handed over is committed when the server has everything but the dot
    that completes it, and that it was as soon as the server has accepted it. Whoever is stopped
    earlier has sent nothing, and the next run of the queue sends it; whoever is stopped later has
    noted that it was sent. In between nobody can know, and a person is asked.
    """

    _inherit = "mail.mail"

    def _send(
        self,
        auto_commit=False,
        raise_exception=False,
        smtp_session=None,
        alias_domain_id=False,
        mail_server=False,
        post_send_callback=None,
    ):
        options = {
            "raise_exception": raise_exception,
            "smtp_session": smtp_session,
            "alias_domain_id": alias_domain_id,
            "mail_server": mail_server,
        }

        def send_by_core(mail):
            super()._send(**options)

        # what is not sent at all need not be looked at
        is_disabled = self.env["ir.mail_server"]._disable_send()
        ours = self.browse() if is_disabled else self.filtered("pylot_once")
        if self - ours or not ours:
            super(MailMail, self - ours)._send(
                auto_commit=auto_commit, post_send_callback=post_send_callback, **options
            )
        if ours and not auto_commit and not modules.module.current_test:
            # In the transaction of somebody else, which may fail, or be repeated, after it was
            # sent: what is sent once is left to the queue.
            ours.filtered("scheduled_date").write({"scheduled_date": False})
            self._wake_queue()
        elif ours:
            ours._send_one_by_one(auto_commit, post_send_callback, options, send_by_core)
        return True

    def _send_one_by_one(self, auto_commit, post_send_callback, options, send_by_core):
        is_any, seconds_left = False, 1
        for mail in self:
            is_any |= mail._send_once(auto_commit, options, send_by_core)
            if auto_commit:
                if post_send_callback:
                    post_send_callback(mail.ids)
                # More than a commit: a queue that has got something done may be killed as often
                # as you like, and is not taken for one that has timed out.
                seconds_left = self.env["ir.cron"]._commit_progress(1)
            # whoever takes longer than a scheduled action may is killed
            if not seconds_left or not is_usable(options["smtp_session"]):
                break
        if is_any and auto_commit:
            self._wake_queue_for_rest()

    def _wake_queue_for_rest(self):
        """The queue takes so many at a time and comes back an hour later."""
        is_due = Domain("scheduled_date", "=", False) | Domain(
            "scheduled_date", "<=", fields.Datetime.now()
        )
        if self.search(is_due & Domain(READY), limit=1):
            self._wake_queue()

    def _send_once(self, auto_commit, options, send_by_core):
        """Commits, unless ``auto_commit`` is off, which is for tests only.

        :return: whether it was this one's turn, and nobody else has it
        """
        mail = self._claim()
        if not mail:
            return False
        expected = len(mail.recipient_ids) + bool(mail.email_to or mail.email_cc)

        def note_intent():
            mail._explain_uncertainty()
            if auto_commit:
                mail._commit_and_lock()
            if not handover.is_watched:
                # Core sends nothing else. What has been committed is that nobody knows.
                mail.state = "outgoing"

        def note_accepted(number):
            if number == expected:
                mail.write(ACCEPTED)
                if auto_commit:
                    # the answer of the mail server cannot be had again
                    mail._commit_what_is_known()

        handover = Handover(options["smtp_session"], note_intent, note_accepted)
        try:
            with handover:
                send_by_core(mail)
            mail = mail if handover.accepted < expected else self.browse()
        except (SMTPServerDisconnected, psycopg2.Error) as error:
            if not auto_commit:
                raise
            # what is known has been committed
            self.env.cr.rollback()
            _logger.warning("E-mail %s has not been sent to its end: %s", mail.id, error)
            mail = mail._claim()
        mail.exists()._note_failure(handover)
        return True

    def _claim(self):
        """:return: this e-mail, locked, if it is waiting to be sent and nobody else has it"""
        try:
            mail = self.try_lock_for_update(allow_referencing=True)
        except SerializationFailure:
            # somebody else has just had it
            self.env.cr.rollback()
            return self.browse()
        return mail.filtered_domain(READY)

    def _commit_and_lock(self):
        """The lock shows, and keeps others from deciding about it, while the mail server thinks;
        it goes when this process does."""
        self._commit_what_is_known()
        # One short statement: whoever is killed from here until the dot is sent has sent nothing,
        # and nobody knows. It waits for whoever has just looked whether it is their turn.
        locked = self.env.execute_query(
            SQL("SELECT pylot_once FROM mail_mail WHERE id = %s FOR NO KEY UPDATE", self.id)
        )
        if locked != [("uncertain",)]:
            raise SMTPServerDisconnected("The e-mail was changed while it was handed over.")

    def _commit_what_is_known(self):
        """What a mail server has been told or has answered stands, whatever happens to this
        transaction: the queue is the only one who gets here, between two e-mails of its own."""
        self.env.cr.commit()  # pylint: disable=invalid-commit

    def _note_failure(self, handover):
        """What the mail server certainly does not have can be sent again."""
        failed = self.filtered(lambda mail: mail.state != "sent")
        if failed and not handover.is_open and not handover.accepted:
            failed.pylot_once = "ready"
            if handover.is_temporary:
                failed._postpone()
