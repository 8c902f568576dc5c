from datetime import datetime, timedelta

from psycopg2.errors import DeadlockDetected, SerializationFailure

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# How far ahead the job is woken up for single messages; it plans what comes later every day.
HORIZON = timedelta(hours=26)
# Condition of a run about all documents.
ALL = SQL("TRUE")


def _end_minute(moment):
    """:return: the full minute that is not before ``moment``, so that thousands of messages wake
    the job up sixty times an hour"""
    return moment + (datetime.min - moment) % timedelta(minutes=1)


class PylotReminderPolicy(models.Model):
    """Planning: a constant number of statements for any number of documents."""

    _inherit = "pylot.reminder.policy"

    @api.model
    def _cron_plan(self):
        """Plan what nobody has planned yet: policies just switched on, imports, ladders. Each
        policy by itself, so that a broken one does not stop the others."""
        cron = self.env["ir.cron"]
        policies = self._get_running()
        cron._commit_progress(remaining=len(policies))
        for policy in policies:
            try:
                policy._plan_safely()
            except (SerializationFailure, DeadlockDetected):
                # planned by somebody else at this very moment
                self.env.cr.rollback()
                self.env.ref("pylot_frontoffice.ir_cron_pylot_reminder_plan").sudo()._trigger()
            if not cron._commit_progress(1):
                break

    def _plan(self, documents=None):
        """Write a row for each message that is to be sent, move those that are due at another
        time, and cancel those that are not true any more.

        :param documents: only about these; default: about all
        """
        if documents is None or documents:
            for policy in self.sudo():
                policy._plan_one(documents)

    def _plan_one(self, documents):
        reminders = self.env["pylot.reminder"].sudo()
        self.env.flush_all()
        source = self.env[self.res_model].sudo()._get_reminder_source(self, documents)
        moments = self._get_moments(source)
        only = ALL if documents is None else SQL("res_id IN %s", tuple(documents.ids))
        # one statement, which finds the documents once; the two parts are about different rows
        statement = SQL(
            "WITH document AS MATERIALIZED (%s)%s %s",
            source.select(),
            SQL(", planned AS (%s)", self._prepare_upsert(moments, only)) if moments else SQL(),
            self._prepare_cancel(only),
        )
        # whoever sends at this moment may be in the way: that is tried again, and is no error
        self.env.cr.execute(statement, log_exceptions=False)
        cancelled = [reminder_id for (reminder_id,) in self.env.cr.fetchall()]
        reminders.invalidate_model()
        reminders.browse(cancelled)._explain_cancellation()
        limit = fields.Datetime.now() + HORIZON
        reminders._wake_up(
            {_end_minute(max(due, earliest)) for *_key, due, earliest in moments if due <= limit}
        )

    def _get_moments(self, source, is_dry=False):
        """:param bool is_dry: with those that come too late, too
        :return: list of (company id or 0, anchor, level id, whether it is in time, due, earliest
            moment to send at), for each date that occurs among the documents: they are fewer than
            the documents"""
        now = fields.Datetime.now()
        levels = self._get_levels()
        dates = self.env.execute_query(
            SQL(
                "SELECT DISTINCT COALESCE(company, 0), anchor FROM (%s) document WHERE anchor > %s",
                source.select(),
                self._get_oldest_anchor(levels, now),
            )
        )
        hours, moments = {}, []
        for company_id, anchor in dates:
            company = self.env["res.company"].browse(company_id) or self.env.company
            if company not in hours:
                hours[company] = company._get_sending_hours(), now + company._get_undo_time()
            sending_hours, earliest = hours[company]
            for level in levels:
                due = level._get_due(anchor, sending_hours)
                in_time = self._is_in_time(level, due, now)
                if is_dry or in_time and not self._is_far(level, due, now):
                    moments.append((company_id, anchor, level.id, in_time, due, earliest))
        return moments

    def _get_oldest_anchor(self, levels, now):
        if not self.max_age_days:
            return fields.Datetime.to_datetime("1900-01-01")
        # working days: at most five months of holidays in a year
        factor = {"hours": 1 / 24, "days": 1, "working_days": 2}
        reach = max(
            (level.offset * factor[level.unit] for level in levels if level.moment == "after"),
            default=0,
        )
        return now - timedelta(days=self.max_age_days + reach + 10)

    def _is_far(self, level, due, now):
        """:return: whether it is too early to know that this level of a ladder will be next"""
        return self.is_ladder and level.moment == "after" and due > now + HORIZON

    def _is_in_time(self, level, due, now):
        """:return: whether a message that is due at this moment does not come too late"""
        if level.moment == "before":
            return due > now
        return not self.max_age_days or due > now - timedelta(days=self.max_age_days)

    def _prepare_candidates(self, documents, moments, only=ALL, is_dry=False):
        """:param documents: SQL of a table with the columns of :class:`Source`, named "document"
        :param only: SQL of a condition for the rows of these documents
        :param bool is_dry: of ladders, the next level of each document, however late it is due
            and even if there is none after the last
        :return: SQL of what is to be sent: level_id, res_id, part, cycle, partner_id, company_id,
            bundle, anchor_at, promised_at, due_at, in_time"""
        columns = list(map(list, zip(*moments, strict=True))) or [[]] * 6
        company_ids, anchors, level_ids, in_time, dues, earliest = columns
        ladder, due = SQL(), SQL("moment.due")
        if self.is_ladder:
            ladder, due = self._prepare_ladder(self._get_levels(), only, is_dry)
        return SQL(
            """
            SELECT moment.level_id, document.id AS res_id, document.part, document.cycle,
                   document.partner AS partner_id, document.company AS company_id,
                   document.bundle, document.anchor AS anchor_at, %(due)s AS promised_at,
                   GREATEST(%(due)s, moment.earliest) AS due_at, moment.in_time
              FROM %(documents)s
              JOIN UNNEST(%(company_ids)s::int[], %(anchors)s::timestamp[], %(level_ids)s::int[],
                          %(dues)s::timestamp[], %(earliest)s::timestamp[], %(in_time)s::bool[])
                   AS moment (company, anchor, level_id, due, earliest, in_time)
                ON moment.company = COALESCE(document.company, 0)
               AND moment.anchor = document.anchor
              %(ladder)s
            """,
            documents=documents,
            company_ids=company_ids,
            anchors=anchors,
            level_ids=level_ids,
            dues=dues,
            earliest=earliest,
            in_time=in_time,
            due=due,
            ladder=ladder,
        )

    def _prepare_upsert(self, moments, only):
        """:return: SQL that plans; a row that was sent, skipped or failed stays as it is. No user
        is written down: the job plans, and each costs a look at the table of users."""
        return SQL(
            """
            INSERT INTO pylot_reminder AS known (
                level_id, res_model, res_id, part, cycle, partner_id, company_id,
                bundle, anchor_at, promised_at, due_at, state, create_date, write_date)
            SELECT level_id, %(model)s, res_id, part, cycle, partner_id, company_id,
                   bundle, anchor_at, promised_at, due_at, 'planned', %(now)s, %(now)s
              FROM (%(candidates)s) candidate
            ON CONFLICT (level_id, res_id, part, cycle) DO UPDATE
               SET state = 'planned', reason = NULL, anchor_at = EXCLUDED.anchor_at,
                   promised_at = EXCLUDED.promised_at, due_at = EXCLUDED.due_at,
                   partner_id = EXCLUDED.partner_id, company_id = EXCLUDED.company_id,
                   bundle = EXCLUDED.bundle, write_date = EXCLUDED.write_date
             WHERE known.state = 'cancelled' AND known.is_taken_back IS NOT TRUE
                OR known.state = 'skipped' AND %(again)s
                OR known.state = 'planned'
                   AND (known.promised_at, known.partner_id, known.bundle) IS DISTINCT FROM
                       (EXCLUDED.promised_at, EXCLUDED.partner_id, EXCLUDED.bundle)
            """,
            model=self.res_model,
            candidates=self._prepare_candidates(SQL("document"), moments, only),
            # what did not go out on one day is looked at again on the next
            again=self.is_ladder,
            now=fields.Datetime.now(),
        )

    def _prepare_ladder(self, levels, only=ALL, is_dry=False):
        """:return: SQL of a join that leaves the one level that is next, and of the moment it is
        due: not nearer to the one before than they are meant to be"""
        gaps = [0] + [
            max(level.offset - before.offset, 1)
            for before, level in zip(levels, levels[1:], strict=False)
        ]
        due = SQL(
            "GREATEST(moment.due, done.sent_at + (%s::int[])[done.rank + 1] * INTERVAL '1 day')",
            gaps,
        )
        join = SQL(
            """
            LEFT JOIN (
                SELECT res_id, part, cycle, MAX(sent_at) AS sent_at,
                       MAX(ARRAY_POSITION(%(levels)s::int[], level_id)) AS rank
                  FROM pylot_reminder
                 WHERE level_id IN %(every)s AND state = 'sent' AND %(only)s
              GROUP BY res_id, part, cycle
            ) done ON (done.res_id, done.part, done.cycle)
                    = (document.id, document.part, document.cycle)
            WHERE moment.level_id
                  = (%(levels)s::int[])[LEAST(COALESCE(done.rank, 0) + 1, %(last)s)]
              AND %(due)s <= %(horizon)s
            """,
            levels=levels.ids,
            # beyond the end of the list there is no level
            last=len(levels) if is_dry else len(levels) + 1,
            every=self._get_every_level(),
            only=only,
            due=due,
            horizon=datetime.max if is_dry else fields.Datetime.now() + HORIZON,
        )
        return join, due

    def _prepare_cancel(self, only):
        """:return: SQL that cancels what is not true any more, and returns the ids"""
        return SQL(
            """
            UPDATE pylot_reminder reminder SET state = 'cancelled', write_date = %(now)s
             WHERE level_id IN %(every)s AND state = 'planned' AND %(only)s
               AND (level_id NOT IN %(levels)s OR NOT EXISTS (
                    SELECT 1 FROM document
                     WHERE (document.id, document.part, document.cycle)
                         = (reminder.res_id, reminder.part, reminder.cycle)))
         RETURNING id
            """,
            now=fields.Datetime.now(),
            every=self._get_every_level(),
            only=only,
            levels=tuple(self._get_levels().ids) or (0,),
        )

    def _get_every_level(self):
        """:return: SQL of the ids of the levels, also of those that are not used any more"""
        return SQL("(SELECT id FROM pylot_reminder_level WHERE policy_id = %s)", self.id)

    def write(self, vals):
        """What is switched off is not sent; what is switched on is planned by the next run."""
        result = super().write(vals)
        if vals.get("state") in ("off", "dry_run") or vals.get("active") is False:
            self.env["pylot.reminder"].sudo().search(
                Domain("policy_id", "in", self.ids) & Domain("state", "=", "planned")
            ).write({"state": "cancelled", "reason": self.env._("The policy was switched off.")})
        if vals.get("state") == "on":
            plan = self.env.ref("pylot_frontoffice.ir_cron_pylot_reminder_plan", False)
            if plan:
                plan.sudo()._trigger()
        return result
