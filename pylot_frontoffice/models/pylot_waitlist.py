import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize
from odoo.tools.urls import urljoin

from odoo.addons.base.models.res_partner import _tz_get

from ..tools.wall_time import day_to_utc, to_day

# Entries that have ended hold names and addresses; after so many days they are forgotten.
KEEP_DAYS = 90


class PylotWaitlist(models.Model):
    """Somebody who wants an appointment, or an earlier one than they have.

    Whoever has the token, which is in the link of every mail, may see the entry, take an offered
    time and leave. Nothing is held for anybody: who takes a time first has it.
    """

    _name = "pylot.waitlist"
    _description = "Waiting List Entry"
    _order = "id"
    _rec_name = "contact_name"

    token = fields.Char(
        required=True,
        default=lambda self: secrets.token_urlsafe(24),
        copy=False,
        groups="pylot_frontoffice.group_agent",
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("booked", "Booked"),
            ("left", "Left"),
            ("expired", "Expired"),
        ],
        default="waiting",
        required=True,
        copy=False,
    )
    appointment_type_id = fields.Many2one(
        "pylot.appointment.type", required=True, index=True, ondelete="cascade"
    )
    event_id = fields.Many2one(
        "calendar.event",
        string="Visit",
        index="btree_not_null",
        ondelete="cascade",
        help="The visit that shall be earlier, or the one that was booked from here.",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        index="btree_not_null",
        help="When it is certain who it is: empty for visitors who have only typed an address.",
    )
    contact_name = fields.Char(string="Name", required=True)
    contact_email = fields.Char(string="E-mail", required=True)
    email_normalized = fields.Char(compute="_compute_email_normalized", store=True)
    contact_phone = fields.Char(string="Phone")
    street = fields.Char()
    zip = fields.Char(string="Postal Code")
    city = fields.Char()
    country_id = fields.Many2one("res.country")
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(), string="Language"
    )
    tz = fields.Selection(_tz_get, string="Time Zone")
    date_from = fields.Date(
        string="From", required=True, help="First day wanted, on the calendar of the business."
    )
    date_to = fields.Date(
        string="Until", required=True, help="Last day wanted, on the calendar of the business."
    )
    consent_text = fields.Text(string="Agreed To")
    visitor = fields.Char(
        index="btree_not_null", help="Who entered it, as a keyed hash of the address."
    )
    offer_ids = fields.One2many("pylot.waitlist.offer", "waitlist_id", string="Offered Times")
    offer_count = fields.Integer(string="Offers", compute="_compute_offer_count")
    offered_at = fields.Datetime(string="Last Offer", readonly=True, copy=False)
    checked_at = fields.Datetime(string="Last Look", readonly=True, copy=False)
    known_keys = fields.Text(
        prefetch=False,
        copy=False,
        help="Times that were free when last looked: only what becomes free is news.",
    )
    failure = fields.Char(readonly=True, copy=False, help="Why nothing could be offered.")

    _token_unique = models.UniqueIndex("(token)", "Please create the entry anew.")
    _one_open = models.UniqueIndex(
        "(appointment_type_id, email_normalized, COALESCE(event_id, 0)) WHERE state = 'waiting'",
        "This person is already on the waiting list for that.",
    )
    _dates_sane = models.Constraint(
        "CHECK(date_from <= date_to)", "The first day wanted must not be after the last one."
    )
    _todo_idx = models.Index("(checked_at, id) WHERE state = 'waiting'")

    @api.depends("appointment_type_id", "event_id")
    def _compute_company_id(self):
        for entry in self:
            company = entry.event_id.visit_company_id or entry.appointment_type_id.company_id
            entry.company_id = company or entry.company_id or self.env.company

    @api.depends("contact_email")
    def _compute_email_normalized(self):
        for entry in self:
            entry.email_normalized = email_normalize(entry.contact_email)

    @api.depends("offer_ids")
    def _compute_offer_count(self):
        counts = dict(
            self.env["pylot.waitlist.offer"]._read_group(
                [("waitlist_id", "in", self.ids)], ["waitlist_id"], ["__count"]
            )
        )
        for entry in self:
            entry.offer_count = counts.get(entry, 0)

    @api.constrains("contact_email")
    def _check_email(self):
        for entry in self:
            if not entry.email_normalized:
                raise ValidationError(
                    self.env._(
                        "“%(email)s” is not an e-mail address; free times could not be offered.",
                        email=entry.contact_email,
                    )
                )

    @api.constrains("event_id", "appointment_type_id")
    def _check_event(self):
        for entry in self:
            kind = entry.event_id.sudo().appointment_type_id
            if kind and kind != entry.appointment_type_id:
                raise ValidationError(
                    self.env._(
                        "“%(visit)s” is an appointment of another type.",
                        visit=entry.event_id.display_name,
                    )
                )

    @api.onchange("event_id")
    def _onchange_event_id(self):
        event = self.event_id
        if event:
            self.update(
                {
                    "appointment_type_id": event.appointment_type_id,
                    "partner_id": event.customer_id,
                    "contact_name": event.contact_name or event.customer_id.name,
                    "contact_email": event.contact_email or event.customer_id.email,
                    "contact_phone": event.contact_phone or event.customer_id.phone,
                    "date_to": self._get_last_day(event.appointment_type_id, event),
                }
            )

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        partner = self.partner_id
        if partner:
            self.contact_name = self.contact_name or partner.name
            self.contact_email = self.contact_email or partner.email
            self.contact_phone = self.contact_phone or partner.phone
            self.update({name: partner[name] for name in ("street", "zip", "city", "country_id")})
            self.lang, self.tz = partner.lang, partner.tz

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "date_from" in fields:
            values.setdefault("date_from", self._get_today(self.env["pylot.appointment.type"]))
        return values

    @api.model_create_multi
    def create(self, vals_list):
        entries = super().create([self._prepare_dates(vals) for vals in vals_list])
        # What is free now has been seen on the page or by the agent: news is what comes later.
        for group in entries.filtered(lambda entry: entry.state == "waiting")._split_groups():
            group._remember_free()
        return entries

    def _prepare_dates(self, vals):
        """Without other wishes: from today until the appointment, or as far as can be booked."""
        kind = self.env["pylot.appointment.type"].browse(vals.get("appointment_type_id"))
        event = self.env["calendar.event"].browse(vals.get("event_id"))
        vals = dict(vals)
        if not vals.get("date_from"):
            vals["date_from"] = self._get_today(kind)
        if not vals.get("date_to"):
            vals["date_to"] = self._get_last_day(kind, event)
        return vals

    @api.model
    def _get_today(self, kind):
        """:return: today on the calendar of the business"""
        return to_day(fields.Datetime.now(), kind._get_zone())

    @api.model
    def _get_last_day(self, kind, event):
        """:return: day of the appointment, or the last one that can be booked"""
        if event and event.visit_state != "draft":
            return to_day(event._get_promised_start(), kind._get_zone())
        return self._get_today(kind) + timedelta(days=kind.horizon)

    def _get_zone(self):
        self.ensure_one()
        return self.appointment_type_id.with_company(self.company_id)._get_zone()

    def _get_range(self):
        """:return: first and last moment wanted, naive UTC"""
        self.ensure_one()
        zone = self._get_zone()
        days = (self.date_from, self.date_to + timedelta(days=1))
        return [day_to_utc(day, 0, zone) for day in days]

    def _get_url(self):
        """:return: address of the page of this entry"""
        self.ensure_one()
        return urljoin(self.get_base_url(), f"/waitlist/{self.sudo().token}")

    def action_leave(self):
        """Not waiting any more. Who has been booked in the meantime stays booked."""
        waiting = self.filtered(lambda entry: entry.state == "waiting")
        offers = waiting.sudo().offer_ids
        offers.filtered(lambda offer: offer.state == "open").state = "declined"
        waiting.state = "left"

    @api.autovacuum
    def _gc_ended(self):
        old = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        self.search([("state", "!=", "waiting"), ("write_date", "<", old)], limit=1000).unlink()
