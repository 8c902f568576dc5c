from odoo import api, fields, models

from ..const import PRIORITIES, SEVERITIES


class PylotComplaintType(models.Model):
    """What complaints are about, as a tree: a kind, and below it the causes."""

    _name = "pylot.complaint.type"
    _description = "Complaint Cause"
    _parent_store = True
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    parent_id = fields.Many2one(
        "pylot.complaint.type", string="Part of", index=True, ondelete="restrict"
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("pylot.complaint.type", "parent_id", string="Finer Causes")
    company_id = fields.Many2one("res.company", index=True, help="Empty: of all companies.")
    team_id = fields.Many2one(
        "pylot.team",
        check_company=True,
        company_dependent=True,
        help="Takes new complaints of this kind. Empty: as of the cause above.",
    )
    priority = fields.Selection(
        PRIORITIES, help="Of new complaints of this kind. Empty: as of the cause above."
    )
    severity = fields.Selection(
        SEVERITIES, help="Of new complaints of this kind. Empty: as of the cause above."
    )
    minutes = fields.Integer(
        string="Minutes of Work",
        default=30,
        help="An estimate: teams that distribute their work even out these.",
    )
    is_public = fields.Boolean(
        string="Customers May Choose It", default=True, help="Offered in the public form."
    )

    _minutes_positive = models.Constraint("CHECK(minutes >= 0)", "Minutes cannot be negative.")

    @api.depends("name", "parent_path")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for kind in self:
            names, above = [kind.name or ""], kind.parent_id
            while above:
                names.insert(0, above.name)
                above = above.parent_id
            kind.display_name = " / ".join(names)

    def _get_nearest(self, name):
        """:return: the value of the field ``name`` here, or of the nearest cause above that has
        one; an empty one when none has"""
        kind = self
        while kind and not kind[name]:
            kind = kind.parent_id
        return kind[name]
