from odoo import fields, models
from odoo.fields import Domain


class AccountMove(models.Model):
    """What an invoice shows of its reminders."""

    _inherit = "account.move"

    pylot_dunning_count = fields.Integer(
        string="Times Reminded", compute="_compute_pylot_dunning_figures", compute_sudo=True
    )
    pylot_dunning_level = fields.Char(
        string="Last Reminder", compute="_compute_pylot_dunning_figures", compute_sudo=True
    )
    pylot_dunning_next = fields.Datetime(
        string="Next Reminder", compute="_compute_pylot_dunning_figures", compute_sudo=True
    )

    def _compute_pylot_dunning_figures(self):
        counts, levels, planned = {}, {}, {}
        invoices = self._origin.filtered(lambda move: move.move_type == "out_invoice")
        if invoices:
            for move, messages in self.env["pylot.dunning.line"]._read_group(
                Domain("move_id", "in", invoices.ids) & Domain("is_credit", "=", False),
                ["move_id"],
                ["dunning_id:recordset"],
            ):
                counts[move.id] = len(messages)
                levels[move.id] = max(messages, key=lambda each: (each.date, each.id)).level_id.name
            planned = dict(
                self.env["pylot.reminder"]._read_group(
                    Domain("res_model", "=", self._name)
                    & Domain("res_id", "in", invoices.ids)
                    & Domain("state", "=", "planned"),
                    ["res_id"],
                    ["due_at:min"],
                )
            )
        for move in self:
            move.pylot_dunning_count = counts.get(move._origin.id, 0)
            move.pylot_dunning_level = levels.get(move._origin.id)
            move.pylot_dunning_next = planned.get(move._origin.id)

    def action_view_dunning(self):
        """The messages about these invoices."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.pylot_dunning_action"
        )
        action["domain"] = [("line_ids.move_id", "in", self.ids)]
        action["context"] = {}
        return action

    def action_promise(self):
        """Note when the customer will pay."""
        return self.env["pylot.promise"]._open(self)
