from datetime import datetime, timedelta
from random import Random

import pytz

from odoo.tests import tagged

from .targets_common import TargetsCommon

TRIALS = 60


@tagged("post_install", "-at_install")
class TestTargetsProperty(TargetsCommon):
    """Deadlines are what the calendar itself plans, at any moment of two years."""

    def test_same_as_the_calendar(self):
        rng = Random(19)
        two_weeks = self._create_calendar("Two weeks", tz="America/New_York")
        two_weeks.switch_calendar_type()
        calendars = [
            self.hours,
            self.calendar,
            two_weeks,
            self._create_hours("Night", 0, 24, days=6, tz="Pacific/Auckland"),
        ]
        start = datetime(2026, 1, 1)
        for calendar in calendars:
            self.env["resource.calendar.leaves"].create(
                [
                    {
                        "name": "Holiday",
                        "calendar_id": calendar.id,
                        "date_from": day,
                        "date_to": day + timedelta(hours=rng.choice([4, 24, 60])),
                    }
                    for day in (
                        start + timedelta(hours=rng.randrange(24 * 800)) for _each in range(25)
                    )
                ]
            )
        for calendar in calendars:
            work = calendar._get_working_time(self.company)
            for _trial in range(TRIALS):
                moment = start + timedelta(minutes=rng.randrange(60 * 24 * 730))
                hours = rng.choice([0.25, 1, 2, 8, 16, 40, 100.5])
                with self.subTest(calendar=calendar.name, moment=moment, hours=hours):
                    planned = calendar.plan_hours(
                        hours, pytz.utc.localize(moment), compute_leaves=True
                    ).replace(tzinfo=None)
                    ours = work.plan(moment, hours * 3600)
                    # its midnights miss a millionth of a second each
                    self.assertLess(abs(ours - planned), timedelta(seconds=1))
                    counted = work.count(moment, ours)
                    self.assertAlmostEqual(counted / 3600, hours, places=3)
                    data = calendar.get_work_duration_data(
                        pytz.utc.localize(moment), pytz.utc.localize(ours)
                    )
                    self.assertAlmostEqual(counted / 3600, data["hours"], places=2)
