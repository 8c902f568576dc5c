from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import FrontofficeCommon
from .replan_common import ReplanRecords


@tagged("post_install", "-at_install")
class TestReplanAbsence(ReplanRecords, FrontofficeCommon):
    """Anna calls at seven: she is ill."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_day()

    def test_whole_day(self):
        replan = self._call_in_sick()
        self.assertEqual(replan.line_ids.visit_id, self.annas.with_user(self.dispatcher_user))
        nine = self._get_line(replan, self.nine)
        # Bert is busy, so Carla comes, at the promised time
        self.assertRecordValues(
            nine,
            [{"outcome": "move", "resource_id": self.carla.id, "start": self._at(9)}],
        )
        self.assertFalse(any(replan.line_ids.mapped("is_told")))
        self.assertTrue(all(line.outcome == "move" for line in replan.line_ids))

    def test_nothing_is_written_before(self):
        before = self._get_booked(*self.annas, self.busy)
        self._call_in_sick()
        self.assertEqual(self._get_booked(*self.annas, self.busy), before)
        self.assertEqual(self.annas.technician_id, self.anna)
        self.assertEqual(set(self.annas.mapped("visit_state")), {"confirmed"})
        leaves = self.env["resource.calendar.leaves"]
        self.assertFalse(leaves.search([("resource_id", "=", self.anna.id)]))
        self.assertEqual(self._get_told(), [])

    def test_apply(self):
        replan = self._call_in_sick()
        expected = {line.visit_id.id: (line.resource_id, line.start) for line in replan.line_ids}
        replan.action_apply()
        for visit in self.annas:
            self.assertEqual((visit.technician_id, visit.start), expected[visit.id])
            self.assertEqual(visit.visit_state, "confirmed")
            self.assertBooked(visit, (visit.technician_id, visit.start, visit.stop))
        self.assertNotIn(self.anna, self.annas.technician_id)
        # others stay where they are
        self.assertEqual((self.busy.technician_id, self.busy.start), (self.bert, self._at(9)))
        leave = self.env["resource.calendar.leaves"].search([("resource_id", "=", self.anna.id)])
        self.assertRecordValues(
            leave,
            [{"date_from": self._at(0), "date_to": self._at(24), "time_type": "leave"}],
        )
        self.assertNotRegex(leave.name, "(?i)sick|ill")
        # whoever waits at the same time is told nothing
        self.assertEqual(self._get_told(), [])
        # nothing new can be planned for her
        slots = self.kind._get_slots(self._at(0), self._at(24))
        self.assertFalse(any(self.anna.id in slot["resource_ids"] for slot in slots))

    def test_a_window_leaves_room(self):
        """Everybody is busy at 11, but somebody can come within the window."""
        for technician in (self.bert, self.carla):
            self._plan(technician, 10.75, self.partners[4])
        line = self._get_line(self._call_in_sick(), self.window)
        self.assertEqual(line.outcome, "move")
        self.assertTrue(self._at(10) <= line.start <= self._at(14), line.start)
        self.assertFalse(line.is_told)

    def test_nobody_can(self):
        """All are busy at three: it goes back to the tray, and the customer hears of it once."""
        for technician in (self.bert, self.carla):
            self._plan(technician, 15, self.partners[4])
        replan = self._call_in_sick()
        line = self._get_line(replan, self.three)
        self.assertEqual((line.outcome, line.is_told), ("tray", True))
        for name in ("Bert", "Carla"):
            self.assertIn(name, line.reasons)
        self.assertNotIn("Anna", line.reasons)
        self.assertTrue(line.next_start)
        replan.action_apply()
        self.assertEqual(self.three.visit_state, "draft")
        self.assertFalse(self.three.technician_id)
        self.assertEqual(self._get_told(), [("Cleo", "postponed")])

    def test_a_skill_is_missing(self):
        skill_type = self.env["hr.skill.type"].create(
            {
                "name": "Gas",
                "skill_ids": [Command.create({"name": "Gas heating"})],
                "skill_level_ids": [Command.create({"name": "Any", "level_progress": 50})],
            }
        )
        self.kind.skill_ids = [Command.create({"skill_id": skill_type.skill_ids.id})]
        line = self._get_line(self._call_in_sick(), self.nine)
        self.assertEqual(line.outcome, "tray")
        self.assertIn("Gas heating", line.reasons)
        # what was put in by hand is looked at again
        line.write({"outcome": "move", "resource_id": self.carla.id, "start": self._at(9)})
        with self.assertRefused("lacks a required skill", UserError):
            line.replan_id.action_apply()

    def test_take_the_next_time(self):
        for technician in (self.bert, self.carla):
            self._plan(technician, 15, self.partners[4])
        replan = self._call_in_sick()
        line = self._get_line(replan, self.three)
        line.action_take_next()
        self.assertEqual((line.outcome, line.start), ("move", line.next_start))
        self.assertTrue(line.is_told)
        replan.action_apply()
        self.assertEqual(self.three.start, line.next_start)
        self.assertEqual(self._get_told(), [("Cleo", "moved")])

    def test_next_times_are_offered_once(self):
        """Two visits nobody can come to: each is offered a time, and both can be taken."""
        self._create_visit(self.bert, 10, 7, name="The rest of the day")
        self._create_visit(self.carla, 8, 9, name="All day")
        replan = self._call_in_sick()
        lines = self._get_line(replan, self.nine) | self._get_line(replan, self.three)
        self.assertEqual(lines.mapped("outcome"), ["tray", "tray"])
        offers = [(line.next_resource_id, line.next_start) for line in lines]
        self.assertTrue(all(start for _technician, start in offers))
        self.assertEqual(len(set(offers)), 2, offers)
        for line in lines:
            line.action_take_next()
        replan.action_apply()
        self.assertEqual(
            [(visit.technician_id, visit.start) for visit in (self.nine | self.three)], offers
        )

    def test_nobody_is_told(self):
        for technician in (self.bert, self.carla):
            self._plan(technician, 15, self.partners[4])
        replan = self._call_in_sick(inform_customers=False)
        replan.action_apply()
        self.assertEqual(self.three.visit_state, "draft")
        self.assertEqual(self._get_told(), [])

    def test_from_now_on(self):
        """She goes home at noon: what is over stays, what has begun is left to decide."""
        self.nine.action_finish_visit()
        self.window.action_start_visit()
        self.clock.move_to(self._at(11, 30))
        replan = self._call_in_sick(absence="now")
        self.assertEqual(replan.line_ids.visit_id.ids, (self.window | self.three).ids)
        self.assertEqual(self._get_line(replan, self.window).outcome, "keep")
        self.assertRegex(self._get_line(replan, self.window).reasons, "has begun")
        self.assertEqual(self._get_line(replan, self.three).outcome, "move")
        replan.action_apply()
        self.assertEqual(self.window.technician_id, self.anna)
        self.assertNotEqual(self.three.technician_id, self.anna)
        leave = self.env["resource.calendar.leaves"].search([("resource_id", "=", self.anna.id)])
        self.assertEqual((leave.date_from, leave.date_to), (self._at(11, 30), self._at(24)))

    def test_several_days(self):
        later = self._plan(self.anna, 9, self.partners[4], days=2)
        after = self._plan(self.anna, 9, self.partners[4], days=3)
        replan = self._call_in_sick(date_to=self.monday + timedelta(days=2))
        found = replan.line_ids.visit_id
        self.assertIn(later.id, found.ids)
        self.assertNotIn(after.id, found.ids)
        replan.action_apply()
        self.assertEqual(after.technician_id, self.anna)

    def test_day_of_a_changed_clock(self):
        """The day on which clocks are set back has 25 hours."""
        day = date(2026, 10, 25)
        replan = self.env["pylot.replan"].create(
            {"technician_id": self.anna.id, "date_from": day, "date_to": day}
        )
        start, stop = replan._get_absence_span()
        self.assertEqual(stop - start, timedelta(hours=25))

    def test_two_visits_do_not_get_one_time(self):
        """Two of Anna's visits at the same hour of which only one can be taken by Carla."""
        emil = self._create_technician("Emil")
        other = self._plan(emil, 9, self.partners[4])
        self._call_in_sick().action_apply()
        replan = self._call_in_sick(emil)
        line = self._get_line(replan, other)
        self.assertEqual(line.outcome, "tray")
        self.assertIn("Carla", line.reasons)

    def test_crew(self):
        """A helper is absent: the lead stays, somebody else helps."""
        crew = self._plan(self.bert, 13, self.partners[4], helper_ids=[Command.link(self.anna.id)])
        replan = self._call_in_sick()
        line = self._get_line(replan, crew)
        self.assertEqual((line.role, line.resource_id), ("helper", self.carla))
        replan.action_apply()
        self.assertEqual((crew.technician_id, crew.helper_ids), (self.bert, self.carla))

    def test_fixed(self):
        self.nine.is_fixed = True
        line = self._get_line(self._call_in_sick(), self.nine)
        self.assertEqual(line.outcome, "keep")
        self.assertRegex(line.reasons, "fixed")

    def test_something_has_changed_since(self):
        replan = self._call_in_sick()
        self.three.with_context(pylot_inform_customer=False).write(
            {"start": self._at(16), "stop": self._at(17)}
        )
        with self.assertRefused("has been changed since", UserError):
            replan.action_apply()
        self.assertEqual(self.nine.technician_id, self.anna)
        replan.action_propose()
        replan.action_apply()
        self.assertEqual(self.three.start, self._at(16))

    def test_something_has_come_since(self):
        replan = self._call_in_sick()
        self._plan(self.anna, 8, self.partners[4])
        with self.assertRefused("planned for them since", UserError):
            replan.action_apply()

    def test_somebody_was_faster(self):
        replan = self._call_in_sick()
        line = self._get_line(replan, self.nine)
        self._plan(line.resource_id, 9, self.partners[4])
        with self.assertRefused("already booked"):
            replan.action_apply()
        self.assertEqual(self.nine.technician_id, self.anna)

    def test_twice_is_once(self):
        replan = self._call_in_sick()
        replan.action_apply()
        for action in (replan.action_apply, replan.action_propose, replan.action_ask_again):
            with self.assertRefused("applied already", UserError):
                action()
        self._call_in_sick().action_apply()
        leaves = self.env["resource.calendar.leaves"].search([("resource_id", "=", self.anna.id)])
        self.assertEqual(len(leaves), 1)

    def test_technicians_are_told_once(self):
        user = self.plain_user
        user.group_ids += self.env.ref("pylot_frontoffice.group_technician")
        for technician in (self.bert, self.carla):
            technician.user_id = user if technician == self.carla else False
        messages = self.env["mail.message"]
        last = messages.search([], order="id desc", limit=1).id
        replan = self._call_in_sick()
        for line in replan.line_ids:
            line.resource_id = self.carla
        replan.action_apply()
        told = messages.search(
            [("id", ">", last), ("notified_partner_ids", "in", user.partner_id.ids)]
        )
        self.assertEqual(len(told), 1)
        self.assertIn("At Ada", told.body)
        self.assertIn("At Cleo", told.body)

    def test_wrong_questions(self):
        for values, text in (
            ({"technician_id": False}, "who is absent"),
            ({"date_to": self.monday - timedelta(days=1)}, "before the first"),
            ({"date_from": False}, "from when"),
        ):
            with self.assertRefused(text, UserError):
                self._call_in_sick(**values)

    def test_who_may(self):
        for user in (self.agent_user, self.technician_user, self.plain_user):
            with self.assertRaises(AccessError):
                self.anna.with_user(user).action_replan()
            with self.assertRaises(AccessError):
                self._ask(user, kind="absence", technician_id=self.anna.id)
        action = self.anna.with_user(self.dispatcher_user).action_replan()
        self.assertEqual(self.env["pylot.replan"].browse(action["res_id"]).technician_id, self.anna)

    def test_others_stay(self):
        """Of a full week of ten technicians only what concerns the absent one is touched."""
        others = self.env["calendar.event"]
        for number in range(7):
            technician = self._create_technician(f"Technician {number}")
            for hour in (9, 11, 14, 16):
                others |= self._plan(technician, hour, self.partners[number % 5], False)
        before = self._get_booked(*others, self.busy)
        self._call_in_sick().action_apply()
        self.assertEqual(self._get_booked(*others, self.busy), before)

    def test_one_message_per_customer(self):
        """Ada has two visits that day, and nobody can come to either: one e-mail."""
        second = self._plan(self.anna, 13, self.partners[0])
        for technician in (self.bert, self.carla):
            self.env["resource.calendar.leaves"].create(
                {
                    "resource_id": technician.id,
                    "calendar_id": self.calendar.id,
                    "date_from": self._at(0),
                    "date_to": self._at(24),
                }
            )
        self._call_in_sick().action_apply()
        notices = self.env["pylot.visit.notice"].search([("state", "=", "planned")], order="id")
        adas = notices.filtered(lambda notice: notice.event_id in self.nine | second)
        self.assertEqual(len(adas), 2)
        self.assertEqual(len(set(adas.mapped("bundle"))), 1)
        mails = self.env["mail.mail"]
        last = mails.search([], order="id desc", limit=1).id or 0
        for notice in notices:
            if notice.state == "planned":
                notice._send()
        sent = mails.search([("id", ">", last)])
        self.assertEqual(len(sent), len({"Ada", "Bob", "Cleo"}))
        self.assertEqual(set(notices.mapped("state")), {"sent"})
