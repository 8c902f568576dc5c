import json

from odoo.fields import Command
from odoo.tests import tagged

from .axe_common import AxeChecks
from .browser_common import BrowserCase
from .complaint_pages_common import ComplaintPages
from .faq_common import FaqPages
from .german import LANG
from .keyboard_common import KeyboardChecks
from .pages_common import CONTACT
from .test_public_tours import PublicTours

COLD = "Mein Heizkörper bleibt kalt"


class GermanFaq(FaqPages, ComplaintPages):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cold.with_context(lang=LANG).write(
            {
                "question": "Warum bleibt mein Heizkörper kalt?",
                "answer": "<p>Lassen Sie die Luft heraus: mit dem kleinen Schlüssel am Ventil.</p>",
            }
        )
        cls.pressure.with_context(lang=LANG).write(
            {
                "question": "Welcher Druck ist richtig?",
                "answer": "<p>Zwischen 1,5 und 2 bar, solange der Heizkörper kalt ist.</p>",
            }
        )
        for category, name in ((cls.heating, "Heizung"), (cls.radiators, "Heizkörper")):
            category.with_context(lang=LANG).name = name
        cls._attach(cls.cold, cls.kind)

    def get_query(self):
        self.env.invalidate_all()
        return self.Query.search([], limit=1)


class FaqTours(GermanFaq):
    """A German visitor has a question."""

    def test_the_faq_solves_it(self):
        known = self.get_newest()
        self._tour("/faq", "pylot_faq_solves_tour")
        self.assertEqual(self.get_newest(), known)
        self.assertEqual((self.cold.helpful_count, self.cold.view_count), (1, 1))
        typed, found = self.Query.search([], limit=2)
        self.assertRecordValues(
            typed,
            [
                {
                    "place": "complaint",
                    "lang": LANG,
                    "solved_id": self.cold.id,
                    "opened_ids": self.cold.ids,
                    "complaint_id": False,
                }
            ],
        )
        self.assertRecordValues(
            found,
            [{"place": "page", "solved_id": self.cold.id, "opened_ids": self.cold.ids}],
        )

    def test_the_faq_does_not_and_the_complaint_is_sent(self):
        self._tour("/complaint", "pylot_faq_complaint_tour")
        complaint = self.get_newest()
        self.assertEqual(complaint.partner_name, "Frieda Flink")
        self.assertIn(self.cold, complaint.faq_shown_ids)
        self.assertEqual(complaint.faq_opened_ids, self.cold)
        self.assertRecordValues(
            complaint.faq_query_ids, [{"solved_id": False, "place": "complaint"}]
        )


@tagged("post_install", "-at_install")
class TestFaqToursPhone(FaqTours, PublicTours):
    browser_size = "360x740"
    touch_enabled = True


@tagged("post_install", "-at_install")
class TestFaqToursDesktop(FaqTours, PublicTours):
    browser_size = "1280x900"


@tagged("post_install", "-at_install")
class TestFaqAxe(AxeChecks, GermanFaq, BrowserCase):
    """Every page of the FAQ, on a small and a large screen, as people with impairments meet it."""

    def _type(self, selector, text):
        self.wait_for("!!document.querySelector('[aria-controls=pylot_suggest_answers]')")
        self.evaluate(
            f"(() => {{ const field = document.querySelector({json.dumps(selector)});"
            f" field.value = {json.dumps(text)};"
            " field.dispatchEvent(new Event('input', {bubbles: true})); })()"
        )
        self.wait_for("!!document.querySelector('.pylot-suggest li button')")

    def test_pages(self):
        for number in range(12):
            self._create_article(f"Heizkörper {number}?", category_id=self.heating.id)
        path = self.cold.with_context(lang=LANG)._get_public_url()
        with self.open_browser():
            self._see("front", "/faq")
            self._see("category", self.heating.with_context(lang=LANG)._get_public_url())
            self._see("found", "/faq/search?q=Heizk%C3%B6rper")
            self._see("nothing found", "/faq/search?q=Zeppelin")
            self._see("nothing asked", "/faq/search")
            self._see("article", path)
            self.click(".js_pylot_faq_vote button[value=no]")
            self._check("not helpful")
            self._see("thanks", "/faq/thanks")

    def test_suggestions(self):
        self.kind.question_ids = [Command.create({"name": "What is it?", "kind": "long"})]
        with self.open_browser():
            for name, path, field in (
                ("ask", "/faq", "[name=q]"),
                ("complain", "/complaint", "[name=text]"),
                ("book", f"/book/{self.kind.id}", "textarea[name^=answer_]"),
            ):
                self.visit(path)
                self._type(field, COLD)
                self.evaluate("document.querySelector('.pylot-suggest li button').click()")
                self._check(f"{name}, answers shown")

    def test_answers_between(self):
        with self.open_browser():
            self.visit("/complaint")
            typed = {"text": COLD, "name": CONTACT["name"], "email": CONTACT["email"]}
            self.fill(**typed, consent=True)
            self.click(".pylot-form button[type=submit]")
            self.wait_for("!!document.querySelector('.js_pylot_faq_results')")
            self._check("answers before a complaint")

    def test_my_matters(self):
        user = self._create_portal_user("berta", "Berta")
        user.lang = LANG
        with self.open_browser("berta"):
            self._see("my matters", "/my/matters")


@tagged("post_install", "-at_install")
class TestFaqKeyboard(KeyboardChecks, GermanFaq, BrowserCase):
    """With the keys of a keyboard and nothing else."""

    def test_suggestions(self):
        with self.open_browser():
            self.visit("/complaint")
            self.wait_for("!!document.querySelector('[aria-controls=pylot_suggest_answers]')")
            self.tab_to("[name=text]")
            self.type(COLD)
            self.wait_for("!!document.querySelector('.pylot-suggest li button')")
            self.wait_for("document.querySelector('.pylot-suggest [role=status]').textContent")
            # the next stop is the first answer
            self.press("Tab")
            self.assertTrue(self.is_focused(".pylot-suggest-question[aria-expanded=false]"))
            self.press("Enter")
            self.assertTrue(self.is_focused(".pylot-suggest-question[aria-expanded=true]"))
            self.press("Tab")
            self.assertTrue(self.is_focused(".pylot-suggest-panel button"))
            # nothing of it helps: back to the field, with everything that was typed
            self.tab_to(".js_pylot_go_on")
            self.press("Space")
            self.assertTrue(self.is_focused("[name=text]"))
            self.assertEqual(self.evaluate("document.activeElement.value"), COLD)
            self.assertTrue(
                self.evaluate("document.querySelector('.pylot-suggest-answers').hidden")
            )

    def test_search_and_vote(self):
        with self.open_browser():
            self.visit("/faq")
            self.tab_to("[name=q]")
            self.type("Heizkörper kalt")
            self.enter()
            self.tab_to(".js_pylot_faq_results a")
            self.enter()
            self.tab_to(".js_pylot_faq_vote button[value=yes]")
            self.enter()
            self.assertEqual(self.evaluate("location.hash"), "#vote")
        self.env.invalidate_all()
        self.assertEqual((self.cold | self.pressure).mapped("helpful_count"), [1, 0])
