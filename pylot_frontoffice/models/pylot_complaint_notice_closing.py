from odoo import fields, models

from ..const import DONE_STATES


class PylotComplaintNotice(models.Model):
    """Messages about the end of a complaint: what they must still be true about, and what follows
    from having been sent."""

    _inherit = "pylot.complaint.notice"

    def _get_obstacle(self):
        return super()._get_obstacle() or self._get_closing_obstacle() or ""

    def _get_closing_obstacle(self):
        """:return: why a message about the end must not be sent any more, None when it must"""
        complaint = self.complaint_id
        if complaint.anonymised_at:
            return self.env._("The complaint was made anonymous.")
        if complaint.merged_into_id and self.kind != "merged":
            return self.env._("The complaint was merged into another one.")
        if self.kind == "decision" and not complaint.decided_at:
            return self.env._("The complaint has been opened again since.")
        if self.kind == "close_warning" and complaint.state != "waiting_customer":
            return self.env._("Nobody waits for the customer any more.")
        if self.kind == "closed" and complaint.state != "closed":
            return self.env._("The complaint is not closed.")
        if self.kind == "satisfaction" and not complaint._filter_to_ask(fields.Datetime.now()):
            return self.env._("The customer has voted, does not want to be asked, or it is open.")
        if complaint.dismissal and self.kind not in ("merged", "closed"):
            return self.env._("It is no complaint.")
        return None

    def _deliver(self):
        values = super()._deliver()
        if values["state"] == "sent":
            self._on_sent()
        return values

    def _on_sent(self):
        """Hook: the message is in the queue, committed together with what is done here."""
        complaint = self.complaint_id
        if self.kind == "decision" and complaint.state not in DONE_STATES:
            complaint._set_told()
        elif self.kind == "close_warning":
            complaint.warned_at = fields.Datetime.now()
        elif self.kind == "satisfaction":
            complaint.satisfaction_asked_at = fields.Datetime.now()
