from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import FrontofficeCommon


class PhoneCommon(FrontofficeCommon):
    """A type that anybody of the team may do, and an agent who answers the phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.de")
        team = cls.anna | cls.bert
        cls.type = cls._create_type("Maintenance", technician_ids=team.ids, grid=60)
        cls.customer.write(
            {
                "phone": "+49 511 123456",
                "email": "frieda@example.com",
                "street": "Lange Laube 3",
                "country_id": cls.env.ref("base.de").id,
            }
        )

    def _open(self, user=None, **values):
        bookings = self.env["pylot.phone.booking"].with_user(user or self.agent_user)
        return bookings.browse(bookings._open(values)["res_id"])

    def _call(self, **values):
        """:return: the dialog of a known customer with times from the first Monday"""
        booking = self._open(partner_id=self.customer.id)
        booking.write({"appointment_type_id": self.type.id, "date_from": self.monday, **values})
        return booking

    def _get_starts(self, booking):
        return booking.time_ids.mapped("start")


@tagged("post_install", "-at_install")
class TestPhoneSearch(PhoneCommon):
    """Who is calling."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.namesake = cls.env["res.partner"].create(
            {"name": "Frieda Kunde", "zip": "30159", "city": "Hannover", "phone": "0511/98 76-54"}
        )

    def _find(self, text):
        found = self.env["res.partner"].with_user(self.agent_user)._find_customers(text)
        return found & (self.customer | self.namesake)

    def test_words(self):
        both = self.customer | self.namesake
        for text, expected in (
            ("frieda", both),
            ("kunde frie", both),
            ("Frieda 30159", self.namesake),
            ("kunde hannover", self.namesake),
            ("lange laube", self.customer),
            ("kunde laube 3", self.customer),
            ("frieda@example.com", self.customer),
            ("frieda example.org", both.browse()),
            ("3015", self.namesake),
            ("", both.browse()),
            ("   ", both.browse()),
        ):
            with self.subTest(text=text):
                self.assertEqual(self._find(text), expected)

    def test_phone_in_any_notation(self):
        for text in (
            "+49 511 123456",
            "+49 (0)511 123456",
            "0049511123456",
            "0511 12 34 56",
            "0511/123-456",
            "0511123456",
            "123456",
        ):
            with self.subTest(text=text):
                self.assertEqual(self._find(text), self.customer)
        self.assertEqual(self._find("+49 511 987654"), self.namesake)
        self.assertEqual(self._find("Frieda 9876"), self.namesake)
        self.assertFalse(self._find("0511 12 34 57"))

    def test_signs_of_patterns_are_letters(self):
        for text in ("%", "_____", "100%", "\\", "'", "(", "+"):
            with self.subTest(text=text):
                self.assertFalse(self._find(text))

    def test_what_is_shown_tells_namesakes_apart(self):
        booking = self._open(search_text="Frieda Kunde")
        rows = {row.partner_id.id: (row.address, row.phone) for row in booking.candidate_ids}
        self.assertEqual(
            rows,
            {
                self.customer.id: ("Lange Laube 3, 10115 Berlin", "+49 511 123456"),
                self.namesake.id: ("30159 Hannover", "0511/98 76-54"),
            },
        )
        self.assertFalse(booking.has_more_candidates)

    def test_many_matches(self):
        self.env["res.partner"].create([{"name": f"Meier {number}"} for number in range(9)])
        booking = self._open(search_text="meier")
        self.assertEqual(len(booking.candidate_ids), 6)
        self.assertTrue(booking.has_more_candidates)

    def test_choose(self):
        self._create_visit(
            self.anna, 9, days=-70, customer_id=self.customer.id, visit_state="no_show"
        )
        upcoming = self._create_visit(self.anna, 9, customer_id=self.customer.id)
        booking = self._open(search_text="laube")
        booking.candidate_ids.action_choose()
        self.assertEqual(booking.partner_id, self.customer)
        self.assertFalse(booking.candidate_ids)
        self.assertEqual(booking.partner_address, "Lange Laube 3, 10115 Berlin")
        self.assertEqual(booking.upcoming_visit_ids.ids, upcoming.ids)
        self.assertEqual(len(booking.past_visit_ids), 1)
        self.assertEqual(booking.no_show_count, 1)
        booking.action_other_customer()
        self.assertEqual(booking.candidate_ids.partner_id, self.customer)

    def test_contacts_of_another_company_stay_there(self):
        self.namesake.company_id = self.other_company
        self.assertEqual(self._find("frieda"), self.customer)

    def test_known_mail_or_phone_warns(self):
        booking = self._open(is_new=True, name="F. Kunde")
        self.assertFalse(booking.candidate_ids)
        for values in (
            {"email": "Frieda@Example.com", "phone": False},
            {"email": False, "phone": "0049 511/12 34 56"},
            {"email": False, "phone": "0511 123456"},
        ):
            booking.write(values)
            with self.subTest(values=values):
                self.assertEqual(booking.candidate_ids.partner_id, self.customer)
        booking.write({"email": "other@example.com", "phone": "0511 12345"})
        self.assertFalse(booking.candidate_ids)

    def test_search_begins_the_new_contact(self):
        for text, name in (
            ("Otto Neu", "name"),
            ("0511 777", "phone"),
            ("otto@example.com", "email"),
        ):
            booking = self._open(search_text=text)
            booking.action_new_customer()
            with self.subTest(text=text):
                self.assertTrue(booking.is_new)
                self.assertEqual(booking[name], text)

    def test_query_budget(self):
        """More contacts that match are not more queries."""

        def count(name, number):
            self.env["res.partner"].create(
                [
                    {"name": f"Zacharias {name} {place}", "phone": f"0511 55{place}"}
                    for place in range(number)
                ]
            )
            booking = self._open()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            booking.search_text = f"zacharias {name}"
            booking.candidate_ids.read(["partner_id", "address", "phone", "email"])
            self.env.flush_all()
            self.assertEqual(len(booking.candidate_ids), number)
            return self.env.cr.sql_log_count - before

        count("warm", 2)
        # one for something that a process keeps, whenever it has forgotten it
        self.assertLessEqual(abs(count("many", 6) - count("one", 1)), 1)


