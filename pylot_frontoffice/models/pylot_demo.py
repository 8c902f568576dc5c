from datetime import date, datetime, time, timedelta

import pytz
from dateutil.easter import easter

from odoo import api, fields, models
from odoo.tools import SQL


class PylotDemo(models.AbstractModel):
    """The part of the demo data that depends on the day it is loaded.

    Only the files in ``demo/`` call it. Nothing is drawn by lot: the same day gives the same plan.
    """

    _name = "pylot.demo"
    _description = "Demo Data Around Today"

    @api.model
    def _get_today(self, tz):
        """:return: today on the clocks of ``tz``"""
        return pytz.utc.localize(fields.Datetime.now()).astimezone(pytz.timezone(tz)).date()

    @api.model
    def _to_utc(self, day, tz):
        """:return: midnight at the beginning of ``day`` in ``tz``, naive UTC"""
        midnight = pytz.timezone(tz).localize(datetime.combine(day, time.min))
        return midnight.astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _use_euro(self, company_id):
        """A German business counts in euro. Journal items, such as those of other demo data, fix
        the currency of their company for good; then it stays as it is."""
        company = self.env["res.company"].browse(company_id)
        euro = self.env.ref("base.EUR")
        euro.active = True
        if company.currency_id != euro and not company.root_id._existing_accounting():
            company.currency_id = euro

    @api.model
    def _create_public_holidays(self, calendar_ids):
        """Nobody works on the public holidays of Lower Saxony, last year's to next year's."""
        calendars = self.env["resource.calendar"].browse(calendar_ids)
        year = self._get_today(calendars[0].tz).year
        self.env["resource.calendar.leaves"].create(
            [
                self._prepare_day_off(name, day, day, calendar)
                for calendar in calendars
                for name, day in self._get_public_holidays(range(year - 1, year + 2))
            ]
        )

    @api.model
    def _get_public_holidays(self, years):
        """:return: list of (name, date)"""
        holidays = []
        for year in years:
            sunday = easter(year)
            holidays += [
                ("New Year's Day", date(year, 1, 1)),
                ("Good Friday", sunday - timedelta(days=2)),
                ("Easter Monday", sunday + timedelta(days=1)),
                ("Labour Day", date(year, 5, 1)),
                ("Ascension Day", sunday + timedelta(days=39)),
                ("Whit Monday", sunday + timedelta(days=50)),
                ("German Unity Day", date(year, 10, 3)),
                ("Reformation Day", date(year, 10, 31)),
                ("Christmas Day", date(year, 12, 25)),
                ("Second Day of Christmas", date(year, 12, 26)),
            ]
        return holidays

    @api.model
    def _create_time_off(self, technician_id, name):
        """The technician is away for the whole of next week."""
        technician = self.env["resource.resource"].browse(technician_id)
        today = self._get_today(technician.tz)
        monday = today + timedelta(days=7 - today.weekday())
        values = self._prepare_day_off(
            name, monday, monday + timedelta(days=6), technician.calendar_id
        )
        self.env["resource.calendar.leaves"].create({**values, "resource_id": technician.id})

    def _prepare_day_off(self, name, first, last, calendar):
        """:param date first, last: days off, both included, on the clock of ``calendar``"""
        return {
            "name": name,
            "calendar_id": calendar.id,
            "company_id": calendar.company_id.id,
            "date_from": self._to_utc(first, calendar.tz),
            "date_to": self._to_utc(last + timedelta(days=1), calendar.tz) - timedelta(seconds=1),
        }

    @api.model
    def _confirm_order(self, order_id, hours_ago, urgent=False):
        """Confirm an order as of ``hours_ago``; its visits without a time wait since then."""
        order = self.env["sale.order"].browse(order_id)
        confirmed_at = fields.Datetime.now() - timedelta(hours=hours_ago)
        order.action_confirm()
        order.date_order = confirmed_at
        waiting = order.visit_ids.filtered(lambda visit: visit.visit_state == "draft")
        if urgent:
            waiting.visit_priority = "1"
        # the ORM keeps the moment of creation to itself, and the tray shows it
        waiting.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE calendar_event SET create_date = %s WHERE id = ANY(%s)",
                confirmed_at,
                list(waiting.ids),
            )
        )
        waiting.invalidate_recordset(["create_date"])
