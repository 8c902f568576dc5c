from datetime import timedelta

from odoo.tests import tagged

from .slots_common import SlotsCase, utc

MONDAY = (2026, 6, 8)


@tagged("post_install", "-at_install")
class TestOffers(SlotsCase):
    """What a customer may choose from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jo = cls._make_technician()
        cls.sam = cls._make_technician("Sam")
        cls.type = cls._make_type(cls.jo | cls.sam)

    def test_exact(self):
        start = utc("Europe/Berlin", *MONDAY, 0, 0)
        offers = self.type._get_offers(start, start + timedelta(days=1))
        self.assertEqual(offers[0]["key"], "20260608T060000Z")
        self.assertEqual(self.type._find_offer(offers[0]["key"]), offers[0])
