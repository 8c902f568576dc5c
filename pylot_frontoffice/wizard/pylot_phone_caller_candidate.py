from odoo import api, fields, models


class PylotPhoneCallerCandidate(models.AbstractModel):
    """A contact who may be calling, with what tells namesakes apart."""

    _name = "pylot.phone.caller.candidate"
    _description = "Possible Caller"
    _order = "id"

    # the field that leads to the dialog
    _dialog_field = "booking_id"

    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade")
    address = fields.Char(compute="_compute_address")
    phone = fields.Char(related="partner_id.phone")
    email = fields.Char(related="partner_id.email")

    @api.depends("partner_id")
    def _compute_address(self):
        for candidate in self:
            candidate.address = candidate.partner_id._get_one_line_address()

    def action_choose(self):
        """This is the caller."""
        self.ensure_one()
        self[self._dialog_field].write({"partner_id": self.partner_id.id, "is_new": False})
