import re
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .german import LANG, speak_german
from .pages_common import PagesCase
from .waitlist_common import CRON

PATIENCE = 180


class PublicTours(PagesCase):
    """German visitors, who click through the public pages in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        speak_german(cls.env)

    def _tour(self, path, name):
        """:param path: without the language; it is in the address, as of a visitor who chose it"""
        self.env.flush_all()
        cookies = {"frontend_lang": LANG}
        self.start_tour(f"/de{path}", name, cookies=cookies, timeout=PATIENCE)
        self.env.invalidate_all()

    def _get_visits(self):
        domain = [("appointment_type_id", "=", self.kind.id), ("booked_via", "!=", False)]
        return self.env["calendar.event"].search(domain, order="id")

    def _book_and_forget(self):
        """:return: a visit booked on the pages, and no cookie left of that"""
        _page, visit = self.book()
        self.opener.cookies.clear()
        return visit

    def _book(self):
        self._tour("/book", "pylot_public_book_tour")
        visit = self._get_visits()
        self.assertRecordValues(
            visit,
            [
                {
                    "visit_state": "confirmed",
                    "booked_via": "public",
                    "contact_name": "Frieda Flink",
                    "contact_email": "frieda@example.com",
                    "technician_id": self.anna.id,
                }
            ],
        )
        self.assertEqual(visit.customer_id.lang, LANG)
        self.assertEqual(visit.booking_ids.mapped("state"), ["booked"])

    def _book_another_time(self):
        self._tour("/book", "pylot_public_taken_tour")
        visit = self._get_visits()
        self.assertEqual(visit.mapped("visit_state"), ["confirmed"])
        held = self.env["pylot.booking"].search(
            [("state", "=", "hold"), ("resource_id", "=", self.anna.id)]
        )
        self.assertEqual(len(held), 1, "the other visitor still has it")
        self.assertLess(held.start, visit.start)

    def _move(self):
        visit = self._book_and_forget()
        before = visit.start
        self._tour(f"/visit/{visit.customer_token}", "pylot_public_move_tour")
        self.assertEqual(visit.visit_state, "confirmed")
        self.assertNotEqual(visit.start, before)
        self.assertEqual(visit.ics_sequence, 1)
        self.assertEqual(visit.booking_ids.mapped("start"), [visit.start])

    def _cancel(self):
        visit = self._book_and_forget()
        self._tour(f"/visit/{visit.customer_token}", "pylot_public_cancel_tour")
        self.assertEqual(visit.visit_state, "cancelled")
        self.assertEqual(visit.cancelled_by, "customer")
        self.assertTrue(visit.cancel_reason_id)
        self.assertEqual(visit.cancel_note, "Umgezogen")
        self.assertFalse(visit.booking_ids)

    def _wait_for_freed_time(self):
        """Anna is booked on all days but ``monday``, and there too; then a customer cancels."""
        self.kind.horizon = 40
        visits = [
            self._create_visit(self.anna, hour, hours=4, days=days)
            for days in range(-21, 35)
            for hour in (8, 13)
            if self._at(hour, days=days) > fields.Datetime.now()
            and (self.monday + timedelta(days=days)).weekday() < 5
        ]
        cancelled = next(visit for visit in visits if visit.start == self._at(8))
        self._tour("/book", "pylot_public_wait_tour")
        entry = self.env["pylot.waitlist"].search([("appointment_type_id", "=", self.kind.id)])
        self.assertEqual(entry.mapped("state"), ["waiting"])
        cancelled.action_cancel_visit()
        self._run_cron()
        mail = self.env["mail.mail"].search([("email_to", "=", entry.contact_email)])
        link = re.search(rf"/waitlist/{re.escape(entry.token)}", str(mail.body_html))
        self.assertTrue(link, "the mail leads to the time")
        self._tour(link[0], "pylot_public_offer_tour")
        self.assertEqual(entry.state, "booked")
        visit = entry.event_id
        self.assertEqual(visit.start, self._at(8))
        self.assertEqual(visit.booked_via, "waitlist")
        self.assertEqual(visit.booking_ids.mapped("state"), ["booked"])

    def _run_cron(self):
        """At a decent hour, whenever the tests run."""
        self.env.flush_all()
        noon = fields.Datetime.now().replace(hour=11, minute=0, second=0, microsecond=0)
        with patch.object(fields.Datetime, "now", lambda *_args: noon):
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestPublicTours(PublicTours):
    browser_size = "1280x900"

    def test_book(self):
        self._book()

    def test_book_another_time(self):
        self._book_another_time()

    def test_move(self):
        self._move()

    def test_cancel(self):
        self._cancel()

    def test_wait_for_freed_time(self):
        self._wait_for_freed_time()


@tagged("post_install", "-at_install")
class TestPublicToursSmall(PublicTours):
    browser_size = "360x740"
    touch_enabled = True

    def test_book(self):
        self._book()

    def test_book_another_time(self):
        self._book_another_time()

    def test_move(self):
        self._move()

    def test_cancel(self):
        self._cancel()

    def test_wait_for_freed_time(self):
        self._wait_for_freed_time()
