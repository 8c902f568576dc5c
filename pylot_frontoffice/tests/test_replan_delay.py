from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import FrontofficeCommon
from .replan_common import ReplanRecords


@tagged("post_install", "-at_install")
class TestReplanDelay(ReplanRecords, FrontofficeCommon):
    """A visit takes longer, something urgent comes in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_day()

    def _overrun(self, visit=None, minutes=60):
        return self._ask(kind="overrun", visit_id=(visit or self.nine).id, minutes=minutes)

    def test_nobody_is_concerned(self):
        replan = self._overrun(minutes=30)
        self.assertFalse(replan.line_ids)
        replan.action_apply()
        self.assertEqual(self.nine.stop, self._at(10, 30))
        self.assertEqual(self.window.start, self._at(11))
        self.assertEqual(self._get_told(), [])

    def test_later_within_the_window(self):
        """Until half past eleven: the next one is later, but still in the promised window."""
        replan = self._overrun(minutes=90)
        line = self._get_line(replan, self.window)
        self.assertEqual(replan.line_ids, line)
        self.assertEqual((line.outcome, line.resource_id), ("move", self.anna))
        self.assertTrue(self._at(11, 30) < line.start <= self._at(14), line.start)
        self.assertFalse(line.is_told)
        replan.action_apply()
        self.assertEqual(self.nine.stop, self._at(11, 30))
        self.assertEqual(self.window.technician_id, self.anna)
        self.assertEqual(self._get_told(), [])

    def test_somebody_else_keeps_the_promise(self):
        """Three hours at three o'clock were promised sharp: a colleague comes."""
        replan = self._overrun(self.window, minutes=4 * 60)
        line = self._get_line(replan, self.three)
        self.assertEqual((line.outcome, line.start), ("move", self._at(15)))
        self.assertNotEqual(line.resource_id, self.anna)
        self.assertFalse(line.is_told)

    def test_the_customer_has_to_wait(self):
        for technician in (self.bert, self.carla):
            self._plan(technician, 15, self.partners[4], hours=2)
        replan = self._overrun(self.window, minutes=3 * 60 + 10)
        line = self._get_line(replan, self.three)
        self.assertEqual((line.outcome, line.resource_id), ("move", self.anna))
        self.assertGreater(line.start, self._at(15))
        self.assertTrue(line.is_told)
        replan.action_apply()
        self.assertEqual(self._get_told(), [("Cleo", "moved")])

    def test_a_visit_that_runs(self):
        """It should have been over at ten, it is noon: the hour begins now."""
        self.nine.action_start_visit()
        self.clock.move_to(self._at(12))
        replan = self._overrun(minutes=30)
        self.assertEqual(replan._get_new_stop(), self._at(12))
        line = self._get_line(replan, self.window)
        self.assertEqual(line.outcome, "move")

    def test_wrong_questions(self):
        self.three.action_finish_visit()
        for visit, minutes in ((self.three, 60), (self.nine, 0), (self.nine, 5000)):
            with self.assertRaises(UserError):
                self._overrun(visit, minutes)

    def test_urgent_in_a_gap(self):
        urgent = self._create_visit(
            customer_id=self.partners[4].id,
            appointment_type_id=self.kind.id,
            visit_priority="1",
        )
        replan = self._ask(kind="urgent", visit_id=urgent.id, start=self._at(13))
        line = self._get_line(replan, urgent)
        self.assertEqual(replan.line_ids, line)
        self.assertEqual((line.outcome, line.start), ("move", self._at(13)))
        replan.action_apply()
        self.assertEqual((urgent.visit_state, urgent.start), ("planned", self._at(13)))
        self.assertTrue(urgent.technician_id)

    def test_urgent_displaces_who_minds_least(self):
        """All are busy at three. Bert's visit is not promised to anybody."""
        self._plan(self.bert, 15, self.partners[3], is_promised=False)
        self._plan(self.carla, 15, self.partners[3])
        urgent = self._create_visit(
            customer_id=self.partners[4].id,
            appointment_type_id=self.kind.id,
            visit_priority="1",
        )
        replan = self._ask(kind="urgent", visit_id=urgent.id, start=self._at(15))
        line = self._get_line(replan, urgent)
        self.assertEqual(line.resource_id, self.bert)
        self.assertFalse(any((replan.line_ids - line).mapped("is_told")))
        replan.action_apply()
        self.assertEqual((urgent.technician_id, urgent.start), (self.bert, self._at(15)))

    def test_urgent_nobody_can(self):
        kind = self._create_type("Other", technician_ids=self.anna.ids)
        urgent = self._create_visit(
            customer_id=self.partners[4].id, appointment_type_id=kind.id, visit_priority="1"
        )
        replan = self._ask(kind="urgent", visit_id=urgent.id, start=self._at(20))
        line = self._get_line(replan, urgent)
        self.assertEqual(line.outcome, "keep")
        self.assertTrue(line.reasons)
        self.assertTrue(line.next_start)

    def test_from_the_visit(self):
        visit = self.nine.with_user(self.dispatcher_user)
        replan = self.env["pylot.replan"].browse(visit.action_takes_longer()["res_id"])
        self.assertEqual((replan.kind, replan.visit_id.id), ("overrun", visit.id))
        draft = self._create_visit(appointment_type_id=self.kind.id)
        replan = replan.browse(draft.with_user(self.dispatcher_user).action_fit_in()["res_id"])
        self.assertEqual(replan.kind, "urgent")
