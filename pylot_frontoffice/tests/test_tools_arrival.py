from datetime import datetime, timedelta
from unittest import TestCase

from odoo.tests import tagged

from ..tools.arrival import RANGE, Arrival, Stop, estimate_arrival
from ..tools.travel import Place, travel_minutes

HOME = Place(52.52, 13.40)
NEAR = Place(52.50, 13.45)
FAR = Place(52.40, 13.06)
NINE = datetime(2026, 11, 2, 9)


def at(hour, minute=0):
    return datetime(2026, 11, 2, hour, minute)


@tagged("post_install", "-at_install", "pylot_tools")
class TestToolsArrival(TestCase):
    def test_nobody_begins_before_the_promise(self):
        found = estimate_arrival(at(7), HOME, [Stop(NEAR, 60, NINE)])
        self.assertEqual(found, Arrival(NINE, NINE + RANGE))

    def test_late_start(self):
        way = travel_minutes(HOME, NEAR).minutes
        found = estimate_arrival(at(9), HOME, [Stop(NEAR, 60, NINE)])
        self.assertLessEqual(found.earliest, at(9) + timedelta(minutes=way))
        self.assertGreater(found.earliest, at(9) + timedelta(minutes=way - 5))
        self.assertGreater(found.latest, at(9) + timedelta(minutes=way * 1.3))

    def test_work_before(self):
        """The stop before takes an hour from when it began, not from when it was planned."""
        before = Stop(HOME, 60, NINE, "work", at(9, 40))
        found = estimate_arrival(at(10), HOME, [before, Stop(HOME, 60, at(10))])
        self.assertGreaterEqual(found.earliest, at(10, 40))
        self.assertGreaterEqual(found.latest, at(11))

    def test_overdue_work(self):
        """What should be over may be over in a moment, or not for a while."""
        before = Stop(HOME, 30, NINE, "work", NINE)
        found = estimate_arrival(at(12), HOME, [before, Stop(HOME, 60, at(10))])
        self.assertLessEqual(found.earliest, at(12, 10))
        self.assertGreaterEqual(found.latest, at(12, 20))

    def test_on_the_way(self):
        way = travel_minutes(HOME, FAR).minutes
        since = at(9, 10)
        found = estimate_arrival(at(9, 30), HOME, [Stop(FAR, 60, at(12), "travel", since)])
        # they really come, whatever was planned
        self.assertLess(found.earliest, at(12))
        self.assertLessEqual(found.earliest, since + timedelta(minutes=way))
        self.assertGreaterEqual(found.latest, since + timedelta(minutes=way))

    def test_on_the_way_since_nobody_knows_when(self):
        found = estimate_arrival(at(9, 30), HOME, [Stop(FAR, 60, at(12), "travel")])
        self.assertEqual(found.earliest, at(9, 30))

    def test_never_in_the_past(self):
        found = estimate_arrival(at(14), HOME, [Stop(NEAR, 60, NINE, "travel", NINE)])
        self.assertGreaterEqual(found.earliest, at(14))
        self.assertGreater(found.latest, at(14))

    def test_unknown_place_is_a_wider_range(self):
        known = estimate_arrival(at(10), HOME, [Stop(NEAR, 60, NINE)])
        unknown = estimate_arrival(at(10), HOME, [Stop(Place(), 60, NINE)])
        self.assertGreater(unknown.latest - unknown.earliest, known.latest - known.earliest)

    def test_each_stop_widens_the_range(self):
        spans = []
        for count in range(5):
            stops = [Stop(NEAR, 60, at(10)) for _each in range(count + 1)]
            found = estimate_arrival(at(10), HOME, stops)
            spans.append(found.latest - found.earliest)
        self.assertEqual(spans, sorted(spans))
        self.assertEqual(len(set(spans)), len(spans))
