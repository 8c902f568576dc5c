from odoo import api, models

from ..tools import travel
from ..tools.wall_time import to_day


class PylotBoard(models.AbstractModel):
    """How long everybody drives to the next visit, estimated offline."""

    _inherit = "pylot.board"

    @api.model
    def _prepare_travel(self, technicians, visits, addresses):
        """:return: list of (technician id, visit id, minutes to get there); nothing where a place
        is not known, or nobody goes anywhere"""
        homes = self._get_homes_sudo(technicians)
        places = {id_: partner._get_place() for id_, partner in addresses.items()}
        staying = self._get_types_without_way()
        known, rows, last = {}, [], {}
        shown = set(technicians.ids)
        zone = self._get_zone()
        for visit in visits:
            place = places.get(visit.visit_address_id.id)
            is_driven = not visit.allday and visit.appointment_type_id.id not in staying
            if not place or not is_driven:
                continue
            day = to_day(visit.start, zone)
            for technician_id in {visit.technician_id.id, *visit.helper_ids.ids} & shown:
                before_day, before = last.get(technician_id, (None, None))
                origin = before if before_day == day else homes.get(technician_id)
                last[technician_id] = day, place
                if not origin:
                    continue
                way = origin, place
                if way not in known:
                    known[way] = travel.travel_minutes(*way)
                if known[way].known:
                    rows.append([technician_id, visit.id, known[way].minutes])
        return rows

    @api.model
    def _get_types_without_way(self):
        types = self.env["pylot.appointment.type"].with_context(active_test=False)
        return set(types.search([("place", "!=", "customer")]).ids)

    def _get_homes_sudo(self, technicians):
        """:return: dict of technician id to the place the day starts at"""
        technicians = technicians.sudo()
        partners = technicians.home_partner_id | technicians.company_id.partner_id
        partners.fetch(partners._get_place_fields())
        return {
            technician.id: (
                technician.home_partner_id or technician.company_id.partner_id
            )._get_place()
            for technician in technicians
        }
