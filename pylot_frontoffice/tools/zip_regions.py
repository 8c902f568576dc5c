"""Approximate centres of postal regions, for travel estimates without a map service.

The first two digits of a German, Austrian or Swiss postal code name a region of some 10 to 60 km
across. The table holds the centre of where its places lie (not of its main town when the town sits
at the edge), good to about 20 km. Regions that have no delivery area are left out: 05, 43 and 62
do not exist, 11 is the Federal Parliament's post room.

>>> centre("DE", "30159")
(52.38, 9.73)
>>> centre("DE", "05000") is None
True
"""

from functools import cache
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0
PREFIX_LENGTH = 2

# fmt: off
REGIONS: dict[str, dict[str, tuple[float, float]]] = {
    "DE": {
        # 0: Dresden, Bautzen, Cottbus, Leipzig, Halle, Gera, Zwickau, Chemnitz
        "01": (51.13, 13.73), "02": (51.20, 14.62), "03": (51.70, 14.18), "04": (51.33, 12.75),
        "06": (51.58, 11.93), "07": (50.75, 11.78), "08": (50.57, 12.38), "09": (50.80, 13.02),
        # 1: Berlin, Potsdam, Frankfurt (Oder), Oranienburg, Neubrandenburg, Rostock, Schwerin
        "10": (52.51, 13.38), "12": (52.45, 13.45), "13": (52.57, 13.36), "14": (52.37, 12.85),
        "15": (52.28, 14.02), "16": (52.92, 13.25), "17": (53.62, 13.42), "18": (54.13, 12.75),
        "19": (53.45, 11.55),
        # 2: Hamburg, Lueneburg/Stade, Luebeck, Kiel, Husum, Oldenburg, Bremerhaven, Bremen, Celle
        "20": (53.56, 10.00), "21": (53.42, 9.95), "22": (53.62, 10.08), "23": (53.95, 10.80),
        "24": (54.35, 9.85), "25": (54.15, 9.23), "26": (53.38, 7.75), "27": (53.28, 8.85),
        "28": (53.09, 8.83), "29": (52.87, 10.42),
        # 3: Hannover, Hildesheim, Herford, Bielefeld, Kassel, Giessen, Fulda, Goettingen,
        #    Braunschweig, Magdeburg
        "30": (52.38, 9.73), "31": (52.25, 9.60), "32": (52.15, 8.80), "33": (51.85, 8.58),
        "34": (51.28, 9.30), "35": (50.70, 8.63), "36": (50.72, 9.78), "37": (51.55, 9.88),
        "38": (52.17, 10.62), "39": (52.28, 11.58),
        # 4: Duesseldorf, Moenchengladbach, Wuppertal, Dortmund, Essen, Oberhausen, Duisburg,
        #    Muenster, Osnabrueck
        "40": (51.23, 6.83), "41": (51.20, 6.45), "42": (51.22, 7.12), "44": (51.52, 7.38),
        "45": (51.55, 7.08), "46": (51.70, 6.65), "47": (51.52, 6.48), "48": (52.10, 7.42),
        "49": (52.52, 7.92),
        # 5: Cologne (left, right bank), Aachen, Bonn, Trier, Mainz, Koblenz, Siegen, Hagen, Hamm
        "50": (50.93, 6.85), "51": (50.98, 7.25), "52": (50.85, 6.27), "53": (50.63, 7.03),
        "54": (49.95, 6.65), "55": (49.88, 7.80), "56": (50.32, 7.45), "57": (50.88, 7.93),
        "58": (51.30, 7.52), "59": (51.50, 8.10),
        # 6: Frankfurt, Bad Homburg, Offenbach, Darmstadt, Wiesbaden, Saarbruecken, Ludwigshafen,
        #    Mannheim, Heidelberg
        "60": (50.12, 8.68), "61": (50.30, 8.67), "63": (50.07, 9.05), "64": (49.80, 8.70),
        "65": (50.17, 8.27), "66": (49.37, 7.08), "67": (49.50, 8.08), "68": (49.47, 8.50),
        "69": (49.43, 8.80),
        # 7: Stuttgart, Ludwigsburg, Tuebingen, Goeppingen, Heilbronn, Pforzheim, Karlsruhe,
        #    Offenburg, Villingen/Konstanz, Freiburg
        "70": (48.77, 9.18), "71": (48.83, 9.17), "72": (48.42, 9.00), "73": (48.77, 9.75),
        "74": (49.23, 9.42), "75": (48.92, 8.75), "76": (49.03, 8.30), "77": (48.43, 7.98),
        "78": (47.97, 8.65), "79": (47.83, 7.92),
        # 8: Munich (north/centre, south/east), Starnberg, Rosenheim, Landshut, Ingolstadt,
        #    Augsburg, Kempten, Ravensburg, Ulm
        "80": (48.16, 11.55), "81": (48.12, 11.58), "82": (47.92, 11.27), "83": (47.83, 12.22),
        "84": (48.42, 12.42), "85": (48.42, 11.62), "86": (48.43, 10.80), "87": (47.80, 10.38),
        "88": (47.88, 9.65), "89": (48.48, 10.12),
        # 9: Nuremberg, Ansbach/Erlangen, Amberg, Regensburg, Passau, Hof/Bayreuth, Bamberg,
        #    Wuerzburg, Suhl, Erfurt
        "90": (49.44, 11.05), "91": (49.40, 10.82), "92": (49.43, 11.95), "93": (49.05, 12.27),
        "94": (48.78, 13.05), "95": (50.07, 11.85), "96": (50.10, 10.97), "97": (49.97, 10.00),
        "98": (50.55, 10.62), "99": (51.07, 10.83),
    },
    "AT": {
        # 1: Vienna (districts 1-9, 10-19, 20-23)
        "10": (48.21, 16.37), "11": (48.19, 16.34), "12": (48.23, 16.43),
        # 2, 3: Lower Austria
        "20": (48.53, 16.10), "21": (48.55, 16.50), "22": (48.38, 16.68), "23": (48.10, 16.38),
        "24": (48.02, 16.80), "25": (47.98, 16.17), "26": (47.70, 15.98), "27": (47.83, 16.10),
        "28": (47.58, 16.20), "30": (48.20, 15.92), "31": (48.15, 15.63), "32": (48.03, 15.23),
        "33": (48.03, 14.78), "34": (48.32, 16.12), "35": (48.52, 15.62), "36": (48.32, 15.27),
        "37": (48.62, 15.82), "38": (48.82, 15.28), "39": (48.65, 15.03),
        # 4: Upper Austria
        "40": (48.30, 14.20), "41": (48.50, 14.08), "42": (48.45, 14.48), "43": (48.25, 14.68),
        "44": (48.05, 14.45), "45": (47.95, 14.20), "46": (48.08, 13.93), "47": (48.35, 13.67),
        "48": (47.88, 13.65), "49": (48.20, 13.42),
        # 5: Salzburg
        "50": (47.80, 13.04), "51": (48.03, 12.93), "52": (48.10, 13.17), "53": (47.80, 13.30),
        "54": (47.62, 13.20), "55": (47.30, 13.55), "56": (47.25, 13.13), "57": (47.33, 12.68),
        # 6: Tyrol, Vorarlberg
        "60": (47.27, 11.42), "61": (47.25, 11.45), "62": (47.33, 11.85), "63": (47.48, 12.25),
        "64": (47.15, 10.92), "65": (47.07, 10.48), "66": (47.42, 10.62), "67": (47.17, 9.85),
        "68": (47.33, 9.72), "69": (47.48, 9.83),
        # 7: Burgenland
        "70": (47.83, 16.57), "71": (47.85, 16.92), "72": (47.72, 16.40), "73": (47.52, 16.48),
        "74": (47.30, 16.22), "75": (47.07, 16.30),
        # 8: Styria
        "80": (47.07, 15.44), "81": (47.20, 15.45), "82": (47.22, 15.88), "83": (46.97, 15.87),
        "84": (46.80, 15.63), "85": (46.92, 15.20), "86": (47.52, 15.43), "87": (47.32, 14.88),
        "88": (47.13, 14.28), "89": (47.52, 14.12),
        # 9: Carinthia, East Tyrol
        "90": (46.63, 14.31), "91": (46.57, 14.57), "92": (46.62, 14.05), "93": (46.85, 14.40),
        "94": (46.83, 14.82), "95": (46.68, 13.88), "96": (46.63, 13.30), "97": (46.75, 13.38),
        "98": (46.92, 13.35), "99": (46.87, 12.60),
    },
    "CH": {
        # 1: Lausanne, Morges/Rolle, Geneva, Vallorbe, Yverdon, Payerne, Bulle, Fribourg,
        #    Montreux, Sion/Martigny
        "10": (46.55, 6.62), "11": (46.52, 6.42), "12": (46.25, 6.15), "13": (46.68, 6.45),
        "14": (46.78, 6.68), "15": (46.78, 6.90), "16": (46.62, 7.00), "17": (46.80, 7.15),
        "18": (46.38, 6.95), "19": (46.17, 7.27),
        # 2: Neuchatel, Jura
        "20": (46.98, 6.88), "21": (46.92, 6.58), "22": (47.02, 6.85), "23": (47.13, 6.88),
        "24": (47.03, 6.73), "25": (47.13, 7.25), "26": (47.18, 7.12), "27": (47.25, 7.25),
        "28": (47.35, 7.33), "29": (47.40, 7.05),
        # 3: Bern, upper Valais
        "30": (46.95, 7.45), "31": (46.87, 7.47), "32": (47.03, 7.25), "33": (47.12, 7.58),
        "34": (47.03, 7.67), "35": (46.92, 7.72), "36": (46.75, 7.63), "37": (46.58, 7.47),
        "38": (46.68, 7.93), "39": (46.25, 7.82),
        # 4: Basel, Solothurn
        "40": (47.56, 7.59), "41": (47.51, 7.58), "42": (47.42, 7.52), "43": (47.54, 7.87),
        "44": (47.45, 7.80), "45": (47.21, 7.57), "46": (47.34, 7.87), "47": (47.30, 7.70),
        "48": (47.28, 7.93), "49": (47.17, 7.80),
        # 5: Aargau
        "50": (47.42, 8.03), "51": (47.43, 8.15), "52": (47.48, 8.18), "53": (47.55, 8.27),
        "54": (47.47, 8.32), "55": (47.41, 8.25), "56": (47.33, 8.28), "57": (47.28, 8.13),
        # 6: central Switzerland, Ticino
        "60": (47.00, 8.25), "61": (47.07, 8.05), "62": (47.20, 8.15), "63": (47.08, 8.45),
        "64": (46.92, 8.63), "65": (46.23, 9.08), "66": (46.23, 8.70), "67": (46.45, 8.87),
        "68": (45.93, 8.98), "69": (46.00, 8.93),
        # 7: Grisons
        "70": (46.82, 9.50), "71": (46.75, 9.07), "72": (46.90, 9.75), "73": (47.02, 9.48),
        "74": (46.62, 9.48), "75": (46.68, 10.10), "76": (46.35, 9.58), "77": (46.32, 10.07),
        # 8: Zurich, Thurgau, Glarus
        "80": (47.38, 8.54), "81": (47.47, 8.50), "82": (47.68, 8.78), "83": (47.42, 8.78),
        "84": (47.53, 8.72), "85": (47.58, 9.08), "86": (47.32, 8.77), "87": (47.15, 8.92),
        "88": (47.18, 8.85), "89": (47.35, 8.42),
        # 9: St. Gallen, Appenzell
        "90": (47.40, 9.38), "91": (47.35, 9.25), "92": (47.45, 9.18), "93": (47.49, 9.40),
        "94": (47.35, 9.52), "95": (47.45, 9.03), "96": (47.28, 9.12),
    },
    "LI": {"94": (47.15, 9.53)},
}
# fmt: on

# Regions that lie around a neighbour or interleave with it: how near the centres are says nothing
# about how wide these are (Hamburg's outskirts, around Stuttgart, around Innsbruck, Lake Zurich).
WIDE_REGIONS = {("DE", "22"), ("DE", "71"), ("AT", "61"), ("CH", "87"), ("CH", "88")}


def great_circle_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Haversine distance of two (latitude, longitude) points in degrees.

    >>> round(great_circle_km((52.37, 9.73), (53.55, 10.0)))
    132
    """
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    chord = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))  # min: antipodes round above 1


def centre(country: str, code: str) -> tuple[float, float] | None:
    """Centre of the region a clean postal code lies in, None when the table has none."""
    return REGIONS.get(country, {}).get(code[:PREFIX_LENGTH])


@cache
def nearest_centre_km(country: str, prefix: str) -> float:
    """Distance to the nearest other region of the same country: how wide a region is, as a rule.

    >>> nearest_centre_km("DE", "10") < 8 < nearest_centre_km("DE", "23")
    True
    """
    here = REGIONS[country][prefix]
    others = (point for other, point in REGIONS[country].items() if other != prefix)
    return min((great_circle_km(here, point) for point in others), default=float("inf"))
