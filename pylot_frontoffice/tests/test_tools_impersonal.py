import doctest
import random
import time

from odoo.tests import BaseCase, tagged

from ..tools import impersonal as module
from ..tools import visible_text
from ..tools.impersonal import GAP, impersonal

NAMES = ["Dr. Maxi Müller-Lüdenscheid", "Müller & Söhne GmbH", "Anna Schmidt"]
KNOWN = ["S00042", "INV/2026/00017", "+49 511 1234567", "Lange Straße 12b", "DE123456789"]
# However it is written, nothing of it may be left.
TRACES = {
    "Frau Dr. Müller-Lüdenscheid": ("müller", "lüdenscheid"),
    "Maxi Muellers Hund": ("mueller", "maxi"),
    "MÜLLER": ("müller",),
    "Mül\u200bler": ("müller", "mül"),
    "Mu\u0308ller": ("müller", "mu\u0308ller"),
    "Herr Unbekannt": ("unbekannt",),
    "Mrs O'Neill": ("neill",),
    "maxi.mueller@example.com": ("example", "@"),
    "maxi (at) example.com": ("example.com",),
    "https://shop.example/complaint/abc": ("shop",),
    "0511 / 12 34-567": ("0511", "34-567"),
    "+49 (0)511 1234567": ("511", "1234567"),
    "0511.1234567": ("0511", "1234567"),
    "DE89 3704 0044 0532 0130 00": ("3704", "0130"),
    "DE89370400440532013000": ("3704",),
    "Lange Straße 12 b": ("straße", "12"),
    "Karl-Marx-Str. 5": ("marx", "5"),
    "12 Elm Street": ("elm", "street"),
    "30159 Hannover": ("30159", "hannover"),
    "S00042": ("s00042",),
    "S 00042": ("00042",),
    "INV/2026/00017": ("inv/", "00017"),
    "C26-00001": ("c26", "00001"),
    "#4711": ("4711",),
    "AB12C3456": ("ab12",),
    "DE123456789": ("123456789",),
    "12.03.1970": ("1970",),
    "3 May 1970": ("1970",),
    "3. März 1970": ("1970",),
}
# What an answer needs stays.
KEPT = (
    "Die Prüfung dauert 2 Stunden und kostet 89,50 EUR.",
    "Every 24 months, between 8 and 12.",
    "Bis 12000 EUR gilt § 35a EStG, 20 % von 6.000 EUR.",
    "Drehen Sie das Ventil 3 nach rechts.",
)


@tagged("post_install", "-at_install")
class TestToolsImpersonal(BaseCase):
    def test_examples(self):
        for each in (module, visible_text):
            self.assertFalse(doctest.testmod(each).failed)

    def test_nothing_personal_is_left(self):
        for text, traces in TRACES.items():
            for frame in ("Bitte nennen Sie {} dazu.", "{}", "({}), (x)", "Zu {}: erledigt."):
                found = impersonal(frame.format(text), NAMES, KNOWN)
                with self.subTest(text=text, frame=frame, found=found):
                    for trace in traces:
                        self.assertNotIn(trace, found.lower())

    def test_what_an_answer_needs_is_kept(self):
        for text in KEPT:
            self.assertEqual(impersonal(text, NAMES, KNOWN), text)

    def test_salutation_greeting_and_history_go(self):
        for begin in ("Sehr geehrte Frau Müller,", "Hallo Maxi!", "Dear Maxi,", "Guten Tag,"):
            for end in ("Mit freundlichen Grüßen\nAnna", "Kind regards\nAnna", "LG Anna", "-- \nA"):
                for old in (
                    "",
                    "\n\nAm 1.2.2026 um 8:00 schrieb Maxi <a@b.de>:\n> Secret",
                    "\n\n-----Original Message-----\nFrom: a\nSecret",
                    "\nVon: Maxi\nGesendet: gestern\nSecret",
                    "\n\nOn Mon, 2 Feb 2026, Maxi wrote:\nSecret",
                ):
                    text = f"{begin}\n\nDas ist die Antwort.\n\n{end}{old}"
                    self.assertEqual(impersonal(text, NAMES), "Das ist die Antwort.", text)

    def test_hostile_texts_take_no_time(self):
        seeds = ("A-", "a", "1 ", "A1", "Frau A", "0", "(", "Am ", "9-", "a.b-", "@", "…", "\n> ")
        chooser = random.Random(7)
        for seed in [*seeds, *("".join(chooser.choices(seeds, k=40)) for _each in range(20))]:
            begin = time.process_time()
            found = impersonal(seed * (60_000 // len(seed)), NAMES, KNOWN)
            self.assertLess(time.process_time() - begin, 1, seed)
            self.assertLessEqual(len(found), module.MAX_LENGTH + len(GAP))
