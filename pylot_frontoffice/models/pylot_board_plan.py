from odoo import api, models

from ..tools.wall_time import to_day
from .pylot_board import MINUTE


class PylotBoard(models.AbstractModel):
    """From the board to the planner."""

    _inherit = "pylot.board"

    @api.model
    @api.readonly
    def get_board(self, first_day, days=1):
        return {**super().get_board(first_day, days), "can_run_planner": self._can_run_planner()}

    @api.model
    def _can_run_planner(self):
        return self.env["pylot.plan"].has_access("create")

    @api.model
    def get_plan_action(self, first_day, days=1):
        """:return: action that asks the planner about these days"""
        self._check_may_plan()
        bounds = self._get_day_bounds(first_day, days)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.pylot_plan_action_day"
        )
        zone = self._get_zone()
        action["context"] = {
            "default_date_from": to_day(bounds[0], zone).isoformat(),
            "default_date_to": to_day(bounds[-1] - MINUTE, zone).isoformat(),
        }
        return action
