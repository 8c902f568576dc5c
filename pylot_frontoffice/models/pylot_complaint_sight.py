from odoo import fields, models
from odoo.fields import Command


class PylotComplaint(models.Model):
    """Who has a complaint, and loses sight of it when it moves on. Outsiders see it through our
    pages only: they do not follow it."""

    _inherit = "pylot.complaint"

    provider_id = fields.Many2one(
        related="team_id.provider_id", help="The outside company that works on it."
    )

    # who writes for the business although they are none of its people
    desk_firm_ids = fields.Many2many(
        "res.partner",
        "pylot_complaint_desk_firm_rel",
        string="Providers Who Have Written",
        readonly=True,
        copy=False,
    )

    def _is_our_message(self, message):
        """What a provider has answered was said for the business, also when the mandate is over."""
        return super()._is_our_message(message) or (
            message.author_id.commercial_partner_id in self.desk_firm_ids
        )

    def _prepare_survivor_vals(self, survivor):
        firms = [Command.link(firm.id) for firm in self.desk_firm_ids]
        return {**super()._prepare_survivor_vals(survivor), "desk_firm_ids": firms}

    def _message_auto_subscribe_followers(self, updated_values, default_subtype_ids):
        """Whoever works on it from outside looks at their desk. As followers they would be sent
        everything, and still be when the complaint is no longer theirs."""
        found = super()._message_auto_subscribe_followers(updated_values, default_subtype_ids)
        partners = self.env["res.partner"].sudo().browse([partner_id for partner_id, *_ in found])
        outside = set(partners.filtered("partner_share").ids)
        return [each for each in found if each[0] not in outside]

    def write(self, vals):
        # who may write none at all does not learn which of them there are
        self.browse().check_access("write")
        before = {}
        if "team_id" in vals:
            before = {complaint: complaint.team_id.provider_id for complaint in self.sudo()}
        result = super().write(vals)
        for complaint, provider in before.items():
            if provider and complaint.team_id.provider_id != provider:
                complaint._forget_provider(provider)
        return result

    def _forget_provider(self, provider):
        self.ensure_one()
        strangers = self.message_partner_ids.filtered(
            lambda partner: partner.commercial_partner_id == provider and partner.partner_share
        )
        self.message_unsubscribe((strangers - self.partner_id - self.contact_ids).ids)
