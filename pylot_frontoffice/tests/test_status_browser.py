from odoo.tests import tagged

from ..controllers import status
from .browser_common import BrowserCase
from .status_common import StatusRecords


@tagged("post_install", "-at_install")
class TestStatusBrowser(StatusRecords, BrowserCase):
    """The page follows the visit by itself, in the customer's language, on a phone."""

    answer = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_day()

    def _wait_for_state(self, state):
        box = "document.querySelector('.pylot-status')"
        self.wait_for(f"{box}.dataset.state === '{state}'")
        return self.evaluate(f"{box}.querySelector('[data-field=title]').innerText")

    def _say(self, state, **words):
        """What the server answers from now on: the database belongs to it while a page polls."""
        empty = {"text": "", "stops": "", "note": "", "report_url": ""}
        self.answer = {**empty, "state": state, "is_live": state != "done", **words}

    def test_follows_by_itself(self):
        self.patch(status, "POLL_SECONDS", 1)
        self.patch(type(self.visit), "_get_status", lambda visit: self.answer)
        self._say("coming", title="Today", stops="2 stops before you", text="Soon")
        with self.open_browser():
            self.resize(360)
            self._open(f"/visit/{self.visit.customer_token}/status")
            self.assertEqual(self._wait_for_state("coming"), "Today")
            self.assertEqual(self.evaluate("document.documentElement.scrollWidth"), 360)
            self.evaluate("window.pylotStays = true")
            self._say("on_the_way", title="Anna <b>is</b> on the way", text="Soon")
            self.assertEqual(self._wait_for_state("on_the_way"), "Anna <b>is</b> on the way")
            self.assertTrue(self.evaluate("document.querySelector('[data-field=stops]').hidden"))
            self._say("there", title="Anna is there")
            self.assertEqual(self._wait_for_state("there"), "Anna is there")
            # all that without a reload
            self.assertTrue(self.evaluate("window.pylotStays"))
            with self.next_page():
                self._say("done", title="Done", report_url="/visit/x/report")
            self.assertEqual(self._wait_for_state("done"), "Done")
            self.assertTrue(self.evaluate("!!document.querySelector('main a[href*=report]')"))
            self.assertFalse(self.evaluate("document.querySelector('.pylot-status').dataset.live"))

    def _open(self, path):
        with self.next_page():
            self.call("Page.navigate", url=f"{self.base_url()}{path}")
