from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import FrontofficeCommon
from .replan_common import ReplanRecords


@tagged("post_install", "-at_install")
class TestReplanEquipment(ReplanRecords, FrontofficeCommon):
    """Vans and special machines are not looked for, and never double-booked or overlooked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_day()
        cls.van = cls._create_equipment("Van")
        cls.window.helper_ids = cls.van

    def _break_down(self, start, stop):
        self.env["resource.calendar.leaves"].create(
            {
                "resource_id": self.van.id,
                "date_from": self._at(start),
                "date_to": self._at(stop),
            }
        )

    def _make_busy_at_eleven(self):
        for technician in (self.bert, self.carla):
            self._plan(technician, 11, self.partners[4])

    def test_no_time_at_which_the_van_is_taken(self):
        """Everybody is busy at eleven; later in the window the van is with Bert."""
        self._make_busy_at_eleven()
        self._plan(self.bert, 13, self.partners[3], helper_ids=[Command.link(self.van.id)], hours=3)
        line = self._get_line(self._call_in_sick(), self.window)
        if line.outcome == "move":
            self.assertTrue(line.start >= self._at(10) and line.start < self._at(11), line.start)
        else:
            self.assertIn("also needs Van", line.reasons)

    def test_no_time_at_which_the_van_is_repaired(self):
        self._make_busy_at_eleven()
        self.window.write({"window_start": self._at(11), "window_stop": self._at(14)})
        line = self._get_line(self._call_in_sick(), self.window)
        self.assertEqual((line.outcome, line.start), ("move", self._at(13)))
        self._break_down(12, 17)
        replan = self._call_in_sick()
        line = self._get_line(replan, self.window)
        self.assertEqual(line.outcome, "tray")
        self.assertIn("also needs Van", line.reasons)
        line.write({"outcome": "move", "resource_id": self.carla.id, "start": self._at(13)})
        with self.assertRefused("Van cannot come", UserError):
            replan.action_apply()

    def test_the_van_itself(self):
        line = self._get_line(self._call_in_sick(self.van), self.window)
        self.assertEqual(line.outcome, "keep")
        self.assertIn("Choose other equipment", line.reasons)

    def test_urgent_with_equipment(self):
        """Nobody is sent without what is needed."""
        kind = self._create_type("Heavy", equipment_ids=self.van.ids)
        urgent = self._create_visit(
            customer_id=self.partners[4].id, appointment_type_id=kind.id, visit_priority="1"
        )
        replan = self._ask(kind="urgent", visit_id=urgent.id, start=self._at(13))
        line = self._get_line(replan, urgent)
        self.assertEqual((line.outcome, line.next_start), ("keep", False))
        self.assertIn("people or equipment", line.reasons)
        plan = self.env["pylot.plan"].browse(replan.action_think()["res_id"])
        plan.iterations = 200
        plan._compute_plan()
        [line] = plan.line_ids.filtered(lambda line: line.event_id == urgent)
        self.assertEqual(line.kind, "change", line.reason)
        self.assertIn(self.van, line.helper_ids)

    def test_the_planner_says_what_it_leaves(self):
        """Visits of whoever is absent that it must not move are not passed over."""
        self.three.is_fixed = True
        self.nine.action_start_visit()
        replan = self.env["pylot.replan"].with_user(self.dispatcher_user)
        replan = replan.create({"kind": "absence", "technician_id": self.anna.id})
        plan = self.env["pylot.plan"].browse(replan.action_think()["res_id"])
        plan.iterations = 200
        plan._compute_plan()
        reasons = {line.event_id: line.reason for line in plan.left_out_ids}
        self.assertIn("has begun", reasons[self.nine])
        self.assertIn("people or equipment", reasons[self.window])
        self.assertIn("has fixed it", reasons[self.three])

    def test_time_that_is_over(self):
        replan = self._call_in_sick()
        line = self._get_line(replan, self.nine)
        line.start = self._at(9, days=-7)
        with self.assertRefused("already over", UserError):
            replan.action_apply()
