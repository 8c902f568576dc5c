from odoo import api, fields, models
from odoo.tools import SQL, format_date


class AccountMove(models.Model):
    """Whatever a lawyer or an agency has taken over is not reminded of by us."""

    _inherit = "account.move"

    pylot_handover_id = fields.Many2one(
        "pylot.dunning",
        string="Handed Over With",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="pylot_frontoffice.group_agent,account.group_account_invoice",
    )

    @api.depends("pylot_handover_id")
    def _compute_pylot_dunning_hold(self):
        result = super()._compute_pylot_dunning_hold()
        for move in self.filtered("pylot_handover_id"):
            day = move.pylot_handover_id.handed_over_on
            move.pylot_dunning_hold = self.env._(
                "The matter was handed over on %s.", format_date(self.env, day)
            )
        return result

    @api.model
    def _prepare_dunning_condition(self, move, line):
        condition = super()._prepare_dunning_condition(move, line)
        return SQL("%s AND %s.pylot_handover_id IS NULL", condition, move)
