from odoo import api, fields, models
from odoo.fields import Command


class PylotReminderPreview(models.TransientModel):
    """The dialog "Preview": a message as the last customers would get it. Nothing is sent."""

    _name = "pylot.reminder.preview"
    _description = "Preview of a Reminder"

    level_id = fields.Many2one("pylot.reminder.level", required=True, ondelete="cascade")
    line_ids = fields.One2many("pylot.reminder.preview.line", "preview_id", string="Messages")

    @api.model
    def _open(self, level, documents=None):
        """:param documents: which the user may read; default: the last ones of the policy
        :return: action that shows the dialog"""
        self.check_access("create")
        samples = level._render_samples(level._get_samples() if documents is None else documents)
        preview = self.create(
            {
                "level_id": level.id,
                "line_ids": [Command.create(sample) for sample in samples],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": level.name,
            "res_model": self._name,
            "res_id": preview.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "large"},
        }
