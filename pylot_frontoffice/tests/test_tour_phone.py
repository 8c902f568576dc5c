from odoo.tests import HttpCase, tagged

from .common import FrontofficeCommon


class PhoneTour(FrontofficeCommon, HttpCase):
    """An agent answers the phone, in a real browser."""

    def _take_two_calls(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.agent_user.lang = "de_DE"
        self.customer.street = "Lange Laube 3"
        self.env["res.partner"].create(
            {"name": "Frieda Kunde", "street": "Laubenweg 1", "city": "Hannover"}
        )
        kind = self._create_type("Wartung", technician_ids=(self.anna | self.bert).ids, grid=60)
        self.env["pylot.appointment.question"].create(
            {"appointment_type_id": kind.id, "name": "Welcher Kessel?"}
        )
        self.start_tour(
            "/odoo/book-by-phone", "pylot_phone_booking_tour", login=self.agent_user.login
        )
        visits = self.env["calendar.event"].search(
            [("appointment_type_id", "=", kind.id)], order="id"
        )
        self.assertRecordValues(
            visits,
            [
                {
                    "visit_state": "confirmed",
                    "booked_via": "phone",
                    "customer_id": self.customer.id,
                    "contact_name": "Frieda Kunde",
                },
                {
                    "visit_state": "confirmed",
                    "booked_via": "phone",
                    "customer_id": visits[1:].customer_id.id,
                    "contact_name": "Otto Neu",
                },
            ],
        )
        self.assertIn("Klingel defekt", visits[0].notes)
        self.assertEqual(visits[1].customer_id.phone, "0511 777888")


@tagged("post_install", "-at_install")
class TestPhoneBookingTour(PhoneTour):
    browser_size = "1280x800"

    def test_agent_books_by_phone(self):
        self._take_two_calls()


@tagged("post_install", "-at_install")
class TestPhoneBookingTourSmall(PhoneTour):
    browser_size = "360x740"
    touch_enabled = True

    def test_agent_books_by_phone_on_a_small_screen(self):
        self._take_two_calls()
