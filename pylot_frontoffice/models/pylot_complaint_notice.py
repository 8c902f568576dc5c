from odoo import api, fields, models


class PylotComplaintNotice(models.Model):
    """One promised message about one complaint: planned with what it tells of, sent once."""

    _name = "pylot.complaint.notice"
    _description = "Complaint Notice"
    _inherit = ["pylot.notice.mixin"]
    _order = "due_at, id"
    _notice_cron = "pylot_frontoffice.ir_cron_pylot_complaint_notice_send"

    complaint_id = fields.Many2one("pylot.complaint", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(
        related="complaint_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(
        [
            ("received", "Received"),
            ("decision", "Decision"),
            ("close_warning", "About to be closed"),
            ("closed", "Closed"),
            ("satisfaction", "Satisfaction"),
            ("merged", "Joined with another one"),
        ],
        required=True,
    )
    cycle = fields.Integer(
        help="How often the complaint had been opened again, or decided, or waited for an answer."
    )
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
    answered_email = fields.Char(
        help="Whose e-mail this answers by itself. Nobody is answered twice within an hour, "
        "because it may be a machine that answers, too."
    )
    message_id = fields.Many2one("mail.message", ondelete="set null", index="btree_not_null")
    partner_id = fields.Many2one(related="complaint_id.partner_id")

    _once = models.UniqueIndex(
        "(complaint_id, kind, cycle)", "This message has been planned already."
    )
    _due_idx = models.Index("(due_at, id) WHERE state = 'planned'")
    # Ranges of one number instead of btree_gist's "=", so that no extension is needed.
    _one_answer_an_hour = models.Constraint(
        """EXCLUDE USING gist (
            int8range(hashtext(answered_email)::bigint, hashtext(answered_email)::bigint, '[]')
                WITH &&,
            tsrange(sent_at, sent_at + interval '1 hour', '[)') WITH &&
        ) WHERE (state = 'sent' AND answered_email IS NOT NULL)""",
        "This sender has been answered within the hour.",
    )

    @api.depends("complaint_id", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for notice in self:
            notice.display_name = (
                f"{kinds.get(notice.kind, '')}: {notice.complaint_id.display_name}"
            )

    @api.model
    def _plan(self, complaints, kind, due_at=None):
        """Promise a message of ``kind`` about each of ``complaints``, once until it is opened
        again. Promising the same again changes nothing, but that what was skipped or has failed
        is tried again, and what waits waits until ``due_at``.

        :param datetime due_at: naive UTC; default: at once
        :return: the notices, one per complaint
        """
        complaints, notices = complaints.sudo(), self.sudo()
        # of a new complaint it is known that there are none
        same = complaints.notice_ids.filtered(
            lambda notice: notice.kind == kind and notice._is_of_today()
        )
        due_at = due_at or fields.Datetime.now()
        same.filtered(lambda notice: notice.state in ("skipped", "failed"))._plan_again(due_at)
        same.filtered(lambda notice: notice.state == "planned").due_at = due_at
        planned = same | notices.create(
            [
                notices._prepare_notice_vals(complaint, kind, due_at)
                for complaint in complaints - same.complaint_id
            ]
        )
        notices._wake_up([due_at])
        return planned

    @api.model
    def _withdraw(self, complaints, kind, reason):
        """A promised message is not true any more: it is skipped, with the ``reason``."""
        self.sudo().search(
            [
                ("complaint_id", "in", complaints.ids),
                ("kind", "=", kind),
                ("state", "in", ("planned", "failed")),
            ]
        )._skip(reason)

    def _prepare_notice_vals(self, complaint, kind, due_at):
        return {
            "complaint_id": complaint.id,
            "kind": kind,
            "cycle": complaint._get_notice_cycle(kind),
            "due_at": due_at,
        }

    def _is_of_today(self):
        """:return: whether nothing has happened since that makes it a message about the past"""
        return self.cycle == self.complaint_id._get_notice_cycle(self.kind)

    def _plan_again(self, due_at=None):
        self.write({"state": "planned", "reason": False, "due_at": due_at or fields.Datetime.now()})

    def action_retry(self):
        """What failed, was skipped or was not delivered is sent again, if it is still true."""
        self._check_may_retry()
        notices = self.sudo()
        again = notices.filtered(lambda notice: notice.state in ("failed", "skipped"))
        (again | notices._withdraw_undelivered())._plan_again()
        notices._wake_up()
