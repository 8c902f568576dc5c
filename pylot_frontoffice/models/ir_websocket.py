import re

from odoo import models

CHANNEL = re.compile(r"pylot\.complaint_(\d{1,9})")


class IrWebsocket(models.AbstractModel):
    """Whoever has a complaint open hears what happens to it."""

    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Names are what browsers send: each stands for a record the user may read, or nothing."""
        wanted = {}
        for channel in channels:
            match = CHANNEL.fullmatch(channel) if isinstance(channel, str) else None
            if match:
                wanted[channel] = int(match[1])
        if not wanted:
            return super()._build_bus_channel_list(channels)
        others = [channel for channel in channels if channel not in wanted]
        complaints = self.env["pylot.complaint"]
        if self.env.uid and not self.env.user.share and complaints.has_access("read"):
            others += complaints.search([("id", "in", list(wanted.values()))])
        return super()._build_bus_channel_list(others)
