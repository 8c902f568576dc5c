from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from ..tools.day_load import DayLoad
from ..tools.travel import travel_minutes
from .common import FrontofficeCommon


@tagged("post_install", "-at_install")
class TestDayLoad(FrontofficeCommon):
    """How full a day is, in minutes with driving."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        germany = cls.env.ref("base.de")
        cls.company.partner_id.write({"zip": "10115", "country_id": germany.id})
        cls.customer.write({"country_id": germany.id, "zip": "14467"})

    def _get_load(self, day=None, technician=None):
        day, technician = day or self.monday, technician or self.anna
        return technician._get_day_loads(day, day).get((technician, day))

    def test_free_day(self):
        self.assertEqual(self._get_load(), DayLoad(available=480))
        self.assertIsNone(self._get_load(self.monday + timedelta(days=5)))

    def test_visits_and_travel(self):
        kind = self._create_type(buffer_before=10, buffer_after=20)
        self._create_visit(
            self.anna, 9, 2, customer_id=self.customer.id, appointment_type_id=kind.id
        )
        self._create_visit(self.anna, 14, customer_id=self.customer.id)
        home, place = self.company.partner_id._get_place(), self.customer._get_place()
        way = travel_minutes(home, place).minutes
        there = travel_minutes(place, place).minutes
        load = self._get_load()
        self.assertEqual(load, DayLoad(480, 2 * 60 + 30 + 60, 2 * way + there))
        self.assertEqual(load.free, 480 - 210 - 2 * way - there)

    def test_what_takes_no_time(self):
        self._create_visit(self.anna, 9).visit_state = "cancelled"
        self._create_visit(self.bert, 9)
        self.assertEqual(self._get_load(), DayLoad(available=480))

    def test_time_off(self):
        self.env["resource.calendar.leaves"].create(
            {
                "resource_id": self.anna.id,
                "calendar_id": self.calendar.id,
                "date_from": self._at(8),
                "date_to": self._at(12),
            }
        )
        self.assertEqual(self._get_load().available, 240)
        self.assertEqual(self._get_load(technician=self.bert).available, 480)

    def test_at_the_office(self):
        kind = self._create_type(place="company")
        self._create_visit(self.anna, 9, customer_id=self.customer.id, appointment_type_id=kind.id)
        self.assertEqual(self._get_load(), DayLoad(480, 60, 0))

    def test_a_visit_on_a_day_off(self):
        saturday = self.monday + timedelta(days=5)
        self._create_visit(self.anna, 9, days=5)
        self.assertEqual(self._get_load(saturday).available, 0)
        self.assertEqual(self._get_load(saturday).work, 60)

    def test_days_of_other_clocks_and_lengths(self):
        """A day is that of the technician, also when it has 23 or 25 hours."""
        calendar = self._create_calendar("Night and day", tz="Asia/Tokyo")
        calendar.attendance_ids = [
            Command.clear(),
            *(
                Command.create(
                    {
                        "name": "All",
                        "dayofweek": str(day),
                        "day_period": "morning",
                        "hour_from": 0,
                        "hour_to": 24,
                    }
                )
                for day in range(7)
            ),
        ]
        tokyo = self._create_technician("Aiko", calendar_id=calendar.id, tz="Asia/Tokyo")
        tokyo.employee_id.resource_calendar_id = calendar
        self.assertEqual(self._get_load(technician=tokyo).available, 24 * 60)
        calendar.tz = tokyo.tz = "Europe/Berlin"
        for day, hours in ((date(2026, 10, 25), 25), (date(2027, 3, 28), 23)):
            self.assertEqual(self._get_load(day, tokyo).available, hours * 60)

    def test_constant_queries(self):
        technicians = self.anna | self.bert | self.carla
        counted = []
        for number in (1, 3):
            for days in range(5):
                for technician in technicians[:number]:
                    self._create_visit(
                        technician, 10 + number, days=days, customer_id=self.customer.id
                    )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            technicians[:number]._get_day_loads(self.monday, self.monday + timedelta(days=6))
            counted.append(self.cr.sql_log_count - before)
        self.assertEqual(counted[0], counted[1])
        self.assertLessEqual(counted[1], 12)
