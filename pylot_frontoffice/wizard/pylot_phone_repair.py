from odoo import api, fields, models
from odoo.exceptions import UserError


class PylotPhoneBooking(models.TransientModel):
    """The same dialog books the visit that repairs what somebody complains about."""

    _inherit = "pylot.phone.booking"

    complaint_id = fields.Many2one("pylot.complaint", readonly=True)

    @api.model
    def _open_for_complaint(self, complaint):
        """:return: action that shows the next free times for a repair visit"""
        complaint.ensure_one()
        waiting = complaint.repair_visit_ids.filtered(lambda visit: visit.visit_state == "draft")
        values = {
            "complaint_id": complaint.id,
            "partner_id": complaint.partner_id.id,
            "note": f"{complaint.number}: {complaint.name}",
        }
        if waiting and self._is_bookable(waiting[:1]):
            values["visit_id"] = waiting[:1].id
        else:
            values["appointment_type_id"] = complaint._get_repair_type().id
        action = self._open(values)
        return {**action, "name": self.env._("Repair Visit")}

    def _propose_waiting_visit(self):
        """What else is sold to the customer is not the repair."""
        if self.complaint_id:
            return None
        return super()._propose_waiting_visit()

    def _prepare_visit_vals(self, offer, customer, crew):
        values = super()._prepare_visit_vals(offer, customer, crew)
        if self.complaint_id:
            values["complaint_id"] = self.complaint_id.id
        return values

    def _create_visit(self, offer):
        event = super()._create_visit(offer)
        if self.complaint_id:
            self.env["pylot.complaint.action"]._create_repair(self.complaint_id, event)
            if not self.complaint_id.partner_id:
                self.complaint_id.partner_id = event.customer_id
        return event

    def action_send_repair_link(self):
        """Let the customer choose the time, by a personal link."""
        self.ensure_one()
        complaint = self.complaint_id
        if not (complaint and self.appointment_type_id):
            raise UserError(self.env._("Choose first what the visit is for."))
        if self.partner_id and not complaint.partner_id:
            complaint.partner_id = self.partner_id
        event = self.visit_id or self.env["pylot.complaint.action"]._create_repair_to_plan(
            complaint, self.appointment_type_id
        )
        return self.env["pylot.invitation"]._open(visits=event)
