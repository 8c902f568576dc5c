from odoo import api, fields, models
from odoo.exceptions import UserError

# What a signed report says of the visit itself.
SIGNED_FIELDS = {
    "appointment_type_id",
    "customer_id",
    "helper_ids",
    "start",
    "stop",
    "technician_id",
    "visit_address_id",
    "work_note",
}
# A visit whose report is signed has taken place.
SIGNED_STATES = ("in_progress", "done")


class CalendarEvent(models.Model):
    """What a customer has signed is not changed any more, by nobody."""

    _inherit = "calendar.event"

    is_report_signed = fields.Boolean(copy=False, readonly=True)

    def write(self, vals):
        if "is_report_signed" in vals and not self.env.su:
            vals = {name: value for name, value in vals.items() if name != "is_report_signed"}
        return super().write(vals)

    @api.constrains(*sorted(SIGNED_FIELDS))
    def _check_signed_fields(self):
        self._check_report_open()

    @api.constrains("visit_state")
    def _check_signed_state(self):
        self.filtered(lambda visit: visit.visit_state not in SIGNED_STATES)._check_report_open()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed_report(self):
        self._check_report_open()

    def _check_report_open(self):
        """:raise UserError: when a customer has signed the report of one of these visits"""
        for visit in self.sudo():
            if visit.is_report_signed:
                raise UserError(
                    self.env._(
                        "The customer has signed the report of “%(visit)s”: what it says cannot "
                        "be changed any more. Plan a follow-up visit, or write a note.",
                        visit=visit.display_name,
                    )
                )
