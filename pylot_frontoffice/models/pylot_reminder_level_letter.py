from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PylotReminderLevel(models.Model):
    """Reminders to pay on paper: instead of an e-mail, or attached to it."""

    _inherit = "pylot.reminder.level"

    channel = fields.Selection(
        selection_add=[("letter", "Letter to print")], ondelete={"letter": "set default"}
    )
    attaches_letter = fields.Boolean(
        string="Letter Attached",
        help="The e-mail of a reminder to pay carries the letter as a PDF, if a PDF tool is "
        "installed. That takes about a second for each message.",
    )
    letter_without_email = fields.Boolean(
        string="Letter without an Address",
        default=True,
        help="Whoever has no e-mail address gets a letter, to be printed by you.",
    )

    @api.constrains("channel", "policy_id")
    def _check_letter(self):
        for level in self:
            if level.channel == "letter" and level.res_model != "account.move":
                raise ValidationError(
                    self.env._("Only reminders of overdue invoices are printed as letters.")
                )
