from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .day_common import make_photo, make_signature
from .day_pages_common import DayPagesCase


@tagged("post_install", "-at_install")
class TestDayAccess(DayPagesCase):
    """Wrong and foreign look the same, and nothing happens."""

    def assertGone(self, path, kind=None, status=404):
        response = self.url_open(path, allow_redirects=False)
        self.assertEqual(response.status_code, status, path)
        self.assertNotIn("Frieda", response.text)
        return response.text

    def test_technician_a_and_b(self):
        self.log_in()
        missing = self.assertGone("/my/day/999999999")
        base = f"/my/day/{self.foreign.id}"
        self.assertEqual(self.assertGone(base), missing)
        self.assertGone(f"{base}/parts")
        for number in ("0", "-1", "x", "1e5", "٣", str(10**30), "%00", "1%27"):
            self.assertGone(f"/my/day/{number}")
        response = self.act("start", self.foreign)
        self.assertEqual(response.status_code, 404)
        self.assertEqual(self.foreign.visit_state, "planned")

    def test_photos_of_others(self):
        self.tap("photo", when="before", photo=make_photo((40, 40)))
        self.tap("photo", self.foreign, self.bert, when="before", photo=make_photo((40, 40)))
        self.env.flush_all()
        self.log_in()
        own, other = self.visit.photo_ids.id, self.foreign.photo_ids.id
        self.assertEqual(self.url_open(f"/my/day/{self.visit.id}/photo/{own}").status_code, 200)
        self.assertGone(f"/my/day/{self.visit.id}/photo/{other}")
        self.assertGone(f"/my/day/{self.foreign.id}/photo/{other}")
        self.assertGone(f"/day/{self.token}/{self.visit.id}/photo/{own}")

    def test_who_is_no_technician(self):
        for user in (self.plain_user, self.agent_user, self.manager_user):
            self.log_in(user)
            self.assertGone("/my/day")
            self.assertGone(f"/my/day/{self.visit.id}")
        portal = new_test_user(self.env, "day_portal", groups="base.group_portal")
        self.env.flush_all()
        self.log_in(portal)
        self.assertGone("/my/day")
        self.assertGone(f"/my/day/{self.visit.id}")

    def test_portal_user_who_is_a_technician(self):
        portal = new_test_user(self.env, "day_portal", groups="base.group_portal")
        self.carla.user_id = portal
        visit = self._create_today(10, technician=self.carla)
        self.env.flush_all()
        self.log_in(portal)
        self.assertEqual(self.get("/my/day").status, 200)
        self.assertEqual(self.get(f"/my/day/{visit.id}").status, 200)
        self.assertGone(f"/my/day/{self.visit.id}")

    def test_public(self):
        self.authenticate(None, None)
        for path in ("/my/day", f"/my/day/{self.visit.id}"):
            response = self.url_open(path, allow_redirects=False)
            self.assertIn(response.status_code, (302, 303))
        for token in ("x" * 32, "x", "%00" * 20, "a" * 500, self.token[:-1] + "!"):
            self.assertGone(f"/day/{token}")
            self.assertGone(f"/day/{token}/{self.foreign.id}")
        self.assertGone(f"/day/{self.token}/{self.visit.id}")

    def test_other_company(self):
        stranger = self._create_technician(
            "Stranger", user=self.technician_user, company=self.other_company
        )
        visit = self._create_today(
            10, technician=stranger, appointment_type_id=False, customer_id=False
        )
        self.env.flush_all()
        self.log_in()
        self.assertGone(f"/my/day/{visit.id}")
        self.technician_user.company_ids = [Command.link(self.other_company.id)]
        self.env.flush_all()
        self.assertEqual(self.get(f"/my/day/{visit.id}").status, 200)

    def test_what_is_in_the_tray(self):
        self.visit.action_to_plan()
        self.env.flush_all()
        self.log_in()
        self.assertGone(f"/my/day/{self.visit.id}")

    def test_links_are_made_by_dispatchers(self):
        for user in (self.agent_user, self.technician_user):
            with self.assertRaisesRegex(Exception, "dispatcher"):
                self.bert.with_user(user).action_renew_day_link()
            self.assertNotIn("day_token", self.bert.with_user(user).fields_get())

    def test_customer_reads_the_report(self):
        self.answer_all()
        self.tap("finish", signed_by="Frieda", signature=make_signature())
        token = self.visit._ensure_customer_token()
        self.env.flush_all()
        page = self.get(f"/visit/{token}/report")
        self.assertEqual(page.status, 200)
        self.assertIn("Valve tight?", page.text)
        self.assertEqual(self.get(f"/visit/{'x' * 32}/report").status, 404)
        other = self.foreign._ensure_customer_token()
        self.env.flush_all()
        self.assertEqual(self.get(f"/visit/{other}/report").status, 404, "there is none")
