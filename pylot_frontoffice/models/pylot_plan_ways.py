from odoo import models

from ..tools.planner.travel_matrix import TravelMatrix


class PylotPlan(models.Model):
    """Where visits and technicians are, and how long it takes from one to the other."""

    _inherit = "pylot.plan"

    def _get_ways(self, source):
        """:return: dict of technicians and visits to their numbers in the matrix, the
        :class:`TravelMatrix`, list of notes for the reader"""
        addresses = {event: self._get_stop_address(event) for event in source.events}
        homes = {each: self._get_home(each) for each in source.technicians}
        partners = self.env["res.partner"].union(*addresses.values(), *homes.values())
        partners |= partners.union(*(event.customer_id for event in addresses))
        wishes = ["preferred_technician_id", "parent_id"]
        partners.fetch([*partners._get_place_fields(), *wishes])
        partners.parent_id.fetch(wishes)
        numbers, places, found = {}, [], {}
        unknown = 0
        for record, address in {**homes, **addresses}.items():
            place = address._get_place()
            # two addresses nobody knows are not one and the same
            key = place if place.is_known else (address or record)
            unknown += not place.is_known and record in addresses
            if key not in found:
                found[key] = len(places)
                places.append(place)
            numbers[record] = found[key]
        matrix, notes = self._estimate_ways(places)
        if unknown:
            notes.append(
                self.env._(
                    "%(count)s visits have no address that can be located: a usual drive was "
                    "assumed for them.",
                    count=unknown,
                )
            )
        return numbers, matrix, notes

    def _estimate_ways(self, places):
        """Hook.

        :param places: list of :class:`travel.Place`
        :return: :class:`TravelMatrix`, list of notes for the reader"""
        return TravelMatrix.from_places(places), []

    def _get_home(self, technician):
        return technician.home_partner_id or self.company_id.partner_id

    def _get_stop_address(self, event):
        """:return: where the technician is during the visit; calls are made from our place"""
        if event.appointment_type_id.place in ("company", "online"):
            return (event.appointment_type_id.company_id or self.company_id).partner_id
        return event.visit_address_id or event.customer_id
