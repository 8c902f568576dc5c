from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ..tools.wall_time import to_day, to_utc

MAX_TEXTS = 50
# One vote is no verdict.
DISLIKED = [("unhelpful_count", ">=", 2), ("helpfulness", "<", 0.5)]


class PylotFaqWeek(models.Model):
    """What the FAQ did in one week of a company: what was not found, what did not help, and which
    complaints an answer would have spared. It stays when the searches themselves are deleted."""

    _name = "pylot.faq.week"
    _description = "FAQ Week"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, id desc"

    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="cascade")
    date_from = fields.Date(string="Week From", required=True, help="Its Monday.")
    asked_count = fields.Integer(string="Searches")
    empty_count = fields.Integer(string="Without Result")
    shown_count = fields.Integer(string="Answers Shown")
    opened_count = fields.Integer(string="Answers Opened")
    solved_count = fields.Integer(string="Solved It")
    sent_count = fields.Integer(string="Still Sent")
    empty_texts = fields.Html(string="Searches Without Result", sanitize=False)
    disliked_ids = fields.Many2many(
        "pylot.faq.article", "pylot_faq_week_disliked_rel", string="Badly Voted"
    )
    complaint_ids = fields.Many2many(
        "pylot.complaint", string="Complaints an Article Would Have Answered"
    )
    is_told = fields.Boolean(string="List Was Sent")

    _week_unique = models.UniqueIndex("(company_id, date_from)", "There is a list of this week.")

    @api.depends("date_from")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for week in self:
            week.display_name = self.env._(
                "FAQ, week from %(day)s", day=format_date(self.env, week.date_from)
            )

    @api.model
    def action_open_current(self):
        """Open the running week of the company, with its figures up to now."""
        self.browse().check_access("read")
        company = self.env.company
        today = to_day(fields.Datetime.now(), self._get_zone(company))
        week = self.sudo()._get(company, today - timedelta(days=today.weekday()))
        week._refresh()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("FAQ This Week"),
            "res_model": self._name,
            "res_id": week.id,
            "view_mode": "form",
        }

    @api.model
    def _get_zone(self, company):
        return company.sudo().resource_calendar_id.tz or "UTC"

    @api.model
    def _get(self, company, monday):
        """:return: the row of this week, new when there is none"""
        found = self.search([("company_id", "=", company.id), ("date_from", "=", monday)])
        return found or self.create({"company_id": company.id, "date_from": monday})

    def _get_span(self):
        """:return: (start, stop) of the week on the clock of the company, naive UTC"""
        zone = self._get_zone(self.company_id)
        midnight = fields.Datetime.to_datetime(self.date_from)
        return to_utc(midnight, zone), to_utc(midnight + timedelta(days=7), zone)

    def _refresh(self):
        """Count again, and look which complaints of the week an article would have answered."""
        for week in self.sudo():
            start, stop = week._get_span()
            of_week = [
                ("company_id", "=", week.company_id.id),
                ("searched_at", ">=", start),
                ("searched_at", "<", stop),
            ]
            [figures] = (
                self.env["pylot.faq.report"]
                .sudo()
                ._read_group(
                    of_week,
                    [],
                    ["__count", "empty:sum", "shown:sum", "opened:sum", "solved:sum", "sent:sum"],
                )
            )
            names = ("asked", "empty", "shown", "opened", "solved", "sent")
            complaints = self.env["pylot.complaint"].sudo()._match_faq(week.company_id, start, stop)
            week.write(
                {
                    **{
                        f"{name}_count": figure or 0
                        for name, figure in zip(names, figures, strict=True)
                    },
                    "empty_texts": week._describe_empty(start, stop),
                    "disliked_ids": [fields.Command.set(week._find_disliked().ids)],
                    "complaint_ids": [fields.Command.set(complaints.ids)],
                }
            )

    def _describe_empty(self, start, stop):
        """:return: list of what was not found, most wanted first; strangers have typed it"""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT lower(text), count(*) FROM pylot_faq_query
                 WHERE company_id = %s AND create_date >= %s AND create_date < %s
                   AND coalesce(result_count, 0) = 0
                 GROUP BY lower(text) ORDER BY count(*) DESC, lower(text) LIMIT %s""",
                self.company_id.id,
                start,
                stop,
                MAX_TEXTS,
            )
        )
        item = Markup("<li>%s</li>")
        counted = Markup("<li>%s <span class='text-muted'>× %s</span></li>")
        lines = [counted % row if row[1] > 1 else item % row[0] for row in rows]
        return Markup("<ul>%s</ul>") % Markup("").join(lines) if lines else False

    def _find_disliked(self):
        """:return: published articles that more readers find of no help than of help"""
        return self.env["pylot.faq.article"].search(
            [
                ("company_id", "in", [self.company_id.id, False]),
                ("is_published", "=", True),
                *DISLIKED,
            ]
        )

    def _has_news(self):
        return bool(self.empty_count or self.disliked_ids or self.complaint_ids)
