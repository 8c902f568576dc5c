from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL

from ..exceptions import CollisionError
from ..tools.wall_time import day_to_utc, to_day
from .pylot_appointment_series import FAR_AHEAD

# How long after the due date a time is looked for, and how many times are tried.
SEARCH_DAYS = 14
ATTEMPTS = 5
# What was due longer ago is not caught up on: switching a series on is no mailing to everybody
# who was ever visited.
OVERDUE_DAYS = 60
# On the clock of the business, of a visit that has no time yet.
PLACEHOLDER_HOUR = 8
# Somebody calls when there is no answer so many days before.
ANSWER_DAYS = 3


class CalendarEvent(models.Model):
    """Maintenance comes again: after a finished visit the next one is proposed in time."""

    _inherit = "calendar.event"

    series_previous_id = fields.Many2one(
        "calendar.event",
        string="Follows",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The visit after which this one was proposed.",
    )
    series_stopped = fields.Boolean(
        string="No More Proposals", copy=False, help="The customer does not want to be reminded."
    )
    series_asked = fields.Boolean(copy=False, help="Somebody was asked to call the customer.")

    _series_once = models.UniqueIndex(
        "(series_previous_id) WHERE series_previous_id IS NOT NULL",
        "The next visit has been proposed already.",
    )

    # === WHAT IS DUE ===

    @api.model
    def _cron_propose_series(self):
        due = self.browse(self._find_due_series())
        if self._run_each([("id", "in", due.ids)], lambda visit: visit._propose_next()):
            now = fields.Datetime.now()
            self._run_each(
                [
                    ("booked_via", "=", "series"),
                    ("awaiting", "=", "customer"),
                    ("visit_state", "=", "planned"),
                    ("series_asked", "=", False),
                    ("start", ">", now),
                    ("start", "<=", now + timedelta(days=ANSWER_DAYS)),
                ],
                lambda visit: visit._ask_to_call(),
            )

    @api.model
    def _find_due_series(self):
        """:return: ids of visits after which the next one may be due; to the day it is counted
        later, in the time zone of the business

        A series goes on from its last finished visit, or from a proposal that was turned down
        for this time. It does not when the customer has such a visit ahead at the same address.
        """
        self.env.flush_all()
        now = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT visit.id
                  FROM calendar_event AS visit
                  JOIN pylot_appointment_type AS type ON type.id = visit.appointment_type_id
                  JOIN res_partner AS customer ON customer.id = visit.customer_id
                 WHERE type.active AND type.series_months > 0
                   AND visit.active AND customer.active
                   AND (visit.visit_state = 'done'
                        OR (visit.visit_state = 'cancelled' AND visit.booked_via = 'series'))
                   AND visit.start + make_interval(months => type.series_months)
                       BETWEEN %(now)s - make_interval(days => %(overdue)s)
                           AND %(now)s + make_interval(days => type.series_lead_days + 2)
                   AND NOT EXISTS (
                           SELECT FROM calendar_event AS next
                            WHERE next.series_previous_id = visit.id
                       )
                   AND NOT EXISTS (
                           SELECT FROM calendar_event AS other
                            WHERE other.customer_id = visit.customer_id
                              AND other.appointment_type_id = visit.appointment_type_id
                              AND other.visit_address_id
                                  IS NOT DISTINCT FROM visit.visit_address_id
                              AND (other.series_stopped
                                   OR other.active AND other.id != visit.id
                                   AND (other.visit_state IN (
                                            'draft', 'planned', 'confirmed', 'on_the_way',
                                            'in_progress'
                                        )
                                        OR other.visit_state = 'done'
                                       AND (other.start, other.id) > (visit.start, visit.id)))
                       )
                 ORDER BY visit.id
                """,
                now=now,
                overdue=OVERDUE_DAYS,
            )
        )
        return [id_ for (id_,) in rows]

    def _get_series_due(self):
        """:return: date on the calendar of the business on which the next visit is due"""
        self.ensure_one()
        day = to_day(self.start, self.appointment_type_id._get_zone())
        return day + relativedelta(months=self.appointment_type_id.series_months)

    # === PROPOSING ===

    def _propose_next(self):
        """Plan the next visit at the first free time, the same technician before all others, and
        ask the customer. Without a free time it is for somebody to find one."""
        self.ensure_one()
        kind = self.appointment_type_id
        zone = kind._get_zone()
        today = to_day(fields.Datetime.now(), zone)
        due = self._get_series_due()
        # whoever wrote to this visit a moment ago may have stopped the series
        if today < due - timedelta(days=kind.series_lead_days) or not self.try_lock_for_update():
            return self.browse()
        if self.search_count([("series_previous_id", "=", self.id)], limit=1):
            return self.browse()
        for offer, crew in self._find_next_times(max(due, today), zone):
            try:
                with self.env.cr.savepoint():
                    visit = self._create_next(self._prepare_proposal_vals(offer, crew))
            except CollisionError:
                continue
            visit._promise("proposed")
            return visit
        visit = self._create_next(self._prepare_unplanned_vals(max(due, today), zone))
        visit._ask_dispatcher(lambda env: env._("The next visit is due, but nobody is free"))
        return visit

    def _find_next_times(self, day, zone):
        """:return: iterator of (offer, resource ids of the crew)"""
        kind = self.appointment_type_id.with_context(**{FAR_AHEAD: True})
        first = day_to_utc(day, 0, zone)
        last = day_to_utc(day + timedelta(days=SEARCH_DAYS), 0, zone)
        partner = self.visit_address_id or self.customer_id
        for technicians in (self.technician_id | self.helper_ids, None):
            if technicians is None or technicians:
                offers = kind._get_offers(
                    first, last, technicians=technicians, partner=partner, limit=ATTEMPTS
                )
                for offer in offers:
                    yield offer, kind._choose_crew(offer, partner)

    def _create_next(self, vals):
        return self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True).create(vals)

    def _prepare_next_vals(self):
        return {
            "name": self.name,
            "appointment_type_id": self.appointment_type_id.id,
            "customer_id": self.customer_id.id,
            "visit_address_id": self.visit_address_id.id,
            "location": self.location,
            "contact_name": self.contact_name,
            "contact_email": self.contact_email,
            "contact_phone": self.contact_phone,
            "customer_tz": self.customer_tz,
            "customer_lang": self.customer_lang,
            "booked_via": "series",
            "series_previous_id": self.id,
            "user_id": False,
            "partner_ids": [],
        }

    def _prepare_proposal_vals(self, offer, crew):
        return {
            **self._prepare_next_vals(),
            "technician_id": crew[0],
            "helper_ids": [Command.set(crew[1:])],
            "start": offer["start"],
            "stop": offer["stop"],
            "duration": (offer["stop"] - offer["start"]).total_seconds() / 3600,
            "window_start": offer["window_start"],
            "window_stop": offer["window_stop"],
            "visit_state": "planned",
            "awaiting": "customer",
        }

    def _prepare_unplanned_vals(self, day, zone):
        """The time is a placeholder: the day it is due."""
        start = day_to_utc(day, PLACEHOLDER_HOUR, zone)
        hours = self.appointment_type_id.duration
        return {
            **self._prepare_next_vals(),
            "start": start,
            "stop": start + timedelta(hours=hours),
            "duration": hours,
            "visit_state": "draft",
        }

    # === ANSWERS ===

    def _ask_to_call(self):
        """No answer yet. The time stays the customer's: who comes to a closed door has lost more
        than who calls once."""
        self.series_asked = True
        self._ask_dispatcher(lambda env: env._("No answer to a proposed visit: please call"))

    def _stop_series(self):
        """The customer wants no more proposals of this kind at this address."""
        for visit in self.sudo():
            visit.series_stopped = True
