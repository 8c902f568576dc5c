from odoo import api, fields, models
from odoo.fields import Domain

from ..const import DONE_STATES

AGENT = "pylot_frontoffice.group_agent"
# What a vote is in percent: core's stars go from 1 to 5.
BEST_VOTE = 5
RECENT_DAYS = 90


class PylotTeam(models.Model):
    """How the team stands this morning: figures one can click."""

    _inherit = "pylot.team"

    open_count = fields.Integer(string="Open", compute="_compute_figures", groups=AGENT)
    mine_count = fields.Integer(string="Mine", compute="_compute_figures", groups=AGENT)
    unassigned_count = fields.Integer(string="Unassigned", compute="_compute_figures", groups=AGENT)
    risk_count = fields.Integer(string="At Risk", compute="_compute_figures", groups=AGENT)
    broken_count = fields.Integer(string="Missed", compute="_compute_figures", groups=AGENT)
    waiting_count = fields.Integer(string="Waiting", compute="_compute_figures", groups=AGENT)
    satisfaction = fields.Float(
        compute="_compute_satisfaction",
        groups=AGENT,
        help="Average vote of the last 90 days, from 1 to 5. 0: nobody has voted.",
    )

    @api.model
    def _get_figure_domains(self):
        """:return: dict of the name of a figure to the domain of its complaints"""
        is_open = Domain("state", "not in", DONE_STATES)
        return {
            "open": is_open,
            "mine": is_open & Domain("user_id", "=", self.env.uid),
            "unassigned": is_open & Domain("user_id", "=", False),
            "risk": is_open & Domain("target_state", "=", "risk"),
            "broken": is_open & Domain("target_state", "=", "broken"),
            "waiting": is_open & Domain("state", "in", ("waiting_customer", "waiting_remedy")),
        }

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_figures(self):
        """One query a figure, however many teams."""
        for name, domain in self._get_figure_domains().items():
            counts = dict(
                self.env["pylot.complaint"]._read_group(
                    domain & Domain("team_id", "in", self.ids), ["team_id"], ["__count"]
                )
            )
            for team in self:
                team[f"{name}_count"] = counts.get(team._origin, 0)

    def _compute_satisfaction(self):
        """Votes belong to the customers; a team sees the average."""
        since = fields.Datetime.subtract(fields.Datetime.now(), days=RECENT_DAYS)
        votes = dict(
            self.env["rating.rating"]
            .sudo()
            ._read_group(
                [
                    ("parent_res_model", "=", self._name),
                    ("parent_res_id", "in", self.ids),
                    ("consumed", "=", True),
                    ("rating", ">=", 1),
                    ("write_date", ">=", since),
                ],
                ["parent_res_id"],
                ["rating:avg"],
            )
        )
        for team in self:
            team.satisfaction = min(votes.get(team._origin.id, 0), BEST_VOTE)

    def action_view_figure(self):
        """Open the complaints behind the figure that was clicked."""
        self.ensure_one()
        figure = self.env.context.get("pylot_figure", "open")
        domains = self._get_figure_domains()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.pylot_complaint_action"
        )
        domain = domains.get(figure, domains["open"]) & Domain("team_id", "=", self.id)
        return {
            **action,
            "display_name": self.name,
            "domain": list(domain),
            "context": {"default_team_id": self.id},
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
        }
