from contextlib import suppress

from odoo import models
from odoo.exceptions import UserError

from ..exceptions import CollisionError
from .pylot_replan_place import QUIET


class PylotReplan(models.TransientModel):
    """Times for those nobody can come to as promised."""

    _inherit = "pylot.replan"

    def _add_next(self, lines):
        """Offer each line that goes back to the tray the next free time, and none of them twice:
        they are looked for when all others have their places, and tried out as these are.

        :return: the lines"""
        for line in lines:
            if line["outcome"] != "tray":
                continue
            visit = self.env["calendar.event"].browse(line["visit_id"])
            found = self._prepare_next(visit)
            line.update(found)
            if found:
                technician = self.env["resource.resource"].browse(found["next_resource_id"])
                with suppress(CollisionError, UserError), self.env.cr.savepoint():
                    visit.with_context(**QUIET)._plan_visit(technician, found["next_start"])
        return lines

    def _prepare_next(self, visit):
        """:return: values of the next time at which anybody is free"""
        if self.env["pylot.plan"]._is_crew(visit.sudo()):
            return {}
        [slot] = visit._get_next_visit_times(1) or [None]
        if not slot:
            return {}
        ranked = visit._rank_for_visit(slot["start"], visit.duration)
        free = [row for row in ranked if row["qualified"] and row["free"]]
        ids = [row["resource_id"] for row in free if row["resource_id"] in slot["resource_ids"]]
        return {"next_start": slot["start"], "next_resource_id": ids[0]} if ids else {}
