"""A technician's own calendar, followed by the phone with nothing but a secret link."""

import io
import logging
from datetime import timedelta

import icalendar
import vobject

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged

from .common import FrontofficeCommon
from .records import FrontofficeRecords


def read_feed(raw):
    """:return: events by their title, as icalendar reads them; vobject must see as many"""
    calendar = icalendar.Calendar.from_ical(raw)
    events = calendar.walk("VEVENT")
    (other,) = vobject.readComponents(io.StringIO(raw.decode(), newline=""))
    assert len(other.contents.get("vevent", [])) == len(events)
    assert calendar["METHOD"] == "PUBLISH"
    assert len({event["UID"] for event in events}) == len(events)
    return {str(event["SUMMARY"]): event for event in events}


@tagged("post_install", "-at_install")
class TestIcsFeed(FrontofficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type = cls._create_type("Repair")
        cls.customer.write({"phone": "030 123456", "street": "Hauptstraße 1"})

    def _get_feed(self, technician=None):
        return read_feed((technician or self.anna).sudo()._get_feed())

    # === WHAT IS IN IT ===

    def test_says_what_the_technician_needs(self):
        visit = self._create_visit(
            self.anna,
            10,
            appointment_type_id=self.type.id,
            customer_id=self.customer.id,
            window_start=self._at(8),
            window_stop=self._at(12),
        )
        (event,) = self._get_feed().values()
        self.assertEqual(str(event["SUMMARY"]), "Frieda Kunde – Repair")
        # the exact time, not the window the customer knows
        self.assertEqual(event.decoded("DTSTART").replace(tzinfo=None), visit.start)
        self.assertEqual(event.decoded("DTEND").replace(tzinfo=None), visit.stop)
        self.assertIn("Hauptstraße 1", event["LOCATION"])
        self.assertIn("030 123456", event["DESCRIPTION"])
        self.assertIn("arrival between", event["DESCRIPTION"])
        self.assertNotIn("ATTENDEE", event)

    def test_whose_visits(self):
        self._create_visit(self.anna, 8, contact_name="Leads")
        self._create_visit(
            self.bert, 10, contact_name="Helps", helper_ids=[Command.link(self.anna.id)]
        )
        self._create_visit(self.bert, 14, contact_name="Of Bert")
        self._create_visit(name="Meeting", hour=15, partner_ids=self.technician_user.partner_id.ids)
        self._create_visit(self.anna, 11, contact_name="Cancelled").action_cancel_visit()
        self._create_visit(self.anna, 12, contact_name="Back in the tray").action_to_plan()
        self._create_visit(self.anna, 13, contact_name="Archived").active = False
        self.assertEqual(set(self._get_feed()), {"Leads", "Helps"})

    def test_which_days(self):
        now = fields.Datetime.now()
        for days, name in ((-32, "long ago"), (-29, "past"), (178, "ahead"), (182, "far")):
            start = now + timedelta(days=days)
            self.env["calendar.event"].create(
                {
                    "name": name,
                    "contact_name": name,
                    "start": start,
                    "stop": start + timedelta(hours=1),
                    "technician_id": self.anna.id,
                }
            )
        self.assertEqual(set(self._get_feed()), {"past", "ahead"})

    def test_whole_days(self):
        self._create_visit(
            self.anna,
            allday=True,
            start=self.monday,
            stop=self.monday,
            start_date=self.monday,
            stop_date=self.monday,
        )
        (event,) = self._get_feed().values()
        self.assertEqual(event.decoded("DTSTART"), self.monday)
        self.assertEqual(event.decoded("DTEND"), self.monday + timedelta(days=1))

    def test_names_cannot_become_events(self):
        evil = "Eve\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:1"
        self.anna.name = evil
        self._create_visit(self.anna, contact_name=evil, location=evil, contact_phone=evil)
        self.assertEqual(len(self._get_feed()), 1)

    def test_empty(self):
        self.assertEqual(self._get_feed(), {})

    def test_same_until_something_changes(self):
        visit = self._create_visit(self.anna, customer_id=self.customer.id)
        self.env.flush_all()
        first = self.anna.sudo()._get_feed()
        self.assertEqual(self.anna.sudo()._get_feed(), first)
        visit.location = "Elsewhere"
        self.assertNotEqual(self.anna.sudo()._get_feed(), first)

    def test_queries(self):
        """As many for 100 visits of 100 customers as for five."""
        counts = []
        for first, number in ((0, 5), (5, 95)):
            customers = self.env["res.partner"].create(
                [
                    {"name": f"Customer {each}", "street": "A", "phone": "1", "zip": "10115"}
                    for each in range(number)
                ]
            )
            self.env["calendar.event"].create(
                [
                    {
                        "name": "Visit",
                        "start": self._at(8, days=first + each),
                        "stop": self._at(9, days=first + each),
                        "technician_id": self.anna.id,
                        "appointment_type_id": self.type.id,
                        "customer_id": customer.id,
                        "window_start": self._at(8, days=first + each),
                        "window_stop": self._at(12, days=first + each),
                    }
                    for each, customer in enumerate(customers)
                ]
            )
            self.env.flush_all()
            self.anna.sudo()._get_feed()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(self.anna.sudo()._get_feed().count(b"BEGIN:VEVENT"), first + number)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
        self.env.invalidate_all()
        with self.assertQueryCount(14):
            self.anna.sudo()._get_feed()

    # === WHO MAY HAVE IT ===

    def test_dispatchers_and_the_technician(self):
        for user in (self.dispatcher_user, self.technician_user):
            anna = self.anna.with_user(user)
            anna.action_renew_feed()
            url = anna.feed_url
            self.assertRegex(url, r"/visits/feed/[\w-]{32}\.ics$")
            anna.action_renew_feed()
            self.assertNotEqual(anna.feed_url, url)
            anna.action_revoke_feed()
            self.assertFalse(anna.feed_url)
            self.assertFalse(self.anna.feed_token)

    def test_nobody_else(self):
        self.anna.action_renew_feed()
        token = self.anna.feed_token
        for user in (self.agent_user, self.plain_user, self.salesperson_user):
            anna = self.anna.with_user(user)
            self.assertFalse(anna.feed_url)
            for action in (anna.action_renew_feed, anna.action_revoke_feed):
                with self.assertRaises(AccessError):
                    action()
            with self.assertRaises(AccessError):
                anna.read(["feed_token"])
        bert = self.bert.with_user(self.technician_user)
        with self.assertRaises(AccessError):
            bert.action_renew_feed()
        with self.assertRaises(AccessError):
            (bert | self.anna.with_user(self.technician_user)).action_revoke_feed()
        self.assertEqual(self.anna.feed_token, token)

    def test_own_login_without_a_role(self):
        """Whoever lost the role makes no links, not even to themselves."""
        self.bert.user_id = self.plain_user
        with self.assertRaises(AccessError):
            self.bert.with_user(self.plain_user).action_renew_feed()

    def test_who_is_not_bookable(self):
        self.bert.is_technician = False
        with self.assertRaises(UserError):
            self.bert.with_user(self.dispatcher_user).action_renew_feed()

    def test_from_the_own_preferences(self):
        action = self.technician_user.with_user(self.technician_user).action_open_visit_feed()
        self.assertEqual((action["res_model"], action["res_id"]), (self.anna._name, self.anna.id))
        with self.assertRaises(UserError):
            self.agent_user.with_user(self.agent_user).action_open_visit_feed()

    def test_forms_of_those_who_may(self):
        """The dialog and the stat button can be opened with the rights of both."""
        view = "pylot_frontoffice.resource_resource_view_form_feed"
        self.anna.action_renew_feed()
        for user in (self.dispatcher_user, self.technician_user):
            form = Form(self.anna.with_user(user), view=view)
            self.assertEqual(form.feed_url, self.anna.feed_url)

    def test_a_copy_has_no_link(self):
        self.anna.action_renew_feed()
        self.assertFalse(self.anna.copy().feed_token)


@tagged("post_install", "-at_install")
class TestIcsFeedPage(FrontofficeRecords, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._fill()
        cls.anna.action_renew_feed()
        cls.visit = cls._create_visit(cls.anna, contact_name="Frieda Kunde")
        cls.env.flush_all()

    def _fetch(self, url=None, **headers):
        self.env.flush_all()
        return self.url_open(url or self.anna.feed_url, headers=headers, allow_redirects=False)

    def test_answer(self):
        answer = self._fetch()
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["Content-Type"], "text/calendar; charset=utf-8")
        self.assertIn("private", answer.headers["Cache-Control"])
        self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(answer.headers["X-Robots-Tag"], "noindex")
        self.assertNotIn("session_id", answer.headers.get("Set-Cookie", ""))
        self.assertEqual(set(read_feed(answer.content)), {"Frieda Kunde"})

    def test_told_only_once(self):
        first = self._fetch()
        again = self._fetch(**{"If-None-Match": first.headers["ETag"]})
        self.assertEqual((again.status_code, again.content), (304, b""))
        self.visit.contact_name = "Friedrich"
        changed = self._fetch(**{"If-None-Match": first.headers["ETag"]})
        self.assertEqual(changed.status_code, 200)
        self.assertIn(b"Friedrich", changed.content)

    def test_head_and_other_methods(self):
        url = self.anna.feed_url
        self.assertEqual(self.url_open(url, method="HEAD").status_code, 200)
        with self.assertLogs("werkzeug", logging.INFO):
            self.assertIn(self.url_open(url, data={"a": "b"}).status_code, (400, 405))

    def assertGone(self, url):
        """Nothing tells this answer from that to an address that never existed."""
        answer, other = self._fetch(url), self._fetch(f"{self.base_url()}/visits/nothing")
        self.assertEqual((answer.status_code, other.status_code), (404, 404))
        names = ("Content-Type", "Cache-Control", "ETag", "Referrer-Policy")
        for name in names:
            self.assertEqual(answer.headers.get(name), other.headers.get(name), name)
        self.assertNotIn("Frieda", answer.text)

    def test_wrong_links(self):
        base = f"{self.base_url()}/visits/feed/"
        token = self.anna.feed_token
        for wrong in ("x" * 32, token[:-1], token.upper(), "%25" * 20, "a" * 5000):
            self.assertGone(f"{base}{wrong}.ics")
        self.assertGone(f"{base}{token}")
        self.assertEqual(self._fetch(f"{base}{'%00' * 20}.ics").status_code, 404)

    def test_links_that_were_taken_back(self):
        old = self.anna.feed_url
        self.anna.action_renew_feed()
        self.assertGone(old)
        self.assertEqual(self._fetch().status_code, 200)
        new = self.anna.feed_url
        self.anna.action_revoke_feed()
        self.assertGone(new)

    def test_who_has_left(self):
        url = self.anna.feed_url
        for record, vals in (
            (self.anna, {"is_technician": False}),
            (self.technician_user, {"active": False}),
            (self.anna, {"active": False}),
        ):
            before = {name: record[name] for name in vals}
            record.write(vals)
            self.assertGone(url)
            record.write(before)
            self.assertEqual(self._fetch(url).status_code, 200)
