from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..exceptions import CollisionError

# Living holds and requests an hour of one network address. Offices share an address, so both are
# generous; an administrator may set others.
MAX_HOLDS = 20
MAX_REQUESTS = 60
MAX_HOLDS_PARAMETER = "pylot_frontoffice.max_holds_per_visitor"
MAX_REQUESTS_PARAMETER = "pylot_frontoffice.max_requests_per_visitor"
# A time can be held three times as long as once: more time for who needs it, not for ever.
MAX_EXTENSIONS = 2
# Holding is tried with so many crews before the time is said to be gone.
MAX_CREWS = 3


class PylotBookingRequest(models.Model):
    """A time is kept while its visitor types."""

    _inherit = "pylot.booking.request"

    extensions = fields.Integer(help="How often more time was asked for.")

    @api.model
    def _find_valid(self, token):
        """:return: the request behind ``token`` (already checked to look like one), or none"""
        found = self.search([("token", "=", token)], limit=1)
        kind = found.appointment_type_id
        is_open = kind.active and (kind.access != "internal" or found.invitation_id)
        return found if is_open else self.browse()

    @api.model
    def _start(self, appointment_type, visitor, **values):
        """Open a request for a visitor.

        :raise UserError: when too many came from there
        """
        domain = [
            ("visitor", "=", visitor),
            ("create_date", ">", fields.Datetime.now() - timedelta(hours=1)),
        ]
        limit = self._get_limit(MAX_REQUESTS_PARAMETER, MAX_REQUESTS)
        if self.search_count(domain, limit=limit) >= limit:
            raise UserError(
                self.env._(
                    "There have been very many requests from your network. Please try again in an "
                    "hour, or call us."
                )
            )
        return self.create(
            {"appointment_type_id": appointment_type.id, "visitor": visitor, **values}
        )

    def _get_limit(self, parameter, default):
        value = self.env["ir.config_parameter"].sudo().get_param(parameter, "")
        return int(value) if value.isdecimal() else default

    def _get_technicians(self):
        """:return: only this technician may be offered; None: whoever can"""
        return self.technician_id or None

    def _get_place_partner(self):
        """:return: contact whose place the way is counted to: a real one, or one that only has
        the postal code; None when nothing is known"""
        self.ensure_one()
        known = self.event_id.visit_address_id or self.partner_id
        if known:
            return known
        if not self.zip:
            return None
        country = self.country_id or self._get_company().country_id
        return self.env["res.partner"].new({"zip": self.zip, "country_id": country.id})

    def _get_kind(self):
        """:return: the type, for a visit as long as it was sold"""
        return self.appointment_type_id._for_visit(self.event_id)

    def _get_company(self):
        return self.appointment_type_id.company_id or self.env.company

    def _get_ignored(self):
        """:return: what is not in the way: the visit that is being planned, and what is already
        held here"""
        return {
            "ignore_event_ids": tuple(self.event_id.ids),
            "ignore_booking_ids": tuple(self.booking_ids.ids),
        }

    def _get_offers(self, start, stop, technicians=None, limit=None):
        """:return: offers to this visitor, see ``pylot.appointment.type``"""
        self.ensure_one()
        return self._get_kind()._get_offers(
            start,
            stop,
            technicians=technicians or self._get_technicians(),
            partner=self._get_place_partner(),
            limit=limit,
            **self._get_ignored(),
        )

    def _is_held(self):
        self.ensure_one()
        return bool(
            self.state == "open"
            and self.booking_ids
            and self.hold_until
            and self.hold_until > fields.Datetime.now()
        )

    def _hold(self, key, technicians=None):
        """Keep the time ``key`` for this visitor, instead of the one kept so far.

        :param technicians: the person the visitor chose
        :raise UserError: when it is no time that is offered, or too many are held from there
        :raise CollisionError: when somebody else was faster
        """
        self.ensure_one()
        self._check_may_hold()
        error = None
        tried = self.env["resource.resource"]
        for _attempt in range(MAX_CREWS):
            offer = self._find_offer(key, technicians, tried)
            if not offer:
                break
            crew = self.appointment_type_id._choose_crew(offer, self._get_place_partner())
            try:
                with self.env.cr.savepoint():
                    return self._keep(offer, key, crew)
            except CollisionError as collision:
                error = collision
                tried |= self.env["resource.resource"].browse(crew)
        raise error or UserError(
            self.env._("This time is not available any more. Please choose another one.")
        )

    def _find_offer(self, key, technicians=None, tried=()):
        technicians = technicians or self._get_technicians()
        if tried:
            everybody = technicians or self.appointment_type_id._get_technicians()
            technicians = everybody - tried
            if not technicians:
                return None
        return self._get_kind()._find_offer(
            key,
            technicians=technicians,
            partner=self._get_place_partner(),
            **self._get_ignored(),
        )

    def _keep(self, offer, key, crew):
        kind = self.appointment_type_id
        until = fields.Datetime.now() + timedelta(minutes=kind.hold_minutes)
        self.env["pylot.booking"].browse(self.booking_ids.ids).unlink()
        self.env["pylot.booking"].create(
            [
                {
                    "resource_id": resource_id,
                    "start": offer["start"] - timedelta(minutes=kind.buffer_before),
                    "stop": offer["stop"] + timedelta(minutes=kind.buffer_after),
                    "appointment_type_id": kind.id,
                    "state": "hold",
                    "expires_at": until,
                    "request_id": self.id,
                }
                for resource_id in crew
            ]
        )
        self.write(
            {
                "offer_key": key,
                "start": offer["start"],
                "stop": offer["stop"],
                "window_start": offer["window_start"],
                "window_stop": offer["window_stop"],
                "hold_until": until,
                "extensions": 0,
            }
        )

    def _check_may_hold(self):
        if not self.visitor:
            return
        domain = [
            ("visitor", "=", self.visitor),
            ("state", "=", "open"),
            ("hold_until", ">", fields.Datetime.now()),
            ("id", "!=", self.id),
        ]
        limit = self._get_limit(MAX_HOLDS_PARAMETER, MAX_HOLDS)
        if self.search_count(domain, limit=limit) >= limit:
            raise UserError(
                self.env._(
                    "Many times are being held for your network already. Please finish a booking "
                    "you have begun, wait ten minutes, or call us."
                )
            )

    def _get_seconds_left(self):
        """:return: how long the time is kept yet, 0 when it is not"""
        if not self._is_held():
            return 0
        return int((self.hold_until - fields.Datetime.now()).total_seconds())

    def _can_extend(self):
        return self._is_held() and self.extensions < MAX_EXTENSIONS

    def _extend(self):
        """Keep the time longer, from now on; nothing happens when it is no longer kept."""
        self.ensure_one()
        if not self._can_extend():
            return
        until = fields.Datetime.now() + timedelta(minutes=self.appointment_type_id.hold_minutes)
        self.booking_ids.expires_at = until
        self.write({"hold_until": until, "extensions": self.extensions + 1})

    @api.autovacuum
    def _gc_open_requests(self):
        """Who left half way is forgotten after a day; visits keep what belongs to them."""
        old = fields.Datetime.now() - timedelta(days=1)
        self.search([("create_date", "<", old)], limit=1000).unlink()
