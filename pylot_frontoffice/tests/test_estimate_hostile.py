import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from decimal import Decimal
from urllib.parse import urlencode

from odoo.tests import freeze_time, tagged
from odoo.tools import hash_sign

from ..models.pylot_estimate_public import SCOPE
from .estimate_common import EstimateRecords
from .hostile_common import HostileCase

TYPED = {"name": "Frieda Flink", "email": "frieda@example.com", "consent": "1"}
# Seconds, for what is refused.
QUICK = 1
ENDS = (Decimal(10), Decimal(20))
BAD_NUMBERS = (
    "",
    " ",
    "-5",
    "0",
    "2001",
    "1e308",
    "1e5",
    "NaN",
    "Infinity",
    "-Infinity",
    "1.5.5",
    "1,2,3",
    "20.55",
    "0x10",
    "20 or 1=1",
    "9**9**9",
    "(" * 30,
    "٤٠",  # noqa: RUF001
    "2" * 5000,
    "\0",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "__import__('os').system('id')",
)


@tagged("post_install", "-at_install")
class TestEstimateHostile(EstimateRecords, HostileCase):
    """What no page of ours would ever send is refused politely, and changes nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.estimate = cls._create_estimate()
        cls.booked = cls._create_estimate(ends_in="booking", appointment_type_id=cls.kind.id)

    def setUp(self):
        super().setUp()
        self.kind.place = "company"
        self.stamp = self.estimate._sign(ENDS, [("How large?", "40")])

    def _ask(self, **typed):
        query = urlencode(self._get_query(self.estimate, **typed))
        began = time.monotonic()
        page = self.get(f"{self._get_path(self.estimate)}?{query}")
        self.assertLess(time.monotonic() - began, QUICK)
        return page

    def test_answers(self):
        foreign = str(self.booked.input_ids.choice_ids[0].id)
        bad = [("i_area", text) for text in BAD_NUMBERS]
        bad += [("i_walls", text) for text in ("", "0", "-1", foreign, str(2**63), "1.5", "x")]
        bad += [("i_ceiling", text) for text in ("", "maybe", "1", "YES", "yes\0no")]
        self.get(self._get_path(self.estimate))
        for name, text in bad:
            with self.subTest(name=name, text=text[:20]), self.assertNothingHappens():
                page = self._ask(**{name: text})
                self.assertRefused(page, 422)
                (error,) = page.main.xpath(".//*[@id='errors']//a")
                self.assertEqual(error.get("href"), f"#{name}")
                self.assertNotIn("<script>alert", page.response.text)
                self.assertFalse(page.main.xpath(".//*[@id='result']"))

    def test_missing_and_doubled(self):
        path = self._get_path(self.estimate)
        self.assertRefused(self.get(f"{path}?i_area=40"), 422)
        query = urlencode(self._get_query(self.estimate))
        self.assertRefused(self.get(f"{path}?{query}&i_area=41"), 422)
        for query in ("i_other=1", "area=1", "a" * 10_000, "i_area[]=1", "%00=%ff"):
            with self.subTest(query[:10]):
                self.assertEqual(self.get(f"{path}?{query}").status, 200)

    def test_a_formula_that_fails(self):
        """Between its limits a formula may fail all the same."""
        self.estimate.formula = "abs(area - 33) + 100 / (area - 33) + 90 + walls + ceiling"
        self.env.flush_all()
        page = self._ask(i_area="33")
        self.assertRefused(page, 422)
        self.assertIn("cannot be estimated online", page.text)
        self.assertNotIn("division", page.text)

    # === STAMPS ===

    def _get_bad_stamps(self):
        good = self.stamp
        token = urlsafe_b64decode(good + "===")
        expensive = token.replace(b'"10"', b'"11"')
        self.assertNotEqual(token, expensive)
        hidden = self._create_estimate(is_published=False)
        foreign = self._create_estimate(company_id=self.other_company.id)
        with freeze_time("2020-01-01"):
            old = self.estimate._sign(ENDS, [])
        sign = self.env(su=True)
        odd = [None, [], [1], [[], [], [], []], ["x", "v", ["a", "b"], []], {"a": 1}]
        return {
            "nothing": "",
            "shortened": good[:-1],
            "with another price": urlsafe_b64encode(expensive).decode().rstrip("="),
            "upside down": good[::-1],
            "of another purpose": hash_sign(sign, "pylot-complaint-form", json.loads("[1, 2]")),
            "not published": hidden._sign(ENDS, []),
            "of another company": foreign._sign(ENDS, []),
            "too old": old,
            "long": "A" * 10_000,
            "other letters": "é{}<script>\n",
            "NUL": "\0",
            **{
                f"signed, but odd {number}": hash_sign(sign, SCOPE, value or [])
                for number, value in enumerate(odd)
            },
        }

    def test_stamps_in_a_booking(self):
        path = f"/book/{self.kind.id}"
        stamps = self._get_bad_stamps()
        self.env.flush_all()
        for name, stamp in stamps.items():
            with self.subTest(name), self.assertNothingHappens():
                page = self.get(f"{path}?{urlencode({'estimate': stamp})}")
                self.assertEqual(page.status, 200)
                self.assertEqual("cannot be taken along" in page.text, bool(stamp))
                self.assertNotIn("We take your estimate along", page.text)
        # whoever has one can book all the same
        page = self.get(f"{path}?{urlencode({'estimate': stamps['with another price']})}")
        _page, visit = self.book(self.hold(page))
        self.assertTrue(visit)
        self.assertFalse(visit.estimate_summary)
        self.assertFalse(visit.answer_ids)

    def test_stamps_in_a_form(self):
        for name, stamp in self._get_bad_stamps().items():
            page = self.get(f"/book/{self.kind.id}")
            key, _label = page.get_times()[0]
            with self.subTest(name):
                page = self.post(f"/book/{self.kind.id}/start", key=key, estimate=stamp)
                self.assertEqual(page.status, 200)
                self.env.invalidate_all()
                newest = self.env["pylot.booking.request"].search([], limit=1, order="id desc")
                self.assertFalse(newest.estimate_summary)

    def test_stamps_in_a_request(self):
        path = f"{self._get_path(self.estimate)}/request"
        stamps = self._get_bad_stamps()
        stamps["of another estimate"] = self._create_estimate()._sign(ENDS, [])
        self.env.flush_all()
        for name, stamp in stamps.items():
            with self.subTest(name), self.assertNothingHappens():
                page = self.get(f"{path}?{urlencode({'estimate': stamp})}")
                self.assertEqual(page.path, self.estimate._get_public_path())
                page = self.post(path, estimate=stamp, **TYPED)
                self.assertEqual(page.path, self.estimate._get_public_path())

    def test_request_of_one_that_ends_in_a_booking(self):
        path = f"{self._get_path(self.booked)}/request"
        stamp = self.booked._sign(ENDS, [])
        self.env.flush_all()
        with self.assertNothingHappens():
            self.assertRefused(self.get(f"{path}?estimate={stamp}"), 404)
            self.assertRefused(self.post(path, estimate=stamp, **TYPED), 404)

    def test_contact(self):
        path = f"{self._get_path(self.estimate)}/request"
        for typed in (
            {"name": "x" * 10_000},
            {"name": "\0"},
            {"email": "a@b, c@d.de"},
            {"email": "frieda@example.com\nBcc: all@example.com"},
            {"phone": "1" * 200},
            {"note": "x" * 100_000},
            {"consent": ""},
        ):
            with self.subTest(typed={k: v[:20] for k, v in typed.items()}):
                with self.assertNothingHappens():
                    page = self.post(path, estimate=self.stamp, **{**TYPED, **typed})
                    self.assertRefused(page, 422)

    def test_files_instead_of_text(self):
        path = f"{self._get_path(self.estimate)}/request"
        with self.assertNothingHappens():
            files = {"name": ("a.txt", b"x"), "estimate": ("b.txt", b"x")}
            self.assertRefused(self.post(path, files=files, **{**TYPED, "name": ""}), 422, 200)

    def test_long_answers_stay_in_an_address(self):
        answers = [("Ä" * 80, "Ö" * 80)] * 20
        stamp = self.estimate._sign(ENDS, answers)
        self.assertLess(len(stamp), 6500)
        carried = self.env["pylot.estimate"]._read_signed(stamp)
        self.assertEqual(len(carried.answers), 20)
        self.env.flush_all()
        page = self.get(f"{self._get_path(self.estimate)}/request?estimate={stamp}")
        self.assertEqual(page.status, 200)
        self.assertIn("Send the request", page.text)
