"""Who should do this visit: a ranking that says why.

Every candidate gets 0 to 100 points, each point with its reason. What is wished (near, known to
the customer, in the area, not overloaded) is weighed; what is needed (skills, time) is not: it
decides the order before any points do, so no short drive outweighs a missing certificate.

>>> near = Candidate(resource_id=7, detour_minutes=12, known_visits=3)
>>> far = Candidate(resource_id=4, detour_minutes=48, preferred=True)
>>> [(c.resource_id, round(s.value)) for c, s in rank([near, far])]
[(7, 58), (4, 48)]
>>> [(r.code, round(r.points, 2)) for r in score(near).reasons if r.points]
[('travel', 32.0), ('known', 11.25), ('in_area', 5.0), ('load_light', 10.0)]
"""

from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass, field
from math import fsum, isfinite

from .travel import UNKNOWN_MINUTES, TravelEstimate

# Extra driving that is worth no points any more: a visit of an hour should not cost an hour.
WORST_EXTRA_MINUTES = 60

# A technician without an area serves everywhere: behind the one whose area it is, before the one
# whose area it is not.
NO_AREA_SHARE = 0.5

# From this share of the day already booked on, the reason reads as a warning.
HEAVY_LOAD = 0.5


@dataclass(frozen=True)
class Candidate:
    """What is known about one technician for one visit.

    `detour_minutes`: extra driving the visit adds to the day; None: not computed, then the longer
    of the two drives stands in. `in_area` None: no area defined. `load_minutes`: already booked
    that day, of `capacity_minutes`. `known_visits`: earlier visits with this customer.
    """

    resource_id: int
    qualified: bool = True
    missing_skills: tuple[str, ...] = ()
    free: bool = True
    busy_reason: str | None = None
    in_area: bool | None = None
    travel_before: TravelEstimate | None = None
    travel_after: TravelEstimate | None = None
    detour_minutes: float | None = None
    known_visits: int = 0
    preferred: bool = False
    load_minutes: int = 0
    capacity_minutes: int = 480


@dataclass(frozen=True)
class Weights:
    """What each wish counts relative to the others; only their ratio matters, zero leaves one out.

    >>> Weights(travel=-1)
    Traceback (most recent call last):
    ValueError: weights must be finite and not negative
    """

    travel: float = 40
    preferred: float = 25
    known: float = 15
    area: float = 10
    load: float = 10

    def __post_init__(self) -> None:
        if not all(isfinite(weight) and weight >= 0 for weight in astuple(self)):
            raise ValueError("weights must be finite and not negative")

    @property
    def total(self) -> float:
        return fsum(astuple(self))


@dataclass(frozen=True)
class Reason:
    """`code` is stable and becomes a sentence in the user's language, filled in with `params`."""

    code: str
    points: float
    params: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Score:
    value: float
    reasons: tuple[Reason, ...]


# A wish's finding: code, share of its points earned (0..1), params; None: nothing to say.
Finding = tuple[str, float, dict] | None


def rank(
    candidates: Iterable[Candidate], weights: Weights = Weights()
) -> list[tuple[Candidate, Score]]:
    """Best first: qualified, then free, then by points, then who has least booked, then by id, so
    that the same question always gets the same answer."""

    def order(row: tuple[Candidate, Score]) -> tuple:
        candidate, result = row
        # Rounded: 0.1 + 0.2 must tie with 0.3 and leave the choice to the load.
        points = round(result.value, 6)
        load, resource = candidate.load_minutes, candidate.resource_id
        return (not candidate.qualified, not candidate.free, -points, load, resource)

    return sorted(((each, score(each, weights)) for each in candidates), key=order)


def score(candidate: Candidate, weights: Weights = Weights()) -> Score:
    """Points 0..100 and where each comes from; the points of the reasons add up to the value."""
    reasons = [_skills(candidate), _availability(candidate)]
    for wish, finding in ((wish, judge(candidate)) for wish, judge in WISHES.items()):
        if finding:
            code, share, params = finding
            points = 100 * share * getattr(weights, wish) / (weights.total or 1)
            reasons.append(Reason(code, points, params))
    return Score(fsum(reason.points for reason in reasons), tuple(reasons))


def _skills(candidate: Candidate) -> Reason:
    if candidate.qualified:
        return Reason("skills_ok", 0.0)
    return Reason("skill_missing", 0.0, {"skills": candidate.missing_skills})


def _availability(candidate: Candidate) -> Reason:
    if candidate.free:
        return Reason("free", 0.0)
    return Reason("busy", 0.0, {"reason": candidate.busy_reason or ""})


def _travel(candidate: Candidate) -> Finding:
    """1 at no extra minute, falling in a line to 0 at WORST_EXTRA_MINUTES."""
    before, after = candidate.travel_before, candidate.travel_after
    drives = [drive for drive in (before, after) if drive]
    minutes = candidate.detour_minutes
    known = all(drive.known for drive in drives) and (minutes is not None or bool(drives))
    if minutes is None:
        minutes = max((drive.minutes for drive in drives), default=UNKNOWN_MINUTES)
    share = 1 - _clamp(minutes / WORST_EXTRA_MINUTES)
    params = {
        "minutes": max(0, round(minutes)),
        "before_minutes": before.minutes if before else None,
        "after_minutes": after.minutes if after else None,
        "before_km": before.km if before else None,
        "after_km": after.km if after else None,
    }
    return ("travel" if known else "travel_unknown"), share, params


def _preferred(candidate: Candidate) -> Finding:
    return ("preferred", 1.0, {}) if candidate.preferred else None


def _known(candidate: Candidate) -> Finding:
    """The first visits count most: 0, 1/2, 2/3, 3/4, ..."""
    visits = candidate.known_visits
    return ("known", 1 - 1 / (1 + visits), {"visits": visits}) if visits > 0 else None


def _area(candidate: Candidate) -> Finding:
    if candidate.in_area is None:
        return "in_area", NO_AREA_SHARE, {"defined": False}
    if candidate.in_area:
        return "in_area", 1.0, {"defined": True}
    return "out_of_area", 0.0, {"defined": True}


def _load(candidate: Candidate) -> Finding:
    """1 on an empty day, 0 on a full one; a day without capacity counts as full."""
    load, capacity = candidate.load_minutes, candidate.capacity_minutes
    used = _clamp(load / capacity) if capacity > 0 else 1.0
    params = {"minutes": load, "capacity": capacity, "percent": round(100 * used)}
    return ("load_heavy" if used > HEAVY_LOAD else "load_light"), 1 - used, params


def _clamp(share: float) -> float:
    return min(1.0, max(0.0, share))


# One entry per field of Weights; another wish is one function, one weight and one entry.
WISHES: dict[str, Callable[[Candidate], Finding]] = {
    "travel": _travel,
    "preferred": _preferred,
    "known": _known,
    "area": _area,
    "load": _load,
}
