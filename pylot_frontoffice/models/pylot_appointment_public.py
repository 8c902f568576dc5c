import secrets
from collections import Counter

from babel.units import format_unit

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import babel_locale_parse, formatLang, get_lang
from odoo.tools.urls import urljoin

DEFAULT_ZONE = "UTC"


class PylotAppointmentType(models.Model):
    """What customers may do with this type by themselves, and under which conditions."""

    _inherit = "pylot.appointment.type"

    access = fields.Selection(
        [
            ("internal", "Only we book it"),
            ("invitation", "Customers with a link"),
            ("public", "Everybody"),
        ],
        string="Who May Book",
        default="internal",
        required=True,
    )
    invite_token = fields.Char(copy=False, groups="pylot_frontoffice.group_agent")
    booking_url = fields.Char(string="Booking Link", compute="_compute_booking_url")
    user_id = fields.Many2one(
        "res.users", string="Responsible", help="Is asked to confirm requests, by an activity."
    )
    confirm_mode = fields.Selection(
        [("auto", "At once"), ("request", "After our confirmation")],
        string="Booked",
        default="auto",
        required=True,
        help="A request keeps its time until it is confirmed or declined.",
    )
    technician_choice = fields.Selection(
        [
            ("automatic", "We choose"),
            ("person", "The customer chooses first the person, then the time"),
            ("time", "The customer chooses first the time, then the person"),
        ],
        default="automatic",
        required=True,
    )
    arrival = fields.Selection(
        [("exact", "Exact time"), ("window", "Arrival window")],
        string="Customers See",
        default="exact",
        required=True,
        help="With an arrival window the customer is promised that you come between two hours; "
        "the exact time inside stays yours to plan.",
    )
    window_ids = fields.One2many(
        "pylot.appointment.window", "appointment_type_id", string="Arrival Windows", copy=True
    )
    question_ids = fields.One2many(
        "pylot.appointment.question", "appointment_type_id", string="Questions", copy=True
    )
    hold_minutes = fields.Integer(
        string="Kept While Typing",
        default=10,
        required=True,
        help="Minutes a chosen time is kept for a visitor who fills in name and address.",
    )
    cancel_hours = fields.Float(
        string="Change Until",
        default=24.0,
        help="Hours before the visit until which customers move or cancel it themselves.",
    )
    late_fee_product_id = fields.Many2one(
        "product.product",
        string="Fee When Cancelled Late",
        domain="[('type', '=', 'service')]",
        help="Empty: after the deadline customers have to call. With a fee they may still cancel, "
        "and the fee is put on an order.",
    )
    reminder_hours = fields.Integer(
        string="Remind", default=24, help="Hours before the visit. 0: no reminder."
    )
    sms_reminder = fields.Boolean(
        string="Offer Text Messages",
        help="Customers may tick that they want to be reminded by text message as well.",
    )
    product_id = fields.Many2one(
        "product.product",
        string="Sold As",
        domain="[('type', '=', 'service')]",
        help="Its price is shown on the booking page. Needed for a deposit.",
    )
    deposit_percent = fields.Float(
        string="Deposit",
        help="Share of the price to be paid before the booking is binding, 0 to 100.",
    )
    deposit_after_no_shows = fields.Integer(
        string="Deposit Only After",
        help="Number of times a customer was not there before a deposit is asked for. 0: always.",
    )
    payment_minutes = fields.Integer(
        string="Kept Until Paid", default=60, help="Minutes a time is kept for the payment."
    )
    series_months = fields.Integer(
        string="Repeat Every",
        help="Months after a finished visit at which the next one is proposed. 0: never.",
    )
    series_lead_days = fields.Integer(
        string="Propose Ahead", default=30, help="Days before the next visit it is proposed."
    )
    service_zips = fields.Char(
        string="Service Area",
        help="Beginnings of the postal codes where this can be booked, separated by commas, "
        "such as 30, 311, 3820. Empty: everywhere.",
    )
    capacity_minutes = fields.Integer(
        string="Minutes a Day",
        help="At most so many minutes of this type are offered per day, of all technicians "
        "together. 0: no limit.",
    )
    count_travel = fields.Boolean(
        string="Count the Way",
        default=True,
        help="Offer only times that leave enough time to drive from the visit before and to the "
        "visit after, as far as the postal codes are known.",
    )
    equipment_ids = fields.Many2many(
        "resource.resource",
        "pylot_appointment_type_equipment_rel",
        "appointment_type_id",
        "resource_id",
        string="Needs One Of",
        domain="[('is_technician', '=', True), ('resource_type', '=', 'material')]",
        help="A van or tool, one of which has to be free too. It is booked with the visit.",
    )

    _invite_token_unique = models.UniqueIndex("(invite_token)", "Please create the link anew.")
    _deposit_sane = models.Constraint(
        "CHECK(deposit_percent BETWEEN 0 AND 100 AND deposit_after_no_shows >= 0)",
        "A deposit is 0 to 100 percent of the price.",
    )
    _promise_minutes_sane = models.Constraint(
        "CHECK(hold_minutes BETWEEN 1 AND 60 AND payment_minutes BETWEEN 5 AND 10080)",
        "A time is kept 1 to 60 minutes while typing, and 5 minutes to one week until paid.",
    )
    _customer_limits_sane = models.Constraint(
        """CHECK(cancel_hours >= 0 AND reminder_hours BETWEEN 0 AND 720
                 AND capacity_minutes >= 0
                 AND series_months BETWEEN 0 AND 120 AND series_lead_days BETWEEN 1 AND 365)""",
        "Hours, minutes and months cannot be negative; remind at most 720 hours before, repeat "
        "every 120 months at most.",
    )

    @api.constrains("arrival", "window_ids")
    def _check_windows(self):
        for appointment_type in self:
            if appointment_type.arrival == "window" and not appointment_type.window_ids:
                raise ValidationError(
                    self.env._(
                        "“%(type)s” promises arrival windows but has none. Add at least one, such "
                        "as 8 to 12.",
                        type=appointment_type.name,
                    )
                )

    @api.constrains("deposit_percent", "product_id")
    def _check_deposit(self):
        for appointment_type in self:
            if appointment_type.deposit_percent and not appointment_type.product_id:
                raise ValidationError(
                    self.env._(
                        "A deposit for “%(type)s” needs a price: choose the product it is sold as.",
                        type=appointment_type.name,
                    )
                )

    @api.depends("access", "invite_token")
    def _compute_booking_url(self):
        for appointment_type in self:
            path = appointment_type._get_booking_path() if appointment_type.id else False
            appointment_type.booking_url = path and urljoin(self.get_base_url(), path)

    def _get_booking_path(self):
        """:return: path of the booking page, False when there is none"""
        self.ensure_one()
        path = f"/book/{self.env['ir.http']._slug(self)}"
        if self.access == "public":
            return path
        token = self.sudo().invite_token
        if self.access == "invitation" and token:
            return f"{path}?invite={token}"
        return False

    def action_renew_invite_token(self):
        """A new link; whoever has the old one cannot book any more."""
        for appointment_type in self:
            appointment_type.invite_token = secrets.token_urlsafe(24)

    @api.model_create_multi
    def create(self, vals_list):
        types = super().create(vals_list)
        types.filtered(lambda kind: kind.access == "invitation").action_renew_invite_token()
        return types

    def write(self, vals):
        result = super().write(vals)
        if vals.get("access") == "invitation":
            self.filtered(lambda kind: not kind.invite_token).action_renew_invite_token()
        if "reminder_hours" in vals:
            plan = self.env.ref("pylot_frontoffice.ir_cron_pylot_reminder_plan", False)
            if plan:
                plan.sudo()._trigger()
        return result

    @api.onchange("arrival")
    def _onchange_arrival(self):
        """The two halves of a working day are what most businesses promise."""
        if self.arrival == "window" and not self.window_ids:
            self.window_ids = [
                fields.Command.create({"hour_from": start, "hour_to": stop})
                for start, stop in ((8.0, 12.0), (12.0, 16.0))
            ]

    def _get_zone(self):
        """:return: name of the time zone the business speaks of: that of its working hours. Where
        nobody has ever set one (Odoo's own start is UTC), that of most of its technicians."""
        company = self.company_id or self.env.company
        zone = company.resource_calendar_id.tz
        if zone and zone != DEFAULT_ZONE:
            return zone
        zones = Counter(self._get_technicians().mapped("tz")) if self else {}
        return max(zones, key=zones.get, default=zone or DEFAULT_ZONE)

    def _get_service_prefixes(self):
        """:return: tuple of the postal code prefixes, empty when this is offered everywhere"""
        self.ensure_one()
        parts = (self.service_zips or "").replace(";", ",").split(",")
        return tuple(part.strip() for part in parts if part.strip())

    def _serves_zip(self, zip_code):
        """:return: whether this is offered at ``zip_code``, and somebody who does it goes there"""
        prefixes = self._get_service_prefixes()
        if prefixes and not zip_code.startswith(prefixes):
            return False
        technicians = self._get_technicians()
        return any(each._serves_zip(zip_code) is not False for each in technicians)

    def _describe_duration(self):
        """:return: "90 minutes" or "2 hours", in the reader's language"""
        self.ensure_one()
        minutes = round(self.duration * 60)
        locale = babel_locale_parse(get_lang(self.env).code)
        if minutes % 60 and minutes < 24 * 60:
            return format_unit(minutes, "duration-minute", locale=locale)
        return format_unit(round(self.duration, 1), "duration-hour", locale=locale)

    def _get_price_text(self):
        """:return: price of the product this is sold as, taxes as the catalogue has them; ""
        when it has none"""
        self.ensure_one()
        product = self.product_id.with_company(self.company_id or self.env.company)
        if not product.lst_price:
            return ""
        return formatLang(self.env, product.lst_price, currency_obj=product.currency_id)
