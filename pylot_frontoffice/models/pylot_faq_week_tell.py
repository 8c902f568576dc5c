import logging
from datetime import timedelta

from odoo import api, fields, models

from ..tools.wall_time import to_day

_logger = logging.getLogger(__name__)


class PylotFaqWeek(models.Model):
    """The list of a week is handed to whoever is chosen in the settings: once, and not when there
    is nothing in it."""

    _inherit = "pylot.faq.week"

    @api.model
    def _cron_tell(self):
        """Daily, for the week that is over; so a server that stood still on a Monday tells it
        later. One company that fails does not keep the others."""
        cron = self.env["ir.cron"]
        companies = self.env["res.company"].search([("pylot_faq_reader_ids", "!=", False)])
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            try:
                with self.env.cr.savepoint():
                    self._tell_last_week(company)
            except Exception:
                _logger.exception("The FAQ list of %s could not be made", company.name)
            if not cron._commit_progress(1):
                break

    @api.model
    def _tell_last_week(self, company):
        today = to_day(fields.Datetime.now(), self._get_zone(company))
        week = self._get(company, today - timedelta(days=today.weekday() + 7))
        if week.is_told:
            return
        week._refresh()
        week.is_told = True
        if not week._has_news():
            return
        readers = company.pylot_faq_reader_ids.filtered(
            lambda user: user.active and user.has_group("pylot_frontoffice.group_agent")
        )
        for reader in readers:
            translated = week.with_context(lang=reader.lang)
            week.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=reader.id,
                summary=translated.env._("FAQ: what was not found last week"),
                note=translated._describe_news(),
            )

    def _describe_news(self):
        """:return: one line a kind of news"""
        self.ensure_one()
        lines = [
            (self.empty_count, self.env._("Searches without result: %s", self.empty_count)),
            (
                self.disliked_ids,
                self.env._("Badly voted articles: %s", len(self.disliked_ids)),
            ),
            (
                self.complaint_ids,
                self.env._(
                    "Complaints an article would have answered: %s", len(self.complaint_ids)
                ),
            ),
        ]
        return " · ".join(text for matters, text in lines if matters)
