import json

from odoo import fields, models

from ..const import DONE_STATES

CUSTOMER, DONE = "customer", "done"


class PylotComplaint(models.Model):
    """When the clocks of the targets stand still: while we wait for the customer, and, for the
    solution, between a solution and the opening again. It is kept with the complaint, so that a
    target that comes to apply later is counted as if it had from the start."""

    _inherit = "pylot.complaint"

    target_pauses = fields.Json(
        copy=False,
        readonly=True,
        help="List of kind (customer, done), start and end (empty: not over), naive UTC.",
    )

    def _note_pauses(self, now):
        """Begin or end a pause where the meaning of the stage says so."""
        changed = {}
        for complaint in self:
            wanted = complaint._get_pause_kind()
            pauses = [list(pause) for pause in complaint.target_pauses or []]
            running = pauses[-1] if pauses and not pauses[-1][2] else None
            if wanted == (running and running[0]):
                continue
            if running:
                running[2] = fields.Datetime.to_string(now)
            if wanted:
                start = (wanted == DONE and complaint.solved_at) or now
                pauses.append([wanted, fields.Datetime.to_string(start), None])
            changed.setdefault(json.dumps(pauses), []).append(complaint.id)
        for pauses, ids in changed.items():
            self.browse(ids).write({"target_pauses": json.loads(pauses)})

    def _get_pause_kind(self):
        if self.state == "waiting_customer":
            return CUSTOMER
        return DONE if self.state in DONE_STATES else None

    def _get_pauses(self, kind):
        """:return: list of start and end (None: not over) in which the clock of targets of ``kind``
        stood still; those of the response do not care for solutions"""
        return [
            (fields.Datetime.to_datetime(start), fields.Datetime.to_datetime(stop))
            for why, start, stop in self.target_pauses or []
            if why == CUSTOMER or kind == "resolution"
        ]

    def _is_target_frozen(self):
        """:return: whether the complaint has been over since targets were looked at last: then
        they stay as they are, whatever changes"""
        pauses = self.target_pauses
        return bool(
            self.state in DONE_STATES and pauses and pauses[-1][0] == DONE and not pauses[-1][2]
        )
