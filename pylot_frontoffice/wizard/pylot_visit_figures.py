from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# Days back, today included, and days ahead.
PERIODS = {"today": (0, 0), "week": (6, 0), "month": (29, 0), "quarter": (89, 0), "ahead": (0, 6)}
# The measures, and what is shown when their figure is clicked.
SUMS = ("visit_count", "late_count", "planned_hours", "actual_hours", "travel_hours")
SUMS += ("planned_travel_hours", "available_hours", "free_hours")
SHARES = ("punctual", "first_time_fix", "no_show", "nobody_home")
# Only these of the last days can still change.
FRESH_DAYS = 7


class PylotVisitFigures(models.TransientModel):
    """The page with the figures of the days on the road: each of them can be clicked."""

    _name = "pylot.visit.figures"
    _description = "Figures of the Visits"

    period = fields.Selection(
        [
            ("today", "Today"),
            ("week", "Last 7 Days"),
            ("month", "Last 30 Days"),
            ("quarter", "Last 90 Days"),
            ("ahead", "Next 7 Days"),
        ],
        default="week",
        required=True,
    )
    team_id = fields.Many2one("pylot.team")
    resource_id = fields.Many2one(
        "resource.resource", string="Technician", domain="[('is_technician', '=', True)]"
    )
    visit_count = fields.Integer(string="Visits", compute="_compute_figures")
    late_count = fields.Integer(string="Late", compute="_compute_figures")
    planned_hours = fields.Float(string="Planned", compute="_compute_figures")
    actual_hours = fields.Float(string="Worked", compute="_compute_figures")
    travel_hours = fields.Float(string="Travel Noted", compute="_compute_figures")
    planned_travel_hours = fields.Float(string="Travel Planned", compute="_compute_figures")
    available_hours = fields.Float(string="Working Hours", compute="_compute_figures")
    free_hours = fields.Float(string="Free", compute="_compute_figures")
    filled = fields.Float(
        string="Booked Share",
        compute="_compute_figures",
        help="Of the working hours: visits with their buffers, and the estimated driving.",
    )
    punctual = fields.Float(compute="_compute_figures")
    first_time_fix = fields.Float(string="First-Time Fix", compute="_compute_figures")
    no_show = fields.Float(string="No-Show", compute="_compute_figures")
    nobody_home = fields.Float(compute="_compute_figures")
    unknown = fields.Char(
        compute="_compute_figures",
        help="Shares of nothing: no share at all is something else than none of them.",
    )

    @api.depends("period")
    @api.depends_context("lang")
    def _compute_display_name(self):
        self.display_name = self.env._("Figures of the Visits")

    @api.model
    def action_open(self):
        """Open the page, with the days that are shown brought up to date."""
        self.env["pylot.visit.analysis"].check_access("read")
        today = fields.Date.context_today(self)
        technicians = self.env["resource.resource"].search(
            Domain("is_technician", "=", True)
            & Domain("company_id", "in", [*self.env.companies.ids, False])
        )
        first, last = (today + timedelta(days=days) for days in (-FRESH_DAYS, FRESH_DAYS))
        days = self.env["pylot.technician.day"].sudo()
        days._refresh(technicians, first, last)
        days._fill(technicians, today - timedelta(days=PERIODS["quarter"][0]), first)
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "pylot_frontoffice.pylot_visit_figures_action"
            ),
            "res_id": self.create({}).id,
        }

    def _get_domain(self):
        """:return: :class:`Domain` of the rows of the report"""
        before, after = PERIODS[self.period]
        today = fields.Date.context_today(self)
        domain = Domain("day", ">=", today - timedelta(days=before))
        domain &= Domain("day", "<=", today + timedelta(days=after))
        if self.team_id:
            domain &= Domain("team_id", "=", self.team_id.id)
        if self.resource_id:
            domain &= Domain("resource_id", "=", self.resource_id.id)
        return domain

    @api.depends("period", "team_id", "resource_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_figures(self):
        report = self.env["pylot.visit.analysis"]
        for figures in self:
            domain = figures._get_domain()
            measures = [f"{name}:sum" for name in SUMS] + [f"{name}:avg" for name in SHARES]
            [values] = report._read_group(domain, [], measures)
            for name, value in zip((*SUMS, *SHARES), values, strict=True):
                figures[name] = value or 0
            shares = zip(SHARES, values[len(SUMS) :], strict=True)
            figures.unknown = " ".join(name for name, value in shares if value is False)
            available = figures.available_hours
            figures.filled = available and (available - figures.free_hours) / available

    def action_view_figure(self):
        """Open what is behind the figure that was clicked."""
        self.ensure_one()
        figure = self.env.context.get("pylot_figure")
        domain, group = self._get_domain(), ["resource_id"]
        extra, views = self._get_figure_views().get(figure, (Domain.TRUE, "pivot,graph,list"))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.pylot_visit_analysis_action"
        )
        measures = [figure] if figure in (*SUMS, *SHARES) else ["visit_count"]
        return {
            **action,
            "domain": list(domain & extra),
            "views": [(False, view) for view in views.split(",")],
            "context": {
                "pivot_measures": measures,
                "pivot_row_groupby": group,
                "pivot_column_groupby": ["day:day"] if self.period != "quarter" else ["day:month"],
                "graph_measure": measures[0],
                "graph_groupbys": group,
            },
        }

    def _get_figure_views(self):
        """Hook: dict of a figure to the domain of its rows and the views that show them."""
        return {
            "visit_count": (Domain("visit_count", ">", 0), "list,pivot,graph"),
            "late_count": (Domain("late_count", ">", 0), "list,pivot,graph"),
            "no_show": (Domain("no_show", "=", 1), "list,pivot,graph"),
            "nobody_home": (Domain("nobody_home", "=", 1), "list,pivot,graph"),
            "first_time_fix": (Domain("again_count", ">", 0), "list,pivot,graph"),
        }
