"""When a debtor is in default: pure functions (tools/default_day.py, tools/working_days.py)."""

import doctest
import re
from datetime import date, timedelta
from unittest.mock import patch

import hypothesis
import hypothesis.strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import default_day, warranty, working_days
from ..tools.default_day import default_by_invoice, default_by_reminder, get_default_day
from ..tools.working_days import get_public_holidays, next_working_day
from .dunning_vectors import read_vectors

DAY = timedelta(days=1)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def get_dates(facts):
    return [date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", facts)]


@tagged("post_install", "-at_install")
class TestToolsDefaultDay(BaseCase):
    def test_examples(self):
        for module in (default_day, working_days):
            outcome = doctest.testmod(module)
            self.assertTrue(outcome.attempted)
            self.assertFalse(outcome.failed)

    def test_public_holidays(self):
        corpus_christi, christmas_eve = date(2026, 6, 4), date(2026, 12, 24)
        for part, is_holiday in (("DE-BY", True), ("by", True), ("BE", False), ("XX", False)):
            self.assertEqual(corpus_christi in get_public_holidays("DE", part), is_holiday, part)
        self.assertIn(date(2026, 4, 3), get_public_holidays("de"))
        self.assertNotIn(christmas_eve, get_public_holidays("DE", "DE-BY"))
        self.assertIn(date(2026, 10, 26), get_public_holidays("AT"))
        self.assertIsNone(get_public_holidays("XX"))
        self.assertIsNone(get_public_holidays(False))

    def test_without_the_package(self):
        with patch.object(working_days, "holidays_package", None):
            self.assertIsNone(get_public_holidays("DE"))

    def test_closed_for_ever(self):
        with self.assertRaises(ValueError):
            next_working_day(date(2026, 1, 1), lambda day: True)

    def test_thirty_days_from_the_later_one(self):
        for due, received in (
            (date(2026, 3, 2), date(2026, 2, 1)),
            (date(2026, 2, 1), date(2026, 3, 2)),
        ):
            self.assertEqual(default_by_invoice(due, received), date(2026, 4, 2))

    def test_reminded_too_early(self):
        """On the Saturday nothing was due yet, on the Monday it was."""
        due, monday = date(2026, 3, 14), date(2026, 3, 16)
        self.assertIsNone(default_by_reminder(due, due))
        self.assertEqual(default_by_reminder(due, monday), date(2026, 3, 17))
        self.assertIsNone(get_default_day(due, reminded_on=due))

    def test_earliest_way(self):
        due = date(2026, 3, 2)
        ways = {"received_on": due, "reminded_on": date(2026, 3, 10), "is_consumer": False}
        self.assertEqual(get_default_day(due, **ways), date(2026, 3, 11))
        self.assertEqual(get_default_day(due, **{**ways, "is_agreed": True}), date(2026, 3, 3))
        ways["reminded_on"] = date(2026, 5, 1)
        self.assertEqual(get_default_day(due, **ways), date(2026, 4, 2))
        self.assertIsNone(get_default_day(due, is_consumer=False), "receipt is not known")

    @hypothesis.settings(max_examples=80, deadline=None, database=None)
    @hypothesis.given(days, days)
    def test_never_on_the_last_day(self, due, received):
        holidays = get_public_holidays("DE", "BY")
        first = get_default_day(due, received_on=received, has_notice=True, holidays=holidays)
        last_day = first - DAY
        self.assertLess(last_day.weekday(), 5)
        self.assertNotIn(last_day, holidays)
        between = max(due, received) + timedelta(days=30)
        self.assertLessEqual(between, last_day)
        while between < last_day:
            self.assertTrue(between.weekday() > 4 or between in holidays)
            between += DAY

    # === VECTORS ===

    def test_vectors(self):
        rows = read_vectors(self, "dunning_dates.csv")
        cases = self._get_cases()
        self.assertEqual({row["case"] for row in rows}, set(cases))
        for row in rows:
            place = "BY" if "Bavaria" in row["facts"] else "BE"
            found = cases[row["case"]](
                get_dates(row["facts"])[0], holidays=get_public_holidays("DE", place)
            )
            expected = row["first_day_of_default_or_last_day"]
            with self.subTest(case=row["case"]):
                self.assertEqual(str(found or "none"), expected)

    def _get_cases(self):
        def agreed(day, **kwargs):
            return get_default_day(day, is_agreed=True, **kwargs)

        def invoiced(**facts):
            return lambda day, **kwargs: get_default_day(day, received_on=day, **facts, **kwargs)

        def reminded(day, holidays):
            due = day - timedelta(days=20)
            return get_default_day(due, received_on=due, reminded_on=day, holidays=holidays)

        return {
            "calendar due date": agreed,
            "due on Saturday": agreed,
            "due on Good Friday": agreed,
            "due 24 December": agreed,
            "regional holiday": agreed,
            "30-day rule B2B": invoiced(is_consumer=False),
            "30-day end on Sunday": invoiced(is_consumer=False),
            "30-day rule B2C with notice": invoiced(has_notice=True),
            "30-day rule B2C without notice": invoiced(),
            "reminder puts in default": reminded,
            "withdrawal 14 days": warranty.withdrawal_end,
            "warranty 2 years": lambda day, holidays: warranty.warranty_end(day),
            "warranty leap day": lambda day, holidays: warranty.warranty_end(day),
            "burden of proof": lambda day, holidays: warranty.burden_end(day),
            "right to repair": lambda day, holidays: warranty.warranty_end(day, extension=12),
        }

    def test_elsewhere_it_is_no_holiday(self):
        found = get_default_day(
            date(2026, 6, 4), is_agreed=True, holidays=get_public_holidays("DE", "DE-BE")
        )
        self.assertEqual(found, date(2026, 6, 5))
