from odoo import api, fields, models
from odoo.tools import SQL


class PylotDunning(models.Model):
    """Two transactions at the same moment: one writes a reminder, the other one gets money that
    belongs to no invoice yet, so that neither sees the other."""

    _inherit = "pylot.dunning"

    @api.model
    def _disturb(self, partners):
        """Touch what is about to be sent to these customers. Whoever has read it before and locks
        it afterwards is told by PostgreSQL to look again."""
        if not partners or not self.env["pylot.reminder.policy"]._get_running("account.move"):
            return
        families = partners.sudo().commercial_partner_id
        self.env.execute_query(
            SQL(
                """
                UPDATE pylot_reminder SET write_date = %s
                 WHERE partner_id IN %s AND res_model = 'account.move' AND state = 'planned'
             RETURNING id
                """,
                fields.Datetime.now(),
                tuple(families.ids),
            )
        )
