from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..const import DONE_STATES, UNPAID_STATES


class AccountMove(models.Model):
    """Why an invoice is not reminded of."""

    _inherit = "account.move"

    pylot_dunning_hold = fields.Char(
        string="Reminders Wait",
        compute="_compute_pylot_dunning_hold",
        compute_sudo=True,
        help="Why the customer is not reminded at the moment.",
    )
    pylot_disputed = fields.Monetary(
        string="Disputed",
        compute="_compute_pylot_dunning_hold",
        compute_sudo=True,
        help="Part of the amount that the customer complains about. The rest is reminded of.",
    )

    @api.depends("no_followup", "payment_state")
    def _compute_pylot_dunning_hold(self):
        disputes, promises = self._get_disputes(), self._get_promises()
        for move in self:
            complaints, promise = disputes[move._origin.id], promises.get(move._origin.id)
            move.pylot_disputed = sum(complaints.mapped("disputed_amount"))
            reason = False
            if move.no_followup:
                reason = self.env._("The invoice is excluded from reminders.")
            elif move.payment_state == "blocked":
                reason = self.env._("The invoice is blocked.")
            elif whole := complaints.filtered(lambda each: not each.disputed_amount):
                reason = self.env._(
                    "The customer disputes it: complaint %s.", whole[0].number or whole[0].name
                )
            elif promise:
                reason = self.env._(
                    "The customer has promised to pay by %s.", format_date(self.env, promise.date)
                )
            move.pylot_dunning_hold = reason

    def _get_disputes(self):
        """:return: defaultdict of invoice id to open complaints that dispute it"""
        found = defaultdict(self.env["pylot.complaint"].browse)
        for complaint in self.env["pylot.complaint"].search_fetch(
            Domain("move_id", "in", self._origin.ids)
            & Domain("is_dispute", "=", True)
            & Domain("state", "not in", DONE_STATES),
            ["move_id", "disputed_amount", "number", "name"],
        ):
            found[complaint.move_id.id] |= complaint
        return found

    def _get_promises(self):
        """:return: dict of invoice id to the promise that still counts"""
        promises = self.env["pylot.payment.promise"]
        found = promises.search_fetch(
            Domain("move_ids", "in", self._origin.ids) & promises._get_waiting_domain(),
            ["date", "move_ids"],
        )
        return {move.id: promise for promise in found for move in promise.move_ids}

    def _get_reminder_obstacle(self, reminder):
        line = self.line_ids.filtered(lambda each: each.id == reminder.part)
        obstacle = self._get_dunning_obstacle(reminder, line)
        if obstacle or reminder._origin.id:
            return obstacle  # what holds the whole message is asked once, by the one who sends it
        return self.env["pylot.dunning"]._get_bundle_obstacle(line)

    def _get_dunning_obstacle(self, reminder, line):
        """:return: why this invoice or instalment is not to be reminded of"""
        if self.state != "posted" or self.move_type != "out_invoice":
            return self.env._("The invoice is not posted any more.")
        if self.payment_state not in (*UNPAID_STATES, "blocked"):
            labels = dict(self._fields["payment_state"]._description_selection(self.env))
            return self.env._("The invoice is settled: %s.", labels[self.payment_state])
        if not line or line.amount_residual_currency <= 0:
            return self.env._("Nothing is open any more.")
        if self.pylot_dunning_hold:
            return self.pylot_dunning_hold
        if line.amount_residual_currency <= self.pylot_disputed:
            return self.env._("What is open is disputed.")
        if reminder.cycle != self.pylot_dunning_cycle:
            return self.env._("The reminders have begun anew.")
        if reminder.bundle and reminder.bundle != self._get_dunning_bundle():
            return self.env._("It belongs to another customer now.")
        if line.date_maturity and line.date_maturity >= fields.Date.context_today(self):
            return self.env._("It is not due yet.")
        return ""

    def _get_dunning_bundle(self):
        """:return: the word that messages to one customer in one currency share"""
        return f"{self.commercial_partner_id.id}/{self.currency_id.id}"
