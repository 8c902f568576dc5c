from odoo import fields, models


class PylotComplaint(models.Model):
    """Who has a complaint, and loses sight of it when it moves on. Outsiders see it through our
    pages only: they do not follow it."""

    _inherit = "pylot.complaint"

    provider_id = fields.Many2one(
        related="team_id.provider_id", help="The outside company that works on it."
    )

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
        firm = provider.commercial_partner_id
        strangers = self.message_partner_ids.filtered(
            lambda partner: partner.commercial_partner_id == firm and partner.partner_share
        )
        self.message_unsubscribe((strangers - self.partner_id - self.contact_ids).ids)
