from odoo import api, fields, models


class PylotComplaint(models.Model):
    """Who loses sight of a complaint when it moves on. Outsiders see it through our pages only:
    not through the addresses core has for whoever holds a token, not as followers."""

    _inherit = "pylot.complaint"

    provider_id = fields.Many2one(
        related="team_id.provider_id", help="The outside company that works on it."
    )

    @api.model
    def _get_thread_with_access(self, thread_id, *, hash=None, pid=None, token=None, **kwargs):  # noqa: A002
        """The customer's link opens the customer's page. Core would open the whole thread to its
        token: attachments of internal notes, followers, activities; and post whatever is sent."""
        return super()._get_thread_with_access(thread_id, **kwargs)

    def _message_auto_subscribe_followers(self, updated_values, default_subtype_ids):
        """Whoever works on it from outside looks at their desk. As followers they would be sent
        everything, and still be when the complaint is no longer theirs."""
        found = super()._message_auto_subscribe_followers(updated_values, default_subtype_ids)
        partners = self.env["res.partner"].sudo().browse([partner_id for partner_id, *_ in found])
        outside = set(partners.filtered("partner_share").ids)
        return [each for each in found if each[0] not in outside]

    def write(self, vals):
        watched = {"partner_id", "team_id"} & vals.keys()
        before = {
            complaint: (complaint.partner_id, complaint.team_id.provider_id)
            for complaint in self.sudo()
            if watched
        }
        result = super().write(vals)
        for complaint, (customer, provider) in before.items():
            if customer and complaint.partner_id != customer:
                complaint._forget_customer(customer)
            if provider and complaint.team_id.provider_id != provider:
                complaint._forget_provider(provider)
        return result

    def _forget_customer(self, customer):
        """It turned out to be somebody else's: who was the customer so far follows it no longer,
        and the link they have been sent leads nowhere."""
        self.ensure_one()
        if customer not in self.contact_ids:
            self.message_unsubscribe(customer.ids)
        self.access_token = False

    def _forget_provider(self, provider):
        self.ensure_one()
        firm = provider.commercial_partner_id
        strangers = self.message_partner_ids.filtered(
            lambda partner: partner.commercial_partner_id == firm and partner.partner_share
        )
        self.message_unsubscribe((strangers - self.partner_id - self.contact_ids).ids)
