"""How long is the drive? Estimated offline from coordinates or postal codes (tools/travel.py)."""

import doctest
from itertools import pairwise
from random import Random

from odoo.tests import BaseCase, tagged

from ..tools import travel, zip_regions
from ..tools.travel import Place, TravelEstimate, distance_km, travel_minutes

HANNOVER = Place(52.375, 9.732, "30159")
HAMBURG = Place(53.551, 9.993, "20095")
UNKNOWN = Place(0.0, 0.0)

# Town hall of a town of each region, written down independently of the table of centres.
TOWNS = {
    "DE": [
        ("01067", 51.05, 13.74), ("01587", 51.31, 13.29), ("02763", 50.90, 14.81),
        ("02977", 51.44, 14.24), ("03046", 51.76, 14.33), ("04109", 51.34, 12.37),
        ("04860", 51.56, 13.00), ("06108", 51.48, 11.97), ("06844", 51.83, 12.24),
        ("07743", 50.93, 11.59), ("08523", 50.50, 12.14), ("09111", 50.83, 12.92),
        ("10115", 52.53, 13.38), ("12555", 52.45, 13.57), ("13597", 52.54, 13.21),
        ("14467", 52.40, 13.06), ("15230", 52.34, 14.55), ("16816", 52.92, 12.80),
        ("17033", 53.56, 13.26), ("18055", 54.09, 12.13), ("19053", 53.63, 11.41),
        ("20095", 53.55, 10.00), ("21335", 53.25, 10.41), ("22926", 53.67, 10.24),
        ("23552", 53.87, 10.69), ("24937", 54.79, 9.44), ("25746", 54.20, 9.09),
        ("26121", 53.14, 8.21), ("27568", 53.54, 8.58), ("28195", 53.08, 8.80),
        ("29221", 52.62, 10.08), ("30159", 52.37, 9.73), ("31134", 52.15, 9.95),
        ("32423", 52.29, 8.92), ("33098", 51.72, 8.75), ("34117", 51.32, 9.50),
        ("35037", 50.81, 8.77), ("36037", 50.55, 9.68), ("37073", 51.53, 9.93),
        ("38100", 52.26, 10.52), ("39104", 52.13, 11.63), ("40213", 51.23, 6.77),
        ("41061", 51.19, 6.44), ("42103", 51.26, 7.15), ("44135", 51.51, 7.47),
        ("45127", 51.46, 7.01), ("46395", 51.84, 6.62), ("47798", 51.33, 6.56),
        ("48143", 51.96, 7.63), ("49074", 52.28, 8.05), ("50667", 50.94, 6.96),
        ("51643", 51.03, 7.56), ("52062", 50.78, 6.08), ("53111", 50.74, 7.10),
        ("54290", 49.76, 6.64), ("55116", 50.00, 8.27), ("56068", 50.36, 7.59),
        ("57072", 50.87, 8.02), ("58095", 51.36, 7.47), ("59065", 51.68, 7.82),
        ("60311", 50.11, 8.68), ("61169", 50.34, 8.76), ("63739", 49.98, 9.15),
        ("64283", 49.87, 8.65), ("65183", 50.08, 8.24), ("66111", 49.23, 7.00),
        ("67655", 49.44, 7.77), ("68159", 49.49, 8.47), ("69117", 49.41, 8.71),
        ("70173", 48.78, 9.18), ("71032", 48.69, 9.01), ("72070", 48.52, 9.06),
        ("73430", 48.84, 10.09), ("74523", 49.11, 9.74), ("75172", 48.89, 8.70),
        ("76133", 49.01, 8.40), ("77652", 48.47, 7.94), ("78462", 47.66, 9.18),
        ("79098", 47.99, 7.85), ("80331", 48.14, 11.57), ("81667", 48.13, 11.60),
        ("82467", 47.49, 11.10), ("83278", 47.87, 12.64), ("84028", 48.54, 12.15),
        ("85049", 48.77, 11.42), ("86150", 48.37, 10.90), ("87435", 47.73, 10.32),
        ("88212", 47.78, 9.61), ("89073", 48.40, 9.99), ("90403", 49.45, 11.08),
        ("91522", 49.30, 10.57), ("92637", 49.68, 12.16), ("93047", 49.02, 12.10),
        ("94032", 48.57, 13.46), ("95444", 49.95, 11.58), ("96450", 50.26, 10.96),
        ("97421", 50.05, 10.23), ("98527", 50.61, 10.69), ("99734", 51.50, 10.79),
    ],
    "AT": [
        ("1010", 48.21, 16.37), ("2700", 47.81, 16.24), ("3100", 48.20, 15.63),
        ("3910", 48.61, 15.17), ("4020", 48.31, 14.29), ("4840", 48.01, 13.66),
        ("5020", 47.80, 13.04), ("5700", 47.32, 12.80), ("6020", 47.27, 11.39),
        ("6900", 47.50, 9.75), ("7000", 47.85, 16.52), ("8010", 47.07, 15.44),
        ("8940", 47.57, 14.24), ("9020", 46.62, 14.31), ("9900", 46.83, 12.77),
    ],
    "CH": [
        ("1003", 46.52, 6.63), ("1204", 46.20, 6.15), ("2000", 46.99, 6.93),
        ("2502", 47.14, 7.25), ("3011", 46.95, 7.45), ("3900", 46.32, 7.99),
        ("4051", 47.56, 7.59), ("5000", 47.39, 8.04), ("6003", 47.05, 8.31),
        ("6900", 46.00, 8.95), ("7000", 46.85, 9.53), ("8001", 47.37, 8.54),
        ("8750", 47.04, 9.07), ("9000", 47.42, 9.37),
    ],
}  # fmt: skip

