"""A technician's day as its customers see it: three stops in Berlin, half an hour apart."""

from datetime import datetime

from odoo.tests import freeze_time

# Monday, seven o'clock in Berlin
NOW = datetime(2026, 11, 2, 6)


class StatusRecords:
    """Anna visits Ada at 9, Bob at 11 and Frieda between 13 and 15 o'clock. It is seven."""

    @classmethod
    def _get_monday(cls):
        return NOW.date()

    @classmethod
    def _make_day(cls):
        clock = freeze_time(NOW)
        cls.clock = clock.start()
        cls.addClassCleanup(clock.stop)
        germany = cls.env.ref("base.de")
        cls.company.partner_id.write({"zip": "10115", "country_id": germany.id})
        cls.customer.write({"country_id": germany.id, "street": "Lange Laube 3"})
        cls.ada, cls.bob = cls.env["res.partner"].create(
            [
                {"name": "Ada Secret", "zip": "10999", "country_id": germany.id},
                {"name": "Bob Secret", "zip": "12043", "country_id": germany.id},
            ]
        )
        cls.first = cls._create_visit(cls.anna, 9, customer_id=cls.ada.id, name="First")
        cls.second = cls._create_visit(cls.anna, 11, customer_id=cls.bob.id, name="Second")
        cls.visit = cls._create_visit(
            cls.anna,
            13,
            customer_id=cls.customer.id,
            name="Boiler",
            window_start=cls._at(13),
            window_stop=cls._at(15),
        )
        cls.visit._ensure_customer_token()

    def setUp(self):
        super().setUp()
        self.clock.move_to(NOW)

    def _move_to(self, hour, minute=0, days=0):
        """The clock on the wall of Berlin."""
        self.clock.move_to(self._at(hour, minute, days=days))
