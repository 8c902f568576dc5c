from datetime import date
from decimal import Decimal

from psycopg2 import IntegrityError

from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from ..tools.base_rates import BASE_RATES
from ..tools.late_interest import FIXED_RATE
from .common import FrontofficeCommon


@tagged("post_install", "-at_install")
class TestBaseRate(FrontofficeCommon):
    """What is known of base rates, what is shipped and what is missing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rates = cls.env["pylot.base.rate"]
        cls.germany, cls.austria, cls.swiss, cls.france = (
            cls.env.ref(f"base.{code}") for code in ("de", "at", "ch", "fr")
        )

    def test_shipped(self):
        for country in (self.germany, self.austria):
            self.assertEqual(self.rates._get_base_rates(country), BASE_RATES[country.code])
        self.assertIn(
            (date(2013, 7, 1), Decimal("-0.38")), self.rates._get_base_rates(self.germany)
        )
        self.assertEqual(self.rates._get_base_rates(self.swiss), [])

    def test_update_keeps_what_was_entered(self):
        rates = self.rates.search([("country_id", "=", self.germany.id)], limit=2)
        rates[0].percent = 1.6
        rates[1].unlink()
        created = self.rates._load_known_rates()
        self.assertEqual(len(created), 1)
        self.assertEqual(created.valid_from, date(2026, 1, 1))
        self.assertEqual(rates[0].percent, 1.6)
        self.assertFalse(self.rates._load_known_rates())

    @mute_logger("odoo.sql_db")
    def test_impossible_rates(self):
        good = {"country_id": self.france.id, "valid_from": "2026-01-01", "percent": 2.62}
        self.rates.create(good)
        for bad in (
            good,
            {**good, "valid_from": "2026-01-02"},
            {**good, "valid_from": "2026-04-01"},
            {**good, "valid_from": "2026-07-01", "percent": 152},
        ):
            with self.subTest(bad=bad), self.assertRaises(IntegrityError), self.cr.savepoint():
                self.rates.create(bad)
                self.env.flush_all()

    def test_missing(self):
        both = self.germany | self.austria | self.swiss | self.france
        self.assertEqual(self.rates._get_missing_half_years(both, date(2026, 12, 31)), {})
        self.rates.search(
            [("country_id", "=", self.austria.id), ("valid_from", "=", "2023-07-01")]
        ).unlink()
        self.assertEqual(
            self.rates._get_missing_half_years(both, date(2027, 7, 1)),
            {
                self.germany: [date(2027, 1, 1), date(2027, 7, 1)],
                self.austria: [date(2023, 7, 1), date(2027, 1, 1), date(2027, 7, 1)],
            },
        )
        self.rates.search([("country_id", "=", self.austria.id)]).unlink()
        self.assertEqual(
            self.rates._get_missing_half_years(self.austria, date(2026, 3, 1)),
            {self.austria: [date(2026, 1, 1)]},
        )

    def test_constant_queries(self):
        countries = self.germany | self.austria | self.swiss | self.france
        countries.mapped("code")
        with self.assertQueryCount(1):
            self.rates._get_missing_half_years(countries, date(2027, 7, 1))

    def test_warning_before_the_list(self):
        self.company.country_id = self.germany
        rates = self.rates.with_user(self.manager_user)
        with freeze_time("2026-12-31 12:00:00"):
            self.assertEqual(rates.action_open_list()["res_model"], "pylot.base.rate")
        with freeze_time("2027-01-01 12:00:00"):
            action = rates.action_open_list()
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn("Germany: 01/01/2027", action["params"]["message"])
        self.assertEqual(action["params"]["next"]["res_model"], "pylot.base.rate")

    def test_menu(self):
        action = self.env.ref("pylot_frontoffice.pylot_base_rate_action_open")
        opened = action.with_user(self.manager_user).run()
        self.assertIn(opened["type"], ("ir.actions.act_window", "ir.actions.client"))

    def test_terms(self):
        terms = self.rates._get_late_terms(self.germany, False)
        self.assertEqual((terms.points, terms.year_basis), (9, "act/act"))
        self.assertEqual(list(terms.base_rates), BASE_RATES["DE"])
        self.assertEqual(
            self.rates._get_late_terms(self.germany, False, date(2014, 1, 1)).points, 8
        )
        self.assertEqual(self.rates._get_late_terms(self.germany, True).points, 5)
        self.assertEqual(self.rates._get_late_terms(self.austria, False).points, Decimal("9.2"))
        self.assertEqual(self.rates._get_late_terms(self.swiss, False), (5, FIXED_RATE, "30/360"))
        self.assertIsNone(self.rates._get_late_terms(self.france, False))
        self.rates.search([("country_id", "=", self.germany.id)]).unlink()
        self.assertIsNone(self.rates._get_late_terms(self.germany, True))

    def test_accountants_enter_them(self):
        accountant = new_test_user(
            self.env, "pylot_accountant", groups="account.group_account_manager"
        )
        rate = self.rates.with_user(accountant).create(
            {"country_id": self.germany.id, "valid_from": "2027-01-01", "percent": 1.5}
        )
        self.assertEqual(rate.display_name, "Germany from 01/01/2027")
