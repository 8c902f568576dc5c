"""Customers book without an account and without JavaScript."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .pages_common import CONTACT, PagesCase


@tagged("post_install", "-at_install")
class TestBookingPages(PagesCase):
    def test_journey(self):
        """Type, postal code, time, contact, done."""
        page = self.get("/book")
        self.assertEqual(page.status, 200)
        page = page.click("Inspection")
        self.assertEqual(page.title, "Inspection")
        page = page.send("/start", zip="10115")
        self.assertIn("/book/request/", page.path)
        key, name = page.get_times()[0]
        page = self.hold(page)
        self.assertEqual(page.title, "Your details")
        self.assertIn(" ".join(name.split()), page.text)
        page, visit = self.book(page)
        self.assertEqual(page.title, "Your appointment is booked")
        self.assertEqual(visit.visit_state, "confirmed")
        self.assertEqual(visit.technician_id, self.anna)
        self.assertEqual(f"{visit.start:%Y%m%dT%H%M%SZ}", key)
        self.assertEqual(visit.booked_via, "public")
        self.assertEqual(visit.customer_id.name, CONTACT["name"])
        self.assertEqual(visit.customer_id.zip, "10115")
        self.assertTrue(visit.consent_text)
        self.assertEqual(visit.booking_ids.mapped("state"), ["booked"])

    def test_address_does_not_ask_twice(self):
        page = self.hold()
        self.assertEqual(page.get_form("/confirm").fields["zip"], "10115")

    def test_nothing_is_lost_by_an_error(self):
        page = self.hold().send("/confirm", **{**CONTACT, "email": "frieda"})
        self.assertEqual(page.status, 422)
        self.assertIn("This is no e-mail address", page.text)
        form = page.get_form("/confirm").fields
        self.assertEqual(form["name"], CONTACT["name"])
        self.assertEqual(form["street"], CONTACT["street"])
        field = page.main.xpath(".//input[@name='email']")[0]
        self.assertEqual(field.get("aria-invalid"), "true")
        self.assertTrue(page.main.xpath(f".//*[@id='{field.get('aria-describedby')}']"))
        _page, visit = self.book(page)
        self.assertTrue(visit)

    def test_twice_is_once(self):
        page = self.hold()
        first, visit = self.book(page)
        second, same = self.book(page)
        self.assertEqual(first.path, second.path)
        self.assertEqual(visit, same)
        self.assertEqual(
            self.env["calendar.event"].search_count([("customer_id", "=", visit.customer_id.id)]), 1
        )

    def test_held_time_is_offered_to_nobody_else(self):
        page = self.open_times()
        key = page.get_times()[0][0]
        self.hold(page)
        keys = [each for each, _name in self.open_times().get_times()]
        self.assertNotIn(key, keys)

    def test_own_held_time_is_still_offered(self):
        page = self.open_times()
        key = page.get_times()[0][0]
        page = self.hold(page).click("Change")
        self.assertIn(key, [each for each, _name in page.get_times()])

    def test_lapsed_time_is_still_booked_when_free(self):
        page = self.hold()
        self._expire()
        page, visit = self.book(page)
        self.assertEqual(page.title, "Your appointment is booked")
        self.assertTrue(visit)

    def test_lapsed_time_that_is_gone(self):
        """Nothing typed is lost, and other times are offered."""
        page = self.open_times()
        key = page.get_times()[0][0]
        page = self.hold(page)
        self._expire()
        other = self.hold(self.open_times())
        self.book(other)
        page = page.send("/confirm", **CONTACT)
        self.assertEqual(page.status, 409)
        keys = [each for each, _name in page.get_times()]
        self.assertTrue(keys)
        self.assertNotIn(key, keys)
        page = self.hold(page)
        self.assertEqual(page.get_form("/confirm").fields["street"], CONTACT["street"])
        _page, visit = self.book(page)
        self.assertTrue(visit)

    def _expire(self):
        past = fields.Datetime.now() - timedelta(minutes=1)
        self.env["pylot.booking"].search([("state", "=", "hold")]).expires_at = past
        self.env["pylot.booking.request"].search([("state", "=", "open")]).hold_until = past
        self.env.flush_all()

    def test_more_time(self):
        page = self.hold()
        booking = self.env["pylot.booking.request"].search([], limit=1)
        before = booking.hold_until = booking.hold_until - timedelta(minutes=5)
        self.env.flush_all()
        page = page.send("/extend", name="Frieda")
        self.env.invalidate_all()
        self.assertGreater(booking.hold_until, before)
        self.assertEqual(booking.booking_ids.expires_at, booking.hold_until)
        self.assertEqual(page.get_form("/confirm").fields["name"], "Frieda")

    def test_internal_type_cannot_be_booked(self):
        self.kind.access = "internal"
        self.assertEqual(self.get(f"/book/{self.kind.id}").status, 404)
        self.assertNotIn("Inspection", self.get("/book").text)

    def test_link_of_a_type(self):
        self.kind.access = "invitation"
        self.assertEqual(self.get(f"/book/{self.kind.id}").status, 404)
        path = f"/book/{self.kind.id}?invite={self.kind.invite_token}"
        page = self.get(path)
        self.assertEqual(page.status, 200)
        page, visit = self.book(self.hold(page.send("/start", zip="10115")))
        self.assertTrue(visit)
        self.kind.action_renew_invite_token()
        self.assertEqual(self.get(path).status, 404)

    def test_request_waits_for_us(self):
        self.kind.confirm_mode = "request"
        page, visit = self.book()
        self.assertEqual(page.title, "Your request has arrived")
        self.assertEqual(visit.visit_state, "planned")
        self.assertEqual(visit.awaiting, "business")
        self.assertEqual(visit.booking_ids.mapped("state"), ["booked"])

    def test_arrival_window(self):
        self.kind.write(
            {
                "arrival": "window",
                "window_ids": [
                    fields.Command.create({"hour_from": 8, "hour_to": 12}),
                    fields.Command.create({"hour_from": 13, "hour_to": 17}),
                ],
            }
        )
        _page, visit = self.book()
        self.assertEqual(visit.window_stop - visit.window_start, timedelta(hours=4))
        self.assertLessEqual(visit.window_start, visit.start)
        self.assertLess(visit.start, visit.window_stop)

    def test_questions(self):
        question = self.env["pylot.appointment.question"].create(
            {"appointment_type_id": self.kind.id, "name": "Which boiler?", "is_required": True}
        )
        page = self.get(f"/book/{self.kind.id}").send("/start", zip="10115")
        self.assertEqual(page.status, 422)
        page = page.send("/start", **{f"answer_{question.id}": "The old one"})
        _page, visit = self.book(self.hold(page))
        self.assertEqual(visit.answer_ids.mapped("value"), ["The old one"])
        self.assertEqual(visit.answer_ids.mapped("name"), ["Which boiler?"])

    def test_area(self):
        self.kind.service_zips = "10, 12"
        page = self.get(f"/book/{self.kind.id}").send("/start", zip="80331")
        self.assertEqual(page.status, 422)
        self.assertIn("we do not come to 80331", page.text)

    def test_person_first(self):
        self.kind.write(
            {"technician_choice": "person", "technician_ids": [fields.Command.link(self.bert.id)]}
        )
        page = self.open_times()
        self.assertFalse(page.get_times())
        _page, visit = self.book(self.hold(page.click("Bert")))
        self.assertEqual(visit.technician_id, self.bert)

    def test_time_first(self):
        self.kind.write(
            {"technician_choice": "time", "technician_ids": [fields.Command.link(self.bert.id)]}
        )
        page = self.open_times()
        link = page.main.xpath(".//a[contains(@href, 'pick=')]/@href")[0]
        page = self.get(link)
        action = page.main.xpath(".//form[.//input[@name='key']]/@action")[0]
        page = page.send(action, technician=str(self.bert.id))
        _page, visit = self.book(page)
        self.assertEqual(visit.technician_id, self.bert)

    def test_mail_speaks_the_language_of_the_booking(self):
        """The same contact books in German, whatever language is written on it."""
        self.env["res.lang"]._activate_lang("de_DE")
        _page, visit = self.book()
        self.assertEqual(visit._get_customer_lang(), "en_US")
        page = self.get(f"/de/book/{self.kind.id}").send("/start", zip="10115")
        _page, again = self.book(self.hold(page))
        self.assertEqual(again.customer_id, visit.customer_id)
        self.assertEqual(again._get_customer_lang(), "de_DE")

    def test_existing_customer_is_neither_changed_nor_revealed(self):
        known = self.env["res.partner"].create(
            {"name": "Karl Kunde", "email": CONTACT["email"], "phone": "030 999"}
        )
        page, visit = self.book()
        self.assertNotEqual(visit.customer_id, known)
        self.assertNotIn("Karl", page.response.text)
        self.assertEqual(known.phone, "030 999")
        self.assertEqual(known.name, "Karl Kunde")
        _page, again = self.book(self.hold())
        self.assertEqual(again.customer_id, visit.customer_id, "the same words, the same contact")

    def test_personal_link_plans_what_was_sold(self):
        """A visit of two hours stays one of two hours, and looking at the link changes nothing."""
        self.kind.access = "internal"
        customer = self.customer
        visit = self.env["calendar.event"].create(
            {
                "name": "Sold",
                "visit_state": "draft",
                "customer_id": customer.id,
                "appointment_type_id": self.kind.id,
                "start": self._at(9),
                "stop": self._at(11),
            }
        )
        invitation = self.env["pylot.invitation"].create(
            {
                "partner_id": customer.id,
                "appointment_type_id": self.kind.id,
                "event_id": visit.id,
                "company_id": self.company.id,
            }
        )
        page = self.get(f"/book/{self.kind.id}?invite={invitation.token}")
        self.assertEqual(visit.visit_state, "draft")
        page = self.hold(page)
        self.assertEqual(page.get_form("/confirm").fields["name"], customer.name)
        _page, booked = self.book(page, name=customer.name)
        self.assertEqual(booked, visit)
        self.assertEqual(visit.stop - visit.start, timedelta(hours=2))
        self.assertEqual(visit.booked_via, "invitation")
        self.assertEqual(invitation.state, "used")


@tagged("post_install", "-at_install")
class TestVisitPages(PagesCase):
    def test_move(self):
        _page, visit = self.book()
        before = visit.start
        page = self.get(f"/visit/{visit.customer_token}").click("Choose another time")
        key, _name = page.get_times()[1]
        page = page.send("/move", key=key)
        self.env.invalidate_all()
        self.assertEqual(page.status, 200)
        self.assertNotEqual(visit.start, before)
        self.assertEqual(f"{visit.start:%Y%m%dT%H%M%SZ}", key)
        self.assertEqual(len(visit.booking_ids), 1)
        self.assertEqual(visit.ics_sequence, 1)

    def test_cancel(self):
        _page, visit = self.book()
        page = self.get(f"/visit/{visit.customer_token}").click("Cancel the appointment")
        self.assertEqual(visit.visit_state, "confirmed", "looking changes nothing")
        page = page.send("/cancel", note="Moved away")
        self.env.invalidate_all()
        self.assertEqual(page.title, "This appointment is cancelled")
        self.assertEqual(visit.visit_state, "cancelled")
        self.assertEqual(visit.cancelled_by, "customer")
        self.assertEqual(visit.cancel_note, "Moved away")
        self.assertFalse(visit.booking_ids)

    def test_too_late(self):
        _page, visit = self.book()
        self.kind.cancel_hours = 24 * 90
        token = visit.customer_token
        page = self.get(f"/visit/{token}")
        self.assertIn("It is too late", page.text)
        self.assertFalse(page.main.xpath(".//a[contains(@href, '/cancel')]"))
        csrf = self.hold().get_form("/confirm").fields["csrf_token"]
        page = self.send(f"/visit/{token}/cancel", {"csrf_token": csrf})
        self.assertEqual(page.status, 409)
        page = self.send(f"/visit/{token}/move", {"csrf_token": csrf, "key": "20300101T080000Z"})
        self.assertEqual(page.status, 409)
        self.env.invalidate_all()
        self.assertEqual(visit.visit_state, "confirmed")

    def test_proposal_is_accepted(self):
        _page, visit = self.book()
        visit.write({"visit_state": "planned", "awaiting": "customer"})
        page = self.get(f"/visit/{visit.customer_token}")
        page.send("/accept")
        self.env.invalidate_all()
        self.assertEqual(visit.visit_state, "confirmed")
        self.assertFalse(visit.awaiting)

    def test_renewed_link(self):
        _page, visit = self.book()
        old = visit.customer_token
        visit.action_renew_customer_token()
        gone = self.get(f"/visit/{old}")
        self.assertEqual(gone.status, 404)
        unknown = self.get("/visit/" + "x" * 32)
        self.assertEqual(unknown.status, 404)
        self.assertEqual(gone.text, unknown.text)
        self.assertEqual(gone.response.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(self.get(f"/visit/{visit.customer_token}").status, 200)

    def test_calendar_file(self):
        _page, visit = self.book()
        response = self.url_open(f"/visit/{visit.customer_token}/appointment.ics")
        self.assertEqual(response.status_code, 200)
        self.assertIn("text/calendar", response.headers["Content-Type"])
        self.assertIn(f"DTSTART:{visit.start:%Y%m%dT%H%M%SZ}", response.text)
