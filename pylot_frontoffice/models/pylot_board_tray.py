from odoo import api, models

from .pylot_board_visits import PROMISED, URGENT

# More is a list, not a tray; the number of all is said.
TRAY_LIMIT = 200


class PylotBoard(models.AbstractModel):
    """The tray: visits that wait for a technician and a time, most urgent and oldest first."""

    _inherit = "pylot.board"

    @api.model
    def _prepare_tray(self):
        """:return: dict: ``tray`` (table; ``since`` is the minute the visit was made), and
        ``tray_count``, which may be more than the tray has rows"""
        rows, count = [], 0
        if self._can_plan():
            events = self.env["calendar.event"]
            domain = [("visit_state", "=", "draft")]
            visits = events.search_fetch(
                domain,
                [
                    "appointment_type_id",
                    "create_date",
                    "customer_id",
                    "duration",
                    "name",
                    "visit_address_id",
                    "visit_priority",
                ],
                order="visit_priority desc, create_date, id",
                limit=TRAY_LIMIT,
            )
            self._fetch_promised_sudo(visits)
            is_full = len(visits) == TRAY_LIMIT
            count = events.search_count(domain) if is_full else len(visits)
            addresses = self._get_addresses_sudo(visits)
            rows = [self._prepare_tray_row(visit, addresses) for visit in visits]
        return {
            "tray": {
                "columns": [
                    "id",
                    "minutes",
                    "since",
                    "name",
                    "customer",
                    "zip",
                    "city",
                    "type_id",
                    "flags",
                ],
                "rows": rows,
            },
            "tray_count": count,
        }

    @api.model
    def _prepare_tray_row(self, visit, addresses):
        customer = addresses.get(visit.customer_id.id)
        address = addresses.get(visit.visit_address_id.id)
        return [
            visit.id,
            max(1, round(visit.duration * 60)),
            self._to_minutes(visit.create_date),
            visit.name or "",
            (customer and customer.name) or "",
            (address and address.zip) or "",
            (address and address.city) or "",
            visit.appointment_type_id.id,
            URGENT * (visit.visit_priority == "1") + PROMISED * bool(visit.sudo().ics_uid),
        ]
