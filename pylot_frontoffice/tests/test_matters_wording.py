from datetime import date, datetime

from odoo.tests import tagged

from ..wording import describe_near_day
from .common import FrontofficeCommon


@tagged("post_install", "-at_install")
class TestMattersWording(FrontofficeCommon):
    """Days and times as people speak of them, on the customer's clock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.kind = cls._create_type("Inspection")

    def _say(self, start, stop=None, tz="", lang="de_DE", **values):
        """:return: (day, words) of a visit at these moments, UTC"""
        visit = self.env["calendar.event"].new(
            {
                "name": "Visit",
                "start": start,
                "stop": stop or start,
                "appointment_type_id": self.kind.id,
                **values,
            }
        )
        return visit.with_context(lang=lang)._describe_arrival(tz)

    def test_days(self):
        today = date(2026, 12, 28)
        german = self.env(context={"lang": "de_DE"})
        english = self.env(context={"lang": "en_US"})
        for day, expected, foreign in (
            (date(2026, 12, 30), "Mittwoch", "Wednesday"),
            (date(2027, 1, 3), "Sonntag", "Sunday"),
            (date(2027, 1, 4), "4. Januar 2027", "January 4, 2027"),
            (date(2026, 12, 27), "27. Dezember", "December 27"),
        ):
            self.assertEqual(describe_near_day(german, day, today), expected)
            self.assertEqual(describe_near_day(english, day, today), foreign)
        self.assertEqual(describe_near_day(english, today, today), "today")
        self.assertEqual(describe_near_day(english, date(2026, 12, 29), today), "tomorrow")

    def test_times(self):
        start, stop = datetime(2026, 11, 24, 7), datetime(2026, 11, 24, 11)
        window = {"window_start": start, "window_stop": stop}
        day, words = self._say(start, stop, lang="en_US", **window)
        self.assertEqual((day, words), (date(2026, 11, 24), "between 8:00 AM and 12:00 PM"))
        self.assertEqual(self._say(start, lang="en_US")[1], "at 8:00 AM")
        self.assertIn("08:00", self._say(start)[1])

    def test_the_customers_clock(self):
        """Where it is another day already, and the city says whose clock it is."""
        evening = datetime(2026, 11, 24, 16)
        day, words = self._say(evening, tz="Asia/Tokyo", lang="en_US")
        self.assertEqual((day, words), (date(2026, 11, 25), "at 1:00 AM (time in Tokyo)"))
        day, words = self._say(evening, tz="Europe/Vienna", lang="en_US")
        self.assertEqual((day, words), (date(2026, 11, 24), "at 5:00 PM"))
        _day, words = self._say(evening, lang="en_US", customer_tz="Asia/Tokyo")
        self.assertEqual(words, "at 1:00 AM (time in Tokyo)")
        _day, words = self._say(evening, tz="No/Where", lang="en_US")
        self.assertEqual(words, "at 5:00 PM")

    def test_clocks_change(self):
        """The hour that comes twice says which one it is; a day of 25 hours is one day."""
        for hour, zone in ((0, "CEST"), (1, "CET")):
            day, words = self._say(datetime(2026, 10, 25, hour, 30), lang="en_US")
            self.assertEqual((day, words), (date(2026, 10, 25), f"at 2:30 AM ({zone})"))
        # half an hour before midnight, on both sides of the change
        self.assertEqual(self._say(datetime(2026, 10, 24, 21, 30))[0], date(2026, 10, 24))
        self.assertEqual(self._say(datetime(2026, 10, 25, 22, 30))[0], date(2026, 10, 25))
        self.assertEqual(self._say(datetime(2026, 10, 25, 22, 30), lang="en_US")[1], "at 11:30 PM")
        # an hour is missing in spring
        self.assertEqual(
            self._say(datetime(2027, 3, 28, 1, 30), lang="en_US"),
            (date(2027, 3, 28), "at 3:30 AM"),
        )
