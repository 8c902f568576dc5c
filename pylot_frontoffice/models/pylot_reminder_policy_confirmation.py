from odoo import models
from odoo.fields import Domain


class PylotReminderPolicy(models.Model):
    """Which policies confirm orders."""

    _inherit = "pylot.reminder.policy"

    def _is_order_confirmation(self):
        """:return: whether one of its levels is what an order is confirmed with"""
        self.ensure_one()
        return any(level._is_order_confirmation() for level in self.level_ids)

    def _get_owner_domain(self):
        """:return: :class:`Domain` of what its owner wants it to be about"""
        self.ensure_one()
        domain = self._get_condition()
        if self.company_id:
            domain &= Domain("company_id", "=", self.company_id.id)
        return domain
