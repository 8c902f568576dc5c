from odoo import api, models

# Key of the visits whose boards are told before the commit.
CHANGED = "pylot_frontoffice.board"
# What a bar says, apart from who and when; plain events never have these.
TEXT_FIELDS = {"customer_id", "visit_address_id", "visit_priority"}


class CalendarEvent(models.Model):
    """Open boards hear that the plan has changed, once for each transaction, and not what is in
    it: they ask anew, and get what their reader may see."""

    _inherit = "calendar.event"

    def _sync_bookings(self):
        """All changes of when, who and whether end up here, batch by batch."""
        result = super()._sync_bookings()
        self._tell_boards()
        return result

    def write(self, vals):
        result = super().write(vals)
        if TEXT_FIELDS & vals.keys():
            self._tell_boards()
        return result

    def unlink(self):
        # what is gone cannot be asked for its company
        visits = self.sudo().filtered("visit_state")
        boards = visits._get_board_companies() if visits else ()
        result = super().unlink()
        if boards:
            self._send_to_boards(boards)
        return result

    def _tell_boards(self):
        data = self.env.cr.precommit.data
        if CHANGED not in data:
            data[CHANGED] = set()
            self.env.cr.precommit.add(self.env["calendar.event"].sudo()._tell_boards_at_last)
        data[CHANGED].update(self.ids)

    @api.model
    def _tell_boards_at_last(self):
        events = self.browse(self.env.cr.precommit.data.pop(CHANGED, ())).exists()
        visits = events.filtered("visit_state")
        if visits:
            self._send_to_boards(visits._get_board_companies())

    def _get_board_companies(self):
        """:return: companies whose boards show these visits"""
        companies = self.visit_company_id
        if all(visit.visit_company_id for visit in self):
            return companies
        return companies.search([("active", "=", True)])

    @api.model
    def _send_to_boards(self, companies):
        for company in companies.sudo():
            self.env["bus.bus"]._sendone((company, "pylot_board"), "pylot.board/changed", {})
