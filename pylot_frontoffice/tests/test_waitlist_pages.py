"""Waiting for a time on the public pages, without an account and without JavaScript."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .pages_common import CONTACT, PagesCase

MANY = 5 * 1024 * 1024


@tagged("post_install", "-at_install")
class TestWaitlistPages(PagesCase):
    """Anna is busy on all of ``monday``; somebody wants to come on that day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.morning = cls._create_visit(cls.anna, 8, hours=4, appointment_type_id=cls.kind.id)
        cls.afternoon = cls._create_visit(cls.anna, 13, hours=4, appointment_type_id=cls.kind.id)
        cls.day = {"date_from": str(cls.monday), "date_to": str(cls.monday)}

    def _join(self, **values):
        page = self.get(f"/book/{self.kind.id}/waitlist")
        self.assertEqual(page.status, 200)
        return page.send("/waitlist", **{**CONTACT, "zip": "10115", **self.day, **values})

    def _get_entries(self):
        self.env.invalidate_all()
        return self.env["pylot.waitlist"].search([])

    def _free(self, visit=None):
        (visit or self.morning).action_cancel_visit()
        self.env.flush_all()

    def _book_at(self, hour, **values):
        """:return: an appointment a customer has booked, with its link"""
        visit = self._create_visit(
            self.bert,
            hour,
            days=1,
            appointment_type_id=self.kind.id,
            customer_id=self.customer.id,
            contact_email="kim@example.com",
            **values,
        )
        visit._ensure_customer_token()
        self.env.flush_all()
        return visit

    # === THE STORY ===

    def test_join_and_take(self):
        page = self.open_times().click("Put me on the waiting list")
        self.assertEqual(page.title, "Inspection – waiting list")
        page = page.send("/waitlist", **{**CONTACT, "zip": "10115", **self.day})
        entry = self._get_entries()
        self.assertEqual(page.path, f"/waitlist/{entry.token}")
        self.assertEqual(page.title, "You are on the waiting list")
        self.assertIn("nothing is free at the moment", page.text)
        self.assertEqual(entry.contact_name, CONTACT["name"])
        self.assertEqual(entry.contact_email, CONTACT["email"])
        self.assertEqual((entry.street, entry.zip), (CONTACT["street"], "10115"))
        self.assertEqual((entry.date_from, entry.date_to), (self.monday, self.monday))
        self.assertTrue(entry.consent_text)
        self.assertFalse(entry.partner_id)

        self._free()
        page = self.get(page.path)
        times = page.get_times()
        self.assertEqual(len(times), 4)
        page = page.send("/take", key=times[0][0])
        self.assertEqual(page.title, "Your appointment is booked")
        entry = self._get_entries()
        visit = entry.event_id
        self.assertEqual(page.path, f"/visit/{visit.customer_token}")
        self.assertEqual(visit.start, self._at(8))
        self.assertEqual(visit.booked_via, "waitlist")
        self.assertEqual(visit.customer_id.street, CONTACT["street"])
        self.assertEqual(self.get(f"/waitlist/{entry.token}").title, "You have an appointment")

        again = self.send_take(entry, times[1][0])
        self.assertEqual(again.path, page.path, "a double click")

    def send_take(self, entry, key):
        """A form that was opened before something changed."""
        csrf = self.get(f"/book/{self.kind.id}/waitlist").get_form("/waitlist").fields["csrf_token"]
        return self.send(f"/waitlist/{entry.token}/take", {"key": key, "csrf_token": csrf})

    def test_somebody_was_faster(self):
        page = self._join()
        entry = self._get_entries()
        self._free()
        page = self.get(page.path)
        times = page.get_times()
        self._create_visit(self.anna, 8, appointment_type_id=self.kind.id)
        self.env.flush_all()
        page = page.send("/take", key=times[0][0])
        self.assertEqual(page.status, 409)
        self.assertIn("not available any more", page.text)
        self.assertEqual(page.get_times(), times[1:])
        self.assertEqual(self._get_entries().state, "waiting")
        page = page.send("/take", key=times[1][0])
        self.assertEqual(page.status, 200)
        self.assertEqual(self._get_entries().event_id.start, self._at(9))
        self.assertEqual(entry.state, "booked")

    def test_leave(self):
        page = self._join().send("/leave")
        self.assertEqual(page.title, "You are not on the waiting list any more")
        self.assertFalse(page.main.xpath(".//form"))
        entry = self._get_entries()
        self.assertEqual(entry.state, "left")
        page = self.send_take(entry, f"{self._at(8):%Y%m%dT%H%M%SZ}")
        self.assertEqual(page.status, 409)
        self.assertFalse(self._get_entries().event_id)

    def test_earlier(self):
        visit = self._book_at(15)
        page = self.get(f"/visit/{visit.customer_token}/move")
        csrf = page.get_form("/move").fields["csrf_token"]
        path = f"/visit/{visit.customer_token}/earlier"
        page = self.send(path, {"csrf_token": csrf})
        entry = self._get_entries()
        self.assertEqual(page.path, f"/waitlist/{entry.token}")
        self.assertEqual(entry.event_id, visit)
        self.assertEqual(entry.date_to, self.monday + timedelta(days=1))
        self.assertIn("Your appointment stays as it is", page.text)
        self.assertEqual(self.send(path, {"csrf_token": csrf}).path, page.path)
        self.assertEqual(len(self._get_entries()), 1)

        self._free()
        key = f"{self._at(11):%Y%m%dT%H%M%SZ}"
        entry.date_from = self.monday
        self.env.flush_all()
        page = self.get(page.path)
        self.assertIn(key, dict(page.get_times()))
        page = page.send("/take", key=key)
        self.env.invalidate_all()
        self.assertEqual(page.path, f"/visit/{visit.customer_token}")
        self.assertEqual(visit.start, self._at(11))
        self.assertEqual(visit.technician_id, self.anna)
        self.assertEqual(entry.state, "booked")

    def test_too_late_to_move(self):
        visit = self._book_at(15)
        csrf = self.get(f"/book/{self.kind.id}/waitlist").get_form("/waitlist").fields["csrf_token"]
        self.kind.cancel_hours = 24 * 60
        self.env.flush_all()
        page = self.send(f"/visit/{visit.customer_token}/earlier", {"csrf_token": csrf})
        self.assertEqual(page.status, 409)
        self.assertFalse(self._get_entries())

    # === WHAT MUST NOT BE TOLD ===

    def test_known_address_is_not_told(self):
        partner = self.env["res.partner"].create({"name": "Known", "email": CONTACT["email"]})
        first = self._join()
        entry = self._get_entries()
        second = self._join(name="Somebody Else")
        self.assertEqual(second.status, first.status)
        self.assertEqual(second.title, first.title)
        self.assertEqual(
            first.text, second.text.replace("Somebody Else", CONTACT["name"]), "the same words"
        )
        self.assertNotEqual(second.path, first.path)
        waiting = self._get_entries().filtered(lambda each: each.state == "waiting")
        self.assertEqual(waiting.contact_name, "Somebody Else")
        self.assertEqual(entry.contact_name, CONTACT["name"], "nothing of it was changed")
        self.assertEqual(partner.name, "Known")
        self.assertFalse(waiting.partner_id)

    def test_links_that_lead_nowhere(self):
        self._join()
        entry = self._get_entries()
        csrf = self.get(f"/book/{self.kind.id}/waitlist").get_form("/waitlist").fields["csrf_token"]
        text = self.get("/waitlist/" + "x" * 32).text
        for token in ("x" * 32, entry.token[:-1], entry.token + "A", "%00", "1", "%F0%9F%92%A9"):
            with self.subTest(token=token):
                page = self.get(f"/waitlist/{token}")
                self.assertEqual((page.status, page.text), (404, text))
                self.assertEqual(page.response.headers["Referrer-Policy"], "no-referrer")
                for action in ("take", "leave"):
                    page = self.send(f"/waitlist/{token}/{action}", {"csrf_token": csrf})
                    self.assertEqual((page.status, page.text), (404, text))
        page = self.send(f"/visit/{'x' * 32}/earlier", {"csrf_token": csrf})
        self.assertEqual(page.status, 404)
        self.assertEqual(self._get_entries().state, "waiting")

    def test_who_may_wait(self):
        csrf = self.get(f"/book/{self.kind.id}/waitlist").get_form("/waitlist").fields["csrf_token"]
        for access in ("internal", "invitation"):
            self.kind.access = access
            self.env.flush_all()
            path = f"/book/{self.kind.id}/waitlist"
            self.assertEqual(self.get(path).status, 404)
            page = self.send(path, {"csrf_token": csrf, **CONTACT, "zip": "10115"})
            self.assertEqual(page.status, 404)
        page = self.get(f"{path}?invite={self.kind.invite_token}")
        self.assertEqual(page.status, 200)
        page = page.send("/waitlist", **{**CONTACT, "zip": "10115"})
        self.assertEqual(page.title, "You are on the waiting list")
        self.assertEqual(self.get("/book/999999999999/waitlist").status, 404)

    def test_invited_customer_is_known(self):
        self.kind.access = "invitation"
        invitation = self.env["pylot.invitation"].create(
            {"partner_id": self.customer.id, "appointment_type_id": self.kind.id}
        )
        self.env.flush_all()
        page = self.get(f"/book/{self.kind.id}/waitlist?invite={invitation.token}")
        self.assertEqual(page.get_form("/waitlist").fields["name"], self.customer.name)
        page.send("/waitlist", **CONTACT)
        self.assertEqual(self._get_entries().partner_id, self.customer)

    # === BAD INPUT ===

    def test_wrong_fields_are_explained(self):
        day = timedelta(days=1)
        late = fields.Date.today() + timedelta(days=self.kind.horizon + 5)
        for wrong, field in (
            ({"name": ""}, "name"),
            ({"name": "\x00\r\n"}, "name"),
            ({"email": "frieda"}, "email"),
            ({"email": "a@example.com\r\nBcc: b@example.com"}, "email"),
            ({"email": "a@example.com, b@example.com"}, "email"),
            ({"email": "x" * 300 + "@example.com"}, "email"),
            ({"phone": "call me"}, "phone"),
            ({"street": ""}, "street"),
            ({"zip": ""}, "zip"),
            ({"consent": ""}, "consent"),
            ({"date_from": "tomorrow"}, "date_from"),
            ({"date_from": "2026-02-30"}, "date_from"),
            ({"date_from": "0001-01-01"}, "date_from"),
            ({"date_to": "9999-12-31"}, "date_to"),
            ({"date_to": str(late)}, "date_to"),
            ({"date_to": "2026-W40-1"}, "date_to"),
            ({"date_from": str(fields.Date.today() - 2 * day)}, "date_from"),
            ({"date_to": str(self.monday - day)}, "date_to"),
        ):
            with self.subTest(wrong=wrong):
                page = self._join(**wrong)
                self.assertEqual(page.status, 422)
                self.assertFalse(self._get_entries())
                error = page.main.xpath(f".//*[@id='{field}_error']")
                self.assertTrue(error, page.text)
                control = page.main.xpath(f".//*[@id='{field}']")[0]
                self.assertEqual(control.get("aria-invalid"), "true")
                self.assertIn(f"{field}_error", control.get("aria-describedby").split())
                self.assertEqual(len(page.main.xpath(".//h1")), 1)
                kept = page.get_form("/waitlist").fields
                if "phone" not in wrong:
                    self.assertEqual(kept["phone"], CONTACT["phone"])

    def test_not_served(self):
        self.kind.service_zips = "30, 31"
        self.env.flush_all()
        page = self._join()
        self.assertEqual(page.status, 422)
        self.assertIn("we do not come to 10115", page.text)
        self.assertEqual(self._join(zip="30159").status, 200)

    def test_hostile_text_is_harmless(self):
        for text in (
            "Nul\x00 Line\r\nBcc: all@example.com",
            "<script>alert(1)</script>",
            "{{ object.env }}",
            "\u202eevil\ud800".encode("utf-8", "surrogatepass"),
            b"\xff\xfe\xfd",
        ):
            with self.subTest(text=text):
                page = self._join(name=text)
                self.assertIn(page.status, (200, 400, 422))
                self.assertNotIn("<script>alert", page.response.text)
                for entry in self._get_entries():
                    self.assertNotIn("\x00", entry.contact_name)
                    self.assertNotIn("\n", entry.contact_name)

    def test_megabytes(self):
        for field in ("name", "email", "street", "date_from", "consent", "key"):
            with self.subTest(field=field):
                page = self._join(**{field: "x" * MANY})
                self.assertIn(page.status, (200, 413, 422))
                self.assertLess(len(page.response.content), 200_000)
        page = self._join()
        csrf = page.get_form("/leave").fields["csrf_token"]
        page = self.send(f"{page.path}/take", {"csrf_token": csrf, "key": "x" * MANY})
        self.assertIn(page.status, (409, 413))

    def test_keys_that_are_no_offers(self):
        page = self._join()
        self._free()
        self.get(page.path)
        entry = self._get_entries()
        past = self._at(9, days=-60)
        for key in (
            "",
            "x",
            "\x00",
            "w1-20261124",
            "20260230T080000Z",
            f"{past:%Y%m%dT%H%M%SZ}",
            f"{self._at(8, 1):%Y%m%dT%H%M%SZ}",
            f"{self._at(12):%Y%m%dT%H%M%SZ}",
            f"{self._at(9, days=3650):%Y%m%dT%H%M%SZ}",
        ):
            with self.subTest(key=key):
                page = self.send_take(entry, key)
                self.assertEqual(page.status, 409)
                self.assertEqual(len(page.get_times()), 4)
        self.assertEqual(self._get_entries().state, "waiting")

    def test_robots_and_forged_forms(self):
        self.assertEqual(self._join(website_url="http://spam.example.com").status, 404)
        page = self.send(f"/book/{self.kind.id}/waitlist", {**CONTACT, "zip": "10115"})
        self.assertEqual(page.status, 400)
        self.assertFalse(self._get_entries())

    def test_many_from_one_address(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("pylot_frontoffice.max_waitlist_per_visitor", "2")
        self.env.flush_all()
        self.assertEqual(self._join(email="a@example.com").status, 200)
        self.assertEqual(self._join(email="b@example.com").status, 200)
        page = self._join(email="c@example.com")
        self.assertEqual(page.status, 429)
        self.assertIn("very many requests", page.text)
        self.assertEqual(page.get_form("/waitlist").fields["name"], CONTACT["name"])
        self.assertEqual(len(self._get_entries()), 2)

    # === LAW 4 ===

    def test_looking_changes_nothing(self):
        self._join()
        visit = self._book_at(15)
        self._free()
        entry = self._get_entries()
        self.env["pylot.waitlist"].flush_model()
        tables = (
            "pylot_waitlist",
            "pylot_waitlist_offer",
            "pylot_booking",
            "calendar_event",
            "pylot_booking_request",
            "ir_cron_trigger",
            "mail_mail",
            "res_partner",
        )
        before = self._get_fingerprints(tables)
        key = f"{self._at(8):%Y%m%dT%H%M%SZ}"
        for path, allowed in (
            (f"/book/{self.kind.id}/waitlist", (200,)),
            (f"/waitlist/{entry.token}", (200,)),
            (f"/waitlist/{entry.token}?key={key}&month=2026-13&day=x", (200,)),
            (f"/waitlist/{entry.token}/take?key={key}", (404, 405)),
            (f"/waitlist/{entry.token}/leave", (404, 405)),
            (f"/visit/{visit.customer_token}/earlier", (404, 405)),
        ):
            for method in ("GET", "HEAD"):
                with self.subTest(path=path, method=method):
                    answer = self.url_open(path, method=method)
                    self.assertIn(answer.status_code, allowed)
        self.assertEqual(self._get_fingerprints(tables), before)

    def _get_fingerprints(self, tables):
        self.env.flush_all()
        rows = {}
        for table in tables:
            self.env.cr.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM {table} t")
            rows[table] = self.env.cr.fetchone()
        return rows

    def test_size_of_the_page(self):
        """A whole free month is one page of days, not of a thousand buttons."""
        page = self._join(date_from="", date_to="")
        self.assertGreater(len(page.get_times()), 4)
        self.assertLess(len(page.response.content), 60_000)
        self.assertEqual(len(page.main.xpath(".//h1")), 1)
