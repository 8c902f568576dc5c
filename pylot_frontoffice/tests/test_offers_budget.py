from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .slots_common import SlotsCase

FIRST = datetime(2026, 6, 8)
DAYS = 60
TECHNICIANS = 50
# Reading type, windows, technicians and equipment, their rounds and places, and the free times.
QUERIES = 18


@tagged("post_install", "-at_install")
class TestOffersBudget(SlotsCase):
    """Offers cost the same number of statements for few technicians and days as for many."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technicians = cls.env["resource.resource"].union(
            *(cls._make_technician(f"T{number}") for number in range(TECHNICIANS))
        )
        cls.technicians.write({"capacity_minutes": 420, "service_zips": "1,2,3"})
        cls.van = cls._make_technician("Van", resource_type="material")
        cls.type = cls._make_type(
            cls.technicians,
            grid=30,
            duration=1,
            equipment_ids=[Command.set(cls.van.ids)],
            capacity_minutes=100_000,
            window_ids=[
                Command.create({"hour_from": start, "hour_to": start + 4}) for start in (8, 12)
            ],
        )
        country = cls.env.ref("base.de")
        cls.partners = cls.env["res.partner"].create(
            [
                {"name": "Customer", "zip": f"{10_115 + 100 * number}", "country_id": country.id}
                for number in range(40)
            ]
        )
        cls._make_visits()

    @classmethod
    def _make_visits(cls):
        """One a day for each technician, written as the database has them."""
        cls.env.flush_all()
        cls.env.cr.execute(
            """
            WITH event AS (
                INSERT INTO calendar_event (
                    name, start, stop, show_as, active, allday, visit_state, technician_id,
                    visit_address_id
                )
                SELECT 'Visit', day + interval '8 hours', day + interval '9 hours', 'busy', true,
                       false, 'planned', id, (%(partners)s)[1 + (n + id) %% 40]
                  FROM generate_series(0, %(days)s - 1) AS n
                 CROSS JOIN LATERAL (SELECT %(first)s + interval '1 day' * n AS day) d
                 CROSS JOIN unnest(%(technicians)s) AS id
                RETURNING id, start, stop, technician_id
            )
            INSERT INTO pylot_booking (event_id, resource_id, start, stop, state)
            SELECT id, technician_id, start, stop, 'booked' FROM event""",
            {
                "first": FIRST,
                "days": DAYS,
                "technicians": cls.technicians.ids,
                "partners": cls.partners.ids,
            },
        )
        cls.env.invalidate_all()

    def _count(self, arrival, technicians, days):
        self.type.write({"arrival": arrival, "technician_ids": [Command.set(technicians.ids)]})
        customer = self.partners[0]
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        with self.assertQueryCount(QUERIES):
            offers = self.type._get_offers(FIRST, FIRST + timedelta(days=days), partner=customer)
        self.assertTrue(offers)
        self.assertTrue(offers[0]["equipment_ids"])
        return self.env.cr.sql_log_count - before

    def test_offers(self):
        self._count("window", self.technicians, DAYS)  # fills the caches of the registry
        for arrival in ("exact", "window"):
            counts = {
                self._count(arrival, technicians, days)
                for technicians in (self.technicians[:5], self.technicians)
                for days in (7, DAYS)
            }
            self.assertEqual(len(counts), 1, f"{arrival}: {counts}")

    def test_find_and_choose(self):
        self.type.arrival = "window"
        customer = self.partners[0]
        offers = self.type._get_offers(FIRST, FIRST + timedelta(days=DAYS), partner=customer)
        for offer in (offers[0], offers[-1]):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.assertQueryCount(QUERIES):
                self.assertEqual(self.type._find_offer(offer["key"], partner=customer), offer)
            self.env.invalidate_all()
            with self.assertQueryCount(5):
                self.assertEqual(len(self.type._choose_crew(offer, customer)), 2)
