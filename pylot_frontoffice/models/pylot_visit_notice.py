from odoo import fields, models


class PylotVisitNotice(models.Model):
    """One promised message about one visit: planned with the change it tells of, sent once."""

    _name = "pylot.visit.notice"
    _description = "Visit Notice"
    _order = "due_at, id"

    event_id = fields.Many2one(
        "calendar.event", string="Visit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="event_id.visit_company_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("requested", "Request received"),
            ("confirmed", "Confirmed"),
            ("proposed", "Proposed"),
            ("payment", "Waiting for payment"),
            ("moved", "Moved"),
            ("cancelled", "Cancelled"),
            ("postponed", "Postponed"),
            ("lapsed", "Not paid in time"),
            ("reminder", "Reminder"),
        ],
        required=True,
    )
    sequence = fields.Integer(help="Version of the visit this tells of.")
    due_at = fields.Datetime(required=True)
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("sent", "Sent"),
            ("skipped", "Skipped"),
            ("failed", "Failed"),
        ],
        default="planned",
        required=True,
    )
    reason = fields.Char(help="Why it was skipped or failed.")
    sent_at = fields.Datetime()
    mail_id = fields.Many2one("mail.mail", ondelete="set null", index="btree_not_null")

    _once = models.UniqueIndex(
        "(event_id, kind, sequence)", "This message has been planned already."
    )
    _due_idx = models.Index("(due_at, id) WHERE state = 'planned'")

    def _plan(self, events, kind):
        """Promise a message of ``kind`` about each of ``events``."""
        return self
