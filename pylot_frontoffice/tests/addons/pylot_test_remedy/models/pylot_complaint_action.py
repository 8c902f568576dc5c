from odoo import api, fields, models


class PylotComplaintAction(models.Model):
    """Donation: the customer wants nothing for themselves, so a good cause gets it."""

    _inherit = "pylot.complaint.action"

    kind = fields.Selection(
        selection_add=[("donation", "Donation")], ondelete={"donation": "set default"}
    )
    donation_receipt = fields.Char(readonly=True, copy=False)

    @api.model
    def _get_result_fields(self):
        return super()._get_result_fields() | {"donation_receipt"}

    def _get_result(self):
        return self.donation_receipt or super()._get_result()

    def _get_money(self):
        # counts for the four eyes
        return self._get_donation_cost() if self.kind == "donation" else super()._get_money()

    def _check_donation(self):
        self._check_other()  # the reason says for what

    def _do_donation(self):
        receipt = f"{self.complaint_id.number}/{self.id}"
        self._write_result_sudo({"donation_receipt": receipt})

    def _get_donation_cost(self):
        return self._get_other_cost()
