import doctest
from datetime import date, datetime

from odoo.tests import BaseCase, tagged

from ..tools import sending_hours
from ..tools.sending_hours import SendingHours


@tagged("post_install", "-at_install")
class TestToolsSendingHours(BaseCase):
    """When a business may be heard (tools/sending_hours.py)."""

    def setUp(self):
        super().setUp()
        holidays = {date(2026, 12, 25), date(2027, 1, 1)}
        self.hours = SendingHours("Europe/Berlin", 8, 20, is_holiday=holidays.__contains__)

    def test_examples(self):
        outcome = doctest.testmod(sending_hours)
        self.assertTrue(outcome.attempted)
        self.assertFalse(outcome.failed)

    def test_next(self):
        for moment, expected in (
            (datetime(2026, 11, 3, 10), datetime(2026, 11, 3, 10)),
            (datetime(2026, 11, 3, 7), datetime(2026, 11, 3, 7)),
            (datetime(2026, 11, 3, 6, 59), datetime(2026, 11, 3, 7)),
            (datetime(2026, 11, 3, 19), datetime(2026, 11, 4, 7)),
            (datetime(2026, 11, 6, 22), datetime(2026, 11, 9, 7)),
            (datetime(2026, 12, 24, 20), datetime(2026, 12, 28, 7)),
            # the clock is put forward in the night
            (datetime(2026, 3, 27, 20), datetime(2026, 3, 30, 6)),
        ):
            self.assertEqual(self.hours.get_next(moment), expected, moment)

    def test_last(self):
        for moment, expected in (
            (datetime(2026, 11, 3, 10), datetime(2026, 11, 3, 10)),
            (datetime(2026, 11, 3, 6), datetime(2026, 11, 2, 19)),
            (datetime(2026, 11, 9, 6), datetime(2026, 11, 6, 19)),
            (datetime(2026, 12, 26, 12), datetime(2026, 12, 24, 19)),
        ):
            self.assertEqual(self.hours.get_last(moment), expected, moment)

    def test_working_days(self):
        for moment, count, expected in (
            (datetime(2026, 11, 5, 9), 0, datetime(2026, 11, 5, 9)),
            (datetime(2026, 11, 7, 9), 0, datetime(2026, 11, 9, 9)),
            (datetime(2026, 11, 5, 9), 1, datetime(2026, 11, 6, 9)),
            (datetime(2026, 11, 5, 9), 2, datetime(2026, 11, 9, 9)),
            (datetime(2026, 11, 9, 9), -1, datetime(2026, 11, 6, 9)),
            (datetime(2026, 12, 24, 9), 1, datetime(2026, 12, 28, 9)),
            # the same time on the clock, after it was put back
            (datetime(2026, 10, 23, 7), 1, datetime(2026, 10, 26, 8)),
        ):
            self.assertEqual(self.hours.add_working_days(moment, count), expected, (moment, count))

    def test_never_open(self):
        """A holiday that does not end silences nobody for ever."""
        hours = SendingHours("UTC", 8, 20, is_holiday=lambda day: True)
        moment = datetime(2026, 11, 3, 10)
        self.assertEqual((hours.get_next(moment), hours.get_last(moment)), (moment, moment))
