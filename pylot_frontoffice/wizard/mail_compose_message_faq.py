from odoo import models


class MailComposeMessage(models.TransientModel):
    """Answers of the FAQ go into what agents write to customers."""

    _inherit = "mail.compose.message"

    def action_insert_faq(self):
        """Open the search for an answer; the text that is there already stays."""
        self.ensure_one()
        complaint = self.env["pylot.complaint"]
        if self.model == complaint._name:
            complaint = complaint.browse(self._evaluate_res_ids()[:1])
        complaint.ensure_one().check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Insert an FAQ Answer"),
            "res_model": "pylot.faq.insert",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_composer_id": self.id,
                "default_complaint_id": complaint.id,
                "default_query": complaint.name,
            },
        }
