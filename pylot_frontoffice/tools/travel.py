"""Travel estimates without a map service: coordinates where known, else the postal code.

The plan needs a drive that is honest to about ten minutes, at once, offline and free. So the great
circle is stretched by a detour factor and driven at a speed that grows with the distance. The
estimate is symmetric, never negative and never shorter for a longer way, so a planner can rely on
it; an unknown place costs a flat, flagged number of minutes and never blocks a booking.

>>> hannover = Place(52.37, 9.73)
>>> travel_minutes(hannover, Place(zip="30625"))
TravelEstimate(minutes=36, km=22.0, known=True)
>>> travel_minutes(hannover, Place(zip="20095"))
TravelEstimate(minutes=133, km=173.6, known=True)
>>> travel_minutes(hannover, Place())
TravelEstimate(minutes=25, km=None, known=False)
"""

import re
from dataclasses import dataclass
from functools import cached_property
from math import ceil, inf

from .zip_regions import (
    PREFIX_LENGTH,
    WIDE_REGIONS,
    centre,
    great_circle_km,
    nearest_centre_km,
)

# Straight distance of two addresses that share their postal code or the start of it. A delivery
# area is 3 to 6 km across, a three-digit area some 20 km, a region some 50 km; two random points
# in a disc lie 0.45 of its width apart, less because addresses cluster in the towns.
SAME_ZIP_KM = 2.0
SAME_AREA_KM = 8.0
SAME_REGION_KM = 18.0
AREA_LENGTH = 3

# GPS and geocoders scatter by this much; nobody moves the van for it.
SAME_PLACE_KM = 0.05

# Roads are 1.2 (motorway) to 1.4 (across a river) times longer than the great circle.
DETOUR = 1.3

# Each kilometre is driven at the speed of its band, bands filled in order: the first and last bit
# of any drive is town, then country road, then motorway. As (up to road km, km/h).
SpeedBands = tuple[tuple[float, float], ...]
SPEED_BANDS: SpeedBands = ((5.0, 25.0), (25.0, 55.0), (inf, 95.0))

# Parking, ringing the bell, carrying the tools.
STOP_MINUTES = 5.0

# A typical drive between two customers of a craft business; used when a place is unknown.
UNKNOWN_MINUTES = 25

ZIP_LENGTHS = {"DE": 5, "AT": 4, "CH": 4, "LI": 4}


@dataclass(frozen=True)
class Place:
    """Where something is, as far as the address tells.

    Coordinates (0, 0) are Odoo's default and mean unknown. The street serves only to see that two
    addresses without coordinates are one and the same.

    >>> Place(0.0, 0.0).is_known, Place(0.0, 0.0, "30159").is_known
    (False, True)
    >>> Place(zip="75001", country="FR").is_known, Place(48.86, 2.33, "75001", "FR").is_known
    (False, True)
    >>> Place(zip="D-30 159").postcode, Place(zip="1067").postcode
    ('30159', '01067')
    """

    latitude: float | None = None
    longitude: float | None = None
    zip: str = ""
    country: str = "DE"
    street: str = ""

    @property
    def is_known(self) -> bool:
        return self.point is not None or self.region_centre is not None

    @cached_property
    def point(self) -> tuple[float, float] | None:
        """Coordinates, None when missing, zero or not on earth."""
        if self.latitude is None or self.longitude is None:
            return None
        if not (abs(self.latitude) <= 90 and abs(self.longitude) <= 180):  # catches NaN too
            return None
        return (self.latitude, self.longitude) if self.latitude or self.longitude else None

    @cached_property
    def country_code(self) -> str:
        return (self.country or "").strip().upper()

    @cached_property
    def postcode(self) -> str:
        """The postal code as far as it can be compared: no blanks, no "D-" in front, and with the
        leading zero that spreadsheets drop."""
        if self.country_code not in ZIP_LENGTHS:
            return re.sub(r"[^0-9A-Z]", "", (self.zip or "").upper())
        digits = re.sub(r"[^0-9]", "", self.zip or "")
        return digits.zfill(5) if self.country_code == "DE" and len(digits) == 4 else digits

    @cached_property
    def region_centre(self) -> tuple[float, float] | None:
        return centre(self.country_code, self.postcode)

    @property
    def region_km(self) -> float:
        """Typical distance inside the place's region: less in big cities, where regions are
        small and their centres near each other."""
        region = self.country_code, self.postcode[:PREFIX_LENGTH]
        nearest = SAME_REGION_KM if region in WIDE_REGIONS else nearest_centre_km(*region)
        return min(SAME_REGION_KM, max(SAME_AREA_KM, nearest))


