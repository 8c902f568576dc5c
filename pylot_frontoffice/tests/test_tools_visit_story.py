"""Taps that arrive in any order tell one story (tools/visit_story.py)."""

import doctest
import random
from datetime import datetime, timedelta
from itertools import permutations

from odoo.tests import BaseCase, tagged

from ..tools import visit_story
from ..tools.visit_story import Tap, tell

ANNA, BERT = 1, 2


def at(hour, minute=0):
    return datetime(2026, 11, 3, hour, minute)


DAY = (
    Tap(at(8, 30), "on_the_way", ANNA),
    Tap(at(9), "start", ANNA),
    Tap(at(9, 30), "pause", ANNA),
    Tap(at(9, 45), "resume", ANNA),
    Tap(at(11), "finish", ANNA),
)


@tagged("post_install", "-at_install")
class TestToolsVisitStory(BaseCase):
    def test_examples(self):
        result = doctest.testmod(visit_story)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)

    def get_spans(self, taps):
        return [(span.kind, span.start, span.stop) for span in tell(taps).spans]

    def test_a_visit(self):
        self.assertEqual(
            self.get_spans(DAY),
            [
                ("travel", at(8, 30), at(9)),
                ("work", at(9), at(9, 30)),
                ("pause", at(9, 30), at(9, 45)),
                ("work", at(9, 45), at(11)),
            ],
        )

    def test_every_order_and_twice(self):
        for order in permutations(DAY):
            self.assertEqual(tell(order), tell(DAY))
            self.assertEqual(tell(order + order[:2]), tell(DAY))

    def test_after_the_end_nothing_happens(self):
        late = (*DAY, Tap(at(12), "start", ANNA), Tap(at(12), "nobody_home", ANNA))
        self.assertEqual(tell(late), tell(DAY))

    def test_paused(self):
        story = tell(DAY[:3])
        self.assertEqual((story.state, story.is_paused), ("in_progress", True))
        self.assertIsNone(story.spans[-1].stop)
        self.assertFalse(tell(DAY[:4]).is_paused)

    def test_only_a_pause_ends_with_going_on(self):
        """A second "start" during a pause is an old one that was sent again."""
        again = (*DAY[:3], Tap(at(9, 40), "start", ANNA))
        self.assertTrue(tell(again).is_paused)

    def test_forgotten(self):
        cut = Tap(at(23, 59), "cut", ANNA)
        story = tell((*DAY[:2], cut))
        self.assertEqual((story.state, story.is_paused), ("in_progress", True))
        self.assertTrue(story.spans[-1].is_forgotten)
        self.assertEqual(story.spans[-1].stop, at(23, 59))
        finished = tell((*DAY[:2], cut, Tap(at(23, 59) + timedelta(hours=8), "finish", ANNA)))
        self.assertEqual(finished.spans, story.spans)
        self.assertEqual(finished.state, "done")

    def test_a_helper_has_times_of_their_own(self):
        taps = (*DAY, Tap(at(9, 15), "start", BERT), Tap(at(10), "pause", BERT))
        spans = [(span.kind, span.stop) for span in tell(taps).spans if span.who == BERT]
        self.assertEqual(spans, [("work", at(10)), ("pause", at(11))])
        self.assertEqual(self.get_spans(taps[:5]), self.get_spans(DAY))

    def test_declined_and_given_again(self):
        taps = (DAY[0], Tap(at(8, 40), "decline", ANNA))
        self.assertIsNone(tell(taps).state)
        again = (*taps, Tap(at(10), "start", BERT))
        self.assertEqual(tell(again).state, "in_progress")
        self.assertEqual(tell(again).spans[0].stop, at(8, 40))

    def test_any_taps(self):
        """Whatever is tapped: times of one person never overlap, and the order of arrival does not
        matter."""
        rng = random.Random(7)
        for _round in range(300):
            taps = [
                Tap(at(8, rng.randrange(60)), rng.choice(visit_story.ORDER), rng.choice((1, 2)))
                for _tap in range(rng.randrange(12))
            ]
            story = tell(taps)
            rng.shuffle(taps)
            self.assertEqual(tell(taps), story)
            for who in (ANNA, BERT):
                spans = [span for span in story.spans if span.who == who]
                for before, after in zip(spans, spans[1:], strict=False):
                    self.assertLessEqual(before.stop, after.start)
            if story.state in ("done", "no_show"):
                self.assertTrue(all(span.stop for span in story.spans))
