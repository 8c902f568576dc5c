from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, format_list

# A browser that is gone cannot say that it has stopped.
EXPIRY = timedelta(minutes=3)
# The full composer says nothing while somebody types in it.
LONG_EXPIRY = timedelta(minutes=10)


class PylotComplaint(models.Model):
    """Two people need not answer the same customer: whoever opens a reply is announced to those
    who have the complaint open, and to those who open it later."""

    _inherit = "pylot.complaint"

    writing_note = fields.Char(compute="_compute_writing", help="Who else is writing just now.")
    writing_until = fields.Datetime(compute="_compute_writing")

    @api.depends_context("uid", "lang")
    def _compute_writing(self):
        self.writing_note = False
        self.writing_until = False
        if not self.ids or self.env.user.share:
            return
        rows = (
            self.env["pylot.complaint.writing"]
            .sudo()
            .search(
                [
                    ("complaint_id", "in", self.ids),
                    ("user_id", "!=", self.env.uid),
                    ("until", ">", fields.Datetime.now()),
                ],
                order="id",
            )
        )
        for complaint, writers in rows.grouped("complaint_id").items():
            complaint = complaint.with_env(self.env)
            complaint.writing_note = self._describe_writing(writers.user_id)
            complaint.writing_until = max(writers.mapped("until"))

    @api.model
    def _describe_writing(self, users):
        names = format_list(self.env, users.mapped("name"))
        if len(users) == 1:
            return self.env._("%(names)s is writing an answer.", names=names)
        return self.env._("%(names)s are writing an answer.", names=names)

    def set_writing(self, is_writing):
        """Say that the current user is writing, or has stopped. A row lock of the complaint is not
        taken: a notice must never keep anybody from working.

        :raise AccessError: when the user may not answer it"""
        self.ensure_one()
        self.check_access("write")
        if is_writing:
            self._start_writing()
        else:
            self._stop_writing()

    def _start_writing(self, expiry=EXPIRY):
        rows = self.env["pylot.complaint.writing"].sudo()
        until = fields.Datetime.now() + expiry
        row = rows.search([("complaint_id", "=", self.id), ("user_id", "=", self.env.uid)])
        if row:
            row.until = max(row.until, until)
        else:
            # the same person in two tabs
            self.env.cr.execute(
                SQL(
                    "INSERT INTO pylot_complaint_writing (complaint_id, user_id, until)"
                    " VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                    self.id,
                    self.env.uid,
                    until,
                )
            )
            rows.invalidate_model()
        self._tell_writing(until)

    def _stop_writing(self):
        rows = self.env["pylot.complaint.writing"].sudo()
        mine = rows.search([("complaint_id", "in", self.ids), ("user_id", "=", self.env.uid)])
        told = mine.complaint_id.with_env(self.env)
        mine.unlink()
        for complaint in told:
            complaint._tell_writing(None)

    def _tell_writing(self, until):
        """Tell whoever looks at it; the names only, no content."""
        self.env["bus.bus"]._sendone(
            self,
            "pylot.complaint/writing",
            {
                "complaint_id": self.id,
                "user_id": self.env.uid,
                "name": self.env.user.name,
                "until": fields.Datetime.to_string(until) if until else False,
            },
        )

    def _message_post_after_hook(self, message, msg_vals):
        result = super()._message_post_after_hook(message, msg_vals)
        if not self.env.user.share and message.message_type == "comment":
            self._stop_writing()
        return result
