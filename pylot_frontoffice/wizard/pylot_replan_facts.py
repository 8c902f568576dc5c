from odoo import models

from ..wording import describe_period


class PylotReplan(models.TransientModel):
    """How everything is before it is tried out, and making room for trying."""

    _inherit = "pylot.replan"

    def _note(self, visits):
        """:return: dict of visit to how it is before anything is tried out"""
        facts = {}
        for visit in visits:
            own = visit.technician_id
            if self.kind == "absence" and self.technician_id in visit.helper_ids:
                own = self.technician_id
            facts[visit] = {
                "resource_id": own.id,
                "role": "helper" if own and own in visit.helper_ids else "lead",
                "crew": visit.technician_ids.ids,
                "start": visit.start,
                "state": visit.visit_state,
                "is_known": visit._knows_time(),
                "window": (
                    (visit.window_start, visit.window_stop)
                    if visit.window_start and visit.window_stop
                    else (visit.start, visit.start)
                ),
                "promise": visit._knows_time()
                and describe_period(self.env, *visit._get_promised_times()),
            }
        return facts

    def _sort(self, visits, facts):
        """The urgent ones first, then those whose customers count on the time."""
        return visits.sorted(
            lambda visit: (
                visit.visit_priority != "1" and self.kind == "absence",
                not facts[visit]["is_known"] and self.kind == "absence",
                facts[visit]["start"],
                visit.id,
            )
        )

    def _free(self, visits):
        """Their time is free while it is tried out who gets it. What they are stays as it was."""
        bookings = self.env["pylot.booking"].sudo().search([("event_id", "in", visits.ids)])
        bookings.unlink()

    def _book(self, visit, was, technician, start):
        visit.write(
            self._prepare_move_vals(visit, was["role"], was["resource_id"], technician, start)
        )

    def _get_old(self, was):
        return {"resource_id": was["resource_id"], "start": was["start"]}
