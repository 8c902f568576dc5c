from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..const import UNPAID_STATES

SEEN_BY = "pylot_frontoffice.group_agent,account.group_account_invoice"


class ResPartner(models.Model):
    """How often a customer was reminded to pay, and what became of promises. Counted for the whole
    company a contact belongs to."""

    _inherit = "res.partner"

    dunning_count = fields.Integer(
        string="Reminders", compute="_compute_dunning_figures", groups=SEEN_BY
    )
    promise_kept_count = fields.Integer(
        string="Promises Kept", compute="_compute_dunning_figures", groups=SEEN_BY
    )
    promise_broken_count = fields.Integer(
        string="Promises Broken", compute="_compute_dunning_figures", groups=SEEN_BY
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_dunning_figures(self):
        families = Domain("partner_id", "in", self.sudo().commercial_partner_id.ids)
        messages = dict(
            self.env["pylot.dunning"]._read_group(families, ["partner_id"], ["__count"])
        )
        promises = {
            (partner, state): count
            for partner, state, count in self.env["pylot.payment.promise"]._read_group(
                families & Domain("state", "in", ("kept", "broken")),
                ["partner_id", "state"],
                ["__count"],
            )
        }
        for partner in self:
            family = partner.sudo().commercial_partner_id.with_env(self.env)
            partner.dunning_count = messages.get(family, 0)
            partner.promise_kept_count = promises.get((family, "kept"), 0)
            partner.promise_broken_count = promises.get((family, "broken"), 0)

    def action_view_dunning(self):
        """The messages to this customer."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.pylot_dunning_action"
        )
        action["domain"] = [("partner_id", "in", self.commercial_partner_id.ids)]
        action["context"] = {}
        return action

    def action_promise(self):
        """Note when the customer will pay what is overdue."""
        self.ensure_one()
        moves = self.env["account.move"].sudo()
        found = moves.search(
            Domain("commercial_partner_id", "=", self.commercial_partner_id.id)
            & Domain("company_id", "=", self.env.company.id)
            & Domain("move_type", "=", "out_invoice")
            & Domain("state", "=", "posted")
            & Domain("payment_state", "in", UNPAID_STATES)
            & Domain("invoice_date_due", "<", fields.Date.context_today(self)),
            order="invoice_date_due, id",
        )
        return self.env["pylot.promise"]._open(
            found.filtered(lambda move: move.currency_id == found[:1].currency_id)
        )

    def action_hand_over_dunning(self):
        """Hand over what the customer was reminded of and has not paid. The last message in a
        currency has all of it.

        :return: action that downloads the dossier; the list of messages if there are several
            currencies, because each is a matter of its own
        :raise UserError: when there is nothing to hand over"""
        self.ensure_one()
        dunnings = self.env["pylot.dunning"]
        open_ones = dunnings.search(
            Domain("partner_id", "=", self.sudo().commercial_partner_id.id)
            & Domain("company_id", "=", self.env.company.id)
            & Domain("state", "=", "open")
            & Domain("handed_over_on", "=", False)
        )
        last = dunnings.union(*(each[0] for each in open_ones.grouped("currency_id").values()))
        if not last:
            raise UserError(self.env._("No reminder to this customer is open."))
        if len(last) == 1:
            return last.action_hand_over()
        return {**self.action_view_dunning(), "domain": [("id", "in", last.ids)]}
