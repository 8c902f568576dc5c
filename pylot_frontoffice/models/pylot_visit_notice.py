from odoo import api, fields, models


class PylotVisitNotice(models.Model):
    """One promised message about one visit: planned with the change it tells of, sent once."""

    _name = "pylot.visit.notice"
    _description = "Visit Notice"
    _inherit = ["pylot.notice.mixin"]
    _order = "due_at, id"
    _notice_cron = "pylot_frontoffice.ir_cron_pylot_visit_notice_send"

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
        ],
        required=True,
    )
    sequence = fields.Integer(help="Version of the visit this tells of.")
    due_at = fields.Datetime(string="Due", required=True)
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
    sent_at = fields.Datetime(string="Sent On", help="When it was handed over to be delivered.")
    customer_id = fields.Many2one(related="event_id.customer_id")

    _once = models.UniqueIndex(
        "(event_id, kind, sequence)", "This message has been planned already."
    )
    _due_idx = models.Index("(due_at, id) WHERE state = 'planned'")

    @api.depends("event_id", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for notice in self:
            notice.display_name = f"{kinds.get(notice.kind, '')}: {notice.event_id.display_name}"

    @api.model
    def _plan(self, events, kind):
        """Promise a message of ``kind`` about each of ``events`` as they are now.

        An older one that has not been sent yet tells of something that is not true any more, and
        is skipped. Promising the same again changes nothing.

        :return: the notices, one per event
        """
        events, notices = events.sudo(), self.sudo()
        known = notices.search([("event_id", "in", events.ids)])
        same = known.filtered(
            lambda notice: notice.kind == kind and notice.sequence == notice.event_id.ics_sequence
        )
        outdated = (known - same).filtered(lambda notice: notice.state in ("planned", "failed"))
        outdated._skip(self.env._("A later message replaces it."))
        same.filtered(lambda notice: notice.state in ("skipped", "failed"))._plan_again()
        planned = same | notices.create(
            [notices._prepare_notice_vals(event, kind) for event in events - same.event_id]
        )
        notices._wake_up()
        return planned

    @api.model
    def _plan_quietly(self, events):
        """The visits have changed and nobody shall be told. What was to be told before the change
        still is, as it is now."""
        notices = self.sudo()
        waiting = notices.search([("event_id", "in", events.ids), ("state", "=", "planned")])
        for notice in waiting:
            notice.sequence = notice.event_id.ics_sequence

    def _prepare_notice_vals(self, event, kind):
        return {
            "event_id": event.id,
            "kind": kind,
            "sequence": event.ics_sequence,
            "due_at": fields.Datetime.now(),
        }

    def _plan_again(self):
        self.write({"state": "planned", "reason": False, "due_at": fields.Datetime.now()})

    def action_retry(self):
        """What failed, was skipped or was not delivered is sent again, if it is still true."""
        self._check_may_retry()
        notices = self.sudo()
        again = notices.filtered(lambda notice: notice.state in ("failed", "skipped"))
        (again | notices._withdraw_undelivered())._plan_again()
        notices._wake_up()

    def _check_may_retry(self):
        self.event_id._check_role(
            "pylot_frontoffice.group_agent",
            self.env._("Messages to customers are sent again by agents."),
        )
        return super()._check_may_retry()
