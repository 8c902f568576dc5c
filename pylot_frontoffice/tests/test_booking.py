"""Bookings follow their visit through everything that can happen to it."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import CollisionError
from .common import FrontofficeCommon


@tagged("post_install", "-at_install")
class TestBooking(FrontofficeCommon):
    # === LIFE OF A VISIT ===

    def test_create(self):
        visit = self._create_visit(self.anna)
        self.assertBooked(visit, (self.anna, self._at(9), self._at(10)))
        self.assertRecordValues(
            visit.booking_ids,
            [
                {
                    "state": "booked",
                    "hours": 1.0,
                    "company_id": self.company.id,
                    "resource_id": self.anna.id,
                }
            ],
        )

    def test_ordinary_event_is_not_booked(self):
        event = self._create_visit()
        self.assertFalse(event.visit_state)
        self.assertBooked(event)

    def test_collision(self):
        self._create_visit(self.anna)
        for hour, hours in ((9, 1), (8.5, 1), (9.25, 0.5), (8, 3), (9.9, 1)):
            with self.subTest(hour=hour), self.assertRaises(CollisionError):
                self._create_visit(self.anna, hour, hours)
        self._create_visit(self.anna, 8)
        self._create_visit(self.anna, 10)
        self._create_visit(self.bert)

    def test_collision_inside_a_batch(self):
        start, stop = self._at(9), self._at(10)
        values = {"name": "Visit", "start": start, "stop": stop, "technician_id": self.anna.id}
        with self.assertRaises(CollisionError):
            self.env["calendar.event"].create([values, values])

    def test_move(self):
        visit = self._create_visit(self.anna)
        visit.write({"start": self._at(14), "stop": self._at(16)})
        self.assertBooked(visit, (self.anna, self._at(14), self._at(16)))
        visit.duration = 0.5
        self.assertBooked(visit, (self.anna, self._at(14), self._at(14.5)))
        visit.start = self._at(8)
        self.assertBooked(visit, (self.anna, self._at(8), self._at(8.5)))

    def test_move_into_another_changes_nothing(self):
        self._create_visit(self.anna)
        visit = self._create_visit(self.anna, 14)
        with self.assertRaises(CollisionError):
            visit.write({"start": self._at(9.5), "stop": self._at(10.5)})
        self.assertEqual(visit.start, self._at(14))
        self.assertBooked(visit, (self.anna, self._at(14), self._at(15)))

    def test_move_over_itself(self):
        visit = self._create_visit(self.anna)
        visit.write({"start": self._at(9.5), "stop": self._at(10.5)})
        self.assertBooked(visit, (self.anna, self._at(9.5), self._at(10.5)))

    def test_delete(self):
        visit = self._create_visit(self.anna)
        booking = visit.booking_ids
        visit.unlink()
        self.assertFalse(booking.exists())
        self._create_visit(self.anna)

    def test_archive_and_back(self):
        visit = self._create_visit(self.anna)
        visit.action_archive()
        self.assertBooked(visit)
        other = self._create_visit(self.anna)
        with self.assertRaises(CollisionError):
            visit.action_unarchive()
        other.unlink()
        visit.action_unarchive()
        self.assertBooked(visit, (self.anna, self._at(9), self._at(10)))

    def test_states(self):
        visit = self._create_visit(self.anna)
        expected = (self.anna, self._at(9), self._at(10))
        for state in ("confirmed", "on_the_way", "in_progress", "done"):
            visit.visit_state = state
            self.assertBooked(visit, expected)
            self.assertEqual(visit.show_as, "busy")
        for state in ("cancelled", "draft", "no_show"):
            visit.visit_state = "planned"
            self.assertBooked(visit, expected)
            visit.visit_state = state
            self.assertBooked(visit)
            self.assertEqual(visit.show_as, "free")
        self._create_visit(self.anna)
        with self.assertRaises(CollisionError):
            visit.visit_state = "planned"

    def test_choosing_a_time_plans_a_draft(self):
        visit = self._create_visit(self.anna, visit_state="draft")
        self.assertBooked(visit)
        visit.start = self._at(11)
        self.assertEqual(visit.visit_state, "planned")
        self.assertBooked(visit, (self.anna, self._at(11), self._at(12)))

    # === WHOLE DAYS ===

    def _create_whole_days(self, first, last, technician=None, **values):
        return self.env["calendar.event"].create(
            {
                "name": "Whole days",
                "allday": True,
                "start_date": first,
                "stop_date": last,
                "start": fields.Datetime.to_datetime(first),
                "stop": fields.Datetime.to_datetime(last),
                "technician_id": (technician or self.anna).id,
                **values,
            }
        )

    def test_allday_is_the_technicians_day(self):
        self.bert.tz = "America/New_York"
        for technician in (self.anna, self.bert):
            visit = self._create_whole_days(self.monday, self.monday, technician)
            start = self._at(0, tz=technician.tz)
            self.assertBooked(visit, (technician, start, self._at(0, days=1, tz=technician.tz)))
        with self.assertRaises(CollisionError):
            self._create_visit(self.anna, 23.5, 0.5)
        self._create_visit(self.anna, 23.5, 0.5, days=-1)

    def test_allday_when_the_clocks_change(self):
        for month, hours in ((3, 23), (10, 25)):
            sunday = fields.Date.end_of(self.monday.replace(month=month, day=1), "month")
            sunday -= timedelta(days=(sunday.weekday() + 1) % 7)
            visit = self._create_whole_days(sunday, sunday)
            self.assertBooked(
                visit, (self.anna, self._at(0, day=sunday), self._at(0, days=1, day=sunday))
            )
            self.assertEqual(visit.booking_ids.hours, hours)

    def test_allday_over_several_days(self):
        visit = self._create_whole_days(self.monday, self.monday + timedelta(days=2))
        self.assertBooked(visit, (self.anna, self._at(0), self._at(0, days=3)))
        visit.write({"stop_date": self.monday})
        self.assertBooked(visit, (self.anna, self._at(0), self._at(0, days=1)))

    def test_allday_becomes_hours(self):
        visit = self._create_whole_days(self.monday, self.monday)
        visit.write({"allday": False, "start": self._at(9), "stop": self._at(10)})
        self.assertBooked(visit, (self.anna, self._at(9), self._at(10)))

    def test_hours_become_allday(self):
        visit = self._create_visit(self.anna)
        visit.write({"allday": True, "start_date": self.monday, "stop_date": self.monday})
        self.assertBooked(visit, (self.anna, self._at(0), self._at(0, days=1)))

    # === CREW ===

    def test_other_technician(self):
        visit = self._create_visit(self.anna)
        visit.technician_id = self.bert
        self.assertBooked(visit, (self.bert, self._at(9), self._at(10)))
        self._create_visit(self.anna)

    def test_without_technician_back_to_the_tray(self):
        visit = self._create_visit(self.anna)
        visit.technician_id = False
        self.assertEqual(visit.visit_state, "draft")
        self.assertBooked(visit)

    def test_helpers(self):
        van = self._create_equipment("Van")
        visit = self._create_visit(self.anna, helper_ids=[Command.set((self.bert | van).ids)])
        hour = self._at(9), self._at(10)
        self.assertBooked(visit, (self.anna, *hour), (self.bert, *hour), (van, *hour))
        with self.assertRaises(CollisionError):
            self._create_visit(self.carla, helper_ids=[Command.link(van.id)])
        visit.helper_ids = [Command.unlink(self.bert.id)]
        self.assertBooked(visit, (self.anna, *hour), (van, *hour))
        visit.helper_ids = [Command.link(self.carla.id)]
        self.assertBooked(visit, (self.anna, *hour), (self.carla, *hour), (van, *hour))
        with self.assertRaises(CollisionError):
            self._create_visit(self.carla)

    def test_lead_and_helpers_in_one(self):
        visit = self._create_visit(technician_ids=[Command.set((self.anna | self.bert).ids)])
        hour = self._at(9), self._at(10)
        self.assertEqual((visit.technician_id, visit.helper_ids), (self.anna, self.bert))
        self.assertBooked(visit, (self.anna, *hour), (self.bert, *hour))
        visit.technician_ids = self.bert | self.carla
        self.assertEqual(visit.technician_ids, self.bert | self.carla)
        self.assertBooked(visit, (self.bert, *hour), (self.carla, *hour))

    def test_helper_who_leads_is_booked_once(self):
        visit = self._create_visit(self.anna, helper_ids=[Command.set(self.anna.ids)])
        self.assertEqual(visit.attendee_ids.partner_id.ids, self.technician_user.partner_id.ids)
        self.assertEqual(len(visit.attendee_ids), 1)
        self.assertBooked(visit, (self.anna, self._at(9), self._at(10)))

    def test_helper_without_lead(self):
        """Nobody leads, so nothing is planned; but once it is, the helper's time is taken."""
        visit = self._create_visit(helper_ids=[Command.set(self.bert.ids)])
        self.assertEqual(visit.visit_state, "draft")
        self.assertBooked(visit)
        visit.visit_state = "planned"
        self.assertBooked(visit, (self.bert, self._at(9), self._at(10)))

    # === BUFFERS ===

    def test_buffers(self):
        kind = self._create_type(buffer_before=30, buffer_after=15)
        visit = self._create_visit(self.anna, appointment_type_id=kind.id)
        self.assertBooked(visit, (self.anna, self._at(8.5), self._at(10.25)))
        with self.assertRaises(CollisionError):
            self._create_visit(self.anna, 10)
        self._create_visit(self.anna, 10.25)
        visit.appointment_type_id = self._create_type()
        self.assertBooked(visit, (self.anna, self._at(9), self._at(10)))

    def test_other_buffers_of_the_type_leave_visits_alone(self):
        """What was agreed stays; the new buffers count from the next change of the visit."""
        kind = self._create_type(buffer_after=15)
        visit = self._create_visit(self.anna, appointment_type_id=kind.id)
        kind.buffer_after = 45
        self.assertBooked(visit, (self.anna, self._at(9), self._at(10.25)))
        visit.start = self._at(14)
        self.assertBooked(visit, (self.anna, self._at(14), self._at(15.75)))

    # === NOT BLOCKING ===

    def test_not_blocking(self):
        visit = self._create_visit(self.anna, env=self.env(user=self.dispatcher_user))
        self.env.cr.flush()
        messages = visit.message_ids
        visit.write({"is_blocking": False, "not_blocking_reason": "Phone call on the way"})
        self.env.cr.flush()
        self.assertBooked(visit)
        self._create_visit(self.anna)
        logged = (visit.message_ids - messages).sudo().tracking_value_ids
        self.assertIn("Phone call on the way", logged.mapped("new_value_char"))
        with self.assertRaises(CollisionError):
            visit.is_blocking = True

    def test_not_blocking_from_the_start_is_logged(self):
        reason = "Two on one ladder"
        visit = self._create_visit(self.anna, is_blocking=False, not_blocking_reason=reason)
        self.assertIn(reason, "".join(visit.message_ids.mapped("body")))

    def test_not_blocking_wants_a_reason(self):
        visit = self._create_visit(self.anna)
        with self.assertRefused("say why"):
            visit.is_blocking = False
        with self.assertRefused("say why"):
            self._create_visit(self.bert, is_blocking=False)
        event = self._create_visit(is_blocking=False)
        with self.assertRefused("say why"):
            event.technician_id = self.bert

    def test_not_blocking_is_for_dispatchers(self):
        visit = self._create_visit(self.anna)
        values = {"is_blocking": 0, "not_blocking_reason": "I want to"}
        with self.assertRaises(AccessError):
            visit.with_user(self.agent_user).write(values)
        with self.assertRaises(AccessError):
            self._create_visit(self.anna, env=self.env(user=self.agent_user), **values)
        context = {"default_is_blocking": False, "default_not_blocking_reason": "Sneaky"}
        with self.assertRaises(AccessError):
            self._create_visit(self.anna, env=self.env(user=self.agent_user, context=context))
        visit.with_user(self.dispatcher_user).write(values)
        self.assertBooked(visit)

    # === SEVERAL AT ONCE ===

    def test_swap_in_one_batch(self):
        first, second = self._create_visit(self.anna), self._create_visit(self.anna, 14)
        with self.assertRaises(CollisionError):
            first.start = self._at(14)
        with self.env["calendar.event"]._booking_batch():
            first.start, second.start = self._at(14), self._at(9)
        self.assertBooked(first, (self.anna, self._at(14), self._at(15)))
        self.assertBooked(second, (self.anna, self._at(9), self._at(10)))

    def test_write_many(self):
        visits = self._create_visit(self.anna) | self._create_visit(self.bert)
        with self.assertRaises(CollisionError):
            visits.write({"technician_id": self.carla.id})
        visits.write({"start": self._at(14), "stop": self._at(15)})
        hour = self._at(14), self._at(15)
        self.assertBooked(visits, (self.anna, *hour), (self.bert, *hour))

    def test_copy_is_a_visit_to_plan(self):
        helper = [Command.set(self.bert.ids)]
        visit = self._create_visit(
            self.anna, helper_ids=helper, is_blocking=False, not_blocking_reason="By phone"
        )
        copy = visit.with_user(self.agent_user).copy()
        self.assertRecordValues(
            copy,
            [
                {
                    "technician_id": False,
                    "helper_ids": [],
                    "visit_state": "draft",
                    "show_as": "free",
                    "start": visit.start,
                    "is_blocking": True,
                }
            ],
        )
        self.assertBooked(copy)
        self.assertBooked(visit)

    def test_copy_of_several(self):
        visits = self._create_visit(self.anna, visit_state="done") | self._create_visit(self.bert)
        event = self._create_visit()
        copies = (visits | event).copy()
        self.assertEqual(copies.mapped("visit_state"), ["draft", "draft", False])
        self.assertEqual(copies.mapped("show_as"), ["free", "free", "busy"])
        self.assertBooked(copies)

    def test_copy_for_somebody_else(self):
        visit = self._create_visit(self.anna)
        copy = visit.copy({"technician_id": self.bert.id})
        self.assertBooked(copy, (self.bert, self._at(9), self._at(10)))
        with self.assertRaises(CollisionError):
            visit.copy({"technician_id": self.anna.id})
