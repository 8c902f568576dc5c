from odoo import models


class IrWebsocket(models.AbstractModel):
    """Whoever has a board open hears that the plan has changed."""

    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """The name stands for the user's companies, or for nothing."""
        name = self.env["pylot.board"]._get_channel_name()
        if name not in channels:
            return super()._build_bus_channel_list(channels)
        others = [channel for channel in channels if channel != name]
        user = self.env.user
        if self.env.uid and user.has_group("pylot_frontoffice.group_technician"):
            others += [(company, "pylot_board") for company in user.company_ids]
        return super()._build_bus_channel_list(others)
