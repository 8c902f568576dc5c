from odoo import api, fields, models

from ..tools.slot_request import SlotRequest


class PylotBoard(models.AbstractModel):
    """What lies behind the bars: when somebody works, is away, or has something else."""

    _inherit = "pylot.board"

    @api.model
    def _prepare_times(self, technicians, start, stop):
        """:return: dict: ``times`` (dict of technician id to dict of ``work``, ``off`` and
        ``busy`` to spans), ``holds`` (table): times kept while a customer decides"""
        request = SlotRequest(
            resource_ids=tuple(technicians.ids),
            start=start,
            stop=stop,
            now=fields.Datetime.now(),
            company_id=self.env.company.id,
        )
        times = {}
        for resource_id, layer, lower, upper in self.env["pylot.availability"]._list_layers(
            request
        ):
            times.setdefault(resource_id, {}).setdefault(layer, []).append([lower, upper])
        return {"times": times, "holds": self._prepare_holds(technicians, start, stop)}

    @api.model
    def _prepare_holds(self, technicians, start, stop):
        holds = self.env["pylot.booking"].search_fetch(
            [
                ("resource_id", "in", technicians.ids),
                ("state", "=", "hold"),
                ("event_id", "=", False),
                ("expires_at", ">", fields.Datetime.now()),
                ("start", "<", stop),
                ("stop", ">", start),
            ],
            ["resource_id", "start", "stop", "expires_at"],
        )
        return {
            "columns": ["id", "technician_id", "start", "stop", "until"],
            "rows": [
                [
                    hold.id,
                    hold.resource_id.id,
                    self._to_minutes(hold.start),
                    self._to_minutes(hold.stop),
                    self._to_minutes(hold.expires_at),
                ]
                for hold in holds
            ],
        }
