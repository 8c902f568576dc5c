from odoo import api, fields, models

from ..const import TARGET_KINDS, TARGET_STATES
from ..tools.wall_time import to_local


class PylotSlaStatus(models.Model):
    """How one target of one complaint stands. Rows are made and kept up by the complaint; a row
    that is over says for good what was promised and when it was kept."""

    _name = "pylot.sla.status"
    _description = "Target of a Complaint"
    _order = "deadline, id"
    _rec_name = "policy_id"

    complaint_id = fields.Many2one("pylot.complaint", required=True, index=True, ondelete="cascade")
    policy_id = fields.Many2one(
        "pylot.sla.policy", string="Target", required=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", index=True)
    kind = fields.Selection(TARGET_KINDS, string="Promise", required=True)
    state = fields.Selection(TARGET_STATES, required=True, default="running")
    hours = fields.Float(
        string="Within", help="Working hours that were promised; later changes count for others."
    )
    started_at = fields.Datetime(string="Counted From")
    deadline = fields.Datetime(help="While the clock stands still: as if it went on now.")
    risk_at = fields.Datetime(string="At Risk From")
    leader_at = fields.Datetime(string="Leader Told From")
    paused_at = fields.Datetime(string="Stands Still Since")
    waited_seconds = fields.Integer(help="Seconds of work in which the clock stood still.")
    waited_hours = fields.Float(
        compute="_compute_waited_hours", string="Waited", help="Working hours."
    )
    reached_at = fields.Datetime(string="Reached On")
    reason = fields.Char(help="Why it is as it is.")
    history = fields.Text(help="What has happened to it, in the hours of the team.")
    # === WHO HAS HEARD ===
    level = fields.Integer(
        string="Warned",
        help="1: the responsible person was warned, 2: the team leader was told, 3: the leader was "
        "told that it is missed.",
    )
    next_at = fields.Datetime(string="Looked At Again", help="When somebody must be told next.")
    problem = fields.Char(help="What went wrong when somebody was to be told.")

    _once = models.UniqueIndex(
        "(policy_id, complaint_id)", "This complaint has been promised this already."
    )
    _next_idx = models.Index("(next_at) WHERE next_at IS NOT NULL")

    @api.depends("waited_seconds")
    def _compute_waited_hours(self):
        for status in self:
            status.waited_hours = status.waited_seconds / 3600

    def _note(self, text):
        """:return: values that say why, and add it to the history"""
        self.ensure_one()
        moment = to_local(fields.Datetime.now(), self._get_zone())
        lines = [*(self.history or "").splitlines(), f"{moment:%Y-%m-%d %H:%M} {text}"]
        return {"reason": text, "history": "\n".join(lines)}

    def _get_zone(self):
        """:return: name of the zone of the working hours"""
        calendar = self.complaint_id.team_id._get_calendar()
        return calendar.tz or self.company_id.partner_id.tz or "UTC"