# Latitude and longitude a country fits in.
BOXES = {
    "DE": (47.2, 55.1, 5.8, 15.1),
    "AT": (46.3, 49.1, 9.5, 17.2),
    "CH": (45.8, 47.9, 5.9, 10.5),
    "LI": (47.0, 47.3, 9.4, 9.7),
}


def some_places(seed, count):
    """Addresses as they come: geocoded or not, with and without postal code, here and abroad."""
    rng = Random(seed)
    places = []
    for _each in range(count):
        latitude, longitude = rng.choice(
            [(rng.uniform(47, 55), rng.uniform(6, 15)), (0.0, 0.0), (None, None)]
        )
        country = rng.choice(["DE", "DE", "DE", "AT", "CH", "LI", "FR", ""])
        # Few digits, so that many share the beginning of their postal code.
        code = "".join(rng.choices("0139", k=rng.choice([0, 2, 4, 5])))
        places.append(Place(latitude, longitude, code, country, rng.choice(["", "Markt 1"])))
    return places


@tagged("post_install", "-at_install")
class TestTravel(BaseCase):
    def test_docstrings(self):
        for module in (travel, zip_regions):
            result = doctest.testmod(module)
            self.assertGreater(result.attempted, 0)
            self.assertEqual(result.failed, 0)

    # Distance

    def test_coordinates_give_the_great_circle(self):
        self.assertAlmostEqual(distance_km(HANNOVER, HAMBURG), 132, delta=1)
        # Berlin to Munich and Zurich to Vienna, straight, as any atlas has them.
        berlin, munich = Place(52.520, 13.405), Place(48.137, 11.575)
        self.assertAlmostEqual(distance_km(berlin, munich), 504, delta=2)
        zurich, vienna = Place(47.377, 8.541), Place(48.208, 16.373)
        self.assertAlmostEqual(distance_km(zurich, vienna), 592, delta=3)

    def test_the_more_of_the_postal_code_is_shared_the_nearer(self):
        steps = ["30159", "30161", "30655", "31134", "20095", "80331"]
        distances = [distance_km(Place(zip="30159"), Place(zip=code)) for code in steps]
        self.assertEqual(distances[0], travel.SAME_ZIP_KM)
        self.assertEqual(distances[1], travel.SAME_AREA_KM)
        self.assertLessEqual(distances[2], travel.SAME_REGION_KM)
        self.assertEqual(distances, sorted(distances))

    def test_no_neighbouring_region_is_nearer_than_the_own_one(self):
        """Regions of big cities lie closer together than 18 km."""
        for country, regions in zip_regions.REGIONS.items():
            for prefix in regions:
                own = distance_km(
                    Place(zip=f"{prefix}100", country=country),
                    Place(zip=f"{prefix}900", country=country),
                )
                wide = (country, prefix) in zip_regions.WIDE_REGIONS
                self.assertGreaterEqual(own, 18 if wide else travel.SAME_AREA_KM)
                self.assertLessEqual(own, travel.SAME_REGION_KM)
                for other in regions.keys() - {prefix}:
                    away = distance_km(
                        Place(zip=f"{prefix}100", country=country),
                        Place(zip=f"{other}100", country=country),
                    )
                    self.assertGreaterEqual(away, own, f"{country} {prefix} {other}")

    def test_one_geocoded_address_is_enough(self):
        """Its partner counts as its region's centre, but never as nearer than inside a region."""
        exact = Place(HANNOVER.latitude, HANNOVER.longitude)
        self.assertAlmostEqual(distance_km(exact, Place(zip="20095")), 132, delta=5)
        near = distance_km(exact, Place(zip="30900"))
        self.assertGreaterEqual(near, travel.SAME_AREA_KM)
        self.assertLessEqual(near, travel.SAME_REGION_KM)
        # Both have the same postal code: that says more than the centre of the region.
        self.assertEqual(distance_km(HANNOVER, Place(zip="30159")), travel.SAME_ZIP_KM)

    def test_addresses_nobody_can_place(self):
        for nowhere in (
            UNKNOWN,
            Place(),
            Place(zip="05123"),  # no such region
            Place(zip="1", country="DE"),
            Place(zip="75001", country="FR"),
            Place(zip="30159", country=""),
            Place(52.0, None),
            Place(float("nan"), 9.0),
            Place(123.0, 9.0),
        ):
            self.assertFalse(nowhere.is_known, nowhere)
            self.assertIsNone(distance_km(nowhere, HANNOVER))
            self.assertIsNone(distance_km(HAMBURG, nowhere))

    def test_postal_codes_are_read_as_people_write_them(self):
        for written in ("30159", " 30159 ", "D-30159", "DE 30159", "30 159"):
            self.assertEqual(Place(zip=written).postcode, "30159")
        self.assertEqual(Place(zip="1067").postcode, "01067", "spreadsheets drop the zero")
        self.assertEqual(Place(zip="1010", country="at").postcode, "1010")
        self.assertEqual(Place(zip="sw1a 1aa", country="GB").postcode, "SW1A1AA")
        self.assertEqual(Place(zip="٣٠١٥٩").postcode, "", "only plain digits")
        # Odoo hands over False for an empty field.
        empty = Place(0.0, 0.0, False, False, False)
        self.assertFalse(empty.is_known)
        self.assertFalse(travel_minutes(empty, empty).known)

    def test_half_a_postal_code_tells_the_region_only(self):
        half = Place(zip="30")
        self.assertTrue(half.is_known)
        self.assertGreater(distance_km(half, half), travel.SAME_AREA_KM)
        self.assertGreater(distance_km(half, Place(zip="30159")), travel.SAME_AREA_KM)

    def test_the_same_digits_in_another_country_are_another_place(self):
        vienna, lausanne = Place(zip="1010", country="AT"), Place(zip="1010", country="CH")
        self.assertGreater(distance_km(vienna, lausanne), 600)

    # Minutes

    def test_nobody_drives_to_where_he_is(self):
        self.assertEqual(travel_minutes(HANNOVER, HANNOVER), TravelEstimate(0, 0.0, True))
        jitter = Place(HANNOVER.latitude + 0.0002, HANNOVER.longitude)
        self.assertEqual(travel_minutes(HANNOVER, jitter).minutes, 0)

    def test_same_street_is_the_same_place_without_coordinates(self):
        first = Place(zip="30159", street="Am Markte 1")
        again = Place(zip="30159", street="am  markte 1")
        self.assertEqual(travel_minutes(first, again).minutes, 0)
        for other in (
            Place(zip="30159", street="Am Markte 2"),
            Place(zip="80331", street="Am Markte 1"),
        ):
            self.assertGreater(travel_minutes(first, other).minutes, 0)
        # Two customers with the same postal code and no street are not the same place.
        self.assertGreater(travel_minutes(Place(zip="30159"), Place(zip="30159")).minutes, 0)

    def test_an_unknown_place_costs_a_flagged_default(self):
        for a, b in ((UNKNOWN, HANNOVER), (HANNOVER, UNKNOWN), (UNKNOWN, UNKNOWN)):
            self.assertEqual(travel_minutes(a, b), TravelEstimate(25, None, False))
        self.assertEqual(travel_minutes(UNKNOWN, HANNOVER, unknown_minutes=40).minutes, 40)

    def test_estimates_are_near_what_a_navigator_says(self):
        """Door to door with five minutes for parking; real drives without traffic."""
        for a, b, low, high in (
            (Place(52.375, 9.732), Place(52.383, 9.768), 8, 20),  # across Hannover's centre
            (Place(52.375, 9.732), Place(52.151, 9.951), 35, 60),  # Hildesheim, 36 km of road
            (HANNOVER, HAMBURG, 95, 140),  # 150 km of motorway
            (Place(52.520, 13.405), Place(48.137, 11.575), 340, 480),  # Berlin - Munich, 585 km
        ):
            self.assertTrue(low <= travel_minutes(a, b).minutes <= high, travel_minutes(a, b))

    def test_a_longer_way_never_takes_less_time(self):
        rng = Random(7)
        start = Place(51.0, 10.0)
        ends = [
            Place(51.0 + rng.uniform(-1, 1) * 10 ** rng.uniform(-4, 0.5), 10.0 + rng.uniform(-3, 3))
            for _each in range(2000)
        ]
        ends += [Place(51.0 + rng.uniform(-0.01, 0.01), 10.0) for _each in range(500)]
        by_distance = sorted(ends, key=lambda end: distance_km(start, end))
        minutes = [travel_minutes(start, end).minutes for end in by_distance]
        self.assertEqual(minutes, sorted(minutes))

    def test_driving_time_grows_smoothly(self):
        """No jump where a speed band ends, and always some time for some road."""
        times = [travel.driving_minutes(meter / 1000) for meter in range(0, 60_000, 10)]
        steps = [after - before for before, after in pairwise(times)]
        self.assertEqual(times[0], 0)
        self.assertGreater(min(steps), 0)
        self.assertLessEqual(max(steps), 10 / 1000 / 25 * 60 + 1e-9)

    def test_any_two_addresses_get_a_sane_estimate(self):
        places = some_places(seed=19, count=150)
        for a in places:
            for b in places:
                there, back = travel_minutes(a, b), travel_minutes(b, a)
                self.assertEqual(there, back, f"{a} {b}")
                self.assertIsInstance(there.minutes, int)
                self.assertGreaterEqual(there.minutes, 0)
                self.assertEqual(there.known, there.km is not None)
                self.assertEqual(there.known, distance_km(a, b) is not None)
                if a.is_known and b.is_known:
                    self.assertTrue(there.known)
            if a.point:
                self.assertEqual(travel_minutes(a, a).minutes, 0)

    # Table of regions

    def test_every_region_lies_in_its_country(self):
        for country, regions in zip_regions.REGIONS.items():
            south, north, west, east = BOXES[country]
            for prefix, (latitude, longitude) in regions.items():
                self.assertTrue(south < latitude < north, f"{country} {prefix}")
                self.assertTrue(west < longitude < east, f"{country} {prefix}")

    def test_every_region_has_a_neighbour(self):
        for country, regions in zip_regions.REGIONS.items():
            if len(regions) > 1:
                for prefix in regions:
                    nearest = zip_regions.nearest_centre_km(country, prefix)
                    self.assertTrue(1 < nearest < 85, f"{country} {prefix}: {nearest}")

    def test_wide_regions_are_in_the_table(self):
        for country, prefix in zip_regions.WIDE_REGIONS:
            self.assertIn(prefix, zip_regions.REGIONS[country])

    def test_all_german_regions_are_there(self):
        real = {f"{number:02}" for number in range(1, 100)} - {"05", "11", "43", "62"}
        self.assertEqual(set(zip_regions.REGIONS["DE"]), real)

    def test_towns_lie_in_their_region(self):
        """At most 75 km from the centre, and with few regions' centres nearer than the own one."""
        for country, towns in TOWNS.items():
            for code, latitude, longitude in towns:
                own = zip_regions.centre(country, code)
                away = zip_regions.great_circle_km(own, (latitude, longitude))
                nearer = [
                    prefix
                    for prefix, point in zip_regions.REGIONS[country].items()
                    if zip_regions.great_circle_km(point, (latitude, longitude)) < away
                ]
                self.assertLess(away, 75, f"{country} {code}")
                self.assertLessEqual(len(nearer), 4, f"{country} {code}: {nearer}")
