from odoo import fields, models

# So many entries are looked at between two commits.
BATCH = 50


class PylotWaitlist(models.Model):
    """Which free times are for whom. Whether a time is free, only the appointment type says."""

    _inherit = "pylot.waitlist"

    def _get_place_partner(self):
        """:return: contact whose place the way is counted to: a real one, or one that only has
        the postal code; None when nothing is known"""
        self.ensure_one()
        known = self.event_id.visit_address_id or self.event_id.customer_id or self.partner_id
        if known:
            return known
        if not self.zip:
            return None
        country = self.country_id or self.company_id.country_id
        return self.env["res.partner"].new({"zip": self.zip, "country_id": country.id})

    def _split_groups(self):
        """:return: list of entries for whom the same is free, as far as the type can tell: same
        type, company and place; at most ``BATCH`` together"""
        groups = {}
        for entry in self:
            known = entry.event_id.visit_address_id or entry.event_id.customer_id
            known = known or entry.partner_id
            place = (known.id,) if known else (entry.zip or "", entry.country_id.id)
            key = (entry.appointment_type_id.id, entry.company_id.id, place)
            groups.setdefault(key, []).append(entry.id)
        return [
            self.browse(ids[first : first + BATCH])
            for ids in groups.values()
            for first in range(0, len(ids), BATCH)
        ]

    def _list_free(self, **ignored):
        """:param ignored: see ``_get_offers`` of the type
        :return: list of offers to these entries, which are one group"""
        ranges = [entry._get_range() for entry in self]
        start = max(fields.Datetime.now(), min(first for first, _last in ranges))
        stop = max(last for _first, last in ranges)
        if start >= stop:
            return []
        entry = self[0]
        kind = entry.appointment_type_id.with_company(entry.company_id).sudo()
        return kind._get_offers(start, stop, partner=entry._get_place_partner(), **ignored)

    def _select_wanted(self, offers):
        """:return: list of those among ``offers`` that this entry wants: on its days, and
        earlier than the appointment it has"""
        self.ensure_one()
        first, last = self._get_range()
        event = self.event_id
        if event and event.visit_state != "draft":
            last = min(last, event._get_promised_start())
        return [
            offer for offer in offers if first <= (offer["window_start"] or offer["start"]) < last
        ]

    def _remember_free(self):
        """Take what is free now for known."""
        offers = self._list_free()
        for entry in self:
            entry.known_keys = entry._join_keys(entry._select_wanted(offers))

    def _join_keys(self, offers):
        return " ".join(offer["key"] for offer in offers)

    def _get_current_offers(self, limit=None):
        """:return: what this entry could take at this moment, for its page"""
        self.ensure_one()
        if self.state != "waiting" or not self._may_be_offered():
            return []
        # the visit that shall move is not in its own way
        offers = self._list_free(ignore_event_ids=tuple(self.event_id.ids))
        return self._select_wanted(offers)[:limit]
