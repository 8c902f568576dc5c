from psycopg2.errors import DeadlockDetected, SerializationFailure

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, split_every

# Looked through by one run, and sent in one transaction.
RUN, BATCH = 1000, 50
CONCURRENCY_ERRORS = (SerializationFailure, DeadlockDetected)


class PylotReminder(models.Model):
    """Sending: row and document are locked, what is true is read under the locks, and the message
    is handed to the queues in the transaction that marks the row as sent."""

    _inherit = "pylot.reminder"

    @api.model
    def _cron_plan(self):
        self.env["pylot.reminder.policy"]._cron_plan()

    @api.model
    def _cron_send(self):
        """Several of these may run at once, on several hosts, and be killed at any moment."""
        cron = self.env["ir.cron"]
        domain = self._get_due_domain()
        ids = self.search(domain, limit=RUN).ids
        cron._commit_progress(remaining=self.search_count(domain))
        for batch in split_every(BATCH, ids):
            self.browse(batch)._send_batch()
            if not cron._commit_progress(len(batch)):
                break

    def _send_batch(self):
        """Send those that nobody else is about to send, in this transaction; one by one, if one of
        them is being changed at this very moment."""
        self.env.cr.commit()  # the first lock begins a transaction, and sees what is true then
        try:
            self._get_ready()._deliver_all()
        except CONCURRENCY_ERRORS:
            self.env.cr.rollback()
            if len(self) > 1:
                for reminder in self:
                    reminder._send_batch()

    def _get_ready(self):
        """:return: those that are locked, due, allowed at this hour and still true; the others
        have been postponed, skipped or cancelled"""
        mine = self._lock_bundles().try_lock_for_update()
        now = fields.Datetime.now()
        due = mine.filtered(
            lambda one: one.state == "planned" and one.due_at <= now and one.policy_id.state == "on"
        )
        due -= due._postpone_quietly(now)
        ready = self.browse()
        for res_model, group in due.grouped("res_model").items():
            documents = self.env[res_model].browse(group.mapped("res_id")).exists()
            gone = group.filtered(lambda one, known=documents: one.res_id not in known._ids)
            gone.write({"state": "cancelled", "reason": self.env._("The document was deleted.")})
            locked = documents.try_lock_for_update(allow_referencing=True)
            for reminder in group.filtered(lambda one, known=locked: one.res_id in known._ids):
                obstacle = reminder._get_obstacle()
                if obstacle:
                    reminder._skip(obstacle)
                else:
                    ready |= reminder
        return ready

    def _lock_bundles(self):
        """:return: these, and all others that belong into the same messages, as far as nobody
        else is at them"""
        keys = {(one.company_id.id or 0, one.bundle) for one in self if one.bundle}
        if not keys:
            return self
        mine = self.filtered(lambda one: not one.bundle)
        for company_id, bundle in sorted(keys):
            lock = SQL("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", company_id, bundle)
            if self.env.execute_query(lock)[0][0]:
                mine |= self.search(
                    self._get_due_domain()
                    & Domain("bundle", "=", bundle)
                    & Domain("company_id", "=", company_id or False)
                )
        return mine

    def _postpone_quietly(self, now):
        """:return: those that wait for the sending hours of their company"""
        postponed = self.browse()
        for company, group in self.grouped("company_id").items():
            quiet = group.filtered(
                lambda one: one.level_id.keeps_quiet and one.level_id.moment == "after"
            )
            opens = (company or self.env.company)._get_sending_hours().get_next(now)
            if quiet and opens > now:
                quiet.due_at = opens
                self._wake_up([opens])
                postponed |= quiet
        return postponed

    def _get_obstacle(self):
        """:return: why this must not be sent any more, "" when it must"""
        self.ensure_one()
        document = self._get_known_document()
        if self.policy_id.is_optional and self.partner_id.pylot_no_messages:
            return self.env._("The customer wants no automatic messages.")
        return document._get_reminder_obstacle(self) or self._get_channel_obstacle(document)

    def _get_known_document(self):
        """:return: the document, read together with those of the other reminders"""
        others = self.browse(self._prefetch_ids).filtered(
            lambda one: one.res_model == self.res_model
        )
        documents = self.env[self.res_model].browse(self.res_id)
        return documents.with_prefetch(tuple({self.res_id, *others.mapped("res_id")}))

    def _get_channel_obstacle(self, document):
        """:return: why it cannot be sent this way"""
        if self.level_id.channel == "email":
            email = document._get_reminder_email()
            if not email:
                return self.env._("There is no e-mail address.")
            if self.env["mail.blacklist"].sudo().search_count([("email", "=", email)], limit=1):
                return self.env._("The e-mail address is on the blacklist.")
        if self.level_id.channel == "sms" and not document._get_reminder_phone():
            return self.env._("There is no phone number, or no consent to text messages.")
        return ""

    def _deliver_all(self):
        """Hand them to the queues, in batches of one level; what goes wrong is found out one by
        one, and does not stop the others."""
        groups = self.grouped(lambda one: (one.bundle or "", one.level_id if not one.bundle else 0))
        for (bundle, _level), group in groups.items():
            group._deliver_group(bundle)

    def _deliver_group(self, bundle):
        try:
            with self.env.cr.savepoint():
                values = (
                    self.env[self[0].res_model]._send_reminder_bundle(self)
                    if bundle
                    else getattr(self, f"_send_{self.level_id.channel}")()
                )
                for reminder in self:
                    reminder.write(
                        {
                            "state": "sent",
                            "sent_at": fields.Datetime.now(),
                            "reason": False,
                            **values.get(reminder, {}),
                        }
                    )
                self.env.flush_all()
        except CONCURRENCY_ERRORS:
            raise
        except Exception as error:
            if bundle or len(self) == 1:
                self._note_failure(error)
                return
            for reminder in self:
                reminder._deliver_group(bundle)
