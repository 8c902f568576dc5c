import logging

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

_logger = logging.getLogger(__name__)

ACTIVITY = "mail.mail_activity_data_todo"


class PylotFaqArticle(models.Model):
    """Answers grow old. Their owner is asked once, when the day has come."""

    _inherit = "pylot.faq.article"

    checked_date = fields.Date(
        string="Last Checked", readonly=True, copy=False, groups="base.group_user"
    )
    is_outdated = fields.Boolean(
        string="Outdated",
        compute="_compute_is_outdated",
        search="_search_is_outdated",
        help="Published, and nobody has checked it since its review date.",
    )
    is_review_asked = fields.Boolean(
        compute="_compute_is_review_asked", store=True, readonly=False, copy=False
    )

    @api.depends("is_published", "review_date")
    def _compute_is_outdated(self):
        outdated = self.filtered_domain(self._get_outdated_domain())
        outdated.is_outdated = True
        (self - outdated).is_outdated = False

    def _search_is_outdated(self, operator, value):
        return self._get_outdated_domain() if operator == "in" else NotImplemented

    @api.model
    def _get_outdated_domain(self):
        today = fields.Date.context_today(self)
        return Domain("is_published", "=", True) & Domain("review_date", "<=", today)

    @api.depends("review_date")
    def _compute_is_review_asked(self):
        """Each day is asked about once."""
        self.is_review_asked = False

    def _get_next_review(self):
        """:return: day, the interval of the company from today on; False when it has none"""
        self.ensure_one()
        months = (self.company_id or self.env.company).sudo().pylot_faq_review_months
        return months and fields.Date.context_today(self) + relativedelta(months=months)

    def action_checked_today(self):
        """Somebody has read it, and it is right."""
        self.check_access("write")
        for article in self:
            article.write(
                {
                    "checked_date": fields.Date.context_today(article),
                    "review_date": article._get_next_review(),
                }
            )
        self.activity_feedback([ACTIVITY], only_automated=True)

    # === ASKING ===

    @api.model
    def _cron_review(self):
        """Daily. One whose owner cannot be asked does not keep the others."""
        todo = self.search(
            self._get_outdated_domain() & Domain("is_review_asked", "=", False), order="id"
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(todo))
        for article in todo:
            try:
                with self.env.cr.savepoint():
                    article._ask_for_review()
            except Exception:
                _logger.warning("Nobody can be asked to read FAQ article %s", article.id)
            if not cron._commit_progress(1):
                break

    def _ask_for_review(self):
        self.ensure_one()
        keeper = self._get_keeper()
        reader = self.with_context(lang=keeper.lang)
        self.activity_schedule(
            ACTIVITY,
            date_deadline=self.review_date,
            user_id=keeper.id,
            summary=reader.env._("Is this answer still right?"),
            note=reader.env._("If so, press “Checked Today”. If not, change it."),
        )
        self.is_review_asked = True

    def _get_keeper(self):
        """:return: user who looks after this article: its owner, or somebody who may"""
        self.ensure_one()
        company = self.company_id or self.env.company
        for users in (self.owner_id, company.sudo().pylot_faq_reader_ids):
            fitting = users.filtered(
                lambda user: (
                    user.active
                    and user.has_group("pylot_frontoffice.group_agent")
                    and company in user.sudo().company_ids
                )
            )
            if fitting:
                return fitting[0]
        return self.env.ref("base.user_admin")
