"""Who should do this visit, and why? Scores that explain themselves (tools/scoring.py)."""

import doctest
from dataclasses import fields, replace
from random import Random

from odoo.tests import BaseCase, tagged

from ..tools import scoring
from ..tools.scoring import Candidate, Weights, rank, score
from ..tools.travel import TravelEstimate

CODES = {
    "skills_ok",
    "skill_missing",
    "free",
    "busy",
    "travel",
    "travel_unknown",
    "preferred",
    "known",
    "in_area",
    "out_of_area",
    "load_light",
    "load_heavy",
}
DEFAULT = Weights()
ANNA = Candidate(resource_id=1, detour_minutes=30, load_minutes=120)


def reason(candidate, *codes, weights=DEFAULT):
    """The one reason among `codes` the candidate's score gives, None if it gives none."""
    found = [each for each in score(candidate, weights).reasons if each.code in codes]
    assert len(found) <= 1, found
    return found[0] if found else None


def some_candidates(rng, count):
    def estimate():
        driven = TravelEstimate(rng.randrange(120), 9.5, True)
        return rng.choice([None, driven, driven, TravelEstimate(25, None, False)])

    return [
        Candidate(
            resource_id=number,
            qualified=rng.random() < 0.7,
            missing_skills=("Gas",),
            free=rng.random() < 0.7,
            busy_reason=rng.choice([None, "Holiday"]),
            in_area=rng.choice([None, True, False]),
            travel_before=estimate(),
            travel_after=estimate(),
            detour_minutes=rng.choice([None, rng.uniform(-5, 150)]),
            known_visits=rng.choice([0, 0, 1, 50]),
            preferred=rng.random() < 0.3,
            load_minutes=rng.choice([0, 240, 480, 900]),
            capacity_minutes=rng.choice([0, 480]),
        )
        for number in rng.sample(range(10_000), count)
    ]


