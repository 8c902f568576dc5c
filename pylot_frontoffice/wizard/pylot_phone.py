from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from ..const import OPEN_STATES, PAST_STATES

# More than fit under the search field are no help: the caller has to say more.
MAX_CANDIDATES = 6
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
QUIET = "pylot_phone_quiet"
CANDIDATE_FIELDS = {"search_text", "partner_id", "is_new", "email", "phone"}


class PylotPhoneBooking(models.TransientModel):
    """The dialog "Book by Phone": who is calling, what it is about, when. One click books."""

    _name = "pylot.phone.booking"
    _description = "Phone Booking"

    state = fields.Selection([("open", "Open"), ("booked", "Booked")], default="open")
    # trimming would eat the space before the next word while somebody is typing
    search_text = fields.Char(
        string="Search",
        trim=False,
        help="All words must match: name, phone, mail, street, town, postal code.",
    )
    candidate_ids = fields.One2many(
        "pylot.phone.booking.candidate", "booking_id", string="Customers Found"
    )
    has_more_candidates = fields.Boolean()
    partner_id = fields.Many2one("res.partner", string="Customer")
    partner_name = fields.Char(string="Customer's Name", related="partner_id.display_name")
    partner_phone = fields.Char(string="Customer's Phone", related="partner_id.phone")
    partner_email = fields.Char(related="partner_id.email")
    partner_address = fields.Char(compute="_compute_partner_address")
    waiting_visit_ids = fields.Many2many(
        "calendar.event", string="Waiting Visits", compute="_compute_visits"
    )
    upcoming_visit_ids = fields.Many2many("calendar.event", compute="_compute_visits")
    past_visit_ids = fields.Many2many("calendar.event", compute="_compute_visits")
    no_show_count = fields.Integer(string="Not at Home", compute="_compute_visits")
    is_new = fields.Boolean(string="New Customer")
    name = fields.Char()
    phone = fields.Char()
    email = fields.Char(string="E-mail")
    street = fields.Char()
    zip = fields.Char(string="Postal Code")
    city = fields.Char()
    country_id = fields.Many2one("res.country", default=lambda self: self.env.company.country_id)
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
    def _compute_partner_address(self):
        for booking in self:
            booking.partner_address = booking.partner_id._get_one_line_address()

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

    @api.model
    def _open(self, values=None):
        """:return: action that shows the dialog, on a saved record as its buttons need one"""
        self.check_access("create")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.pylot_phone_booking_action"
        )
        return {**action, "res_id": self.create(values or {}).id}

    @api.model_create_multi
    def create(self, vals_list):
        bookings = super().create(vals_list)
        for booking, vals in zip(bookings, vals_list, strict=True):
            booking._refresh({name for name, value in vals.items() if value})
        return bookings

    def write(self, vals):
        result = super().write(vals)
        is_typed = not self.env.context.get(QUIET)
        if is_typed and (OFFER_FIELDS | CANDIDATE_FIELDS) & vals.keys():
            for booking in self:
                booking._refresh(set(vals))
        return result

    def _write_quietly(self, vals):
        """Write what follows from something else, which looks nothing up again."""
        self.with_context(**{QUIET: True}).write(vals)

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

    # === WHO ===

    def _refresh_candidates(self):
        """Contacts that match; for a new customer, those with the same mail or phone."""
        partners = self.env["res.partner"]
        found = partners
        if not self.partner_id:
            limit = MAX_CANDIDATES + 1
            if self.is_new:
                found = partners._find_same_contact(self.email, self.phone, limit=limit)
            else:
                found = partners._find_customers(self.search_text, limit=limit)
        shown = found[:MAX_CANDIDATES]
        commands = [fields.Command.clear()] if self.candidate_ids else []
        commands += [fields.Command.create({"partner_id": partner.id}) for partner in shown]
        self._write_quietly(
            {"candidate_ids": commands, "has_more_candidates": len(found) > MAX_CANDIDATES}
        )

    def action_new_customer(self):
        """What has been typed to search is the beginning of the new contact."""
        self.ensure_one()
        text = (self.search_text or "").strip()
        values = {"is_new": True, "partner_id": False}
        if "@" in text:
            values["email"] = text
        elif self.env["res.partner"]._get_phone_core(text):
            values["phone"] = text
        else:
            values["name"] = text
        self.write(values)

    def action_other_customer(self):
        """Back to the search; what was typed for the visit stays."""
        self.write({"partner_id": False, "is_new": False, "visit_id": False})

    def _get_address(self):
        """:return: contact the technician goes to; one that exists only in memory for a new
        customer, of whom only the place counts"""
        self.ensure_one()
        if self.visit_id.visit_address_id:
            return self.visit_id.visit_address_id
        if self.partner_id:
            return self.partner_id
        return self.env["res.partner"].new({"zip": self.zip, "country_id": self.country_id.id})

    def _get_customer(self):
        """:return: the chosen contact, or the new one"""
        if self.partner_id:
            return self.partner_id
        if not (self.name or "").strip():
            raise UserError(self.env._("Choose the customer, or type the name of the new one."))
        if not (self.phone or self.email):
            raise UserError(
                self.env._("Ask for a phone number or an e-mail address, so that we can call back.")
            )
        return self._create_customer_sudo()

    def _create_customer_sudo(self):
        """Agents take down who is calling, even those who may not change contacts."""
        partners = self.env["res.partner"].sudo()
        names = ("name", "phone", "email", "street", "zip", "city")
        values = {name: (self[name] or "").strip() or False for name in names}
        values["country_id"] = self.country_id.id
        return partners.create(values).with_env(self.env)
