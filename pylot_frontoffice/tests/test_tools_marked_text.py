"""Where the words of a search stand (tools/marked_text.py)."""

import doctest

import hypothesis
import hypothesis.strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import marked_text

TEXT = st.text(max_size=60)
quick = hypothesis.settings(
    max_examples=80,
    deadline=None,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
WORDS = st.lists(st.text(max_size=8), max_size=5)


@tagged("post_install", "-at_install")
class TestMarkedText(BaseCase):
    def test_examples(self):
        self.assertFalse(doctest.testmod(marked_text).failed)

    @quick
    @hypothesis.given(TEXT, WORDS)
    def test_nothing_is_lost(self, text, words):
        pieces = marked_text.split_marked(text, words)
        self.assertEqual("".join(piece for piece, _is_marked in pieces), text)

    @quick
    @hypothesis.given(TEXT, WORDS, st.integers(5, 40))
    def test_never_longer(self, text, words, length):
        self.assertLessEqual(len(marked_text.cut_around(text, words, length)), length + 4)
