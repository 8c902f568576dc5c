from psycopg2.errors import DeadlockDetected, SerializationFailure

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, split_every

# Looked through by one run, and sent in one transaction.
RUN, BATCH = 1000, 50


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
        """Send those that nobody else is about to send, in one transaction. If that fails, each
        has one of its own: the others are sent, and the broken one keeps the reason."""
        self.env["ir.cron"]._commit_progress()  # the first lock begins the transaction
        try:
            self._get_ready()._deliver_all()
        except (SerializationFailure, DeadlockDetected):
            # being changed at this very moment; tried again by the next run
            self.env.cr.rollback()
            self._send_one_by_one()
        except Exception as error:
            self.env.cr.rollback()
            if not self._send_one_by_one():
                self.try_lock_for_update()._note_failure(error)

    def _send_one_by_one(self):
        """:return: whether they are more than one"""
        if len(self) < 2:
            return False
        for reminder in self:
            reminder._send_batch()
        return True

    # === WHAT IS TRUE ===

    def _get_ready(self):
        """:return: those that are locked, due, allowed at this hour and still true; the others
        have been postponed, skipped or cancelled"""
        now = fields.Datetime.now()
        bundled = self._lock_bundles()
        due = bundled.try_lock_for_update()._keep_whole(bundled)
        due = due.filtered(
            lambda one: one.state == "planned" and one.due_at <= now and one.policy_id.state == "on"
        )
        due -= due._postpone_in_quiet_hours(now)
        mine = due._lock_documents()._keep_whole(due)
        obstacles = mine._get_obstacles()
        for reminder, obstacle in obstacles.items():
            reminder._skip(obstacle)
        return mine.filtered(lambda one: one not in obstacles)

    def _lock_bundles(self):
        """:return: these, and all others that belong into the same messages, as far as nobody
        else is at them"""
        bundles = sorted({(one.company_id.id or 0, one.bundle) for one in self if one.bundle})
        mine = self.filtered(lambda one: not one.bundle)
        if not bundles:
            return mine
        companies, words = map(list, zip(*bundles, strict=True))
        locked = set(
            self.env.execute_query(
                SQL(
                    """
                    SELECT company, bundle FROM UNNEST(%s::int[], %s::varchar[])
                        AS wanted (company, bundle)
                     WHERE pg_try_advisory_xact_lock(company, hashtext(bundle))
                    """,
                    companies,
                    words,
                )
            )
        )
        found = self.search(self._get_due_domain() & Domain("bundle", "in", words))
        return mine | found.filtered(lambda one: (one.company_id.id or 0, one.bundle) in locked)

    def _keep_whole(self, wanted):
        """What belongs into one message is sent together or not at all, or the rest would be a
        second one. Somebody who plans at this moment may have locked a part of it.

        :return: those of which all that are wanted are here"""
        torn = {(one.company_id, one.bundle) for one in wanted - self if one.bundle}
        return self.filtered(lambda one: (one.company_id, one.bundle) not in torn)

    def _postpone_in_quiet_hours(self, now):
        """:return: those that wait until their company may be heard; a reminder that would come
        too late then is sent at once"""
        postponed = self.browse()
        for company, group in self.filtered("level_id.keeps_quiet").grouped("company_id").items():
            opens = (company or self.env.company)._get_sending_hours().get_next(now)
            if opens > now:
                quiet = group.filtered(
                    lambda one, opens=opens: one.level_id.moment == "after" or opens < one.anchor_at
                )
                quiet.due_at = opens
                self._wake_up([opens])
                postponed |= quiet
        return postponed

    def _lock_documents(self):
        """:return: those whose documents nobody is changing; what is deleted is cancelled"""
        mine = self.browse()
        for res_model, group in self.grouped("res_model").items():
            documents = self.env[res_model].browse(group.mapped("res_id")).exists()
            locked = set(documents.try_lock_for_update(allow_referencing=True).ids)
            mine |= group.filtered(lambda one, ids=locked: one.res_id in ids)
            known = set(documents.ids)
            group.filtered(lambda one, ids=known: one.res_id not in ids).write(
                {"state": "cancelled", "reason": self.env._("The document was deleted.")}
            )
        return mine

    def _get_obstacles(self):
        """:return: dict of reminder -> why it must not be sent any more; also of reminders that
        are not stored, as previews make them"""
        obstacles, emails = {}, {}
        for group in self.grouped("res_model").values():
            for reminder, document in zip(group, group._get_documents(), strict=True):
                obstacle = reminder._get_document_obstacle(document)
                if obstacle:
                    obstacles[reminder] = obstacle
                elif reminder.level_id.channel == "email":
                    emails[reminder] = document._get_reminder_email()
        return {**obstacles, **self._get_email_obstacles(emails)}

    def _get_obstacle(self):
        return self._get_obstacles().get(self, "")

    def _get_document_obstacle(self, document):
        """:return: why this must not be sent any more, "" when it must; all but what
        :meth:`_get_email_obstacles` finds out about many at once"""
        self.ensure_one()
        if self.policy_id.is_optional and self.partner_id.pylot_no_messages:
            return self.env._("The customer wants no automatic messages.")
        if self.level_id.channel == "sms" and not document._get_reminder_phone():
            return self.env._("There is no phone number, or no consent to text messages.")
        return document._get_reminder_obstacle(self)

    def _get_email_obstacles(self, emails):
        """:param emails: dict of reminder -> normalized address, "" if there is none
        :return: dict of reminder -> why no e-mail can go there"""
        blacklist = self.env["mail.blacklist"].sudo()
        addresses = [email for email in set(emails.values()) if email]
        listed = set(
            blacklist.search_fetch([("email", "in", addresses)], ["email"]).mapped("email")
        )
        obstacles = {}
        for reminder, email in emails.items():
            if not email:
                obstacles[reminder] = self.env._("There is no e-mail address.")
            elif email in listed:
                obstacles[reminder] = self.env._("The e-mail address is on the blacklist.")
        return obstacles

    # === HANDING OVER ===

    def _deliver_all(self):
        """Hand them to the queues: bundles of one kind of document together, the others in batches
        of a level."""
        groups = self.grouped(lambda one: one.res_model if one.bundle else one.level_id.id)
        for group in groups.values():
            if group[0].bundle:
                values = self.env[group[0].res_model]._send_reminder_bundles(group)
            else:
                values = getattr(group, f"_send_{group.level_id.channel}")()
            sent = {"state": "sent", "sent_at": fields.Datetime.now(), "reason": False}
            for reminder in group:
                reminder.write({**sent, **values.get(reminder, {})})
        self.env.flush_all()
