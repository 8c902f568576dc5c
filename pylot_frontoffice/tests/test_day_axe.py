from odoo.tests import tagged

from .axe_common import AxeChecks
from .day_common import make_photo, make_signature
from .test_day_browser import DayBrowserCase

OPEN = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"


@tagged("post_install", "-at_install")
class TestDayAxe(AxeChecks, DayBrowserCase):
    """My Day as people with impairments meet it."""

    page = ".pylot-day"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician_user.lang = "de_DE"
        cls.customer.write({"partner_latitude": 52.53, "partner_longitude": 13.40})
        cls._create_today(11, customer_id=False, name="Something else")

    def _see(self, name, path):
        self.go(path)
        self.evaluate(OPEN)
        self._check(name)

    def test_list(self):
        with self.phone():
            self._see("list", "/my/day")
            self._see("nothing planned", f"/my/day?day={self.monday.replace(year=2000)}")
            self._see("gone", "/my/day/999999999")

    def test_steps(self):
        for number, kind in enumerate(("on_the_way", "start", "pause", "resume")):
            with self.phone():
                self._see(f"before {kind}", self.path)
            self.tap(kind, minutes_ago=30 - number)
        with self.phone():
            self._see("at work", self.path)

    def test_checklist_photos_and_parts(self):
        self.tap("start", minutes_ago=30)
        self.answer_all()
        self.tap("check", item_id=self.item_pressure.id, answer="9")
        self.tap("check", item_id=self.item_photo.id, photo=make_photo((60, 40)))
        self.tap("photo", when="before", photo=make_photo((60, 40)))
        self.tap("part", product_id=self.pipe.id, quantity="2")
        with self.phone():
            self._see("checklist", self.path)
            self._see("parts", f"{self.path}/parts")
            self._see("found", f"{self.path}/parts?q=copper")
            self._see("not found", f"{self.path}/parts?q=nothing")

    def test_signature(self):
        self.tap("start", minutes_ago=30)
        self.answer_all()
        self.tap("part", product_id=self.pipe.id, quantity="2")
        self.tap("finish", minutes_ago=10, reason="Nobody")
        with self.phone():
            self._see("to be signed", self.path)
        self.tap("sign", signed_by="Frieda", signature=make_signature())
        with self.phone():
            self._see("signed", self.path)

    def test_not_sent_yet(self):
        with self.phone():
            self.go(self.path)
            self.offline()
            self.tap_form("start", "in_progress")
            self._check("not sent yet")
