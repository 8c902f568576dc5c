from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import FrontofficeCommon
from .replan_common import ReplanRecords


@tagged("post_install", "-at_install")
class TestReplanPlan(ReplanRecords, FrontofficeCommon):
    """A changed day, thought over by the planner."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        others = cls.env["resource.resource"].search([("is_technician", "=", True)])
        (others - cls.anna - cls.bert - cls.carla).is_technician = False
        cls._make_day()

    def _think(self, **values):
        """:return: the plan with its proposal"""
        replan = self.env["pylot.replan"].with_user(self.dispatcher_user).create(values)
        plan = self.env["pylot.plan"].browse(replan.action_think()["res_id"])
        self.assertEqual((plan.kind, plan.state), ("replan", "queued"))
        with self.assertRefused("applied already", UserError):
            replan.action_think()
        plan.iterations = 300
        plan._compute_plan()
        return plan

    def test_absence(self):
        in_the_tray = self._create_visit(
            customer_id=self.partners[4].id, appointment_type_id=self.kind.id
        )
        plan = self._think(kind="absence", technician_id=self.anna.id)
        lines = plan.line_ids
        self.assertFalse(lines.filtered(lambda line: line.event_id == in_the_tray))
        changes = lines.filtered(lambda line: line.kind == "change")
        self.assertLessEqual(set(self.annas.ids), set(changes.event_id.ids))
        self.assertNotIn(self.anna, changes.resource_id)
        # least change: what is not concerned stays
        self.assertFalse(changes.filtered(lambda line: line.event_id == self.busy))
        # promises are kept
        for line in changes:
            self.assertFalse(line.event_id._breaks_promise(line.start))
        leave = self.env["resource.calendar.leaves"].search([("resource_id", "=", self.anna.id)])
        self.assertEqual(len(leave), 1)
        plan.with_user(self.dispatcher_user).action_apply()
        self.assertNotIn(self.anna, self.annas.technician_id)
        self.assertEqual(self._get_told(), [])
        plan.with_user(self.dispatcher_user).action_undo()
        self.assertEqual(self.busy.technician_id, self.bert)

    def test_few_others_are_moved(self):
        """Ten technicians with full days: at most a tenth of the others' visits moves."""
        others = self.busy
        for number in range(7):
            technician = self._create_technician(f"Technician {number}")
            for hour in (9, 11, 14, 16):
                others |= self._plan(technician, hour, self.partners[number % 5], False)
        plan = self._think(kind="absence", technician_id=self.anna.id)
        moved = plan.line_ids.filtered(
            lambda line: (
                line.kind == "change"
                and line.event_id in others
                and line.resource_id != line.old_resource_id
            )
        )
        self.assertLessEqual(len(moved), len(others) // 10)

    def test_urgent(self):
        urgent = self._create_visit(
            customer_id=self.partners[4].id, appointment_type_id=self.kind.id
        )
        plan = self._think(kind="urgent", visit_id=urgent.id)
        line = plan.line_ids.filtered(lambda line: line.event_id == urgent)
        self.assertEqual(line.kind, "change")
        self.assertTrue(line.resource_id)

    def test_overrun_is_nothing_for_it(self):
        replan = self.env["pylot.replan"].with_user(self.dispatcher_user)
        with self.assertRefused("Use “Propose”", UserError):
            replan.create({"kind": "overrun", "visit_id": self.nine.id}).action_think()
