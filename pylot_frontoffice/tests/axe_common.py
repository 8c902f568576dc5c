"""What people with impairments need of a page, as far as a program can tell."""

import os
from pathlib import Path

from ..tools.text_fold import words
from ..tools.text_stop import STOP

# Violations inside our part of a page, and of the page as a whole; Odoo's header and footer are
# not ours.
AXE = """axe.run(document, {
    runOnly: {
        type: "tag",
        values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    resultTypes: ["violations"],
}).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) =>
        nodes
            .filter(({ target }) => {
                const found = document.querySelector(target[0]);
                return found === document.documentElement || found.closest(".pylot-page");
            })
            .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`)
    )
)"""
# What is clicked, is smaller than 24 by 24, and does not stand in the middle of a sentence.
SMALL = """[...document.querySelectorAll(
    ".pylot-page :is(a, button, input:not([type=hidden]), select, textarea)"
)].filter((each) => {
    const box = each.getBoundingClientRect();
    const isHidden = each.closest(".pylot-trap") || !each.getClientRects().length;
    const isInline = each.matches("a") && getComputedStyle(each).display === "inline";
    return !isHidden && !isInline && (box.width < 24 || box.height < 24);
}).map((each) => each.outerHTML.slice(0, 200))"""
WIDE = """[...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
    .filter((each) => !each.closest(".pylot-trap"))
    .map((each) => each.outerHTML.slice(0, 150)).slice(0, 5)"""
# Small words that only our German sentences have, whatever records are called.
ONLY_GERMAN = STOP["de"] - STOP["en"]
SCROLLS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


class AxeChecks:
    """Mixed into cases with a browser."""

    # Our part of a page.
    page = ".pylot-page"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        path = os.environ.get("PYLOT_AXE")
        if not path:
            cls.skipTest(cls, "axe-core not found")
        cls.axe = Path(path).read_text()

    def _check(self, name):
        """This page, as it stands in the browser."""
        axe, small = (text.replace(".pylot-page", self.page) for text in (AXE, SMALL))
        for width in (1280, 360, 320):
            with self.subTest(page=name, width=width):
                self.resize(width)
                if width > 320:
                    if not self.evaluate("Boolean(window.axe)"):
                        self.evaluate(f"{self.axe}; true")
                    self.assertEqual(self.evaluate(axe), [])
                self.assertFalse(self.evaluate(SCROLLS), self.evaluate(WIDE))
                self.assertEqual(self.evaluate(small), [])
        with self.subTest(page=name):
            self.assertEqual(self.evaluate("document.querySelectorAll('h1').length"), 1)
            self.assertEqual(self.evaluate("document.documentElement.lang"), "de-DE")
            self.assertTrue(self.evaluate(f"Boolean(document.querySelector('{self.page}'))"))
            found = words(self.evaluate(f"document.querySelector('{self.page}').innerText"))
            self.assertTrue(ONLY_GERMAN.intersection(found), "it is not in German")
        self.resize(1280)

    def _see(self, name, path):
        self.visit(path)
        self._check(name)
