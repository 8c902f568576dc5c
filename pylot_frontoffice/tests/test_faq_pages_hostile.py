import time
from urllib.parse import quote

from odoo.tests import tagged

from .complaint_pages_common import ComplaintPages
from .faq_common import FaqPages
from .hostile_common import HostileCase

TEXTS = (
    "x" * 10_000,
    "radiator " * 1200,
    "radiator & cold | !hot <-> (valve:*",
    "' OR 1=1; DROP TABLE pylot_faq_article; --",
    "<script>alert(1)</script>",
    "rad\x00iator",
    "\U0001f525" * 3000,
    "(a+)+$" * 500,
    "%_\\" * 500,
    "\ud800",
    "‮ ﷽ ﷽",
)
WRONG = (None, 5, 1.5, True, [], ["radiator"], {}, {"text": "radiator"}, "", "x" * 300)


@tagged("post_install", "-at_install")
class TestFaqPagesHostile(FaqPages, ComplaintPages, HostileCase):
    """Whatever comes, the answer is a page or a sentence, and it comes soon."""

    def assertSoon(self, ask):
        start = time.monotonic()
        answer = ask()
        self.assertLess(time.monotonic() - start, 2, "a second, and one for a busy machine")
        self.assertLess(answer.status_code, 500)
        self.assertNotIn("Traceback", answer.text)
        return answer

    def test_search(self):
        for text in TEXTS:
            with self.subTest(text=text[:20]), self.assertNothingHappens():
                path = f"/faq/search?q={quote(text.encode('utf-8', 'surrogatepass'))}"
                answer = self.assertSoon(lambda path=path: self.url_open(path))
                self.assertNotIn("<script>alert(1)", answer.text)
        for query in ("q=a&q=b", "q[]=a", "q=%ff%fe", "page[]=1&q=cold", "q=cold&page=1e9&self=1"):
            with self.subTest(query=query), self.assertNothingHappens():
                self.assertSoon(lambda query=query: self.url_open(f"/faq/search?{query}"))

    def test_addresses(self):
        for slug in ("0", "-1", "9" * 30, "%00", "x-", "%F0%9F%94%A5-1", "1%20or%201", "a" * 5000):
            for path in (f"/faq/{slug}", f"/faq/category/{slug}"):
                with self.subTest(path=path[:40]), self.assertNothingHappens():
                    answer = self.assertSoon(lambda path=path: self.url_open(path))
                    self.assertEqual(answer.status_code, 404)

    def test_suggest_texts(self):
        for text in TEXTS:
            with self.subTest(text=text[:20]), self.assertNoLogs("odoo", "ERROR"):
                answer = self.assertSoon(
                    lambda text=text: self.url_open("/faq/suggest", json={"text": text})
                )
                self.assertEqual(answer.status_code, 200)
                self.assertEqual(set(answer.json()), {"answers", "message"})

    def test_suggest_wrong_types(self):
        for wrong in WRONG:
            for name in ("text", "box", "turn", "nonsense"):
                values = {"text": "radiator", "turn": 0, name: wrong}
                with self.subTest(name=name, wrong=wrong), self.assertNoLogs("odoo", "ERROR"):
                    answer = self.assertSoon(
                        lambda values=values: self.url_open("/faq/suggest", json=values)
                    )
                    self.assertEqual(answer.status_code, 200)

    def test_suggest_no_json(self):
        for body in (b"", b"[]", b"null", b'"radiator"', b"{", b"\xff\xfe", b"5", b"[" * 10_000):
            with self.subTest(body=body[:10]), self.assertNothingHappens():
                answer = self.assertSoon(
                    lambda body=body: self.url_open(
                        "/faq/suggest",
                        data=body,
                        method="POST",
                        headers={"Content-Type": "application/json"},
                    )
                )
                self.assertEqual(answer.status_code, 400)
        with self.assertNothingHappens():
            answer = self.url_open("/faq/suggest", json={"text": "x" * 200_000})
            self.assertEqual(answer.status_code, 413)

    def test_forms(self):
        """Boxes that are none of ours count nothing."""
        box = self.get("/faq").main.xpath(".//@data-box")[0]
        forged = (box[:-4] + "AAAA", box[8:], "x", "é", "\x00", "A" * 5000)
        for path in ("/faq/solved", "/faq/opened", "/faq/searched", "/faq/seen"):
            for wrong in forged:
                with self.subTest(path=path, box=wrong[:10]), self.assertNothingHappens():
                    page = self.post(path, box=wrong, article="x", turn="9" * 50)
                    self.assertIn(page.status, (204, 404))
        with self.assertNothingHappens():
            self.post("/faq/solved", box=forged[0], article=str(self.cold.id))
            # shown by nobody, so solved by nothing
            self.post("/faq/solved", box=box, article=str(self.cold.id))
        for missing in TEXTS:
            missing = missing.encode("utf-8", "ignore").decode()
            page = self.post("/faq/vote", article=str(self.cold.id), value="no", missing=missing)
            self.assertEqual(page.status, 200)
