from odoo import fields, models
from odoo.tools import SQL, format_datetime


class PylotReminderPolicy(models.Model):
    """Dry run: who would get what, who would not, and why. Reads only, with the statements that
    plan and the questions that are asked when something is sent."""

    _inherit = "pylot.reminder.policy"

    def _get_candidates(self, limit):
        """What would be sent next about each document, or else why the last one was not; of the
        companies that are switched on.

        :return: list of dicts: level_id, res_id, part, cycle, partner_id, company_id, bundle,
            anchor_at, due_at (naive UTC), in_time; known_state, known_reason and sent_at of the
            message if there is one already; is_open, whether its time is still to come; total,
            how many there are without the limit"""
        self.ensure_one()
        self.env.flush_all()
        source = self.env[self.res_model].sudo()._get_reminder_source(self)
        moments = self.sudo()._get_moments(source, is_dry=True)
        if not moments:
            return []
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT *, COUNT(*) OVER () AS total FROM (
                    SELECT DISTINCT ON (res_id, part, cycle) *
                      FROM (
                        SELECT candidate.level_id, candidate.res_id, candidate.part,
                               candidate.cycle, candidate.partner_id, candidate.company_id,
                               candidate.bundle, candidate.anchor_at, candidate.promised_at,
                               candidate.in_time,
                               CASE WHEN known.state = 'planned'
                                     AND known.promised_at = candidate.promised_at
                                    THEN known.due_at ELSE candidate.due_at END AS due_at,
                               known.state AS known_state, known.reason AS known_reason,
                               known.sent_at,
                               known.state IS NOT DISTINCT FROM 'planned'
                               OR candidate.in_time AND (
                                   known.id IS NULL
                                   OR known.state = 'cancelled' AND known.is_taken_back IS NOT TRUE
                                   OR known.state = 'skipped' AND %(again)s) AS is_open
                          FROM (%(candidates)s) candidate
                     LEFT JOIN pylot_reminder known
                            ON (known.level_id, known.res_id, known.part, known.cycle)
                             = (candidate.level_id, candidate.res_id, candidate.part,
                                candidate.cycle)
                         WHERE candidate.company_id IS NULL
                            OR candidate.company_id IN %(companies)s
                      ) message
                  ORDER BY res_id, part, cycle, is_open DESC,
                           CASE WHEN is_open THEN promised_at END, promised_at DESC
                ) next
              ORDER BY is_open DESC, due_at, res_id, part
                 LIMIT %(limit)s
                """,
                candidates=self._prepare_candidates(
                    SQL("(%s) document", source.select()), moments, is_dry=True
                ),
                companies=tuple(self.env.companies.ids),
                again=self.is_ladder,
                limit=limit,
            )
        )

    def _count_quiet(self):
        """:return: how many documents are so old that nothing is sent about them any more"""
        self.ensure_one()
        source = self.env[self.res_model].sudo()._get_reminder_source(self)
        levels = self._get_levels()
        [(count,)] = self.env.execute_query(
            SQL(
                """
                SELECT COUNT(*) FROM (%s) document
                 WHERE anchor <= %s AND (company IS NULL OR company IN %s)
                """,
                source.select(),
                self._get_oldest_anchor(levels, fields.Datetime.now()),
                tuple(self.env.companies.ids),
            )
        )
        return count

    def _explain_candidates(self, candidates):
        """:return: list of dicts of what a person wants to know: res_id, document_name, partner_id,
        level_id, recipient, due_at, is_sent, reason. Without documents the user may not read.
        """
        mine = self.env[self.res_model].browse({each["res_id"] for each in candidates})
        names = {each.id: each.display_name for each in mine._filtered_access("read")}
        seen = [each for each in candidates if each["res_id"] in names]
        reminders = self.env["pylot.reminder"].sudo()
        rows = [reminders.new(self._prepare_reminder(each)) for each in seen]
        due = [row for each, row in zip(seen, rows, strict=True) if each["is_open"]]
        obstacles, hours = reminders.concat(*due)._get_obstacles(), {}
        return [
            {
                "document_name": names[each["res_id"]],
                **self._explain_candidate(each, row, obstacles.get(row, ""), hours),
            }
            for each, row in zip(seen, rows, strict=True)
        ]

    def _prepare_reminder(self, candidate):
        """:return: values of a reminder as it would be planned"""
        columns = self.env["pylot.reminder"]._fields.keys() & candidate.keys()
        values = {name: candidate[name] for name in columns}
        return {**values, "res_model": self.res_model}

    def _explain_candidate(self, candidate, reminder, obstacle, hours):
        """:param reminder: not stored
        :param str obstacle: why it must not be sent, though its time is still to come
        :param dict hours: company -> :class:`SendingHours`, filled as needed"""
        reason = self._get_past_reason(candidate) or obstacle
        due_at, is_sent = candidate["due_at"], not reason
        if is_sent:
            due_at = reminder._get_open_moment(hours)
            if due_at > candidate["due_at"]:
                reason = self.env._("Waits for the sending hours.")
            elif candidate["known_state"] == "planned":
                reason = self.env._("Planned.")
        return {
            "res_id": candidate["res_id"],
            "partner_id": candidate["partner_id"],
            "level_id": candidate["level_id"],
            "recipient": reminder._get_recipient(),
            "due_at": due_at,
            "is_sent": is_sent,
            "reason": reason,
        }

    def _get_past_reason(self, candidate):
        """:return: why it is not even planned, "" when it is"""
        if candidate["is_open"]:
            return ""
        if candidate["known_state"] == "sent":
            sent_at = format_datetime(self.env, candidate["sent_at"], dt_format="short")
            return self.env._("Sent on %s.", sent_at)
        if candidate["known_state"] in ("failed", "skipped", "cancelled"):
            return candidate["known_reason"] or self.env._("It does not apply any more.")
        return self.env._("The time for it has passed.")
