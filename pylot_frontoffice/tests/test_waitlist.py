from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.pylot_waitlist_run import PAUSE
from .waitlist_common import WaitlistCommon


@tagged("post_install", "-at_install")
class TestWaitlist(WaitlistCommon):
    """Who waits is told once of what becomes free, at a decent hour."""

    # === ENTRIES ===

    def test_defaults(self):
        entry = self.env["pylot.waitlist"].create(
            {
                "appointment_type_id": self.kind.id,
                "contact_name": "Kim",
                "contact_email": "Kim <KIM@Example.com>",
            }
        )
        today = self.monday - timedelta(days=7)
        self.assertEqual(entry.state, "waiting")
        self.assertEqual(entry.date_from, today)
        self.assertEqual(entry.date_to, today + timedelta(days=self.kind.horizon))
        self.assertEqual(entry.email_normalized, "kim@example.com")
        self.assertEqual(entry.company_id, self.company)
        self.assertGreaterEqual(len(entry.token), 20)

        earlier = self._wait_for_earlier(self.afternoon)
        self.assertEqual(earlier.date_from, today)
        self.assertEqual(earlier.date_to, self.monday)

    def _wait_for_earlier(self, event):
        event.write({"customer_id": self.customer.id, "contact_email": "frieda@example.com"})
        return event._wait_for_earlier("en_US")

    def test_once_per_person_and_wish(self):
        self._wait()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._wait("KIM@example.com")
        other = self._create_type("Other", place="company")
        self._wait(appointment_type_id=other.id)
        self._wait("jo@example.com")
        earlier = self._wait_for_earlier(self.afternoon)
        self.assertEqual(self._wait_for_earlier(self.afternoon), earlier)

    def test_again_after_leaving(self):
        self._wait().action_leave()
        self.assertEqual(self._wait().state, "waiting")

    def test_nonsense_is_refused(self):
        other = self._create_type("Other")
        for values, exception in (
            ({"contact_email": "nobody"}, ValidationError),
            ({"contact_email": "a@example.com, b@example.com"}, ValidationError),
            ({"date_to": self.monday - timedelta(days=1)}, CheckViolation),
            ({"event_id": self.morning.id, "appointment_type_id": other.id}, ValidationError),
        ):
            with self.subTest(values=values), mute_logger("odoo.sql_db"):
                with self.assertRaises(exception):
                    self._wait(**values)

    def test_agents_add_and_remove(self):
        agent = self.env(user=self.agent_user)
        entry = self._wait(env=agent)
        self.morning.action_cancel_visit()
        self._run()
        entry.action_leave()
        self.assertEqual(entry.state, "left")
        self.assertEqual(set(entry.offer_ids.mapped("state")), {"declined"})
        self.assertEqual(self.kind.with_user(self.agent_user).waitlist_count, 0)
        entry.unlink()

    # === WHAT BECOMES FREE ===

    def test_freed_time_is_offered(self):
        entry = self._wait()
        self._run()
        self.assertFalse(entry.offer_ids)
        self.assertFalse(self._get_mails(entry))

        self.morning.action_cancel_visit()
        self._run()
        self.assertEqual(self._get_hours(entry.offer_ids), [8, 9, 10])
        self.assertEqual(entry.offered_at, self.now)
        mail = self._get_mails(entry)
        self.assertEqual(len(mail), 1)
        self.assertIn(f"/waitlist/{entry.token}", mail.body_html)
        self.assertIn("8:00 AM – 9:00 AM", mail.body_html)
        self.assertIn("A time is free: Repair", mail.subject)
        self.assertFalse(self.env["pylot.booking"].search([("state", "=", "hold")]))

    def test_all_who_want_it_are_told(self):
        entries = self._wait() | self._wait("jo@example.com")
        elsewhere = self._wait(
            "lu@example.com",
            date_from=self.monday + timedelta(days=1),
            date_to=self.monday + timedelta(days=1),
        )
        self.morning.action_cancel_visit()
        self._run()
        for entry in entries:
            self.assertEqual(self._get_hours(entry.offer_ids), [8, 9, 10])
            self.assertEqual(len(self._get_mails(entry)), 1)
        self.assertFalse(elsewhere.offer_ids)

    def test_told_once(self):
        entry = self._wait()
        self.morning.action_cancel_visit()
        self._run()
        self._run()
        self.now += PAUSE
        self._run()
        self.assertEqual(len(entry.offer_ids), 3)
        self.assertEqual(len(self._get_mails(entry)), 1)
        # taken by somebody else and free again: it was offered already
        self.morning.action_to_plan()
        self.morning.write({"visit_state": "planned"})
        self._run()
        self.assertEqual(set(entry.offer_ids.mapped("state")), {"gone"})
        self.morning.action_cancel_visit()
        self.now += PAUSE
        self._run()
        self.assertEqual(self._get_hours(entry.offer_ids.sorted("start")), [8, 9, 10, 11])

    def test_what_was_free_before_is_no_news(self):
        self.morning.action_cancel_visit()
        entry = self._wait()
        self.assertEqual(self._get_hours(entry._get_current_offers()), [8, 9, 10, 11])
        self._run()
        self.assertFalse(entry.offer_ids)
        self.afternoon.action_cancel_visit()
        self._run()
        self.assertEqual(self._get_hours(entry.offer_ids), [13, 14, 15])

    def test_hold_that_lapses_is_no_news(self):
        self.morning.action_cancel_visit()
        entry = self._wait()
        hold = self.env["pylot.booking"].create(
            {
                "resource_id": self.anna.id,
                "start": self._at(8),
                "stop": self._at(12),
                "state": "hold",
                "expires_at": self.now + timedelta(minutes=10),
            }
        )
        self._run()
        hold.unlink()
        self._run()
        self.assertFalse(entry.offer_ids)

    def test_held_time_is_not_offered_yet(self):
        entry = self._wait()
        self.morning.action_cancel_visit()
        self.env["pylot.booking"].create(
            {
                "resource_id": self.anna.id,
                "start": self._at(8),
                "stop": self._at(11),
                "state": "hold",
                "expires_at": self.now + timedelta(minutes=10),
            }
        )
        self._run()
        self.assertEqual(self._get_hours(entry.offer_ids), [11])
        self.now += PAUSE
        self._run()
        self.assertEqual(self._get_hours(entry.offer_ids), [8, 9, 10, 11])

    def test_only_earlier_than_the_appointment(self):
        visit = self.afternoon
        visit.write({"start": self._at(10, days=1), "stop": self._at(11, days=1)})
        entry = self._wait_for_earlier(visit)
        self.assertEqual(entry.date_to, self.monday + timedelta(days=1))
        self.morning.action_cancel_visit()
        self._run()
        hours = self._get_hours(entry._get_current_offers())
        self.assertTrue(hours)
        self.assertLess(max(hours), 24 + 10)
        self.assertEqual(self._get_hours(entry.offer_ids), [8, 9, 10])
        self.assertIn("An earlier time is free", self._get_mails(entry).subject)

    def test_no_offer_that_could_not_be_taken(self):
        """Too late to move the appointment: nothing is offered for it any more."""
        entry = self._wait_for_earlier(self.afternoon)
        self.kind.cancel_hours = 24 * 8
        self.morning.action_cancel_visit()
        self._run()
        self.assertFalse(entry.offer_ids)

    # === WHEN ===

    def test_pause_between_mails(self):
        entry = self._wait()
        self.morning.action_cancel_visit()
        self._run()
        self.afternoon.action_cancel_visit()
        with self.assertWakes(1):
            self._run()
            self._run()
        self.assertEqual(len(entry.offer_ids), 3)
        self.now += PAUSE
        self._run()
        self.assertEqual(self._get_hours(entry.offer_ids), [8, 9, 10, 13, 14, 15])
        self.assertEqual(len(self._get_mails(entry)), 2)

    def test_quiet_at_night(self):
        entry = self._wait()
        self._go_to(self._at(21, days=-7))
        self.morning.action_cancel_visit()
        self._run()
        self.assertFalse(entry.offer_ids)
        trigger = self.env["ir.cron.trigger"].search(
            [("cron_id", "=", self.env.ref("pylot_frontoffice.ir_cron_pylot_waitlist_offer").id)],
            order="call_at DESC",
            limit=1,
        )
        self.assertEqual(trigger.call_at, self._at(7, days=-6))
        self._go_to(self._at(6, 59, days=-6))
        self._run()
        self.assertFalse(entry.offer_ids)
        self._go_to(self._at(7, days=-6))
        self._run()
        self.assertEqual(len(entry.offer_ids), 3)

    def test_wakes_when_somebody_waits(self):
        visit = self._create_visit(self.bert, 9)
        with self.assertWakes(0):
            visit.action_cancel_visit()
            visit.action_to_plan()
            visit.action_plan()
        self._wait()
        with self.assertWakes(1):
            visit.action_cancel_visit()
        with self.assertWakes(0):
            visit.action_to_plan()
            visit.action_plan()
        with self.assertWakes(1):
            visit.write({"start": self._at(10), "stop": self._at(11)})
        with self.assertWakes(1):
            visit.unlink()
        meeting = self._create_visit(name="Meeting")
        with self.assertWakes(0):
            meeting.write({"start": self._at(10), "stop": self._at(11)})
            meeting.unlink()

    def test_ends_by_itself(self):
        entry = self._wait()
        earlier = self._wait_for_earlier(self.afternoon)
        self.morning.action_cancel_visit()
        self._run()
        self.assertTrue(entry.offer_ids)
        self.afternoon.action_cancel_visit()
        self._go_to(self._at(23, 59))
        self._run()
        self.assertEqual((entry.state, earlier.state), ("waiting", "expired"))
        self._go_to(self._at(0, days=1))
        self._run()
        self.assertEqual(entry.state, "expired")
        self.assertEqual(set(entry.offer_ids.mapped("state")), {"gone"})

    def test_one_bad_entry_stops_nobody(self):
        bad, good = self._wait(), self._wait("jo@example.com")
        self.morning.action_cancel_visit()
        send = type(self.env["pylot.waitlist"])._send_offers

        def fail(entry, offers):
            if entry.contact_email == bad.contact_email:
                raise ValueError("No mail today")
            return send(entry, offers)

        patched = patch.object(type(self.env["pylot.waitlist"]), "_send_offers", fail)
        with mute_logger("odoo.addons.pylot_frontoffice.models.pylot_waitlist_run"), patched:
            self._run()
        self.assertEqual(bad.failure, "No mail today")
        self.assertFalse(bad.offer_ids)
        self.assertEqual(len(good.offer_ids), 3)
        self._run()
        self.assertFalse(bad.failure)
        self.assertEqual(len(bad.offer_ids), 3)
        self.assertEqual(len(self._get_mails(good)), 1)

    def test_words_of_the_mail(self):
        """On the clock of the business, and on the customer's where it shows something else."""
        self.env["res.lang"]._activate_lang("de_DE")
        entry = self._wait(tz="America/New_York", lang="de_DE")
        self.morning.action_cancel_visit()
        self._run()
        body = self._get_mails(entry).body_html
        self.assertIn("08:00 – 09:00", body)
        self.assertIn("02:00 – 03:00", body)
        self.assertIn("New York", body)

    # === TAKING ===

    def test_take_first_appointment(self):
        entry = self._wait(partner_id=self.customer.id)
        self.morning.action_cancel_visit()
        self._run()
        visit = entry._take(entry.offer_ids[1].offer_key)
        self.assertEqual(visit.start, self._at(9))
        self.assertEqual(visit.technician_id, self.anna)
        self.assertEqual(visit.customer_id, self.customer)
        self.assertEqual(visit.booked_via, "waitlist")
        self.assertEqual((entry.state, entry.event_id), ("booked", visit))
        self.assertEqual(entry.offer_ids.mapped("state"), ["declined", "taken", "declined"])
        self.assertEqual(entry._take(entry.offer_ids[0].offer_key), visit, "a double click")

    def test_take_earlier(self):
        visit = self.afternoon
        entry = self._wait_for_earlier(visit)
        self.morning.action_cancel_visit()
        visit.write({"start": self._at(13), "stop": self._at(14)})
        self._run()
        key = entry.offer_ids[0].offer_key
        self.assertEqual(entry._take(key), visit)
        self.assertEqual(visit.start, self._at(8))
        self.assertBooked(visit, (self.anna, self._at(8), self._at(9)))
        self.assertEqual(entry.state, "booked")

    def test_take_what_is_not_offered(self):
        entry = self._wait()
        earlier = self._wait_for_earlier(self.afternoon)
        self.morning.action_cancel_visit()
        start = self._at(9)
        busy, later = self._at(13), self._at(9, days=1)
        for waiting in (entry, earlier):
            for key in ("", "x", str(start), f"{busy:%Y%m%dT%H%M%SZ}", "w1-20261124", "\x00"):
                with self.subTest(key=key), self.assertRaises(UserError):
                    waiting._take(key)
        with self.assertRaises(UserError):
            earlier._take(f"{later:%Y%m%dT%H%M%SZ}")
        self.assertEqual((entry | earlier).mapped("state"), ["waiting", "waiting"])
        entry.action_leave()
        with self.assertRaisesRegex(UserError, "not on the waiting list"):
            entry._take(f"{start:%Y%m%dT%H%M%SZ}")
