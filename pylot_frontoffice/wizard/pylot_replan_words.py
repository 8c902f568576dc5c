from odoo import models

NAMES = 4


class PylotReplan(models.TransientModel):
    """What was found, as values of lines and in words."""

    _inherit = "pylot.replan"

    def _prepare_line(self, visit, facts, **values):
        was = facts[visit]
        first, last = was["window"]
        start = values.get("start") or was["start"]
        is_lost = values.get("outcome") == "tray"
        return {
            "breaks": was["is_known"] and (is_lost or not first <= start <= last),
            "visit_id": visit.id,
            "outcome": "move",
            "resource_id": False,
            "start": False,
            "old_resource_id": was["resource_id"],
            "old_start": was["start"],
            "old_state": was["state"],
            "role": was["role"],
            "promise": was["promise"] or False,
            **values,
        }

    def _prepare_kept(self, visit, facts):
        reason = self.env._("It has begun: finish it, or put it back by hand.")
        if self.technician_id.resource_type == "material":
            reason = self.env._("Choose other equipment by hand.")
        elif visit.allday:
            reason = self.env._("It takes whole days: decide by hand.")
        return self._prepare_line(visit, facts, outcome="keep", reasons=reason)

    def _describe_candidates(self, free, ranked):
        """:return: lines of names: who can come, and why the others cannot"""
        able = ", ".join(f"{row['name']} ({row['score']:.0f})" for row in free[:NAMES])
        others = self._describe_others([row for row in ranked if row not in free])
        return "\n".join(text for text in (able, others) if text)

    def _describe_others(self, ranked):
        """:return: why nobody can come, each with the reason"""
        absent = self.technician_id.id if self.kind == "absence" else None
        texts = [
            f"{row['name']}: {' · '.join(row['reasons'][:2])}"
            for row in ranked
            if not (row["qualified"] and row["free"]) and row["resource_id"] != absent
        ]
        if not texts:
            if any(row["qualified"] and row["free"] for row in ranked):
                return self.env._("The ways are too long to be there in time.")
            return self.env._("There is nobody else who may do this.")
        return "\n".join(texts[:NAMES])
