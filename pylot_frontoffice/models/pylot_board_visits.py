from odoo import api, models
from odoo.fields import Domain

from ..const import OCCUPYING_STATES, VISIT_STATES
from ..tools.wall_time import day_to_utc, to_day

# All a bar needs. The text of a private event is masked by core before it gets here.
VISIT_COLUMNS = [
    "allday",
    "appointment_type_id",
    "customer_id",
    "helper_ids",
    "is_blocking",
    "name",
    "start",
    "start_date",
    "stop",
    "stop_date",
    "technician_id",
    "visit_address_id",
    "visit_priority",
    "visit_state",
    "window_start",
    "window_stop",
]
STATE_CODES = [state for state, _label in VISIT_STATES]
URGENT, PROMISED, ALLDAY, LOOSE = 1, 2, 4, 8


class PylotBoard(models.AbstractModel):
    """The bars of the board."""

    _inherit = "pylot.board"

    @api.model
    def _prepare_visits(self, technicians, start, stop):
        """:return: dict: ``visits`` (table; ``technician_ids`` with the lead first, ``flags`` 1
        urgent, 2 the customer knows, 4 whole days, 8 does not block), ``states`` (their labels),
        ``types`` (id to name, colour, minutes before and after), ``travel`` (technician, visit,
        minutes), ``windows`` (visit, start, stop): arrival windows customers were promised"""
        visits = self._get_board_visits(technicians, start, stop)
        shown = set(technicians.ids)
        addresses = self._get_addresses_sudo(visits)
        rows = [self._prepare_visit_row(visit, shown, addresses) for visit in visits]
        selection = dict(visits._fields["visit_state"]._description_selection(self.env))
        return {
            "visits": {
                "columns": [
                    "id",
                    "start",
                    "stop",
                    "state",
                    "technician_ids",
                    "name",
                    "customer",
                    "zip",
                    "city",
                    "type_id",
                    "flags",
                ],
                "rows": rows,
            },
            "states": [[state, selection[state]] for state in STATE_CODES],
            "types": self._prepare_types(),
            "travel": self._prepare_travel(technicians, visits, addresses),
            "windows": self._prepare_windows(visits),
        }

    @api.model
    def _prepare_windows(self, visits):
        return [
            [visit.id, self._to_minutes(visit.window_start), self._to_minutes(visit.window_stop)]
            for visit in visits
            if visit._has_promised_window()
        ]

    @api.model
    def _get_board_visits(self, technicians, start, stop):
        zone = self._get_zone()
        is_within = (
            Domain("allday", "!=", True) & Domain("start", "<", stop) & Domain("stop", ">", start)
        ) | (
            Domain("allday", "=", True)
            & Domain("start_date", "<", to_day(stop, zone))
            & Domain("stop_date", ">=", to_day(start, zone))
        )
        is_theirs = Domain("technician_id", "in", technicians.ids) | Domain(
            "helper_ids", "in", technicians.ids
        )
        domain = Domain("visit_state", "in", OCCUPYING_STATES) & is_within & is_theirs
        visits = self.env["calendar.event"].search_fetch(domain, VISIT_COLUMNS, order="start, id")
        self._fetch_promised_sudo(visits)
        return visits

    def _fetch_promised_sudo(self, visits):
        """Whether a customer knows of a visit is no secret among those who carry it out."""
        visits.sudo().fetch(["ics_uid"])

    def _get_addresses_sudo(self, visits):
        """Whoever may see a visit may see where it is, and for whom.

        :return: dict of id to contact
        """
        partners = (visits.visit_address_id | visits.customer_id).sudo()
        partners.fetch(["name", "city", "parent_id", *partners._get_place_fields()])
        return {partner.id: partner for partner in partners}

    @api.model
    def _prepare_visit_row(self, visit, shown, addresses):
        crew = dict.fromkeys((visit.technician_id.id, *visit.helper_ids.ids))
        customer = addresses.get(visit.customer_id.id)
        address = addresses.get(visit.visit_address_id.id)
        start, stop = self._get_visit_span(visit)
        return [
            visit.id,
            self._to_minutes(start),
            self._to_minutes(stop),
            STATE_CODES.index(visit.visit_state),
            [technician_id for technician_id in crew if technician_id in shown],
            visit.name or "",
            (customer and customer.name) or "",
            (address and address.zip) or "",
            (address and address.city) or "",
            visit.appointment_type_id.id,
            URGENT * (visit.visit_priority == "1")
            + PROMISED * bool(visit.sudo().ics_uid)
            + ALLDAY * visit.allday
            + LOOSE * (not visit.is_blocking),
        ]

    @api.model
    def _get_visit_span(self, visit):
        if not visit.allday:
            return visit.start, visit.stop
        zone = self._get_zone()
        return day_to_utc(visit.start_date, 0, zone), day_to_utc(visit.stop_date, 24, zone)

    @api.model
    def _prepare_types(self):
        """:return: dict of id to (name, colour, minutes before, minutes after)"""
        types = self.env["pylot.appointment.type"].with_context(active_test=False)
        found = types.search_fetch(Domain.TRUE, ["name", "color", "buffer_before", "buffer_after"])
        return {
            each.id: [each.name, each.color, each.buffer_before, each.buffer_after]
            for each in found
        }
