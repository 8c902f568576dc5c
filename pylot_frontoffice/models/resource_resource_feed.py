import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools.urls import urljoin

from ..const import OCCUPYING_STATES
from ..tools import ics

TECHNICIAN = "pylot_frontoffice.group_technician"
DISPATCHER = "pylot_frontoffice.group_dispatcher"
# What a feed tells of, and how often a calendar program should ask for it.
PAST_DAYS = 30
FUTURE_DAYS = 180
REFRESH_MINUTES = 60
# All that a feed reads of a visit.
FEED_FIELDS = (
    "start",
    "stop",
    "allday",
    "start_date",
    "stop_date",
    "location",
    "visit_state",
    "awaiting",
    "window_start",
    "window_stop",
    "contact_name",
    "contact_phone",
    "appointment_type_id",
    "customer_id",
    "visit_address_id",
    "ics_sequence",
    "write_date",
)


class ResourceResource(models.Model):
    """A technician's visits in the calendar program of their own phone: a secret link, read only,
    that can be replaced or taken back at any time."""

    _inherit = "resource.resource"

    capacity_minutes = fields.Integer(
        string="Minutes a Day",
        help="Customers are offered no more once so many minutes of a day are booked, driving "
        "included. 0: no limit.",
    )
    feed_token = fields.Char(copy=False, groups=DISPATCHER)
    feed_url = fields.Char(
        string="Calendar Link",
        compute="_compute_feed_url",
        help="Whoever has this link sees these visits with name, address and phone number of the "
        "customers. Shown to the technician and to dispatchers.",
    )

    _feed_token_unique = models.UniqueIndex(
        "(feed_token) WHERE feed_token IS NOT NULL", "Please create the link anew."
    )

    @api.depends("feed_token", "user_id")
    @api.depends_context("uid")
    def _compute_feed_url(self):
        allowed = self if self.env.su else self._filter_own_feed()
        for resource in self:
            token = resource in allowed and resource.sudo().feed_token
            path = token and f"/visits/feed/{token}.ics"
            resource.feed_url = path and urljoin(resource.get_base_url(), path)

    def _filter_own_feed(self):
        """:return: those whose link the user may see, make and take back"""
        if self.env.user.has_group(DISPATCHER):
            return self
        return self.filtered(lambda resource: resource.user_id == self.env.user)

    # === THE LINK ===

    def action_open_feed(self):
        """Show the link in a dialog, with what to do with it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Visits of %(technician)s", technician=self.name),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [
                (self.env.ref("pylot_frontoffice.resource_resource_view_form_feed").id, "form")
            ],
            "target": "new",
        }

    def action_renew_feed(self):
        """A new link; the old one leads nowhere from now on."""
        self._check_own_feed()
        for resource in self:
            resource._set_feed_token(secrets.token_urlsafe(24))
        return self.action_open_feed() if len(self) == 1 else None

    def action_revoke_feed(self):
        """No link any more: calendars that follow it get nothing from now on."""
        self._check_own_feed()
        for resource in self:
            resource._set_feed_token(False)
        return self.action_open_feed() if len(self) == 1 else None

    def _check_own_feed(self):
        self.check_access("read")
        if not self.env.user.has_group(TECHNICIAN) or self._filter_own_feed() != self:
            raise AccessError(
                self.env._(
                    "The calendar link of a technician is made by the technician, or by a "
                    "dispatcher of the front office."
                )
            )
        if not all(self.mapped("is_technician")):
            raise UserError(
                self.env._("Only who or what can be booked has visits. Tick “Bookable” first.")
            )

    def _set_feed_token(self, token):
        """Elevated: technicians may not write on themselves, and this is checked before."""
        self.sudo().feed_token = token

    # === WHAT IT LEADS TO ===

    @api.model
    def _get_by_feed_token(self, token):
        """:return: the technician of a link; nobody once they or their login are archived"""
        technician = self.search([("feed_token", "=", token), ("is_technician", "=", True)])
        user = technician.with_context(active_test=False).user_id
        return technician if not user or user.active else self.browse()

    def _get_feed(self):
        """:return: bytes of one VCALENDAR with the visits of this technician, of all companies"""
        self.ensure_one()
        technician = self.with_context(lang=self.user_id.lang or self.env.lang)
        events = [event._prepare_feed_ics() for event in technician._get_feed_visits()]
        return ics.write_calendar(
            events,
            "PUBLISH",
            name=technician.env._("Visits of %(technician)s", technician=self.name),
            refresh_minutes=REFRESH_MINUTES,
        )

    def _get_feed_visits(self):
        now = fields.Datetime.now()
        domain = (
            (Domain("technician_id", "=", self.id) | Domain("helper_ids", "=", self.id))
            & Domain("visit_state", "in", OCCUPYING_STATES)
            & Domain("stop", ">=", now - timedelta(days=PAST_DAYS))
            & Domain("start", "<=", now + timedelta(days=FUTURE_DAYS))
        )
        return self.env["calendar.event"].search_fetch(domain, FEED_FIELDS, order="start, id")
