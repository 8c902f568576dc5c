from odoo.tests import tagged

from .pages_common import PagesCase
from .status_common import StatusRecords

QUERIES = 26
SECRETS = ("Ada", "Bob", "Secret", "10999", "12043", "First", "Second")


@tagged("post_install", "-at_install")
class TestStatusPages(StatusRecords, PagesCase):
    """The page a customer keeps open, without login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_day()
        cls.path = f"/visit/{cls.visit.customer_token}/status"

    def _read_json(self, path=None):
        return self.url_open(f"{path or self.path}.json")

    def test_page(self):
        self.first.action_on_the_way()
        page = self.get(self.path)
        self.assertEqual(page.status, 200)
        self.assertIn("2 stops before you", page.text)
        for word in SECRETS:
            self.assertNotIn(word, page.response.text)
        # works without a script: by itself, and by hand
        self.assertTrue(page.tree.xpath("//noscript/meta[@http-equiv='refresh']/@content"))
        self.assertEqual(page.click("Look again").path, self.path)
        self.assertEqual(page.response.headers["Cache-Control"], "no-store")
        self.assertEqual(page.response.headers["Referrer-Policy"], "no-referrer")

    def test_json(self):
        self.first.action_on_the_way()
        answer = self._read_json()
        status = answer.json()
        self.assertEqual(
            set(status),
            {"state", "title", "text", "stops", "note", "is_live", "report_url"},
        )
        self.assertEqual(status["stops"], "2 stops before you")
        for word in SECRETS:
            self.assertNotIn(word, answer.text)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")

    def test_follows_the_day(self):
        self.assertEqual(self._read_json().json()["state"], "today")
        self.visit.action_on_the_way()
        self.assertEqual(self._read_json().json()["state"], "on_the_way")
        self.visit.action_start_visit()
        self.assertEqual(self._read_json().json()["state"], "there")
        self.visit.action_finish_visit()
        page = self.get(self.path)
        self.assertEqual(page.title, "Done")
        self.assertFalse(page.tree.xpath("//noscript/meta[@http-equiv='refresh']"))

    def test_report(self):
        self.visit.action_finish_visit()
        self.patch(type(self.visit), "_get_status_report_url", lambda visit: "/visit/report")
        self.assertEqual(
            self.get(self.path).main.xpath(".//a[contains(., 'report')]/@href"), ["/visit/report"]
        )

    def test_from_the_appointment(self):
        page = self.get(f"/visit/{self.visit.customer_token}")
        self.assertEqual(page.click("When will you be here").path, self.path)
        self._move_to(20, days=-1)
        self.assertNotIn("When will you", self.get(f"/visit/{self.visit.customer_token}").text)

    def test_before_the_day(self):
        self.first.action_on_the_way()
        self._move_to(20, days=-1)
        page = self.get(self.path)
        self.assertNotIn("Anna", page.text)
        self.assertNotIn("before you", page.text)

    def test_wrong_is_foreign_is_gone(self):
        gone = self._create_visit(self.bert, 9, days=-100)
        gone._ensure_customer_token()
        plain = self.env["calendar.event"].create(
            {"name": "Meeting", "start": self._at(9), "stop": self._at(10)}
        )
        plain._ensure_customer_token()
        bodies = set()
        for token in ("x" * 32, "é", str(self.visit.id), gone.customer_token, plain.customer_token):
            answer = self.url_open(f"/visit/{token}/status")
            self.assertEqual(answer.status_code, 404, token)
            bodies.add(self.get(f"/visit/{token}/status").text)
            answer = self._read_json(f"/visit/{token}/status")
            self.assertEqual((answer.status_code, answer.json()), (404, {"is_live": False}))
        self.assertEqual(len(bodies), 1)

    def test_a_new_link_closes_the_old_one(self):
        self.visit.action_renew_customer_token()
        self.env.flush_all()
        self.assertEqual(self.get(self.path).status, 404)

    def test_only_looked_at(self):
        for path in (self.path, f"{self.path}.json"):
            answer = self.url_open(path, data={"state": "done"}, method="POST")
            self.assertIn(answer.status_code, (400, 405))
        self.assertEqual(self.visit.visit_state, "planned")

    def test_budget(self):
        self.first.action_on_the_way()
        self._read_json()
        self.env.flush_all()
        with self.assertQueryCount(QUERIES):
            self._read_json()
