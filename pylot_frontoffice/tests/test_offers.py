from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .slots_common import SlotsCase, utc

ZONE = "Europe/Berlin"
MONDAY = (2026, 6, 8)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
# From 10115 (Berlin) to 20095 (Hamburg) it is a drive of three to four hours.
NEAR, FAR = "10115", "20095"


def at(hour, minute=0, day=MONDAY):
    return utc(ZONE, *day, hour, minute)


@tagged("post_install", "-at_install")
class TestOffers(SlotsCase):
    """What a customer may choose from, rule by rule."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.de")
        cls.jo = cls._make_technician()
        cls.sam = cls._make_technician("Sam")
        cls.type = cls._make_type(cls.jo | cls.sam, duration=1.0)
        cls.berlin, cls.hamburg = (
            cls.env["res.partner"].create(
                {"name": zip_code, "zip": zip_code, "country_id": cls.env.ref("base.de").id}
            )
            for zip_code in (NEAR, FAR)
        )

    def _visit(self, technician, hour, partner=None, hours=1, **values):
        return self.env["calendar.event"].create(
            {
                "name": "Visit",
                "start": at(hour),
                "stop": at(hour) + timedelta(hours=hours),
                "technician_id": technician.id,
                "customer_id": partner and partner.id,
                **values,
            }
        )

    def _starts(self, day=MONDAY, **kwargs):
        """:return: {local hour: resource ids} of that day's offers"""
        start = at(0, day=day)
        return {
            (offer["start"] - start) // timedelta(hours=1): offer["resource_ids"]
            for offer in self.type._get_offers(start, start + DAY, **kwargs)
        }

    def _explain(self, hour, technician, partner):
        return self.type._explain_slot(at(hour), technician, partner=partner)

    # === KEYS ===

    def test_exact(self):
        offers = self.type._get_offers(at(0), at(0) + DAY)
        self.assertEqual(offers[0]["key"], "20260608T060000Z")
        self.assertEqual(offers[0]["resource_ids"], (self.jo | self.sam).ids)
        self.assertFalse(offers[0]["window_start"])
        for offer in offers:
            self.assertEqual(self.type._find_offer(offer["key"]), offer)
        self.assertEqual(self.type._get_offers(at(0), at(0) + DAY, limit=3), offers[:3])

    def test_bad_keys(self):
        other = self._make_type(
            self.jo,
            arrival="window",
            window_ids=[Command.create({"hour_from": 8, "hour_to": 12})],
        )
        window = other.window_ids
        bad = (
            None,
            False,
            7,
            b"20260608T060000Z",
            [],
            "",
            "\0",
            "20260608T060000Z\n",
            "20260608T060000Z\0",
            "20260608T060100Z",
            "20260230T060000Z",
            "00000101T000000Z",
            "00010101T000000Z",
            "99991231T235959Z",
            "20260608T250000Z",
            "20260607T050000Z",
            "\u0662\u0660260608T060000Z",
            "\ud800",
            "2" * 100_000,
            f"w{window.id}-20260608",
            f"w{window.id}-20260230",
            f"w{window.id}-00000000",
            f"w{window.id}-99991231",
            "w999999999-20260608",
            "w99999999999999999999-20260608",
            "w-1-20260608",
        )
        for key in bad:
            with self.subTest(key=key if len(str(key)) < 99 else "long"):
                self.assertIsNone(self.type._find_offer(key))
        self.assertTrue(other._find_offer(f"w{window.id}-20260608"))
        self.assertIsNone(other._find_offer("20260608T060000Z"))
        self.assertIsNone(other._find_offer(f"w{window.id}-20260230"))
        self.assertIsNone(other._find_offer(f"w{window.id}-99991231"))

    # === WINDOWS ===

    def _make_windows(self, *hours):
        self.type.write(
            {
                "arrival": "window",
                "window_ids": [
                    Command.create({"hour_from": start, "hour_to": stop}) for start, stop in hours
                ],
            }
        )
        return self.type.window_ids

    def test_windows(self):
        morning, noon = self._make_windows((8, 12), (12, 16))
        offers = self.type._get_offers(at(0), at(0) + 2 * DAY)
        self.assertEqual(
            [offer["key"] for offer in offers],
            [
                f"w{window.id}-{day}"
                for day in ("20260608", "20260609")
                for window in (morning, noon)
            ],
        )
        self.assertEqual(offers[1]["start"], at(12), "the end of a window is not in it")
        self.assertEqual((offers[1]["window_start"], offers[1]["window_stop"]), (at(12), at(16)))
        for offer in offers:
            self.assertEqual(self.type._find_offer(offer["key"]), offer)

    def test_window_on_days_that_change_the_clock(self):
        """8 o'clock is 7 UTC in winter and 6 UTC in summer; Sundays are worked here."""
        self.jo.calendar_id = self._make_calendar([(6, 0, 24)])
        (window,) = self._make_windows((8, 12))
        for day, hour in (((2026, 10, 25), 7), ((2027, 3, 28), 6)):
            key = f"w{window.id}-{day[0]}{day[1]:02}{day[2]:02}"
            offer = self.type._find_offer(key)
            self.assertEqual(offer["window_start"].hour, hour)
            self.assertEqual(offer["start"], offer["window_start"])
            self.assertEqual((offer["window_stop"] - offer["window_start"]), 4 * 60 * MINUTE)

    def test_window_skipped_by_the_clocks(self):
        self.jo.calendar_id = self._make_calendar([(6, 0, 24)])
        (window,) = self._make_windows((2, 3))
        self.assertIsNone(self.type._find_offer(f"w{window.id}-20270328"))
        self.assertTrue(self.type._find_offer(f"w{window.id}-20270321"))

    def test_window_with_the_shortest_way(self):
        """Between Hamburg and Berlin a customer in Berlin costs next to nothing; before both it
        would be a drive there and back."""
        self.type.technician_ids = self.jo
        self.type.count_travel = False
        self._make_windows((8, 12))
        self.jo.home_partner_id = self.hamburg
        self._visit(self.jo, 9, self.hamburg)
        self._visit(self.jo, 11, self.berlin, hours=0.5)
        for partner, start in ((None, at(8)), (self.berlin, at(10))):
            (offer,) = self.type._get_offers(at(0), at(0) + DAY, partner=partner)
            self.assertEqual(offer["start"], start)
            self.assertEqual(self.type._find_offer(offer["key"], partner=partner), offer)

    # === TRAVEL ===

    def test_travel(self):
        self._visit(self.jo, 10, self.hamburg)
        free = self._starts(technicians=self.jo)
        self.assertEqual(sorted(free), [8, 9, 11, 12, 13, 14, 15])
        self.assertEqual(sorted(self._starts(technicians=self.jo, partner=self.berlin)), [15])
        for hour in (8, 9, 11, 14):
            self.assertEqual(self._explain(hour, self.jo, self.berlin), ["travel"])
        self.assertEqual(self._explain(10, self.jo, self.berlin), ["booked"])
        self.type.count_travel = False
        self.assertEqual(self._starts(technicians=self.jo, partner=self.berlin), free)

    def test_unknown_places_are_no_way(self):
        self._visit(self.jo, 11)
        nobody = self.env["res.partner"].new({})
        self.assertEqual(len(self._starts(technicians=self.jo, partner=self.berlin)), 7)
        self.assertEqual(len(self._starts(technicians=self.jo, partner=nobody)), 7)

    def test_visits_elsewhere_need_no_way(self):
        self._visit(self.jo, 11, self.hamburg)
        self.type.place = "online"
        self.assertEqual(len(self._starts(technicians=self.jo, partner=self.berlin)), 7)

    def test_only_neighbours_are_driven_to(self):
        self._visit(self.jo, 8, self.hamburg)
        self._visit(self.jo, 11, self.berlin)
        self.assertEqual(
            sorted(self._starts(technicians=self.jo, partner=self.berlin)), [13, 14, 15]
        )

    def test_virtual_customer(self):
        self._visit(self.jo, 10, self.hamburg)
        country = self.env.ref("base.de")
        customer = self.env["res.partner"].new({"zip": NEAR, "country_id": country.id})
        self.assertEqual(sorted(self._starts(technicians=self.jo, partner=customer)), [15])

    def test_visit_that_is_moved_is_not_in_the_way(self):
        visit = self._visit(self.jo, 11, self.hamburg)
        starts = self._starts(
            technicians=self.jo, partner=self.berlin, ignore_event_ids=tuple(visit.ids)
        )
        self.assertEqual(len(starts), 8)

    # === AREA ===

    def test_area(self):
        self.jo.service_zips = "20, 21"
        self.assertEqual(set(self._starts(partner=self.berlin)[8]), set(self.sam.ids))
        self.assertEqual(len(self._starts(partner=self.hamburg)[8]), 2)
        self.assertEqual(len(self._starts()[8]), 2)
        self.assertEqual(self._explain(8, self.jo, self.berlin), ["area"])
        self.type.service_zips = "10"
        self.assertFalse(self._starts(partner=self.hamburg))

    # === CAPACITY ===

    def test_capacity_of_a_technician(self):
        self.jo.capacity_minutes = 180
        self._visit(self.jo, 8, hours=2)
        self.assertEqual(len(self._starts(technicians=self.jo, partner=self.berlin)), 6)
        self.type.buffer_after = 1
        self.assertFalse(self._starts(technicians=self.jo, partner=self.berlin))
        self.assertEqual(len(self._starts(technicians=self.jo)), 6)
        self.assertIn("capacity", self._explain(13, self.jo, self.berlin))
        self.assertTrue(
            self._starts((2026, 6, 9), technicians=self.jo, partner=self.berlin), "the next day"
        )

    def test_capacity_counts_ways(self):
        self.jo.capacity_minutes = 180
        self._visit(self.jo, 8, self.hamburg, hours=2)
        nobody = self.env["res.partner"].new({})
        self.assertTrue(self._starts(technicians=self.jo, partner=nobody))
        self.assertEqual(self._explain(15, self.jo, self.berlin), ["capacity"])

    def test_capacity_of_the_type(self):
        self.type.capacity_minutes = 120
        self._visit(self.jo, 8, appointment_type_id=self.type.id)
        self.assertTrue(self._starts())
        self._visit(self.sam, 10, hours=1.5, appointment_type_id=self.type.id)
        self.assertFalse(self._starts())
        self.assertEqual(self.type._explain_slot(at(13), self.jo), ["capacity"])
        self.assertTrue(self._starts((2026, 6, 9)))

    # === EQUIPMENT ===

    def test_equipment(self):
        vans = self._make_technician("Van 1", resource_type="material")
        vans |= self._make_technician("Van 2", resource_type="material")
        self.type.equipment_ids = vans
        offer = self.type._get_offers(at(0), at(0) + DAY)[0]
        self.assertEqual(offer["equipment_ids"], vans.ids)
        self.assertEqual(self.type._choose_crew(offer), [self.jo.id, vans[0].id])
        self._visit(vans[0], 8, hours=2)
        self.assertEqual(self.type._find_offer(offer["key"])["equipment_ids"], vans[1].ids)
        self._visit(vans[1], 8, hours=1)
        self.assertIsNone(self.type._find_offer(offer["key"]))
        self.assertEqual(self.type._explain_slot(at(8), self.jo), ["equipment"])
        vans.active = False
        self.assertFalse(self._starts())

    # === WHO COMES ===

    def test_crew(self):
        offer = self.type._get_offers(at(0), at(0) + DAY)[0]
        self.assertEqual(self.type._choose_crew(offer), self.jo.ids, "of equals the lowest id")
        self._visit(self.jo, 13, hours=2)
        self.assertEqual(self.type._choose_crew(offer), self.sam.ids)
        self.berlin.preferred_technician_id = self.jo
        self.assertEqual(self.type._choose_crew(offer, self.berlin), self.jo.ids)

    def test_wish(self):
        self.assertEqual(self._starts(technicians=self.sam)[8], self.sam.ids)
        self.type.crew_size = 2
        offer = self.type._get_offers(at(0), at(0) + DAY, technicians=self.sam)[0]
        self.assertEqual(self.type._choose_crew(offer), [self.sam.id, self.jo.id])
        self._visit(self.sam, 8)
        self.assertIsNone(self.type._find_offer(offer["key"], technicians=self.sam))
