from datetime import datetime, timedelta, timezone

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .slots_common import NOW, SlotsCase, utc

MONDAY = (2026, 6, 8)
HOUR = timedelta(hours=1)


@tagged("post_install", "-at_install")
class TestSlots(SlotsCase):
    """What is offered, rule by rule. Berlin is two hours ahead of UTC in June."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jo = cls._make_technician()
        cls.type = cls._make_type(cls.jo)

    # === WORKING HOURS ===

    def test_inside_working_hours(self):
        self.assertEqual(
            self._get_times(self.type, MONDAY),
            ["08:00", "09:00", "10:00", "11:00", "12:00", "13:00", "14:00"],
        )
        self.assertFalse(self._get_times(self.type, (2026, 6, 13)), "Saturday")

    def test_slot_is_utc_and_as_long_as_the_type(self):
        slot = self.type._get_slots(utc("Europe/Berlin", *MONDAY), datetime(2026, 6, 9))[0]
        self.assertEqual(
            slot,
            {
                "start": datetime(2026, 6, 8, 6, 0),
                "stop": datetime(2026, 6, 8, 8, 0),
                "resource_ids": self.jo.ids,
            },
        )

    def test_slot_lies_inside_the_window(self):
        eight = utc("Europe/Berlin", *MONDAY, 8)
        slots = self.type._get_slots(eight + timedelta(minutes=1), eight + 4 * HOUR)
        self.assertEqual([slot["start"] for slot in slots], [eight + HOUR, eight + 2 * HOUR])
        aware = (eight + 4 * HOUR).replace(tzinfo=timezone.utc)
        aware = aware.astimezone(timezone(5 * HOUR))
        self.assertEqual(self.type._get_slots(eight + timedelta(minutes=1), aware), slots)

    def test_break_and_adjoining_shifts(self):
        self.jo.calendar_id = self._make_calendar(
            [
                (0, 8, 10),
                (0, 10, 11),
                (0, 11, 12, {"day_period": "lunch"}),
                (0, 12, 14, {"day_period": "afternoon"}),
            ]
        )
        self.assertEqual(self._get_times(self.type, MONDAY), ["08:00", "09:00", "12:00"])

    def test_two_week_calendar(self):
        """Parity as in core; 8 June 2026 lies in a "first" week."""
        parity = self.env["resource.calendar.attendance"].get_week_type(datetime(*MONDAY))
        self.jo.calendar_id = self._make_calendar(
            [(0, 8, 10, {"week_type": str(parity)}), (0, 13, 15, {"week_type": str(1 - parity)})],
            two_weeks_calendar=True,
        )
        self.assertEqual(self._get_times(self.type, MONDAY), ["08:00"])
        self.assertEqual(self._get_times(self.type, (2026, 6, 15)), ["13:00"])
        self.assertEqual(self._get_times(self.type, (2026, 6, 22)), ["08:00"])

    def test_night_shift_over_midnight(self):
        self.jo.calendar_id = self._make_calendar([(0, 22, 24), (1, 0, 3)])
        late = utc("Europe/Berlin", *MONDAY, 20)
        slots = self.type._get_slots(late, late + 12 * HOUR)
        starts = [(slot["start"] - late) / HOUR for slot in slots]
        self.assertEqual(starts, [2, 3, 4, 5], "22:00 to 1:00, through midnight")

    def test_no_fixed_hours_means_company_hours_or_any_time(self):
        office = self._get_times(self.type, MONDAY)
        flexible = self._make_calendar([(0, 9, 10)])
        flexible.schedule_type = "flexible"
        self.assertTrue(flexible.attendance_ids, "what is written there does not count")
        for calendar in (self.env["resource.calendar"], flexible):
            with self.subTest(calendar=calendar.schedule_type):
                self.jo.calendar_id = calendar
                self.company.resource_calendar_id = self.calendar
                self.assertEqual(self._get_times(self.type, MONDAY), office)
                self.company.resource_calendar_id = flexible
                self.assertEqual(len(self._get_times(self.type, MONDAY)), 23)

    def test_calendar_without_hours_is_never_open(self):
        self.jo.calendar_id = self._make_calendar([])
        self.assertFalse(self._get_times(self.type, MONDAY))

    def test_resource_without_company(self):
        van = self._make_technician("Van", company_id=False, calendar_id=False)
        self.type.technician_ids = van
        self.assertEqual(self._get_times(self.type, MONDAY)[0], "08:00")

    def test_contract_periods(self):
        """Full time up to the 9th, nothing on the 10th, mornings from the 11th on."""
        mornings = self._make_calendar([(day, 8, 12) for day in range(5)])
        kim = self._make_employee(contract_date_start="2026-01-01", contract_date_end="2026-06-09")
        kim.employee_id.create_version(
            {
                "date_version": "2026-06-11",
                "contract_date_start": "2026-06-11",
                "contract_date_end": False,
                "resource_calendar_id": mornings.id,
            }
        )
        self.type.technician_ids = kim
        self.assertEqual(self._get_times(self.type, (2026, 6, 9))[-1], "14:00")
        self.assertFalse(self._get_times(self.type, (2026, 6, 10)))
        self.assertEqual(self._get_times(self.type, (2026, 6, 11)), ["08:00", "09:00", "10:00"])

    def test_no_work_before_the_first_contract(self):
        kim = self._make_employee()
        kim.employee_id.create_version(
            {"date_version": "2026-06-11", "contract_date_start": "2026-06-11"}
        )
        self.type.technician_ids = kim
        self.assertFalse(self._get_times(self.type, (2026, 6, 10)))
        self.assertEqual(len(self._get_times(self.type, (2026, 6, 11))), 7)

    def test_version_without_contract(self):
        """Hours that change in the future count from then on."""
        kim = self._make_employee()
        mornings = self._make_calendar([(day, 8, 12) for day in range(5)])
        kim.employee_id.create_version(
            {"date_version": "2026-06-11", "resource_calendar_id": mornings.id}
        )
        self.type.technician_ids = kim
        self.assertEqual(self._get_times(self.type, (2026, 6, 10))[-1], "14:00")
        self.assertEqual(self._get_times(self.type, (2026, 6, 11))[-1], "10:00")

    # === TIME OFF ===

    def _make_leave(self, start, stop, **values):
        return self.env["resource.calendar.leaves"].create(
            {
                "date_from": utc("Europe/Berlin", *start),
                "date_to": utc("Europe/Berlin", *stop),
                "calendar_id": False,
                **values,
            }
        )

    def test_time_off(self):
        other = self._make_calendar([])
        self._make_leave((*MONDAY, 10), (*MONDAY, 12), resource_id=self.jo.id, calendar_id=other.id)
        self.assertEqual(self._get_times(self.type, MONDAY), ["08:00", "12:00", "13:00", "14:00"])

    def test_only_time_off_counts(self):
        full = self._get_times(self.type, MONDAY)
        sam = self._make_technician("Sam")
        self._make_leave((*MONDAY, 0), (*MONDAY, 23), resource_id=sam.id)
        self._make_leave((*MONDAY, 0), (*MONDAY, 23), resource_id=self.jo.id, time_type="other")
        self.assertEqual(self._get_times(self.type, MONDAY), full)

    def test_public_holiday(self):
        """Of this company, on the technician's calendar or on all."""
        full = self._get_times(self.type, MONDAY)
        day = (*MONDAY, 0), (*MONDAY, 23)
        leave = self._make_leave(*day, calendar_id=self._make_calendar([]).id)
        self.assertEqual(self._get_times(self.type, MONDAY), full, "another calendar")
        leave.calendar_id = self.calendar
        self.assertFalse(self._get_times(self.type, MONDAY))
        leave.calendar_id = False
        self.assertFalse(self._get_times(self.type, MONDAY))
        leave.company_id = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self._get_times(self.type, MONDAY), full, "another company")

    def test_flexible_hours_keep_their_holidays(self):
        flexible = self._make_calendar([], schedule_type="flexible")
        self.jo.calendar_id = flexible
        self._make_leave((*MONDAY, 0), (*MONDAY, 23), calendar_id=flexible.id)
        self.assertFalse(self._get_times(self.type, MONDAY))

    # === BOOKINGS ===

    def _book(self, *hours, **values):
        start, stop = (utc("Europe/Berlin", *MONDAY, hour) for hour in hours)
        return self.env["pylot.booking"].create(
            {"resource_id": self.jo.id, "start": start, "stop": stop, **values}
        )

    def test_booked(self):
        self._book(10, 12)
        self.assertEqual(self._get_times(self.type, MONDAY), ["08:00", "12:00", "13:00", "14:00"])

    def test_hold_counts_until_it_expires(self):
        self._book(10, 12, state="hold", expires_at=NOW + HOUR)
        self.assertEqual(len(self._get_times(self.type, MONDAY)), 4)
        with self._at(NOW + HOUR):
            self.assertEqual(len(self._get_times(self.type, MONDAY)), 7)

    def test_buffers_keep_clear_of_bookings_not_of_closing_time(self):
        self._book(10, 12)
        self.type.write({"buffer_before": 60, "buffer_after": 0})
        self.assertEqual(self._get_times(self.type, MONDAY), ["08:00", "13:00", "14:00"])
        self.type.write({"buffer_before": 0, "buffer_after": 60})
        self.assertEqual(self._get_times(self.type, MONDAY), ["12:00", "13:00", "14:00"])

    def test_buffer_reaches_beyond_the_window(self):
        self._book(10, 12)
        self.type.write({"buffer_before": 60, "buffer_after": 60})
        eight = utc("Europe/Berlin", *MONDAY, 8)
        self.assertFalse(self.type._get_slots(eight, eight + 2 * HOUR))
        self.assertFalse(self.type._get_slots(eight + 4 * HOUR, eight + 6 * HOUR))
        self.assertTrue(self.type._get_slots(eight + 5 * HOUR, eight + 7 * HOUR))

    # === OTHER CALENDAR EVENTS ===

    def _meet(self, *hours, **values):
        if not self.jo.user_id:
            self.jo.user_id = new_test_user(self.env, "jo.technician", tz="Europe/Berlin")
        start, stop = (utc("Europe/Berlin", *MONDAY, hour) for hour in hours)
        return self._make_meeting(self.jo.user_id, start, stop, **values)

    def test_meeting(self):
        meeting = self._meet(10, 12)
        busy = ["08:00", "12:00", "13:00", "14:00"]
        self.assertEqual(self._get_times(self.type, MONDAY), busy)
        meeting.attendee_ids.state = "tentative"
        self.assertEqual(self._get_times(self.type, MONDAY), busy)
        for values in ({"show_as": "free"}, {"active": False}):
            with self.subTest(values), self.env.cr.savepoint() as savepoint:
                meeting.write(values)
                self.assertEqual(len(self._get_times(self.type, MONDAY)), 7)
                savepoint.rollback()
                self.env.invalidate_all()
        meeting.attendee_ids.state = "declined"
        self.assertEqual(len(self._get_times(self.type, MONDAY)), 7)

    def test_meeting_keeps_buffers(self):
        self._meet(10, 12)
        self.type.buffer_before = 60
        self.assertEqual(self._get_times(self.type, MONDAY), ["08:00", "13:00", "14:00"])

    def test_meeting_of_many_days(self):
        """It began long before the window and is found all the same."""
        days = timedelta(days=30)
        first, last = utc("Europe/Berlin", *MONDAY, 12) - days, utc("Europe/Berlin", *MONDAY, 11)
        self._meet(10, 12).write({"start": first, "stop": last})
        self.assertEqual(self._get_times(self.type, MONDAY), ["11:00", "12:00", "13:00", "14:00"])

    def test_all_day_meeting_fills_the_local_day(self):
        """Where that day begins before, and ends after, the hours core stores for it."""
        self._meet(10, 12, allday=True, start_date="2026-06-08", stop_date="2026-06-08")
        night_and_day = self._make_calendar([(day, 0, 24) for day in range(7)])
        self.jo.calendar_id = night_and_day
        for zone in ("Pacific/Auckland", "America/New_York", "Pacific/Honolulu"):
            with self.subTest(zone), self._at(datetime(2026, 6, 1)):
                self.jo.tz = zone
                first = utc(zone, 2026, 6, 7, 12)
                slots = self.type._get_slots(first, first + timedelta(days=2))
                midnight = utc(zone, *MONDAY)
                for slot in slots:
                    self.assertFalse(
                        slot["start"] < midnight + 24 * HOUR and slot["stop"] > midnight
                    )
                self.assertEqual(len(slots), 11 + 11, "Sunday from 12:00, Tuesday to 12:00")
                for hour in range(0, 24, 2):
                    start = midnight + hour * HOUR
                    self.assertFalse(self.type._get_slots(start, start + 2 * HOUR))

    def test_colleagues_visit_as_attendee(self):
        """It takes time like a meeting while it is going to happen."""
        sam = self._make_technician("Sam")
        visit = self._meet(10, 12, technician_id=sam.id)
        self.assertEqual(len(self._get_times(self.type, MONDAY)), 4)
        visit.write({"is_blocking": False, "not_blocking_reason": "Only looks on"})
        self.assertEqual(len(self._get_times(self.type, MONDAY)), 7)
        visit.write({"is_blocking": True, "visit_state": "no_show"})
        visit.show_as = "busy"
        self.assertEqual(len(self._get_times(self.type, MONDAY)), 7)

    def test_own_visit_is_its_booking(self):
        """... and nothing else: what does not book does not block through the back door."""
        visit = self._meet(10, 12, technician_id=self.jo.id)
        self.assertEqual(visit.booking_ids.resource_id, self.jo)
        self.assertEqual(len(self._get_times(self.type, MONDAY)), 4)
        visit.booking_ids.unlink()
        self.assertEqual(len(self._get_times(self.type, MONDAY)), 7)
        sam = self._make_technician("Sam")
        visit.write({"technician_id": sam.id, "helper_ids": [Command.set(self.jo.ids)]})
        visit.booking_ids.unlink()
        self.assertEqual(len(self._get_times(self.type, MONDAY)), 7)
