from odoo import fields, models


class ResourceResource(models.Model):
    """What technicians are told about the customers they go to."""

    _inherit = "resource.resource"

    sees_balance = fields.Boolean(
        string="Sees What Customers Owe",
        help="The open balance of a customer is shown above their visits. Whoever may see "
        "invoices sees it anyway.",
    )

    def _sees_balance(self):
        self.ensure_one()
        if self.sees_balance:
            return True
        user = self.user_id
        return bool(user) and user.has_groups(
            "account.group_account_invoice,account.group_account_readonly"
        )

    def _prepare_list_entry(self, visit):
        return {**super()._prepare_list_entry(visit), "hints": visit._get_door_hints()}
