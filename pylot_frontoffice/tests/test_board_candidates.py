from odoo.fields import Command
from odoo.tests import tagged

from .board_common import BoardCommon


@tagged("post_install", "-at_install")
class TestBoardCandidates(BoardCommon):
    """What lights up when somebody begins to drag."""

    def _get_candidates(self, visit, days=1):
        board = self.env["pylot.board"].with_user(self.dispatcher_user)
        return board.get_candidates(visit.id, str(self.monday), days)

    def test_free_and_busy(self):
        self._create_visit(self.bert, 8, hours=3.5)
        visit = self._create_visit(self.anna, 9)
        found = self._get_candidates(visit)
        self.assertEqual(found["minutes"], 60)
        # not in its own way
        self.assertEqual(
            found["technicians"][self.anna.id]["free"],
            [[self._minute(8), self._minute(12)], [self._minute(13), self._minute(17)]],
        )
        # half an hour before noon is too short
        bert = found["technicians"][self.bert.id]
        self.assertEqual(bert["free"], [[self._minute(13), self._minute(17)]])
        self.assertTrue(bert["qualified"])
        self.assertIn("already booked then", bert["text"])

    def test_buffers(self):
        kind = self._create_type(buffer_before=30, buffer_after=15)
        self._create_visit(self.anna, 10, appointment_type_id=kind.id)
        visit = self._create_visit(visit_state="draft", appointment_type_id=kind.id)
        # the buffers of the one that is there, 9:30 to 11:15, and of the one that comes
        self.assertEqual(
            self._get_candidates(visit)["technicians"][self.anna.id]["free"],
            [[self._minute(8), self._minute(9, 15)], [self._minute(13), self._minute(17)]],
        )

    def test_skills(self):
        trade = self.env["hr.skill.type"].create(
            {
                "name": "Trade",
                "skill_ids": [Command.create({"name": "Gas"})],
                "skill_level_ids": [Command.create({"name": "Master", "level_progress": 100})],
            }
        )
        self.env["hr.employee.skill"].create(
            {
                "employee_id": self.carla.employee_id.id,
                "skill_type_id": trade.id,
                "skill_id": trade.skill_ids.id,
                "skill_level_id": trade.skill_level_ids.id,
            }
        )
        kind = self._create_type(
            skill_ids=[Command.create({"skill_type_id": trade.id, "skill_id": trade.skill_ids.id})]
        )
        van = self._create_equipment("Van")
        visit = self._create_visit(visit_state="draft", appointment_type_id=kind.id)
        found = self._get_candidates(visit)["technicians"]
        self.assertTrue(found[self.carla.id]["is_best"])
        self.assertTrue(found[self.carla.id]["free"])
        self.assertFalse(found[self.bert.id]["qualified"])
        self.assertFalse(found[self.bert.id]["free"])
        self.assertIn("Gas", found[self.bert.id]["text"])
        self.assertTrue(found[van.id]["free"])

    def test_only_some_do_it(self):
        kind = self._create_type(technician_ids=[Command.set(self.bert.ids)])
        visit = self._create_visit(visit_state="draft", appointment_type_id=kind.id)
        found = self._get_candidates(visit)["technicians"]
        self.assertTrue(found[self.bert.id]["qualified"])
        self.assertFalse(found[self.anna.id]["qualified"])
        self.assertIn("does not do", found[self.anna.id]["text"])

    def test_nothing_in_the_past(self):
        visit = self._create_visit(self.anna, 9)
        board = self.env["pylot.board"].with_user(self.dispatcher_user)
        found = board.get_candidates(visit.id, "2020-01-06", 7)["technicians"]
        self.assertFalse(any(each["free"] for each in found.values()))
