from odoo import api, fields, models
from odoo.fields import Domain


class PylotReminder(models.Model):
    """One promised message: of one level, about one document, once a cycle. The row is what makes
    it sent once; it is never deleted."""

    _name = "pylot.reminder"
    _description = "Reminder"
    _inherit = ["pylot.notice.mixin", "pylot.document.link"]
    _order = "due_at, id"
    _notice_cron = "pylot_frontoffice.ir_cron_pylot_reminder_send"

    # not stored: PostgreSQL would look it up for each of ten thousand rows
    policy_id = fields.Many2one(related="level_id.policy_id")
    level_id = fields.Many2one(
        "pylot.reminder.level", required=True, index=True, ondelete="restrict"
    )
    res_model = fields.Char(string="Document Model", required=True)
    # found by the first column of the index below: ten thousand rows are planned in a go, and
    # each further index costs a tenth of that
    res_id = fields.Many2oneReference(string="Document ID", model_field="res_model", required=True)
    part = fields.Integer(
        help="Which part of the document it is about, such as an instalment; 0: the whole."
    )
    cycle = fields.Integer(
        help="Which promise about the document it is about; a moved appointment is a new one."
    )
    partner_id = fields.Many2one("res.partner", index="btree_not_null", ondelete="set null")
    company_id = fields.Many2one("res.company", ondelete="cascade")
    bundle = fields.Char(help="Messages of one company with the same word are sent as one.")
    anchor_at = fields.Datetime(string="Counted From", help="The date of the document.")
    promised_at = fields.Datetime(string="Planned For", required=True)
    due_at = fields.Datetime(
        string="Due",
        required=True,
        help="When it is sent: as planned, but not before it could be taken back, and in the "
        "sending hours.",
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("sent", "Sent"),
            ("skipped", "Skipped"),
            ("failed", "Failed"),
            ("cancelled", "Dropped"),
        ],
        default="planned",
        required=True,
    )
    reason = fields.Char(help="Why it was skipped, cancelled or failed.")
    is_taken_back = fields.Boolean(help="A person does not want it to be sent.")
    sent_at = fields.Datetime(string="Sent On", help="When it was handed over to be delivered.")
    activity_id = fields.Many2one("mail.activity", ondelete="set null", index="btree_not_null")

    _once = models.UniqueIndex(
        "(res_id, level_id, part, cycle)", "This message has been planned already."
    )
    _due_idx = models.Index("(due_at, id) WHERE state = 'planned'")
    _bundle_idx = models.Index("(bundle, company_id) WHERE state = 'planned'")

    @api.depends("level_id", "document_name")
    def _compute_display_name(self):
        for reminder in self:
            reminder.display_name = f"{reminder.level_id.name}: {reminder.document_name}"

    def _get_document(self):
        """:return: the document, an empty recordset if it is gone; of another model if the model
        is gone"""
        self.ensure_one()
        if self.res_model not in self.env:
            return self.browse()
        return self.env[self.res_model].browse(self.res_id).exists()

    def _explain_cancellation(self):
        """Say why the documents are not reminded of any more."""
        default = self.env._("It does not apply any more.")
        for res_model, group in self.grouped("res_model").items():
            known = self.env[res_model].browse(group.mapped("res_id")).exists()
            documents = {document.id: document for document in known}
            for reminder in group:
                document = documents.get(reminder.res_id)
                reason = document._get_reminder_obstacle(reminder) if document else ""
                reminder.reason = reason or default

    # === BUTTONS ===

    def action_take_back(self):
        """Not to be sent: in the minutes before it goes out, or any time it is planned for."""
        self.check_access("read")
        waiting = self.sudo().try_lock_for_update().filtered(lambda one: one.state == "planned")
        waiting.write(
            {
                "state": "cancelled",
                "is_taken_back": True,
                "reason": self.env._("Taken back by %s.", self.env.user.name),
            }
        )

    def action_retry(self):
        """What failed, was skipped or was not delivered is sent again, if it is still true."""
        self._check_may_retry()
        reminders = self.sudo()
        again = reminders.filtered(lambda one: one.state in ("failed", "skipped", "cancelled"))
        again |= reminders._withdraw_undelivered()
        again.write(
            {
                "state": "planned",
                "reason": False,
                "is_taken_back": False,
                "due_at": fields.Datetime.now(),
            }
        )
        reminders._wake_up()

    @api.model
    def _get_due_domain(self):
        """:return: :class:`Domain` of what is to be sent now"""
        return Domain("state", "=", "planned") & Domain("due_at", "<=", fields.Datetime.now())