@dataclass(frozen=True)
class TravelEstimate:
    """Whole minutes door to door; road kilometres; `known` is False when it is only the default."""

    minutes: int
    km: float | None
    known: bool


def distance_km(a: Place, b: Place) -> float | None:
    """Straight distance in km, None when one of the places is unknown.

    >>> distance_km(Place(zip="30159"), Place(zip="30159"))
    2.0
    >>> distance_km(Place(zip="30159"), Place(zip="30165"))
    8.0
    >>> round(distance_km(Place(zip="30159"), Place(zip="80331")))
    487
    """
    if a.point and b.point:
        return great_circle_km(a.point, b.point)
    if _is_same_address(a, b):
        return 0.0
    shared = _shared_zip_km(a, b)
    return _between_regions_km(a, b) if shared is None else shared


def travel_minutes(
    a: Place,
    b: Place,
    *,
    speed_kmh: SpeedBands = SPEED_BANDS,
    detour: float = DETOUR,
    stop_minutes: float = STOP_MINUTES,
    unknown_minutes: int = UNKNOWN_MINUTES,
) -> TravelEstimate:
    """Time from leaving a until ringing at b, rounded up: a technician may be early, not late.

    >>> travel_minutes(Place(52.37, 9.73), Place(52.37, 9.73))
    TravelEstimate(minutes=0, km=0.0, known=True)
    >>> truck = ((inf, 50.0),)
    >>> travel_minutes(Place(zip="30159"), Place(zip="30165"), speed_kmh=truck, stop_minutes=0)
    TravelEstimate(minutes=13, km=10.4, known=True)
    """
    straight = distance_km(a, b)
    if straight is None:
        return TravelEstimate(unknown_minutes, None, False)
    if straight <= SAME_PLACE_KM:
        return TravelEstimate(0, 0.0, True)
    road = straight * detour
    minutes = stop_minutes + driving_minutes(road, speed_kmh)
    return TravelEstimate(ceil(minutes - 1e-9), round(road, 1), True)


def driving_minutes(road_km: float, speed_kmh: SpeedBands = SPEED_BANDS) -> float:
    """Wheels-turning time for a road distance.

    >>> [round(driving_minutes(km)) for km in (1, 5, 25, 120)]
    [2, 12, 34, 94]
    """
    minutes, done = 0.0, 0.0
    for limit, speed in speed_kmh:
        part = max(0.0, min(road_km, limit) - done)
        minutes += part / speed * 60
        done += part
    return minutes


def _is_same_address(a: Place, b: Place) -> bool:
    def address(place: Place) -> tuple[str, str, str]:
        return place.country_code, place.postcode, " ".join((place.street or "").casefold().split())

    return all(address(a)) and address(a) == address(b)


def _shared_zip_km(a: Place, b: Place) -> float | None:
    """Distance told by equal postal codes or an equal three-digit area, None when they differ.
    Outside the table's countries only an equal code tells anything."""
    if a.country_code != b.country_code or not a.postcode:
        return None
    length = ZIP_LENGTHS.get(a.country_code, AREA_LENGTH)
    if a.postcode == b.postcode and len(a.postcode) >= length:
        return SAME_ZIP_KM
    if not a.region_centre or len(a.postcode) < AREA_LENGTH:
        return None
    return SAME_AREA_KM if a.postcode[:AREA_LENGTH] == b.postcode[:AREA_LENGTH] else None


def _between_regions_km(a: Place, b: Place) -> float | None:
    """Distance where a place without coordinates counts as its region's centre, but never nearer
    than two places inside that region: it can be anywhere in it."""
    ends = [place.point or place.region_centre for place in (a, b)]
    if not all(ends):
        return None
    vague = [place.region_km for place in (a, b) if not place.point]
    return max(great_circle_km(*ends), *vague)
