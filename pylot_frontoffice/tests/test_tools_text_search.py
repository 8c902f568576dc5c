"""Words, stems, pieces and weights of the search (tools/text_*.py): pure functions."""

import doctest
import re
import time

import hypothesis
import hypothesis.strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import (
    text_fold,
    text_gram,
    text_query,
    text_rerank,
    text_stem,
    text_stop,
    text_synonym,
    text_weight,
)

MODULES = (
    text_fold,
    text_gram,
    text_query,
    text_rerank,
    text_stem,
    text_stop,
    text_synonym,
    text_weight,
)
QUICK = hypothesis.settings(max_examples=200, deadline=None)
LETTERS = st.text("abcdefghiklmnorstuäöüß", min_size=1, max_size=20)
LANGS = st.sampled_from(["de_DE", "en_US", "fr_FR", "tr_TR", None, ""])
SECONDS = 0.5


@tagged("post_install", "-at_install")
class TestToolsTextSearch(BaseCase):
    def test_examples(self):
        for module in MODULES:
            result = doctest.testmod(module)
            self.assertFalse(result.failed, module.__name__)

    @QUICK
    @hypothesis.given(st.text())
    def test_folding_is_done_once(self, text):
        found = text_fold.words(text)
        self.assertEqual(text_fold.words(" ".join(found)), found)
        self.assertTrue(all(found))

    @QUICK
    @hypothesis.given(st.text(max_size=60), LANGS)
    def test_case_does_not_matter(self, text, lang):
        stem = text_stem.stemmer(lang)
        one, other = (list(map(stem, text_fold.words(each))) for each in (text, text.swapcase()))
        if text_fold.fold(text) == text_fold.fold(text.swapcase()):
            self.assertEqual(one, other)

    @QUICK
    @hypothesis.given(LETTERS)
    def test_umlauts_may_be_written_out(self, word):
        written = word.replace("ß", "ss")
        for umlaut, digraph in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
            # beside another vowel nobody can tell
            if re.search(f"[aeiouäöüyq]{umlaut}|{umlaut}[eäöü]", written):
                return
            written = written.replace(umlaut, digraph)
        plain = [text_stem.german(each) for each in text_fold.words(word)]
        self.assertEqual([text_stem.german(each) for each in text_fold.words(written)], plain)

    @QUICK
    @hypothesis.given(LETTERS, st.randoms())
    def test_a_slip_is_seen_from_both_sides(self, word, chance):
        if len(word) <= text_gram.SLIP_LETTERS:
            return
        at = chance.randrange(len(word) - 1)
        for other in (
            word[:at] + word[at + 1 :],
            word[:at] + "x" + word[at:],
            word[:at] + "x" + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ):
            if other != word:
                self.assertTrue(text_gram.is_slip(word, other), other)
                self.assertTrue(text_gram.is_slip(other, word), other)

    def test_stems_bring_forms_together(self):
        for one, *others in (
            ("rechnung", "rechnungen"),
            ("termin", "termine", "termins", "terminen"),
            ("kunde", "kunden"),
            ("gewartet", "warten", "wartest"),
            ("verschieben", "verschiebe", "verschiebst"),
        ):
            for other in others:
                self.assertEqual(text_stem.german(other), text_stem.german(one), other)
        for one, *others in (
            ("appointment", "appointments"),
            ("pay", "pays", "paying", "payed"),
            ("battery", "batteries"),
            ("stop", "stopped", "stopping"),
            ("invoice", "invoices", "invoiced"),
        ):
            for other in others:
                self.assertEqual(text_stem.english(other), text_stem.english(one), other)

    def test_stems_keep_words_apart(self):
        for one, other in (("mahnung", "mahlzeit"), ("gas", "gast"), ("bad", "bau")):
            self.assertNotEqual(text_stem.german(one), text_stem.german(other))
        for one, other in (("address", "addition"), ("gas", "gate"), ("bus", "bu")):
            self.assertNotEqual(text_stem.english(one), text_stem.english(other))

    def test_text_in_another_language_than_said(self):
        german = text_fold.words("Wie kann ich meinen Termin verschieben und was kostet das?")
        self.assertEqual(text_stop.guess(german, "en_US"), "de")
        self.assertEqual(text_stop.guess(german, "de_AT"), "de")
        english = text_fold.words("How can I move my appointment, and what does it cost?")
        self.assertEqual(text_stop.guess(english, "de_DE"), "en")
        self.assertEqual(text_stop.guess(["wallbox"], "fr_FR"), "fr")

    def test_weights(self):
        weights = text_weight.weigh(
            "Wo ist das Bad?", "WC", None, "<p>Oben, wo sonst.</p>", "de_DE"
        )
        self.assertEqual(set(weights), {"", "wo", "ist", "das", "bad", "wc", "oben"})
        self.assertGreater(weights["bad"], weights["oben"])
        self.assertTrue(all(0 <= weight < 1 for weight in weights.values()))
        long = text_weight.weigh("Wo ist das Bad mit dem großen Fenster im Haus?", "", "", "", "de")
        self.assertGreater(weights["bad"], long["bad"])

    def test_the_second_look(self):
        asked = text_query.read("Sicherungskasten tauschen", "de")
        found = [("backup", 2.0), ("fuse", 1.9), ("far", 0.1)]
        spread = text_rerank.spread
        texts = {"backup": spread("Datensicherung", "Nachts."), "fuse": spread("Sicherung", "")}
        texts["fuse"] += spread("Der Kasten wird ausgetauscht", "")
        again = text_rerank.rerank(asked, found, texts)
        self.assertEqual([key for key, _score in again], ["fuse", "backup", "far"])
        self.assertLessEqual(again[0][1], 2.0)
        self.assertGreater(again[-1][1], 0)
        for none in ({}, {"backup": "", "fuse": "_termin_"}):
            self.assertEqual(text_rerank.rerank(asked, found, none), found)
        self.assertEqual(text_rerank.rerank(asked, [], {}), [])

    def test_an_answer_is_read_as_people_read_it(self):
        found = text_weight.plain("<p>A&amp;B</p><p class='x'>C<br/>D</p>")
        self.assertEqual(found, "A&B C D")
        self.assertEqual(text_weight.plain(False), "")

    def test_long_texts_are_quick(self):
        start = time.monotonic()
        for text in ("a" * 100_000, "<" * 100_000, "ge" * 50_000, "ä" * 100_000, "<a " * 30_000):
            text_weight.weigh(text[:400], "", "", text, "de_DE")
            text_query.read(text, "de_DE")
        self.assertLess(time.monotonic() - start, SECONDS)
