"""Who is refused learns who is busy, with what as far as they may see it, and what they can do
instead."""

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import CollisionError
from ..models import pylot_booking_collision
from .common import FrontofficeCommon

# Between the number and AM or PM, as Unicode's locale data has it.
SPACE = "\u202f"


@tagged("post_install", "-at_install")
class TestCollisionAnswer(FrontofficeCommon):
    def _provoke(self, *args, user=None, lang="en_US", **values):
        """:return: (text, details) of the answer to a visit that collides"""
        env = self.env(user=user or self.dispatcher_user, context={"lang": lang})
        with self.assertRaises(CollisionError) as caught:
            self._create_visit(*args, env=env, **values)
        return str(caught.exception), caught.exception.context["pylot_collision"]

    def _move(self, visit, user, **values):
        """:return: the answer to the same visit moved or changed by ``user``"""
        with self.assertRaises(CollisionError) as caught:
            visit.with_user(user).with_context(lang="en_US").write(values)
        return str(caught.exception), caught.exception.context["pylot_collision"]

    # === TEXT ===

    def test_names_technician_time_and_visit(self):
        self._create_visit(self.anna, name="Boiler")
        text, collision = self._provoke(self.anna, 9.5)
        day = f"{self.monday:%a, %b} {self.monday.day}"
        self.assertEqual(
            text.splitlines()[0],
            f"Anna is already booked: “Boiler”, {day} 9:00{SPACE}AM – 10:00{SPACE}AM.",
        )
        self.assertEqual(collision["technician"], "Anna")

    def test_names_the_helper_who_is_busy(self):
        self._create_visit(self.bert, name="Boiler")
        text, _collision = self._provoke(self.anna, helper_ids=[Command.set(self.bert.ids)])
        self.assertIn("Bert is already booked: “Boiler”", text)

    def test_in_the_readers_time_zone(self):
        self._create_visit(self.anna)
        self.dispatcher_user.tz = "America/New_York"
        text, _collision = self._provoke(self.anna)
        self.assertIn(f"3:00{SPACE}AM – 4:00{SPACE}AM", text)

    def test_in_german_dates(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self._create_visit(self.anna, name="Heizung")
        text, collision = self._provoke(self.anna, lang="de_DE")
        for label in (text.splitlines()[0], collision["alternatives"][0]["label"]):
            self.assertRegex(label, r"Mo\.?, 0?\d+\. \w+\.? \d\d:00 – \d\d:00")
        self.assertNotIn("AM", text)

    def test_two_of_the_same_batch(self):
        values = {
            "name": "Twin",
            "start": self._at(9),
            "stop": self._at(10),
            "technician_id": self.anna.id,
        }
        with self.assertRaises(CollisionError) as caught:
            self.env["calendar.event"].create([values, values])
        self.assertIn("Anna is already booked: “Twin”", str(caught.exception))

    def test_hold(self):
        self.env["pylot.booking"].create(
            {
                "resource_id": self.anna.id,
                "start": self._at(9),
                "stop": self._at(10),
                "state": "hold",
                "expires_at": fields.Datetime.add(fields.Datetime.now(), minutes=10),
            }
        )
        text, collision = self._provoke(self.anna)
        self.assertIn("Anna is already booked: a reservation", text)
        self.assertNotEqual(
            collision["alternatives"][0]["start"], fields.Datetime.to_string(self._at(9))
        )

    # === LEAST SIGHT ===

    def test_technician_does_not_read_colleagues_visits(self):
        """Anna helps in a visit of hers; Bert's other visit is none of her business."""
        self._create_visit(self.bert, 14, name="Secret surprise")
        own = self._create_visit(self.anna, helper_ids=[Command.set(self.bert.ids)])
        times = {"start": self._at(14), "stop": self._at(15)}
        text, _collision = self._move(own, self.technician_user, **times)
        self.assertIn("Bert is already booked: another visit", text)
        self.assertNotIn("Secret", text)
        text, _collision = self._move(own, self.agent_user, **times)
        self.assertIn("“Secret surprise”", text)

    def test_private_visit_shows_busy(self):
        self._create_visit(
            self.bert, name="Chemotherapy", privacy="private", user_id=self.manager_user.id
        )
        text, _collision = self._provoke(self.bert)
        self.assertIn("Bert is already booked: “Busy”", text)
        self.assertNotIn("Chemo", text)
        text, _collision = self._provoke(self.bert, user=self.manager_user)
        self.assertIn("“Chemotherapy”", text)

    def test_visit_of_another_company(self):
        """A technician shared by two companies is busy with a visit the reader cannot see."""
        shared = self._create_equipment("Crane", company_id=False)
        kind = self._create_type(company_id=self.other_company.id)
        self._create_visit(shared, name="Next door", appointment_type_id=kind.id)
        text, _collision = self._provoke(shared)
        self.assertIn("Crane is already booked: another visit", text)
        self.assertNotIn("Next door", text)

    def test_elevated_code_answers_for_the_user_behind_it(self):
        """Portal and website book with sudo(); the answer is still for the customer."""
        self._create_visit(self.bert, name="Secret surprise")
        env = self.env(user=self.technician_user, su=True, context={"lang": "en_US"})
        with self.assertRaises(CollisionError) as caught:
            self._create_visit(self.bert, env=env)
        self.assertIn("Bert is already booked: another visit", str(caught.exception))

    # === ALTERNATIVES ===

    def _accept(self, collision, visit):
        """Write each alternative, as one click does."""
        for alternative in collision["alternatives"]:
            times = {"start": alternative["start"], "stop": alternative["stop"]}
            visit.write({**collision["values"], **times})
            self.assertEqual(fields.Datetime.to_string(visit.start), alternative["start"])
            self.assertEqual(
                {name for name, _start, _stop in self._get_booked(visit)},
                set(visit.technician_ids.mapped("name")),
            )

    def test_alternatives_are_bookable(self):
        kind = self._create_type(duration=2, buffer_before=30, buffer_after=30)
        self._create_visit(self.anna)
        self._create_visit(self.anna, 14)
        visit = self._create_visit(self.anna, 9, 2, days=2, appointment_type_id=kind.id)
        times = {"start": self._at(9), "stop": self._at(11)}
        text, collision = self._move(visit, self.dispatcher_user, **times)
        self.assertEqual(len(collision["alternatives"]), 3)
        self.assertEqual(collision["event_id"], visit.id)
        for alternative in collision["alternatives"]:
            self.assertIn(alternative["label"], text)
            start = fields.Datetime.to_datetime(alternative["start"])
            self.assertEqual((start - self._at(9)).total_seconds() % 1800, 0)
            self.assertGreater(start, self._at(9))
        self._accept(collision, visit)

    def test_alternatives_do_not_overlap(self):
        """Three times half an hour apart are one answer, not three."""
        self._create_visit(self.anna, 9, 2)
        _text, collision = self._provoke(self.anna, 9, 2)
        starts = [each["start"] for each in collision["alternatives"]]
        wanted = [self._at(13), self._at(15), self._at(8, days=1)]
        self.assertEqual(starts, [fields.Datetime.to_string(start) for start in wanted])

    def test_alternatives_suit_the_whole_crew(self):
        """Bert is free earlier than Anna; together they are free when both are."""
        crew = [Command.set(self.bert.ids)]
        self._create_visit(self.anna, 8, 4)
        self._create_visit(self.bert, 13, 3)
        visit = self._create_visit(self.anna, days=1, helper_ids=crew)
        times = {"start": self._at(9), "stop": self._at(10)}
        _text, collision = self._move(visit, self.dispatcher_user, **times)
        self.assertEqual(
            collision["alternatives"][0]["start"], fields.Datetime.to_string(self._at(16))
        )
        self._accept(collision, visit)
        self.assertEqual(visit.technician_ids, self.anna | self.bert)

    def test_alternatives_for_another_technician(self):
        """Refused was the technician, so that is what an alternative asks for, later."""
        self._create_visit(self.bert)
        visit = self._create_visit(self.anna)
        _text, collision = self._move(visit, self.dispatcher_user, technician_id=self.bert.id)
        self._accept(collision, visit)
        self.assertEqual(visit.technician_id, self.bert)

    def test_new_visit_offers_times_without_a_record(self):
        """The event whose creation was refused does not exist, so nothing can be written to it."""
        self._create_visit(self.anna)
        _text, collision = self._provoke(self.anna)
        self.assertFalse(collision["event_id"])
        for alternative in collision["alternatives"]:
            visit = self._create_visit(
                self.env["resource.resource"].browse(alternative["technician_id"]),
                start=alternative["start"],
                stop=alternative["stop"],
            )
            self.assertEqual(len(self._get_booked(visit)), 1)
            visit.unlink()

    def test_visit_longer_than_a_working_day(self):
        """Nothing can be offered, which is said."""
        self._create_visit(self.anna)
        text, collision = self._provoke(self.anna, 9, 10)
        self.assertEqual(collision["alternatives"], [])
        self.assertIn("Choose another time or another technician.", text)

    def test_visit_in_the_past(self):
        """History may be corrected; times are offered from now on."""
        self._create_visit(self.anna, days=-35)
        _text, collision = self._provoke(self.anna, days=-35)
        now = fields.Datetime.to_string(fields.Datetime.now())
        self.assertTrue(all(each["start"] >= now for each in collision["alternatives"]))
        self.assertEqual(len(collision["alternatives"]), pylot_booking_collision.ALTERNATIVES)

    def test_nobody_visible_in_the_way(self):
        """Who took the time cannot be found, in no snapshot: freed again a moment ago."""
        row = {
            "resource_id": self.anna.id,
            "start": self._at(9),
            "stop": self._at(10),
            "event_id": None,
            "appointment_type_id": None,
        }
        answer = self.env["pylot.booking"]._prepare_collision_answer(
            row, None, self.env["pylot.booking"]._get_wanted_visit(row)
        )
        self.assertIn("somebody else was faster", str(answer))
