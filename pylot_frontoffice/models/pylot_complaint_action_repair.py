from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..const import OPEN_STATES


class PylotComplaintAction(models.Model):
    """Repair: a visit, booked at once or by the customer. It is done when the visit is."""

    _inherit = "pylot.complaint.action"

    event_id = fields.Many2one(
        "calendar.event",
        string="Visit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    _event_unique = models.UniqueIndex(
        "(event_id) WHERE event_id IS NOT NULL", "This visit is a remedy already."
    )

    @api.model
    def _get_result_fields(self):
        return super()._get_result_fields() | {"event_id"}

    def _get_result(self):
        return self.sudo().event_id or super()._get_result()

    @api.model
    def _create_repair(self, complaint, event):
        """Note that ``event`` repairs what ``complaint`` is about; one that is noted already
        stays as it is.

        :return: the remedy
        """
        complaint.check_access("write")
        known = self.search([("event_id", "=", event.id)])
        if known:
            return known
        repair = self.create({"complaint_id": complaint.id, "kind": "repair"})
        repair._write_result_sudo(
            {
                "event_id": event.id,
                "asked_by_id": self.env.uid,
                "asked_at": fields.Datetime.now(),
            }
        )
        repair._sync_state()
        complaint._wait_for_remedy()
        return repair

    def _check_repair(self):
        raise UserError(self.env._("Book the visit: choose a time, or let the customer choose."))

    def _cancel_repair(self):
        visit = self.sudo().event_id
        if visit.visit_state in OPEN_STATES:
            visit.action_cancel_visit()

    def _get_result_state(self):
        if self.kind != "repair":
            return super()._get_result_state()
        visit = self.sudo().event_id
        if not visit.active or visit.visit_state == "cancelled":
            return "cancelled"
        return "done" if visit.visit_state == "done" else "draft"

    def _get_repair_cost(self):
        """The hours of everybody who came."""
        visit = self.event_id
        people = visit.technician_ids.filtered(lambda each: each.resource_type == "user")
        hours = (visit.stop - visit.start).total_seconds() / 3600
        return sum(hours * self._get_hour_cost(person) for person in people)

    def _get_hour_cost(self, technician):
        """:return: cost of an hour: that of the employee where such costs are kept, else that of
        the company"""
        employee = technician.employee_id[:1]
        own = employee.hourly_cost if "hourly_cost" in employee._fields else 0.0
        return own or self.company_id.pylot_hour_cost

    @api.model
    def _create_repair_to_plan(self, complaint, kind):
        """:param kind: appointment type
        :return: a visit that waits in the tray, for the customer to choose its time"""
        customer = complaint.partner_id
        if not customer:
            raise UserError(self.env._("Choose the customer first: the link is personal."))
        event = self.env["calendar.event"].create(self._prepare_repair_vals(complaint, kind))
        self._create_repair(complaint, event)
        return event

    @api.model
    def _prepare_repair_vals(self, complaint, kind):
        customer = complaint.partner_id
        now = fields.Datetime.now()
        return {
            "name": f"{kind.name} – {customer.display_name}",
            "start": now,
            "stop": fields.Datetime.add(now, hours=kind.duration),
            "duration": kind.duration,
            "visit_state": "draft",
            "show_as": "free",
            "appointment_type_id": kind.id,
            "customer_id": customer.id,
            "location": (customer._get_one_line_address() if kind.place == "customer" else False),
            "complaint_id": complaint.id,
            "user_id": False,
            "partner_ids": [Command.clear()],
        }
