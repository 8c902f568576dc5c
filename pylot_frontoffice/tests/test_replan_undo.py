from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import FrontofficeCommon
from .replan_common import ReplanRecords


@tagged("post_install", "-at_install")
class TestReplanUndo(ReplanRecords, FrontofficeCommon):
    """What was applied by hand is taken back as a plan is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_day()

    def _get_places(self, visits):
        return {
            visit: (
                visit.technician_id,
                visit.helper_ids,
                visit.start,
                visit.stop,
                visit.duration,
                visit.visit_state,
            )
            for visit in visits
        }

    def _get_leaves(self):
        return self.env["resource.calendar.leaves"].search([("resource_id", "=", self.anna.id)])

    def _send(self):
        """:return: e-mails that go out now"""
        mails = self.env["mail.mail"]
        last = mails.search([], order="id desc", limit=1).id or 0
        for notice in self.env["pylot.visit.notice"].search([("state", "=", "planned")]):
            if notice.state == "planned":
                notice._send()
        return mails.search([("id", ">", last)])

    def _make_busy(self):
        """Nobody but Anna is free at three."""
        for technician in (self.bert, self.carla):
            self._plan(technician, 15, self.partners[4])

    def _create_urgent(self, **values):
        return self._create_visit(
            customer_id=self.partners[4].id,
            appointment_type_id=self.kind.id,
            visit_priority="1",
            **values,
        )

    def test_absence(self):
        """Entered by mistake: everything is as it was, the absence is gone, nobody hears of it."""
        self._make_busy()
        before = self._get_places(self.annas | self.busy)
        replan = self._call_in_sick()
        replan.action_apply()
        self.assertNotEqual(self._get_places(self.annas | self.busy), before)
        self.assertRecordValues(
            replan.plan_id, [{"kind": "hand", "state": "applied", "is_telling": True}]
        )
        self.assertIn("Anna", replan.plan_id.message)
        self.assertEqual(self._get_told(), [("Cleo", "postponed")])
        replan.action_undo()
        self.assertEqual(replan.plan_state, "undone")
        self.assertEqual(self._get_places(self.annas | self.busy), before)
        for visit in self.annas:
            self.assertBooked(visit, (self.anna, visit.start, visit.stop))
        self.assertFalse(self._get_leaves())
        self.assertFalse(self._send())
        with self.assertRefused("meanwhile", UserError):
            replan.action_undo()

    def test_who_was_told_is_told_once_more(self):
        self._make_busy()
        replan = self._call_in_sick()
        replan.action_apply()
        self.assertEqual(len(self._send()), 1)
        replan.action_undo()
        self.assertEqual(self._get_told(), [("Cleo", "confirmed")])
        self.assertEqual(len(self._send()), 1)
        self.assertFalse(self._send())

    def test_nobody_is_told_without_informing(self):
        self._make_busy()
        replan = self._call_in_sick(inform_customers=False)
        self.assertFalse(any(replan.line_ids.mapped("is_told")))
        replan.action_apply()
        replan.action_undo()
        self.assertEqual(self.three.technician_id, self.anna)
        self.assertEqual(self._get_told(), [])

    def test_helper(self):
        crew = self._plan(self.bert, 13, self.partners[4], helper_ids=[Command.link(self.anna.id)])
        before = self._get_places(crew)
        replan = self._call_in_sick()
        replan.action_apply()
        self.assertEqual(crew.helper_ids, self.carla)
        replan.action_undo()
        self.assertEqual(self._get_places(crew), before)

    def test_crew_back_from_the_tray(self):
        van = self._create_equipment("Van")
        crew = self._plan(self.anna, 13, self.partners[4], helper_ids=[Command.link(van.id)])
        before = self._get_places(crew)
        replan = self._call_in_sick()
        self._get_line(replan, crew).outcome = "tray"
        replan.action_apply()
        self.assertFalse(crew.technician_ids)
        replan.action_undo()
        self.assertEqual(self._get_places(crew), before)
        self.assertEqual(len(crew.booking_ids), 2)

    def test_van_is_taken_by_now(self):
        van = self._create_equipment("Van")
        crew = self._plan(self.anna, 13, self.partners[4], helper_ids=[Command.link(van.id)])
        replan = self._call_in_sick()
        self._get_line(replan, crew).outcome = "tray"
        replan.action_apply()
        self._plan(self.bert, 13, self.partners[4], helper_ids=[Command.link(van.id)])
        replan.action_undo()
        self.assertEqual(crew.visit_state, "draft")
        [line] = replan.plan_id.line_ids.filtered(lambda line: line.event_id == crew)
        self.assertIn("takes that time", line.reason)
        self.assertEqual(self.nine.technician_id, self.anna)

    def test_takes_longer(self):
        before = self._get_places(self.annas)
        replan = self._ask(kind="overrun", visit_id=self.nine.id, minutes=90)
        replan.action_apply()
        self.assertEqual(self.nine.stop, self._at(11, 30))
        self.nine.action_start_visit()
        replan.action_undo()
        self.assertEqual(self.nine.visit_state, "in_progress")
        self.nine.visit_state = "confirmed"
        self.assertEqual(self._get_places(self.annas), before)

    def test_what_has_changed_since_stays(self):
        replan = self._call_in_sick()
        replan.action_apply()
        self.nine.write({"start": self._at(16), "stop": self._at(17)})
        self.three.action_cancel_visit()
        replan.action_undo()
        lines = {line.event_id: line for line in replan.plan_id.line_ids}
        for visit in (self.nine, self.three):
            self.assertEqual(lines[visit].state, "applied")
            self.assertIn("was changed", lines[visit].reason)
        self.assertEqual(self.nine.start, self._at(16))
        self.assertEqual(self.window.technician_id, self.anna)

    def test_nothing_can_be_taken_back(self):
        """Then the absence stays, too."""
        replan = self._call_in_sick()
        replan.action_apply()
        self.annas.action_cancel_visit()
        with self.assertRefused("Nothing can be taken back", UserError):
            replan.action_undo()
        self.assertTrue(self._get_leaves())

    def test_absence_without_visits(self):
        self.annas.action_cancel_visit()
        replan = self._call_in_sick()
        replan.action_apply()
        self.assertTrue(self._get_leaves())
        replan.action_undo()
        self.assertFalse(self._get_leaves())

    def test_absence_that_was_known_stays(self):
        self._call_in_sick()._enter_absence()
        replan = self._call_in_sick()
        replan.action_apply()
        replan.action_undo()
        self.assertEqual(self.nine.technician_id, self.anna)
        self.assertTrue(self._get_leaves())

    def test_a_month(self):
        replan = self._call_in_sick(date_to=self.monday + timedelta(days=30))
        replan.action_apply()
        self.assertEqual(replan.plan_id.date_to, self.monday + timedelta(days=30))
        replan.action_undo()
        self.assertFalse(self._get_leaves())

    def test_what_waits_for_a_decision_is_listed(self):
        self.nine.is_fixed = True
        replan = self._call_in_sick()
        replan.action_apply()
        self.assertEqual(replan.plan_id.left_out_ids.event_id, self.nine)
        self.assertIn("fixed", replan.plan_id.left_out_ids.reason)

    def test_colleagues_hear_of_it(self):
        self.plain_user.group_ids += self.env.ref("pylot_frontoffice.group_technician")
        self.carla.user_id = self.plain_user
        replan = self._call_in_sick()
        for line in replan.line_ids:
            line.resource_id = self.carla
        replan.action_apply()
        messages = self.env["mail.message"]
        last = messages.search([], order="id desc", limit=1).id
        replan.action_undo()
        told = messages.search(
            [("id", ">", last), ("notified_partner_ids", "in", self.plain_user.partner_id.ids)]
        )
        self.assertEqual(len(told), 1)
        self.assertIn("not yours any more", told.body)

    def test_who_may(self):
        replan = self._call_in_sick()
        with self.assertRefused("Nothing has been applied", UserError):
            replan.action_undo()
        replan.action_apply()
        plan = replan.plan_id
        for user in (self.agent_user, self.technician_user):
            with self.assertRaises(AccessError):
                plan.with_user(user).action_undo()
        leave = self._get_leaves()
        with self.assertRaises(AccessError):
            plan.with_user(self.dispatcher_user).leave_id = leave
        with self.assertRefused("decided by hand", UserError):
            plan.with_user(self.dispatcher_user).action_run()

    # === SOMETHING URGENT ===

    def test_urgent_customer_hears_of_it(self):
        urgent = self._create_urgent()
        replan = self._ask(kind="urgent", visit_id=urgent.id, start=self._at(13))
        self.assertTrue(self._get_line(replan, urgent).is_told)
        self.assertIn("told: 1", replan.summary)
        replan.action_apply()
        self.assertEqual(self._get_told(), [("Eve", "proposed")])
        self.assertEqual(urgent.awaiting, "customer")
        [mail] = self._send()
        self.assertIn(urgent.customer_token, mail.body_html)
        self.assertFalse(self._send())

    def test_urgent_one_message_per_customer(self):
        """Eve has another visit, which has to make room: one e-mail about both."""
        for technician in (self.bert, self.carla):
            self._plan(technician, 14, self.partners[3], hours=3)
        self.three.action_cancel_visit()
        self.window.action_cancel_visit()
        other = self._plan(self.anna, 15, self.partners[4])
        self._send()
        urgent = self._create_urgent()
        replan = self._ask(kind="urgent", visit_id=urgent.id, start=self._at(15))
        self.assertEqual(replan.line_ids.visit_id.ids, (urgent | other).ids)
        replan.action_apply()
        self.assertEqual(len(self._get_told()), 2)
        [mail] = self._send()
        for visit in urgent | other:
            self.assertIn(visit.customer_token, mail.body_html)

    def test_urgent_not_told(self):
        """Not wanted, or without an address."""
        for values in ({"inform_customers": False}, {}):
            urgent = self._create_urgent()
            if not values:
                self.partners[4].email = False
            replan = self._ask(kind="urgent", visit_id=urgent.id, start=self._at(13), **values)
            self.assertFalse(self._get_line(replan, urgent).is_told)
            replan.action_apply()
            self.assertEqual(urgent.visit_state, "planned")
            self.assertFalse(urgent.ics_uid)
            self.assertEqual(self._get_told(), [])

    def test_urgent_taken_back(self):
        urgent = self._create_urgent()
        before = self._get_places(urgent)
        replan = self._ask(kind="urgent", visit_id=urgent.id, start=self._at(13))
        replan.action_apply()
        replan.action_undo()
        self.assertEqual(self._get_places(urgent), before)
        self.assertFalse(urgent.booking_ids)
        self.assertFalse(urgent.ics_uid)
        self.assertFalse(self._send())

    def test_urgent_accepted_stays(self):
        urgent = self._create_urgent()
        replan = self._ask(kind="urgent", visit_id=urgent.id, start=self._at(13))
        replan.action_apply()
        urgent.awaiting = False
        with self.assertRefused("Nothing can be taken back", UserError):
            replan.action_undo()
        self.assertIn("has accepted", replan.plan_id.line_ids._get_change_since())
