from odoo import api, models


class ResPartner(models.Model):
    """Complaints of a contact and everybody below it."""

    _name = "res.partner"
    _inherit = ["res.partner", "pylot.complaint.source"]

    _complaint_field = "partner_id"

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_count(self):
        """In a constant number of queries, however many contacts."""
        self.complaint_count = 0
        if not self.ids:
            return
        family = self.with_context(active_test=False).search_fetch(
            [("id", "child_of", self.ids)], ["parent_id"]
        )
        counts = dict(
            self.env["pylot.complaint"]._read_group(
                [("partner_id", "in", family.ids)], ["partner_id"], ["__count"]
            )
        )
        wanted, known = set(self.ids), set(family.ids)
        for contact in family:
            partner = contact
            # whoever is above the family is none of ours, and perhaps not to be seen
            while counts.get(contact) and partner.id in known:
                if partner.id in wanted:
                    self.browse(partner.id).complaint_count += counts[contact]
                partner = partner.parent_id

    def _get_complaint_domain(self):
        return [("partner_id", "child_of", self.ids)]

    def _prepare_complaint_vals(self):
        return {"partner_id": self.id}
