from collections import Counter, deque
from datetime import timedelta
from itertools import islice

import pytz

from odoo import api, fields, models

from ..tools import travel

WEEKS = 3
# How many visits a technician gets at most, Monday to Friday of last, this and next week: what
# has been is full, what comes has room for the visits that wait in the tray.
VISITS_A_DAY = ((5, 5, 4, 5, 3), (5, 4, 5, 4, 3), (4, 3, 3, 4, 2))
# When the next visit of a round does not fit into the rest of the day, one of those behind it may.
LOOK_AHEAD = 3
# The technician says "on my way" so long before the visit.
ON_THE_WAY = timedelta(minutes=20)


class PylotDemo(models.AbstractModel):
    """The rounds of the technicians, laid out into their working hours as a dispatcher would."""

    _inherit = "pylot.demo"

    @api.model
    def _create_round(self, technician_id, stops):
        """Plan three weeks of one technician: last week, this week and next week.

        :param stops: list of (appointment type id, address id, number of visits, options) in the
            order they are driven to. Options: ``unit`` numbers the visits, such as "Flat";
            ``helpers`` are the ids of the equipment that comes along; ``line`` is the id of the
            order line that sold them; ``urgent``; ``missed`` when nobody was at home
        """
        technician = self.env["resource.resource"].browse(technician_id)
        monday = self._get_today(technician.tz)
        monday -= timedelta(days=monday.weekday() + 7)
        visits = []
        waiting = deque()
        for number, spans in self._get_working_days(technician, monday):
            week, weekday = divmod(number, 7)
            if len(waiting) <= LOOK_AHEAD:
                # a second round through the same addresses; what was ordered has been done
                waiting.extend(self._get_jobs(stops, first=not visits))
            most = VISITS_A_DAY[week][weekday]
            visits += self._lay_out_day(technician, spans, waiting, most)
        self.env["calendar.event"].with_context(
            mail_notrack=True, mail_create_nolog=True, skip_contact_description=True
        ).create(
            [
                self._prepare_visit_vals(technician, index, *visit)
                for index, visit in enumerate(visits)
            ]
        )

    def _get_jobs(self, stops, first):
        """:return: list of (appointment type, address, options), one for each visit"""
        jobs, numbers = [], Counter()
        for type_id, address_id, count, options in stops:
            if not first and {"line", "missed", "urgent"} & options.keys():
                continue
            appointment_type = self.env["pylot.appointment.type"].browse(type_id)
            address = self.env["res.partner"].browse(address_id)
            for _visit in range(count):
                unit = ""
                if options.get("unit"):
                    numbers[address] += 1
                    unit = f"{options['unit']} {numbers[address]}, "
                jobs.append((appointment_type, address, {**options, "unit": unit}))
        return jobs

    def _get_working_days(self, technician, monday):
        """:return: list of (days since ``monday``, working hours as pairs of naive UTC)"""
        zone = pytz.timezone(technician.tz)
        start, stop = (
            pytz.utc.localize(self._to_utc(day, technician.tz))
            for day in (monday, monday + timedelta(weeks=WEEKS))
        )
        intervals = technician.calendar_id._work_intervals_batch(start, stop, technician)
        days = {}
        for begin, end, _attendance in intervals[technician.id]:
            number = (begin.astimezone(zone).date() - monday).days
            span = (moment.astimezone(pytz.utc).replace(tzinfo=None) for moment in (begin, end))
            days.setdefault(number, []).append(tuple(span))
        return list(days.items())

    def _lay_out_day(self, technician, spans, waiting, most):
        """Take visits from ``waiting`` until the day or the technician has enough.

        :return: list of (start, job)
        """
        visits = []
        place = technician.home_partner_id._get_place()
        for moment, end in spans:
            while len(visits) < most:
                for job in islice(waiting, LOOK_AHEAD):
                    start, free_at = self._arrive(job, place, moment)
                    if free_at <= end:
                        break
                else:
                    break
                waiting.remove(job)
                visits.append((start, job))
                place, moment = job[1]._get_place(), free_at
        return visits

    def _arrive(self, job, place, moment):
        """:return: (start, when the technician is free again) of a visit driven to from ``place``,
        starting at ``moment``"""
        appointment_type, address, _options = job
        drive = travel.travel_minutes(place, address._get_place()).minutes
        start = moment + timedelta(minutes=max(drive, appointment_type.buffer_before))
        midnight = start.replace(hour=0, minute=0)
        grid = timedelta(minutes=appointment_type.grid)
        start = midnight + -((midnight - start) // grid) * grid  # rounded up
        stop = start + timedelta(hours=appointment_type.duration)
        return start, stop + timedelta(minutes=appointment_type.buffer_after)

    def _prepare_visit_vals(self, technician, index, start, job):
        appointment_type, address, options = job
        customer = address.parent_id or address
        line = self.env["sale.order.line"].browse(options.get("line"))
        stop = start + timedelta(hours=appointment_type.duration)
        return {
            "name": f"{appointment_type.name} – {customer.display_name}",
            "appointment_type_id": appointment_type.id,
            "customer_id": customer.id,
            "visit_address_id": address.id,
            "location": options["unit"] + address._get_one_line_address(),
            "technician_id": technician.id,
            "helper_ids": [fields.Command.set(options.get("helpers", []))],
            "sale_order_id": line.order_id.id,
            "sale_line_id": line.id,
            "visit_priority": "1" if options.get("urgent") else "0",
            "visit_state": self._get_visit_state(start, stop, index, options),
            "start": start,
            "stop": stop,
            "user_id": False,
            "partner_ids": [],
        }

    def _get_visit_state(self, start, stop, index, options):
        """What has become of a visit by now; the customer has not confirmed every one to come."""
        now = fields.Datetime.now()
        if stop <= now:
            return "no_show" if options.get("missed") else "done"
        if start <= now:
            return "in_progress"
        if start - ON_THE_WAY <= now:
            return "on_the_way"
        return "planned" if index % 3 == 0 else "confirmed"
