from odoo import api, models

from ..const import OCCUPYING_STATES


class PylotBoard(models.AbstractModel):
    """The same days as a plain list, for whoever does not like boards."""

    _inherit = "pylot.board"

    @api.model
    def get_list_action(self, first_day, days=1):
        """:return: action that lists the visits of these days, on the reader's calendar"""
        self._check_may_see()
        bounds = self._get_day_bounds(first_day, days)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.calendar_event_action_day"
        )
        action["domain"] = [
            ("visit_state", "in", OCCUPYING_STATES),
            ("start", "<", bounds[-1]),
            ("stop", ">", bounds[0]),
        ]
        return action
