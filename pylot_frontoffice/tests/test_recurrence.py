"""Bookings of series: an occurrence is a visit like any other, and moving a series is one move."""

from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import CollisionError
from .common import FrontofficeCommon

WEEKLY = {"rrule_type": "weekly", "rrule_type_ui": "weekly", "mon": True}
DAILY = {"rrule_type": "daily", "rrule_type_ui": "daily"}


@tagged("post_install", "-at_install")
class TestRecurrence(FrontofficeCommon):
    def _create_series(self, rule=None, count=4, technician=None, env=None, **values):
        """:return: all occurrences, by start; the first is on ``monday`` at 9"""
        base = self._create_visit(
            technician or self.anna,
            env=env,
            recurrency=True,
            interval=1,
            count=count,
            end_type="count",
            event_tz="Europe/Berlin",
            **(rule or WEEKLY),
            **values,
        )
        return self._get_series(base)

    def _get_series(self, occurrence):
        return occurrence.recurrence_id.calendar_event_ids.sorted("start")

    def _expect(self, days, hour=9, hours=1, technician=None):
        """:return: bookings at the same wall time on each of ``days`` after ``monday``"""
        name = (technician or self.anna).name
        return {(name, self._at(hour, days=day), self._at(hour + hours, days=day)) for day in days}

    def _get_all_booked(self):
        """:return: whatever the technicians of these tests are booked for, archived or not"""
        self.env.flush_all()
        bookings = self.env["pylot.booking"].search(
            [("resource_id", "in", (self.anna | self.bert | self.carla).ids)]
        )
        return {(each.resource_id.name, each.start, each.stop) for each in bookings}

    # === CREATION ===

    def test_daily(self):
        series = self._create_series(DAILY, count=5)
        self.assertEqual(len(series), 5)
        self.assertEqual(self._get_booked(series), self._expect(range(5)))

    def test_weekly(self):
        series = self._create_series(count=6, helper_ids=[Command.set(self.bert.ids)])
        weeks = range(0, 42, 7)
        self.assertEqual(
            self._get_booked(series),
            self._expect(weeks) | self._expect(weeks, technician=self.bert),
        )

    def test_series_keeps_wall_time_over_dst(self):
        """The clocks change on the last Sundays of March and October."""
        for month in (3, 10):
            year = self.monday.year + 1
            last = date(year, month, 31)
            sunday = last - timedelta(days=(last.weekday() + 1) % 7)
            type(self).monday = sunday - timedelta(days=6)
            self.addCleanup(setattr, type(self), "monday", self._get_monday())
            series = self._create_series(count=3)
            booked = self._get_booked(series)
            self.assertEqual(booked, self._expect((0, 7, 14)))
            hours = {start.hour for _name, start, _stop in booked}
            self.assertEqual(hours, {7, 8}, "the series does not cross the change of the clocks")

    def test_allday_series(self):
        base = self.env["calendar.event"].create(
            {
                "name": "Training",
                "technician_id": self.anna.id,
                "allday": True,
                "start_date": self.monday,
                "stop_date": self.monday,
                "start": self._at(8),
                "stop": self._at(18),
                "recurrency": True,
                "interval": 1,
                "count": 3,
                "end_type": "count",
                "event_tz": "Europe/Berlin",
                **DAILY,
            }
        )
        self.assertEqual(
            self._get_booked(self._get_series(base)), self._expect(range(3), hour=0, hours=24)
        )

    def test_add_recurrence_to_visit(self):
        visit = self._create_visit(self.anna)
        visit.write({"recurrency": True, "interval": 1, "count": 3, "end_type": "count", **DAILY})
        self.assertEqual(self._get_booked(self._get_series(visit)), self._expect(range(3)))

    def test_repeat_a_finished_visit(self):
        """What is repeated is the appointment, not that it took place."""
        visit = self._create_visit(self.anna, visit_state="done")
        visit.write({"recurrency": True, "interval": 1, "count": 3, "end_type": "count", **DAILY})
        states = self._get_series(visit).mapped("visit_state")
        self.assertEqual(states, ["done", "planned", "planned"])

    def test_colliding_series_is_refused_as_a_whole(self):
        self._create_visit(self.anna, days=14, name="Boiler")
        before = self._get_all_booked()
        with self.assertRaises(CollisionError) as caught:
            self._create_series()
        text = str(caught.exception)
        self.assertIn("“Boiler”", text)
        day = self.monday + timedelta(days=14)
        self.assertIn(f"{day:%b} {day.day}", text)
        self.assertEqual(self._get_all_booked(), before)

    def test_series_collides_with_itself(self):
        with self.assertRaises(CollisionError):
            self._create_series(DAILY, stop=self._at(9, days=1, minute=30))

    # === MOVES ===

    def test_move_one(self):
        series = self._create_series()
        series[1].write({"start": self._at(14, days=7), "stop": self._at(15, days=7)})
        self.assertEqual(
            self._get_all_booked(), self._expect((0, 14, 21)) | self._expect([7], hour=14)
        )

    def test_move_all_to_the_places_of_siblings(self):
        series = self._create_series(DAILY)
        series[0].write(
            {
                "start": self._at(9, days=1),
                "stop": self._at(10, days=1),
                "recurrence_update": "all_events",
            }
        )
        self.assertEqual(self._get_all_booked(), self._expect(range(1, 5)))

    def test_move_all_by_half_their_length(self):
        """Every new time overlaps the old one."""
        series = self._create_series()
        series[2].write(
            {
                "start": self._at(9.5, days=14),
                "stop": self._at(10.5, days=14),
                "recurrence_update": "all_events",
            }
        )
        self.assertEqual(self._get_all_booked(), self._expect((0, 7, 14, 21), hour=9.5))

    def test_move_future_to_the_places_of_siblings(self):
        series = self._create_series(DAILY)
        series[2].write(
            {
                "start": self._at(9, days=3),
                "stop": self._at(10, days=3),
                "recurrence_update": "future_events",
            }
        )
        self.assertEqual(self._get_all_booked(), self._expect((0, 1, 3, 4)))

    def test_move_of_series_into_a_visit_is_refused_as_a_whole(self):
        series = self._create_series()
        self._create_visit(self.anna, hour=14, days=21, name="Boiler")
        before = self._get_all_booked()
        for update in ("all_events", "future_events"):
            with self.subTest(update), self.assertRaises(CollisionError):
                series[0].write(
                    {
                        "start": self._at(14),
                        "stop": self._at(15),
                        "recurrence_update": update,
                    }
                )
            self.assertEqual(self._get_all_booked(), before)

    def test_shorten_all(self):
        series = self._create_series()
        times = {"start": self._at(9), "stop": self._at(9.5)}
        series[0].write({**times, "recurrence_update": "all_events"})
        self.assertEqual(self._get_all_booked(), self._expect((0, 7, 14, 21), hours=0.5))

    def test_lengthen_all(self):
        series = self._create_series()
        times = {"start": self._at(9), "stop": self._at(11)}
        series[0].write({**times, "recurrence_update": "all_events"})
        self.assertEqual(self._get_all_booked(), self._expect((0, 7, 14, 21), hours=2))

    def test_fewer_occurrences(self):
        series = self._create_series(DAILY)
        series[0].write({"count": 2, "recurrence_update": "all_events"})
        self.assertEqual(self._get_all_booked(), self._expect(range(2)))

    def test_other_rule(self):
        """The new series stands where parts of the old one stood."""
        for update, days in (("all_events", (0, 1, 2, 3)), ("future_events", (0, 7, 8, 9))):
            with self.subTest(update):
                series = self._create_series()
                first = series[0] if update == "all_events" else series[1]
                first.write(
                    {
                        **DAILY,
                        "count": len(days) - (first != series[0]),
                        "recurrence_update": update,
                    }
                )
                self.assertEqual(self._get_all_booked(), self._expect(days))
                self.env["calendar.event"].search([("technician_id", "=", self.anna.id)]).unlink()

    # === TECHNICIANS ===

    def test_other_technician_for_all(self):
        series = self._create_series()
        series[1].write({"technician_id": self.bert.id, "recurrence_update": "all_events"})
        self.assertEqual(self._get_all_booked(), self._expect((0, 7, 14, 21), technician=self.bert))

    def test_other_technician_for_future(self):
        series = self._create_series()
        series[2].write({"technician_id": self.bert.id, "recurrence_update": "future_events"})
        self.assertEqual(
            self._get_all_booked(),
            self._expect((0, 7)) | self._expect((14, 21), technician=self.bert),
        )

    def test_other_technician_for_one(self):
        series = self._create_series()
        series[1].write({"technician_id": self.bert.id, "recurrence_update": "self_only"})
        self.assertEqual(
            self._get_all_booked(),
            self._expect((0, 14, 21)) | self._expect([7], technician=self.bert),
        )

    def test_technicians_calendar_follows(self):
        """Anna has a login: the series stands in her calendar, and leaves it with her."""
        partner = self.technician_user.partner_id
        series = self._create_series()
        self.assertTrue(all(partner in visit.partner_ids for visit in series))
        series[0].write({"technician_id": self.bert.id, "recurrence_update": "all_events"})
        self.assertFalse(any(partner in visit.partner_ids for visit in series))

    # === END ===

    def test_delete_one(self):
        series = self._create_series()
        series[1].unlink()
        self.assertEqual(self._get_all_booked(), self._expect((0, 14, 21)))

    def test_delete_future(self):
        series = self._create_series()
        series[1].action_mass_deletion("future_events")
        self.assertEqual(self._get_all_booked(), self._expect([0]))

    def test_delete_all(self):
        self._create_series()[1].action_mass_deletion("all_events")
        self.assertFalse(self._get_all_booked())

    def test_archive(self):
        for update, days in (
            ("self_only", (0, 14, 21)),
            ("future_events", [0]),
            ("all_events", []),
        ):
            with self.subTest(update):
                series = self._create_series()
                series[1].action_mass_archive(update)
                self.assertEqual(self._get_all_booked(), self._expect(days))
                series.unlink()

    def test_stop_repeating(self):
        series = self._create_series()
        series[1].write({"recurrency": False, "recurrence_update": "future_events"})
        self.assertEqual(self._get_all_booked(), self._expect((0, 7)))

    def test_cancel_all(self):
        series = self._create_series()
        series[0].write({"visit_state": "cancelled", "recurrence_update": "all_events"})
        self.assertFalse(self._get_all_booked())

    # === WHO ===

    def test_technician_moves_own_series(self):
        """Core makes a series anew when it is moved; that is no assignment."""
        series = self._create_series().with_user(self.technician_user)
        series[0].write(
            {
                "start": self._at(11),
                "stop": self._at(12),
                "recurrence_update": "all_events",
            }
        )
        self.assertEqual(self._get_all_booked(), self._expect((0, 7, 14, 21), hour=11))

    def test_series_is_no_way_around_the_role(self):
        """An occurrence of a series cannot smuggle in somebody else."""
        series = self._create_series()
        event = self.env["calendar.event"].with_user(self.plain_user)
        with self.assertRaises(AccessError):
            event.create(
                {
                    "name": "Smuggled",
                    "start": self._at(14),
                    "stop": self._at(15),
                    "recurrence_id": series.recurrence_id.id,
                    "technician_id": self.bert.id,
                }
            )
