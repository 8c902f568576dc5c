from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.wall_time import day_to_utc, to_day

MAX_DAYS = 14
EPOCH = datetime(1970, 1, 1)
MINUTE = timedelta(minutes=1)
# What a client can send and a date can hold: the years 1970 to 9000 in minutes.
LAST_MINUTE = 3_700_000_000


class PylotBoard(models.AbstractModel):
    """What the dispatch board shows and does. Nothing is stored here: the board draws visits,
    bookings and working hours, and moves visits as forms and lists do.

    Moments are whole minutes since 1970 in UTC, which is a third of the size of a text and needs
    no parsing; the board shows them on the clock of ``zone``. Rows of the same kind come as a
    table: the names once, then one list for each row.
    """

    _name = "pylot.board"
    _description = "Dispatch Board"

    @api.model
    @api.readonly
    def get_board(self, first_day, days=1):
        """All the board draws, in a constant number of queries.

        :param str first_day: date as "2026-11-30", on the reader's calendar
        :param int days: how many days, at most 14
        :return: dict; what is in it say the methods it is made of. Technicians get the rows that
            are theirs and no tray; agents get what they may see.
        """
        self._check_may_see()
        bounds = self._get_day_bounds(first_day, days)
        technicians = self._get_board_technicians()
        start, stop = bounds[0], bounds[-1]
        return {
            "zone": self._get_zone(),
            "days": [self._to_minutes(bound) for bound in bounds],
            "now": self._to_minutes(fields.Datetime.now()),
            "can_plan": self._can_plan(),
            "channel": self._get_channel_name(),
            **self._prepare_technicians(technicians),
            **self._prepare_visits(technicians, start, stop),
            **self._prepare_times(technicians, start, stop),
            **self._prepare_tray(),
        }

    # === WHO ===

    @api.model
    def _check_may_see(self):
        self.env["calendar.event"]._check_role(
            "pylot_frontoffice.group_technician",
            self.env._("The board is for technicians, agents and dispatchers."),
        )

    @api.model
    def _check_may_plan(self):
        self.env["calendar.event"]._check_role(
            "pylot_frontoffice.group_agent",
            self.env._("Visits are planned by agents and dispatchers."),
        )

    @api.model
    def _can_plan(self):
        return self.env.user.has_group("pylot_frontoffice.group_agent")

    @api.model
    def _get_channel_name(self):
        """:return: what the client listens to, see ``ir.websocket``"""
        return "pylot.board"

    # === WHEN ===

    @api.model
    def _get_zone(self):
        """:return: name of the time zone whose clock the board shows"""
        return self.env.user.tz or self.env.company.resource_calendar_id.tz or "UTC"

    @api.model
    def _get_day_bounds(self, first_day, days):
        """:return: the midnights between the days and around them, naive UTC: a day is 23 or 25
        hours long when the clock is changed"""
        try:
            day = fields.Date.to_date(first_day) or to_day(fields.Datetime.now(), self._get_zone())
            days = min(MAX_DAYS, max(1, int(days)))
            zone = self._get_zone()
            return [day_to_utc(day + timedelta(days=n), 0, zone) for n in range(days + 1)]
        except (KeyError, TypeError, ValueError, OverflowError):
            raise UserError(self.env._("This is not a day the board can show.")) from None

    @api.model
    def _to_minutes(self, moment):
        return int((moment - EPOCH) // MINUTE)

    @api.model
    def _from_minutes(self, minutes):
        """:raise UserError: when it is no moment"""
        is_number = isinstance(minutes, (int, float)) and not isinstance(minutes, bool)
        if not is_number or not 0 <= minutes < LAST_MINUTE:
            raise UserError(self.env._("This is not a time a visit can have."))
        return EPOCH + int(minutes) * MINUTE
