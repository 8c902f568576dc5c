"""Whoever has a link, or none, may mean harm."""

from odoo.tests import tagged

from .dunning_pages_common import DunningPages
from .hostile_common import HostileCase

MANY = 5 * 1024 * 1024
EVIL = "<script>alert(1)</script>{{7*7}}\"'><img src=x onerror=alert(1)>"
# Session, user, layout, and what the page is about.
PAGE_QUERIES = 40


@tagged("post_install", "-at_install")
class TestDunningHostile(DunningPages, HostileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dunning = cls._create_dunning(cls._create_claims())
        cls.path = f"/dunning/{cls.dunning.access_token}"

    def test_wrong_promises(self):
        for date, amount in (
            ("\x00", ""),
            (EVIL, EVIL),
            ("2026-13-45", "1"),
            ("9" * MANY, "9" * MANY),
            ("99999-01-01", "1" * 30),
            ("-2026-01-01", "Infinity"),
            ("2026-W01-1", "0x10"),
            ("٢٠٢٦-٠١-٠١", "١"),
            ("' OR 1=1 --", "1; DROP TABLE"),
        ):
            with self.subTest(date=date[:20]), self.assertNothingHappens():
                page = self.post(f"{self.path}/promise", date=date, amount=amount)
                self.assertRefused(page, 413, 422)
                self.assertNotIn("<script>alert", page.response.text)
                self.assertLess(len(page.response.content), 60_000)

    def test_bytes_that_are_no_text(self):
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        for bad in ("%ff%fe", "%ed%a0%80", "%"):
            body = f"csrf_token={self.csrf}&date={bad}&amount={bad}&item={bad}"
            for action, status in (("promise", 422), ("invoice", 404), ("complaint", 404)):
                with self.subTest(f"{action} {bad}"), self.assertNothingHappens():
                    response = self.url_open(
                        f"{self.path}/{action}", data=body, headers=headers, method="POST"
                    )
                    self.assertEqual(response.status_code, status)

    def test_files_instead_of_texts(self):
        for name in ("date", "amount", "item"):
            for action in ("promise", "invoice", "complaint"):
                with self.subTest(f"{action} {name}"), self.assertNothingHappens():
                    files = {name: ("x.txt", b"x", "text/plain")}
                    page = self.post(f"{self.path}/{action}", files=files)
                    self.assertRefused(page, 404, 422)

    def test_links_of_nobody(self):
        links = ("x", "x" * 36, "%00", "%ff", "' OR 1=1", "x" * 5000)
        for link in links:
            for action in ("", "/code.png"):
                with self.subTest(f"{link[:20]}{action}"), self.assertNothingHappens():
                    self.assertRefused(self.get(f"/dunning/{link}{action}"))
            for action in ("/promise", "/invoice", "/complaint"):
                with self.subTest(f"{link[:20]}{action}"), self.assertNothingHappens():
                    self.assertRefused(self.post(f"/dunning/{link}{action}", item="1"))

    def test_names_are_text(self):
        self.customer.name = EVIL
        self.company.name = EVIL
        page = self.see(self.dunning)
        self.assertNotIn("<script>alert", page.response.text)
        self.assertNotIn("<img src=x", page.response.text)
        self.assertIn("alert(1)", page.text)

    def test_queries_do_not_grow(self):
        counts = set()
        for number in (2, 20):
            path = self.get_path(self._create_dunning(self._create_claims(*[10] * number)))
            for _warm_up in range(2):
                self.get(path)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            page = self.get(path)
            self.assertEqual(page.text.count("Due on"), number)
            counts.add(self.env.cr.sql_log_count - before)
        self.assertEqual(len(counts), 1, counts)
        self.assertLessEqual(counts.pop(), PAGE_QUERIES)
