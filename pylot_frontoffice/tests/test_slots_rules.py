from datetime import datetime, timedelta

import pytz

from odoo.tests import tagged

from .slots_common import NOW, SlotsCase, utc

MONDAY = (2026, 6, 8)
HOUR = timedelta(hours=1)


@tagged("post_install", "-at_install")
class TestSlotsRules(SlotsCase):
    """What the type asks for: skills, notice, horizon, grid, crew; and both DST switches."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jo = cls._make_technician()
        cls.kim = cls._make_employee()
        cls.type = cls._make_type(cls.jo)

    # === SKILLS ===

    def test_skill_and_level(self):
        skill, (basic, master) = self._make_skill()
        self.type.write(
            {
                "technician_ids": (self.jo | self.kim).ids,
                "skill_ids": [(0, 0, {"skill_id": skill.id})],
            }
        )
        self.assertFalse(self._get_times(self.type, MONDAY), "nobody has it")
        self._grant(self.kim, skill, basic)
        slots = self.type._get_slots(utc("Europe/Berlin", *MONDAY), datetime(2026, 6, 9))
        self.assertEqual({tuple(slot["resource_ids"]) for slot in slots}, {tuple(self.kim.ids)})
        self.type.skill_ids.level_id = master
        self.assertFalse(self._get_times(self.type, MONDAY), "not good enough")

    def test_all_skills_are_needed(self):
        self.type.technician_ids = self.kim
        for name in ("Gas", "Water"):
            skill, levels = self._make_skill(name)
            self.type.skill_ids = [(0, 0, {"skill_id": skill.id})]
            self.assertFalse(self._get_times(self.type, MONDAY))
            self._grant(self.kim, skill, levels[0])
            self.assertEqual(len(self._get_times(self.type, MONDAY)), 7)

    def test_certificate_expires(self):
        """Its last day is whole, on the technician's clock."""
        skill, levels = self._make_skill(is_certification=True)
        self.type.write(
            {"technician_ids": self.kim.ids, "skill_ids": [(0, 0, {"skill_id": skill.id})]}
        )
        self._grant(self.kim, skill, levels[0], "2026-06-09", "2026-06-10")
        for zone in ("Europe/Berlin", "Pacific/Auckland", "America/New_York"):
            with self.subTest(zone):
                self.kim.tz = zone
                counts = [
                    len(self._get_times(self.type, (2026, 6, day), zone)) for day in range(8, 12)
                ]
                self.assertEqual(counts, [0, 7, 7, 0])

    # === NOTICE, HORIZON, GRID ===

    def test_notice_and_horizon(self):
        self.type.write({"notice": 28.5, "horizon": 2})
        start = NOW - timedelta(days=2)
        slots = self.type._get_slots(start, start + timedelta(days=20))
        starts = [slot["start"] for slot in slots]
        self.assertEqual(starts[0], datetime(2026, 6, 8, 11), "28.5 hours after 6:00 is 10:30")
        self.assertEqual(starts[-1], NOW + timedelta(days=2), "the horizon itself is included")

    def test_past_is_over(self):
        with self._at(utc("Europe/Berlin", *MONDAY, 12, 1)):
            self.assertEqual(self._get_times(self.type, MONDAY), ["13:00", "14:00"])

    def test_grid_counts_from_local_midnight(self):
        self.type.grid = 90
        self.assertEqual(self._get_times(self.type, MONDAY), ["09:00", "10:30", "12:00", "13:30"])
        self.jo.tz = "Asia/Kathmandu"
        self.assertEqual(
            self._get_times(self.type, MONDAY, "Asia/Kathmandu"),
            ["09:00", "10:30", "12:00", "13:30"],
        )

    # === CREW, TECHNICIANS ===

    def test_crew(self):
        self.type.write({"technician_ids": (self.jo | self.kim).ids, "crew_size": 2})
        self.env["pylot.booking"].create(
            {
                "resource_id": self.jo.id,
                "start": utc("Europe/Berlin", *MONDAY, 8),
                "stop": utc("Europe/Berlin", *MONDAY, 13),
            }
        )
        self.assertEqual(self._get_times(self.type, MONDAY), ["13:00", "14:00"])
        self.assertFalse(self._get_times(self.type, MONDAY, technicians=self.kim))

    def test_who_is_asked(self):
        self.type.technician_ids = False
        sam = self._make_technician("Sam")
        other = self.env["res.company"].create({"name": "Other"})
        self._make_technician("Of another company", company_id=other.id)
        self._make_technician("Gone", active=False)
        self._make_technician("Not bookable", is_technician=False)

        def get_ids(technicians=None):
            slots = self.type._get_slots(NOW, NOW + timedelta(days=2), technicians)
            return {resource_id for slot in slots for resource_id in slot["resource_ids"]}

        names = self.jo.browse(get_ids()).mapped("name")
        self.assertCountEqual(names, ["Jo", "Kim", "Sam"])
        self.assertEqual(get_ids(sam), set(sam.ids))
        self.assertFalse(get_ids(sam.browse()))

    # === SUMMER TIME ===

    def _get_night(self, zone, day):
        """:return: local start times with UTC offset of a type of one hour, around the clock"""
        self.jo.write(
            {"tz": zone, "calendar_id": self._make_calendar([(d, 0, 24) for d in range(7)]).id}
        )
        self.type.write({"duration": 1, "horizon": 1000})
        tz = pytz.timezone(zone)
        first, after = utc(zone, *day), utc(zone, *day, 6)
        return [
            pytz.utc.localize(slot["start"]).astimezone(tz).strftime("%H:%M %z")
            for slot in self.type._get_slots(first, after)
        ]

    def test_summer_time_begins(self):
        self.assertEqual(
            self._get_night("Europe/Berlin", (2027, 3, 28)),
            ["00:00 +0100", "01:00 +0100", "03:00 +0200", "04:00 +0200", "05:00 +0200"],
        )

    def test_summer_time_ends(self):
        self.assertEqual(
            self._get_night("Europe/Berlin", (2027, 10, 31)),
            [
                "00:00 +0200",
                "01:00 +0200",
                "02:00 +0200",
                "02:00 +0100",
                "03:00 +0100",
                "04:00 +0100",
                "05:00 +0100",
            ],
        )

    def test_half_an_hour_of_summer_time(self):
        """Lord Howe: after 1:59 comes 2:30; half a year later, 1:30 comes twice."""
        self.assertEqual(
            self._get_night("Australia/Lord_Howe", (2026, 10, 4)),
            ["00:00 +1030", "01:00 +1030", "03:00 +1100", "04:00 +1100", "05:00 +1100"],
        )
        self.type.grid = 30
        night = self._get_night("Australia/Lord_Howe", (2027, 4, 4))
        self.assertEqual(night[2:6], ["01:00 +1100", "01:30 +1100", "01:30 +1030", "02:00 +1030"])

    # === ROWS THAT MAKE NO SENSE ===

    def test_malformed_rows_take_no_time(self):
        user = self.env.user
        self.jo.user_id = user
        start, stop = utc("Europe/Berlin", *MONDAY, 10), utc("Europe/Berlin", *MONDAY, 9)
        meetings = self._make_meeting(user, stop, start) | self._make_meeting(
            user, stop, start, allday=True, start_date="2026-06-08", stop_date="2026-06-08"
        )
        leave = self.env["resource.calendar.leaves"].create(
            {"resource_id": self.jo.id, "date_from": stop, "date_to": start}
        )
        self.assertFalse(self._get_times(self.type, MONDAY))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE calendar_event SET start = %s, stop = %s,"
            " start_date = '2026-06-10', stop_date = '2026-06-08' WHERE id = ANY(%s)",
            [start, stop, meetings.ids],
        )
        self.env.cr.execute(
            "UPDATE resource_calendar_leaves SET date_from = %s, date_to = %s WHERE id = %s",
            [start, stop, leave.id],
        )
        self.env.cr.execute(
            "INSERT INTO resource_calendar_attendance"
            " (calendar_id, name, dayofweek, day_period, hour_from, hour_to)"
            " VALUES (%(id)s, 'x', '0', 'morning', 18, 17), (%(id)s, 'x', '0', 'morning', -3, 0),"
            " (%(id)s, 'x', '0', 'morning', 30, 40)",
            {"id": self.calendar.id},
        )
        self.env.invalidate_all()
        slots = self.type._get_slots(NOW, NOW + timedelta(days=3))
        self.assertEqual(len(slots), 7 + 7, "Monday and Tuesday from 8:00 to 16:00")

    def test_window_without_room(self):
        self.assertFalse(self.type._get_slots(NOW, NOW))
        self.assertFalse(self.type._get_slots(NOW + timedelta(days=2), NOW))
