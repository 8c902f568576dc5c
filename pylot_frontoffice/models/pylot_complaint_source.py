from odoo import api, fields, models

AGENT = "pylot_frontoffice.group_agent"


class PylotComplaintSource(models.AbstractModel):
    """Something customers complain about: how often they have, and the way to take another one
    down."""

    _name = "pylot.complaint.source"
    _description = "What Complaints Are About"

    # fields of the complaint and of this model that say which one and whose
    _complaint_field = None
    _complaint_customer_field = "partner_id"

    complaint_count = fields.Integer(
        string="Complaints", compute="_compute_complaint_count", groups=AGENT
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_count(self):
        name = self._complaint_field
        groups = self.env["pylot.complaint"]._read_group(
            [(name, "in", self.ids)], [name], ["__count"]
        )
        counts = {source.id: count for source, count in groups}
        for source in self:
            source.complaint_count = counts.get(source._origin.id, 0)

    def action_view_complaints(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.pylot_complaint_action"
        )
        action["domain"] = self._get_complaint_domain()
        action["context"] = {
            f"default_{name}": value
            for source in self[: len(self) == 1]
            for name, value in source._prepare_complaint_vals().items()
        }
        return action

    def action_complain(self):
        """Take down a complaint about this one."""
        self.ensure_one()
        return self.env["pylot.phone.complaint"]._open(self._prepare_complaint_vals())

    def _get_complaint_domain(self):
        return [(self._complaint_field, "in", self.ids)]

    def _prepare_complaint_vals(self):
        """:return: dict of what a complaint about this one begins with"""
        customer = self[self._complaint_customer_field]
        return {self._complaint_field: self.id, "partner_id": customer.id}
