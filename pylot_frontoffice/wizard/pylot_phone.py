from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from ..const import OPEN_STATES, PAST_STATES
from .pylot_phone_caller import CANDIDATE_FIELDS

LAST_VISITS = 3
# A change of one of these changes what can be offered.
OFFER_FIELDS = {
    "appointment_type_id",
    "country_id",
    "date_from",
    "partner_id",
    "technician_id",
    "visit_id",
    "zip",
}


class PylotPhoneBooking(models.TransientModel):
    """The dialog "Book by Phone": who is calling, what it is about, when. One click books."""

    _name = "pylot.phone.booking"
    _description = "Phone Booking"
    _inherit = ["pylot.phone.caller"]
    _action = "pylot_frontoffice.pylot_phone_booking_action"

    state = fields.Selection([("open", "Open"), ("booked", "Booked")], default="open")
    candidate_ids = fields.One2many(
        "pylot.phone.booking.candidate", "booking_id", string="Customers Found"
    )
    waiting_visit_ids = fields.Many2many(
        "calendar.event", string="Waiting Visits", compute="_compute_visits"
    )
    upcoming_visit_ids = fields.Many2many("calendar.event", compute="_compute_visits")
    past_visit_ids = fields.Many2many("calendar.event", compute="_compute_visits")
    no_show_count = fields.Integer(string="Not at Home", compute="_compute_visits")
    visit_id = fields.Many2one(
        "calendar.event",
        string="Waiting Visit",
        help="A visit that has been sold and waits to be planned: it is planned, no second one "
        "is made.",
    )
    appointment_type_id = fields.Many2one("pylot.appointment.type", string="Appointment")
    technician_id = fields.Many2one(
        "resource.resource",
        string="Preferred Technician",
        domain="[('is_technician', '=', True), ('resource_type', '=', 'user')]",
    )
    date_from = fields.Date(string="Not Before")
    answer_ids = fields.One2many("pylot.phone.booking.answer", "booking_id", string="Questions")
    note = fields.Text(help="What the technician should know.")
    inform = fields.Boolean(
        string="Confirm by Mail", default=True, help="The customer gets a confirmation."
    )
    last_offer_at = fields.Datetime(help="Begin of the last time that is shown.")
    time_ids = fields.One2many("pylot.phone.booking.time", "booking_id", string="Next Free Times")
    message = fields.Char(help="What the agent should tell or know.")
    event_id = fields.Many2one("calendar.event", string="Visit")
    read_back = fields.Text(help="What the agent reads to the customer.")

    @api.depends("partner_id")
    def _compute_visits(self):
        """What waits to be planned, what is planned, and what was last."""
        for booking in self:
            visits = self.env["calendar.event"]
            open_visits, past = visits, visits
            if booking.partner_id:
                mine = [("customer_id", "child_of", booking.partner_id.id)]
                open_visits = visits.search(
                    [*mine, ("visit_state", "in", OPEN_STATES)], order="start, id"
                )
                past = visits.search_fetch(
                    [*mine, ("visit_state", "in", PAST_STATES)],
                    ["start", "visit_state"],
                    order="start desc, id desc",
                )
            by_state = past.grouped("visit_state")
            booking.waiting_visit_ids = open_visits.filtered(booking._is_bookable)
            booking.upcoming_visit_ids = open_visits - booking.waiting_visit_ids
            booking.past_visit_ids = past[:LAST_VISITS]
            booking.no_show_count = len(by_state.get("no_show", ()))

    def _is_bookable(self, visit):
        """Free times are looked for by the type: what was sold as another length is assigned."""
        kind = visit.appointment_type_id
        return (
            visit.visit_state == "draft"
            and bool(kind)
            and not float_compare(visit.duration, kind.duration, 2)
        )

    # === OPENING ===

    def _get_answered_fields(self):
        return super()._get_answered_fields() | OFFER_FIELDS

    def _refresh(self, changed):
        """Bring what is shown in line with what has been typed."""
        self.ensure_one()
        if self.state == "booked":
            return
        if "visit_id" in changed and self.visit_id:
            self._take_over_visit()
        elif "partner_id" in changed and not self.visit_id and not self.appointment_type_id:
            self._propose_waiting_visit()
        if CANDIDATE_FIELDS & changed:
            self._refresh_candidates()
        if "appointment_type_id" in changed:
            self._refresh_answers()
        if OFFER_FIELDS & changed:
            self._refresh_times()

    def _propose_waiting_visit(self):
        """Whoever has one visit waiting most likely calls about that one."""
        waiting = self.waiting_visit_ids
        if len(waiting) == 1:
            self._write_quietly({"visit_id": waiting.id})
            self._take_over_visit()

    def _take_over_visit(self):
        """What has been sold says what for, and perhaps by whom."""
        visit = self.visit_id
        if visit.visit_state != "draft":
            raise UserError(self.env._("“%(visit)s” is planned already.", visit=visit.display_name))
        if not self._is_bookable(visit):
            raise UserError(
                self.env._(
                    "“%(visit)s” takes another time than its appointment type says. Use “Assign”.",
                    visit=visit.display_name,
                )
            )
        self._write_quietly(
            {
                "partner_id": visit.customer_id.id,
                "appointment_type_id": visit.appointment_type_id.id,
                "technician_id": visit.technician_id.id,
                "is_new": False,
            }
        )
        self._refresh_candidates()
        self._refresh_answers()
        self._refresh_times()

    def _get_forgotten(self):
        return {"visit_id": False}

    def _get_address(self):
        """:return: contact the technician goes to; one that exists only in memory for a new
        customer, of whom only the place counts"""
        self.ensure_one()
        if self.visit_id.visit_address_id:
            return self.visit_id.visit_address_id
        if self.partner_id:
            return self.partner_id
        return self.env["res.partner"].new({"zip": self.zip, "country_id": self.country_id.id})

    def action_complain(self):
        """It is a complaint after all: what is known of the caller goes along."""
        self.ensure_one()
        names = ("search_text", "is_new", "name", "phone", "email", "street", "zip", "city")
        values = {name: self[name] for name in names if self[name]}
        if self.partner_id:
            values = {"partner_id": self.partner_id.id}
        return self.env["pylot.phone.complaint"]._open(values)
