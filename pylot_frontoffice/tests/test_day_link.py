from datetime import timedelta

from odoo.tests import tagged

from .day_common import make_photo, make_signature
from .day_pages_common import DayPagesCase


@tagged("post_install", "-at_install")
class TestDayLink(DayPagesCase):
    """Subcontractors without a login."""

    def test_works_with_their_visits(self):
        base = f"/day/{self.token}"
        page = self.get(base)
        self.assertEqual(page.status, 200)
        self.assertIn(f"{base}/{self.foreign.id}", page.response.text)
        self.assertNotIn(f"{base}/{self.visit.id}", page.response.text)
        page = self.get(f"{base}/{self.foreign.id}").send("/act/start")
        self.assertEqual(page.path, f"{base}/{self.foreign.id}")
        self.env.invalidate_all()
        self.assertEqual(self.foreign.visit_state, "in_progress")
        self.assertEqual(self.foreign.time_ids.resource_id, self.bert)

    def act_by_link(self, kind, **values):
        data = {"key": self.make_key(), "script": "1", **values}
        files = {name: data.pop(name) for name in ("photo", "signature") if name in data}
        response = self.url_open(
            f"/day/{self.token}/{self.foreign.id}/act/{kind}", data=data, files=files or None
        )
        self.env.invalidate_all()
        return response

    def test_everything_without_a_login(self):
        self.authenticate(None, None)
        photo = ("a.jpg", make_photo(), "image/jpeg")
        for kind, values in (
            ("on_the_way", {}),
            ("start", {}),
            ("pause", {}),
            ("resume", {}),
            ("check", {"item": self.item_pressure.id, "answer": "2"}),
            ("check", {"item": self.item_valve.id, "answer": "yes"}),
            ("photo", {"when": "before", "photo": photo}),
            ("note", {"text": "Done"}),
            ("part", {"product": self.pipe.id, "quantity": "2"}),
            ("sign_parts", {"signed_by": "Frieda"}),
            ("follow_up", {"reason": "Paint"}),
            (
                "finish",
                {"signed_by": "Frieda", "signature": ("s.png", make_signature(), "image/png")},
            ),
        ):
            response = self.act_by_link(kind, **values)
            self.assertEqual(response.status_code, 200, (kind, response.text[:300]))
        self.assertEqual(self.foreign.visit_state, "done")
        self.assertTrue(self.foreign.report_ids.signature)
        self.assertEqual(self.foreign.sale_order_id.state, "sale")

    def test_nobody_home_and_declined_without_a_login(self):
        self.authenticate(None, None)
        second = self._create_today(13, technician=self.bert)
        self.env.flush_all()
        self.assertEqual(self.act_by_link("nobody_home", reason="Nobody").json(), {"ok": True})
        self.assertEqual(self.foreign.visit_state, "no_show")
        self.foreign = second
        self.assertEqual(self.act_by_link("decline", reason="Ill").json(), {"ok": True})
        self.assertEqual(second.visit_state, "draft")

    def test_a_link_says_nothing_to_the_next_page(self):
        response = self.url_open(f"/day/{self.token}")
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_old_visits_are_gone(self):
        self.foreign.write(
            {
                "start": self.foreign.start - timedelta(days=40),
                "stop": self.foreign.stop - timedelta(days=40),
            }
        )
        self.env.flush_all()
        self.assertEqual(self.get(f"/day/{self.token}/{self.foreign.id}").status, 404)

    def test_revoked_and_replaced(self):
        dispatcher = self.bert.with_user(self.dispatcher_user)
        dispatcher.action_renew_day_link()
        self.env.flush_all()
        self.assertEqual(self.get(f"/day/{self.token}").status, 404)
        new = self.bert.day_token
        self.assertEqual(self.get(f"/day/{new}").status, 200)
        dispatcher.action_revoke_day_link()
        self.env.flush_all()
        self.assertEqual(self.get(f"/day/{new}").status, 404)
        self.assertEqual(self.get(f"/day/{new}/{self.foreign.id}").status, 404)

    def test_archived(self):
        self.bert.active = False
        self.env.flush_all()
        self.assertEqual(self.get(f"/day/{self.token}").status, 404)
