from odoo import api, models


class AccountMoveLine(models.Model):
    """Money has been matched with an invoice: what is not owed any more is not reminded of."""

    _inherit = "account.move.line"

    @api.model
    def _reconcile_plan(self, reconciliation_plan):
        result = super()._reconcile_plan(reconciliation_plan)
        self._get_planned_lines(reconciliation_plan).move_id._follow_payment()
        return result

    @api.model
    def _get_planned_lines(self, plan):
        """:return: all lines of a plan, which is a list of lines and plans"""
        return self.browse().union(
            *(
                part if isinstance(part, models.BaseModel) else self._get_planned_lines(part)
                for part in plan
            )
        )
