"""Days and weeks of a craft business to plan: read from files, or made up.

A file is JSON: `techs` with `home`, `end`, `skills` and `shifts` (`start`, `end`, `lunch` as
earliest, latest, length; `off` as begin, end), `visits` with `loc`, `dur`, `skills`, `wins` (of the
start), `prio` 1 to 3, `pref` and `pin` (technicians), `bad` (why nobody can serve it).
"""

from __future__ import annotations

import json
import sys
from math import exp
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "pylot_frontoffice"))

from tools.planner.problem import Break, Pin, Problem, Shift, Visit  # noqa: E402
from tools.planner.travel_matrix import TravelMatrix  # noqa: E402
from tools.travel import driving_minutes  # noqa: E402
from tools.zip_regions import great_circle_km  # noqa: E402

HOUR, DAY = 3600, 24 * 3600
# What leaving out a visit of priority 1 costs; of priority 2 twice that.
PRIZE = 4 * HOUR
# A promise to somebody is not weighed against driving.
PINNED = 100
DETOUR, SPEEDS, STOP_SECONDS = 1.3, ((10.0, 32.0), (float("inf"), 60.0)), 60
SKILLS = 6


def get_seconds(a, b) -> int:
    if a == b:
        return 0
    return round(STOP_SECONDS + 60 * driving_minutes(DETOUR * great_circle_km(a, b), SPEEDS))


def get_metres(a, b) -> int:
    return round(1000 * DETOUR * great_circle_km(a, b))


def read(path: Path) -> tuple[dict, Problem]:
    data = json.loads(path.read_text())
    return data, make_problem(data)


def make_problem(data: dict) -> Problem:
    places: dict = {}

    def at(point) -> int:
        return places.setdefault(tuple(point), len(places))

    shifts = tuple(
        Shift(
            tech["id"],
            shift["start"],
            shift["end"],
            at(tech["home"]),
            at(tech["end"]),
            frozenset(tech["skills"]),
            get_breaks(shift),
        )
        for tech in data["techs"]
        for shift in tech["shifts"]
    )
    visits = tuple(
        Visit(
            row["id"],
            at(row["loc"]),
            row["dur"],
            tuple(map(tuple, row["wins"])),
            prize=PRIZE * row["prio"] * (1 if row["pin"] is None else PINNED),
            skills=frozenset(row["skills"]),
            pin=None if row["pin"] is None else Pin(row["pin"], *row["wins"][0]),
            preferred=row["pref"],
        )
        for row in data["visits"]
    )
    travel = TravelMatrix.from_function(list(places), get_seconds, get_metres)
    return Problem(shifts, visits, travel)


def get_breaks(shift: dict) -> tuple:
    breaks = [Break(begin, begin, end - begin) for begin, end in shift["off"]]
    if shift["lunch"]:
        breaks.append(Break(*shift["lunch"]))
    return tuple(sorted(breaks, key=lambda rest: rest.latest))


def generate(seed: int, technicians=20, visits=180, days=1, minutes=35) -> dict:
    """A town and its surroundings, in the form of the files."""
    random = Random(seed)

    def point():
        return [random.gauss(52.37, 0.08), random.gauss(9.73, 0.13)]

    techs = [make_technician(random, number, days, point) for number in range(technicians)]
    rows = [make_visit(random, number, techs, days, minutes, point) for number in range(visits)]
    return {"techs": techs, "visits": rows}


def make_technician(random, number, days, point) -> dict:
    home, begin = point(), random.choice([7, 7.5, 8]) * HOUR
    shifts = []
    for day in range(days):
        start = int(day * DAY + begin)
        lunch = [day * DAY + int(11.5 * HOUR), day * DAY + int(13.5 * HOUR), HOUR // 2]
        absence = [[day * DAY + 9 * HOUR, day * DAY + 11 * HOUR]] if random.random() < 0.1 else []
        shifts.append({"start": start, "end": start + 30600, "lunch": lunch, "off": absence})
    return {
        "id": number,
        "home": home,
        "end": home if random.random() < 0.8 else point(),
        "skills": [0, *(skill for skill in range(1, SKILLS) if random.random() < 0.4)],
        "shifts": shifts,
    }


def make_visit(random, number, techs, days, minutes, point) -> dict:
    who = random.choice(techs)
    chosen = sorted(random.sample(range(days), random.randint(1, days)))
    begin, end = random.choice([(7, 17), (7, 12), (12, 17), (8, 10), (10, 12), (14, 16)])
    pin = None
    if random.random() < 0.08:
        pin, chosen, begin = who["id"], chosen[:1], random.randrange(16, 32) / 2
        end = begin + 0.5
    return {
        "id": number,
        "loc": point(),
        "dur": 60 * max(10, round(minutes * exp(random.gauss(-0.1, 0.5)))),
        "skills": [0, *(skill for skill in who["skills"][1:] if random.random() < 0.4)],
        "wins": [[int(day * DAY + begin * HOUR), int(day * DAY + end * HOUR)] for day in chosen],
        "prio": random.choices([1, 2, 3], [20, 65, 15])[0],
        "pref": random.choice(techs)["id"] if random.random() < 0.25 else None,
        "pin": pin,
        "bad": None,
    }


def change_wishes(data: dict, seed: int) -> dict:
    """The same customers another day: a third want another time, and it takes as long as it
    takes."""
    random = Random(seed)
    rows = []
    for row in data["visits"]:
        row = dict(row)
        if row["pin"] is None:
            row["dur"] = 60 * max(10, round(row["dur"] / 60 * random.uniform(0.8, 1.25)))
            if random.random() < 0.33:
                begin, end = random.choice([(7, 12), (12, 17), (8, 10), (10, 12), (14, 16)])
                days = [window[0] // DAY for window in row["wins"]]
                row["wins"] = [[day * DAY + begin * HOUR, day * DAY + end * HOUR] for day in days]
        rows.append(row)
    return {**data, "visits": rows}
