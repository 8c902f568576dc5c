from odoo import api, fields, models
from odoo.exceptions import UserError


class PylotComplaintMerge(models.TransientModel):
    """The dialog "Merge": which of several complaints goes on."""

    _name = "pylot.complaint.merge"
    _description = "Merge Complaints"

    complaint_ids = fields.Many2many(
        "pylot.complaint", required=True, default=lambda self: self._default_complaints()
    )
    survivor_id = fields.Many2one(
        "pylot.complaint",
        string="Goes On",
        required=True,
        domain="[('id', 'in', complaint_ids)]",
        compute="_compute_survivor",
        store=True,
        readonly=False,
        precompute=True,
        help="Keeps its number and gets everything of the others.",
    )
    has_other_customers = fields.Boolean(compute="_compute_other_customers")
    is_confirmed = fields.Boolean(
        string="These Belong Together",
        help="The customers of the others become contacts of the one that goes on.",
    )
    inform = fields.Boolean(
        string="Tell the Customer",
        help="An e-mail says under which number it goes on. Other customers are not told.",
    )

    def _default_complaints(self):
        if self.env.context.get("active_model") != "pylot.complaint":
            return False
        return self.env.context.get("active_ids")

    @api.depends("complaint_ids")
    def _compute_survivor(self):
        """The oldest one: the customer has known its number for longest."""
        for dialog in self:
            dialog.survivor_id = dialog.complaint_ids._origin.sorted("id")[:1]

    @api.depends("complaint_ids", "survivor_id")
    def _compute_other_customers(self):
        for dialog in self:
            dialog.has_other_customers = not all(
                complaint._is_of_same_customer(dialog.survivor_id)
                for complaint in dialog.complaint_ids._origin
            )

    def action_merge(self):
        merged = self.complaint_ids - self.survivor_id
        if not merged:
            raise UserError(self.env._("Choose at least two complaints."))
        if self.has_other_customers and not self.is_confirmed:
            raise UserError(
                self.env._("They are of different customers. Confirm that they belong together.")
            )
        merged._merge_into(self.survivor_id)
        if self.inform:
            told = merged.filtered(lambda each: each._is_of_same_customer(self.survivor_id))
            self.env["pylot.complaint.notice"]._plan(told, "merged")
        return self.survivor_id.get_formview_action()