@tagged("post_install", "-at_install")
class TestPhoneBooking(PhoneCommon):
    """When, and one click."""

    def test_next_five_and_later(self):
        booking = self._call()
        self.assertEqual(self._get_starts(booking), [self._at(hour) for hour in (8, 9, 10, 11, 13)])
        booking.action_later()
        self.assertEqual(
            self._get_starts(booking),
            [self._at(hour) for hour in (14, 15, 16)] + [self._at(8, days=1), self._at(9, days=1)],
        )
        booking.action_earliest()
        booking.action_next_day()
        self.assertEqual(self._get_starts(booking)[0], self._at(8, days=1))
        booking.action_earliest()
        self.assertEqual(self._get_starts(booking)[0], self._at(8))

    def test_later_than_the_last(self):
        self.type.horizon = (self.monday - self.env.cr.now().date()).days + 1
        booking = self._call()
        for _page in range(6):
            booking.action_later()
        self.assertFalse(booking.time_ids)
        self.assertIn("no later times", booking.message)
        booking.action_earliest()
        self.assertTrue(booking.time_ids)
        self.assertFalse(booking.message)

    def test_every_offer_is_bookable(self):
        for position in range(5):
            booking = self._call()
            time = booking.time_ids[position]
            with self.subTest(time=time.start):
                time.action_book()
                self.assertEqual(booking.state, "booked")
                self.assertEqual(booking.event_id.start, time.start)

    def test_book(self):
        question = self.env["pylot.appointment.question"].create(
            [
                {"appointment_type_id": self.type.id, "name": "Which boiler?"},
                {"appointment_type_id": self.type.id, "name": "A picture", "kind": "photo"},
                {
                    "appointment_type_id": self.type.id,
                    "name": "Pets?",
                    "kind": "choice",
                    "choices": "Dog\nCat",
                },
            ]
        )[0]
        booking = self._call(note="Ring twice & <wait>")
        self.assertEqual(booking.answer_ids.mapped("name"), ["Which boiler?", "Pets? (Dog / Cat)"])
        booking.answer_ids[0].value = "Gas"
        booking.time_ids[1].action_book()
        visit = booking.event_id
        self.assertRecordValues(
            visit,
            [
                {
                    "customer_id": self.customer.id,
                    "appointment_type_id": self.type.id,
                    "visit_state": "confirmed",
                    "awaiting": False,
                    "booked_via": "phone",
                    "contact_name": "Frieda Kunde",
                    "contact_email": "frieda@example.com",
                    "contact_phone": "+49 511 123456",
                    "location": "Lange Laube 3, 10115 Berlin",
                    "start": self._at(9),
                    "stop": self._at(10),
                    "window_start": False,
                    "technician_id": self.anna.id,
                }
            ],
        )
        self.assertTrue(visit.booked_at)
        self.assertBooked(visit, (self.anna, self._at(9), self._at(10)))
        self.assertRecordValues(
            visit.sudo().answer_ids,
            [{"name": "Which boiler?", "value": "Gas", "question_id": question.id}],
        )
        self.assertIn("Ring twice &amp; &lt;wait&gt;", visit.notes)
        self.assertTrue(visit.sudo().ics_uid, "promised")
        self.assertIn("confirmed", visit.sudo().notice_ids.mapped("kind"))
        for words in ("9:00", "Lange Laube 3", "Anna"):
            self.assertIn(words, booking.read_back)

    def test_window(self):
        self.type.write(
            {
                "arrival": "window",
                "window_ids": [
                    Command.create({"hour_from": 8, "hour_to": 12}),
                    Command.create({"hour_from": 13, "hour_to": 17}),
                ],
            }
        )
        booking = self._call()
        self.assertEqual(
            [(time.window_start, time.window_stop) for time in booking.time_ids],
            [
                (self._at(8), self._at(12)),
                (self._at(13), self._at(17)),
                (self._at(8, days=1), self._at(12, days=1)),
                (self._at(13, days=1), self._at(17, days=1)),
                (self._at(8, days=2), self._at(12, days=2)),
            ],
        )
        booking.action_later()
        self.assertEqual(booking.time_ids[0].window_start, self._at(13, days=2))
        booking.action_earliest()
        booking.time_ids[1].action_book()
        self.assertRecordValues(
            booking.event_id,
            [{"window_start": self._at(13), "window_stop": self._at(17), "start": self._at(13)}],
        )
        self.assertIn("5:00", booking.read_back)

    def test_new_customer(self):
        booking = self._open()
        booking.write(
            {
                "is_new": True,
                "name": "Otto Neu",
                "phone": "0511 777888",
                "zip": "30159",
                "city": "Hannover",
                "street": "Marktweg 1",
                "appointment_type_id": self.type.id,
                "date_from": self.monday,
            }
        )
        booking.time_ids[0].action_book()
        customer = booking.event_id.customer_id
        self.assertRecordValues(
            customer,
            [
                {
                    "name": "Otto Neu",
                    "phone": "0511 777888",
                    "email": False,
                    "zip": "30159",
                    "city": "Hannover",
                    "street": "Marktweg 1",
                    "country_id": self.env.ref("base.de").id,
                }
            ],
        )
        self.assertEqual(booking.event_id.visit_address_id, customer)

    def test_new_customer_needs_a_name_and_a_way_back(self):
        booking = self._open()
        booking.write(
            {"is_new": True, "appointment_type_id": self.type.id, "date_from": self.monday}
        )
        with self.assertRefused("Choose the customer", UserError):
            booking.time_ids[0].action_book()
        booking.name = "Otto Neu"
        with self.assertRefused("phone number or an e-mail", UserError):
            booking.time_ids[0].action_book()

    def test_taken_meanwhile(self):
        """Fresh times and a friendly word; what was typed is still there."""
        booking = self._open()
        booking.write(
            {
                "is_new": True,
                "name": "Otto Neu",
                "phone": "0511 777888",
                "note": "Ring twice",
                "appointment_type_id": self.type.id,
                "date_from": self.monday,
            }
        )
        contacts = self.env["res.partner"].search_count([])
        self._create_visit(self.anna, 8)
        self._create_visit(self.bert, 8)
        booking.time_ids[0].action_book()
        self.assertRecordValues(
            booking,
            [{"state": "open", "name": "Otto Neu", "note": "Ring twice", "event_id": False}],
        )
        self.assertIn("Somebody was quicker", booking.message)
        self.assertEqual(self._get_starts(booking)[0], self._at(9))
        self.assertEqual(self.env["res.partner"].search_count([]), contacts)
        booking.time_ids[0].action_book()
        self.assertEqual(booking.event_id.start, self._at(9))
        self.assertFalse(booking.message)

    def test_double_click_books_once(self):
        booking = self._call()
        time = booking.time_ids[0]
        time.action_book()
        time.action_book()
        visits = self.env["calendar.event"].search([("customer_id", "=", self.customer.id)])
        self.assertEqual(visits, booking.event_id)

    def test_preferred_technician(self):
        self._create_visit(self.bert, 8)
        booking = self._call(technician_id=self.bert.id)
        self.assertEqual(self._get_starts(booking)[0], self._at(9))
        booking.time_ids[0].action_book()
        self.assertEqual(booking.event_id.technician_id, self.bert)
        booking = self._call(technician_id=self.carla.id)
        self.assertFalse(booking.time_ids)
        self.assertIn("Carla has no free time", booking.message)

    def test_customer_prefers_somebody(self):
        self.customer.preferred_technician_id = self.bert
        booking = self._call()
        booking.time_ids[0].action_book()
        self.assertEqual(booking.event_id.technician_id, self.bert)

    def test_do_not_inform(self):
        booking = self._call(inform=False)
        booking.time_ids[0].action_book()
        notices = booking.event_id.sudo().notice_ids
        confirmation = notices.filtered(lambda notice: notice.kind == "confirmed")
        self.assertRecordValues(
            confirmation, [{"state": "skipped", "reason": "Told on the phone."}]
        )
        self.assertTrue(booking.event_id.sudo().ics_uid)

    def test_waiting_visit_is_planned_instead_of_a_second_one(self):
        waiting = self._create_visit(
            customer_id=self.customer.id, appointment_type_id=self.type.id, name="Sold"
        )
        booking = self._open(partner_id=self.customer.id)
        self.assertEqual(booking.visit_id, waiting)
        self.assertEqual(booking.appointment_type_id, self.type)
        booking.date_from = self.monday
        booking.time_ids[0].action_book()
        self.assertEqual(booking.event_id, waiting)
        self.assertRecordValues(
            waiting,
            [{"name": "Sold", "visit_state": "confirmed", "start": self._at(8)}],
        )

    def test_waiting_visit_of_another_length_is_assigned(self):
        waiting = self._create_visit(
            hours=3, customer_id=self.customer.id, appointment_type_id=self.type.id
        )
        self.assertFalse(self._open(partner_id=self.customer.id).visit_id)
        with self.assertRefused("Use “Assign”", UserError):
            waiting.with_user(self.agent_user).action_book_by_phone()

    def test_doors(self):
        action = self.customer.with_user(self.agent_user).action_book_by_phone()
        booking = self.env["pylot.phone.booking"].browse(action["res_id"])
        self.assertEqual(booking.partner_id, self.customer)
        self.assertEqual(action["target"], "new")

    def test_roles(self):
        for user in (self.plain_user, self.technician_user, self.salesperson_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._open(user)
        for user in (self.agent_user, self.dispatcher_user, self.manager_user):
            with self.subTest(user=user.login):
                self.assertTrue(self._open(user))
        booking = self._call()
        with self.assertRaises(AccessError):
            booking.with_user(self.dispatcher_user).read(["name"])

    def test_agent_who_may_not_change_contacts(self):
        self.assertFalse(self.env["res.partner"].with_user(self.agent_user).has_access("create"))

    def test_travel_counts_with_the_typed_postal_code(self):
        """Who lives far away is not offered the time right after a visit."""
        near = self.env["res.partner"].create({"name": "Near", "zip": "10115"})
        self.type.technician_ids = self.anna
        self.anna.home_partner_id = near
        self._create_visit(self.anna, 8, visit_address_id=near.id)
        booking = self._open()
        booking.write(
            {
                "is_new": True,
                "name": "Otto",
                "zip": "10115",
                "appointment_type_id": self.type.id,
                "date_from": self.monday,
            }
        )
        self.assertIn(self._at(10), self._get_starts(booking))
        booking.zip = "80331"
        self.assertNotIn(self._at(10), self._get_starts(booking))

    def test_query_budget_of_booking(self):
        """What has been booked already costs no more queries."""

        def count():
            booking = self._call()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            booking.time_ids[0].action_book()
            self.env.flush_all()
            self.assertEqual(booking.state, "booked")
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        self.assertLessEqual(few, 60)
        for hour in range(10, 17):
            for days in range(3):
                self._create_visit(self.bert, hour, days=days, customer_id=self.customer.id)
        self.assertLessEqual(count(), few + 15, "21 visits more are not 21 queries more")