@tagged("post_install", "-at_install")
class TestScoring(BaseCase):
    def test_docstrings(self):
        result = doctest.testmod(scoring)
        self.assertGreater(result.attempted, 0)
        self.assertEqual(result.failed, 0)

    # Order

    def order(self, *candidates, weights=DEFAULT):
        return [candidate.resource_id for candidate, _score in rank(candidates, weights)]

    def test_no_points_outweigh_a_missing_certificate(self):
        next_door = replace(ANNA, resource_id=2, detour_minutes=0, preferred=True, qualified=False)
        self.assertEqual(self.order(next_door, ANNA), [1, 2])
        self.assertGreater(score(next_door).value, score(ANNA).value)

    def test_free_comes_before_busy_but_after_qualified(self):
        busy = replace(ANNA, resource_id=2, detour_minutes=0, free=False)
        unqualified = replace(ANNA, resource_id=3, detour_minutes=0, qualified=False)
        self.assertEqual(self.order(unqualified, busy, ANNA), [1, 2, 3])

    def test_equal_points_go_to_who_has_least_booked_then_to_the_lower_id(self):
        # Without a weight for load the points are equal, yet the work is spread.
        weights = Weights(load=0)
        bert = replace(ANNA, resource_id=2, load_minutes=60)
        cleo = replace(ANNA, resource_id=3, load_minutes=60)
        self.assertEqual(self.order(cleo, ANNA, bert, weights=weights), [2, 3, 1])

    def test_rounding_noise_does_not_decide(self):
        """Ten times 0.1 + 0.2 is not exactly 3, but nobody drives longer for it."""
        noisy = replace(ANNA, resource_id=2, detour_minutes=(0.1 + 0.2) * 100, load_minutes=60)
        exact = replace(ANNA, resource_id=3, detour_minutes=30.0, load_minutes=120)
        weights = Weights(load=0)
        self.assertLess(score(noisy, weights).value, score(exact, weights).value)
        self.assertEqual(self.order(exact, noisy, weights=weights), [2, 3])

    def test_same_question_same_answer(self):
        rng = Random(35)
        candidates = some_candidates(rng, 60)
        first = self.order(*candidates)
        for _each in range(20):
            rng.shuffle(candidates)
            self.assertEqual(self.order(*candidates), first)

    def test_nobody_to_rank(self):
        self.assertEqual(rank([], Weights()), [])

    # Points

    def test_points_add_up_to_the_value_between_0_and_100(self):
        rng = Random(10)
        for candidate in some_candidates(rng, 2000):
            weights = Weights(*(rng.choice([0, 1, 12.5, 1000]) for _field in fields(Weights)))
            result = score(candidate, weights)
            total = sum(each.points for each in result.reasons)
            self.assertAlmostEqual(total, result.value, places=9)
            self.assertGreaterEqual(result.value, 0)
            self.assertLessEqual(result.value, 100 + 1e-9)
            self.assertTrue(all(each.points >= 0 for each in result.reasons))
            codes = [each.code for each in result.reasons]
            self.assertLessEqual(set(codes), CODES)
            self.assertEqual(len(codes), len(set(codes)))

    def test_perfect_is_100_and_hopeless_is_0(self):
        perfect = Candidate(1, in_area=True, detour_minutes=0, known_visits=10**12, preferred=True)
        self.assertAlmostEqual(score(perfect).value, 100, places=6)
        hopeless = Candidate(2, in_area=False, detour_minutes=240, load_minutes=600)
        self.assertEqual(score(hopeless).value, 0)

    def test_default_weights_are_points(self):
        candidate = Candidate(1, in_area=True, detour_minutes=15, known_visits=2, preferred=True)
        points = {each.code: round(each.points, 9) for each in score(candidate).reasons}
        self.assertEqual(
            points,
            {
                "skills_ok": 0,
                "free": 0,
                "travel": 30,
                "preferred": 25,
                "known": 10,
                "in_area": 10,
                "load_light": 10,
            },
        )

    def test_only_the_ratio_of_weights_matters(self):
        for candidate in some_candidates(Random(3), 50):
            small = score(candidate, Weights(4, 2.5, 1.5, 1, 1))
            self.assertAlmostEqual(small.value, score(candidate).value)

    def test_all_weights_zero_leaves_the_order_to_load_and_id(self):
        nothing = Weights(0, 0, 0, 0, 0)
        bert = replace(ANNA, resource_id=2, load_minutes=0)
        self.assertEqual(score(ANNA, nothing).value, 0)
        self.assertEqual(self.order(ANNA, bert, weights=nothing), [2, 1])

    def test_senseless_weights_are_refused(self):
        for bad in (-1, float("nan"), float("inf")):
            with self.assertRaises(ValueError):
                Weights(known=bad)

    def test_every_weight_has_its_wish(self):
        self.assertEqual([each.name for each in fields(Weights)], list(scoring.WISHES))

    def test_better_in_one_respect_is_never_worse(self):
        better = (
            lambda c, rng: replace(c, detour_minutes=(c.detour_minutes or 0) - rng.uniform(0, 30)),
            lambda c, rng: replace(c, known_visits=c.known_visits + 1),
            lambda c, rng: replace(c, preferred=True),
            lambda c, rng: replace(c, in_area=True),
            lambda c, rng: replace(c, load_minutes=c.load_minutes // 2),
        )
        rng = Random(47)
        for candidate in some_candidates(rng, 500):
            candidate = replace(candidate, detour_minutes=rng.uniform(0, 90))
            for improve in better:
                improved = score(improve(candidate, rng)).value
                self.assertGreaterEqual(improved, score(candidate).value - 1e-9)

    # Reasons

    def test_missing_skills_are_named(self):
        candidate = replace(ANNA, qualified=False, missing_skills=("Gas", "Height"))
        found = reason(candidate, "skills_ok", "skill_missing")
        self.assertEqual((found.code, found.points), ("skill_missing", 0))
        self.assertEqual(found.params, {"skills": ("Gas", "Height")})

    def test_busy_says_with_what(self):
        found = reason(replace(ANNA, free=False, busy_reason="Holiday"), "free", "busy")
        self.assertEqual((found.code, found.params), ("busy", {"reason": "Holiday"}))
        self.assertEqual(reason(replace(ANNA, free=False), "busy").params, {"reason": ""})

    def test_travel_counts_the_extra_minutes_of_the_day(self):
        for minutes, points in ((-3, 40), (0, 40), (15, 30), (60, 0), (200, 0)):
            found = reason(replace(ANNA, detour_minutes=minutes), "travel")
            self.assertAlmostEqual(found.points, points)
            self.assertEqual(found.params["minutes"], max(0, minutes))

    def test_without_a_detour_the_longer_drive_counts(self):
        candidate = replace(
            ANNA,
            detour_minutes=None,
            travel_before=TravelEstimate(10, 5.0, True),
            travel_after=TravelEstimate(30, 22.0, True),
        )
        found = reason(candidate, "travel")
        self.assertAlmostEqual(found.points, 20)
        self.assertEqual(
            found.params,
            {
                "minutes": 30,
                "before_minutes": 10,
                "after_minutes": 30,
                "before_km": 5.0,
                "after_km": 22.0,
            },
        )

    def test_unknown_travel_is_said_to_be_unknown(self):
        guess = TravelEstimate(25, None, False)
        for changes in (
            {"detour_minutes": None},
            {"detour_minutes": None, "travel_before": guess},
            {"detour_minutes": 25, "travel_before": guess},
        ):
            found = reason(replace(ANNA, **changes), "travel", "travel_unknown")
            self.assertEqual(found.code, "travel_unknown")
            self.assertEqual(found.params["minutes"], 25)
            self.assertAlmostEqual(found.points, 40 * 35 / 60)

    def test_the_first_visits_with_a_customer_count_most(self):
        self.assertIsNone(reason(ANNA, "known"))
        points = [reason(replace(ANNA, known_visits=n), "known").points for n in (1, 2, 3)]
        self.assertEqual([round(each, 2) for each in points], [7.5, 10, 11.25])

    def test_own_area_before_no_area_before_foreign_area(self):
        found = [
            reason(replace(ANNA, in_area=area), "in_area", "out_of_area")
            for area in (True, None, False)
        ]
        self.assertEqual([each.code for each in found], ["in_area", "in_area", "out_of_area"])
        self.assertEqual([each.points for each in found], [10, 5, 0])
        self.assertEqual([each.params["defined"] for each in found], [True, False, True])

    def test_a_full_day_scores_nothing(self):
        for load, capacity, code, points in (
            (0, 480, "load_light", 10),
            (240, 480, "load_light", 5),
            (241, 480, "load_heavy", 4.98),
            (480, 480, "load_heavy", 0),
            (900, 480, "load_heavy", 0),
            (0, 0, "load_heavy", 0),
        ):
            candidate = replace(ANNA, load_minutes=load, capacity_minutes=capacity)
            found = reason(candidate, "load_light", "load_heavy")
            self.assertEqual(found.code, code)
            self.assertAlmostEqual(found.points, points, places=2)
