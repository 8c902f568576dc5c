import json

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import CollisionError
from .board_common import BoardCommon


@tagged("post_install", "-at_install")
class TestBoardMove(BoardCommon):
    """What a drop does, and what it must not do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = "frieda@example.com"

    def test_from_the_tray(self):
        visit = self._create_visit(visit_state="draft", customer_id=self.customer.id)
        self._move(visit, 10, hours=1.5, to_id=self.bert.id, user=self.agent_user)
        self.assertRecordValues(
            visit,
            [
                {
                    "visit_state": "planned",
                    "technician_id": self.bert.id,
                    "start": self._at(10),
                    "stop": self._at(11, 30),
                    "duration": 1.5,
                    "show_as": "busy",
                }
            ],
        )
        self.assertBooked(visit, (self.bert, self._at(10), self._at(11, 30)))

    def test_tray_needs_a_technician(self):
        visit = self._create_visit(visit_state="draft")
        with self.assertRefused("Choose a technician", UserError):
            self._move(visit, 10)

    def test_back_into_the_tray(self):
        visit = self._create_visit(self.anna, 9)
        board = self.env["pylot.board"].with_user(self.dispatcher_user)
        board.unplan(visit.id, seen=self._get_seen(visit))
        self.assertEqual(visit.visit_state, "draft")
        self.assertBooked(visit)

    def test_to_somebody_else_and_another_day(self):
        visit = self._create_visit(self.anna, 9, visit_state="confirmed")
        self._move(visit, 14, days=1, to_id=self.bert.id, from_id=self.anna.id)
        self.assertEqual(visit.technician_id, self.bert)
        self.assertEqual(visit.visit_state, "confirmed")
        self.assertBooked(visit, (self.bert, self._at(14, days=1), self._at(15, days=1)))

    def test_longer(self):
        visit = self._create_visit(self.anna, 9)
        self._move(visit, 9, hours=2.25)
        self.assertEqual(visit.duration, 2.25)
        self.assertBooked(visit, (self.anna, self._at(9), self._at(11, 15)))

    def test_crew_moves_together(self):
        visit = self._create_visit(self.anna, 9, helper_ids=[Command.set(self.bert.ids)])
        self._move(visit, 11, to_id=self.bert.id, from_id=self.bert.id)
        self.assertBooked(
            visit,
            (self.anna, self._at(11), self._at(12)),
            (self.bert, self._at(11), self._at(12)),
        )
        # one of them is replaced, the other one stays
        self._move(visit, 11, to_id=self.carla.id, from_id=self.bert.id)
        self.assertEqual(visit.technician_id, self.anna)
        self.assertEqual(visit.helper_ids, self.carla)
        self._move(visit, 13, to_id=self.bert.id, from_id=self.anna.id)
        self.assertEqual(visit.technician_id, self.bert)
        self.assertEqual(visit.helper_ids, self.carla)

    def test_busy(self):
        self._create_visit(self.bert, 10, name="Leak")
        visit = self._create_visit(self.anna, 9)
        with self.assertRaises(CollisionError) as refused:
            self._move(visit, 10, to_id=self.bert.id, from_id=self.anna.id)
        collision = refused.exception.context["pylot_collision"]
        self.assertEqual(collision["technician"], "Bert")
        self.assertEqual(collision["event_id"], visit.id)
        self.assertEqual(collision["alternatives"][0]["start"], str(self._at(11)))
        self.assertIn("Leak", str(refused.exception))
        self.assertBooked(visit, (self.anna, self._at(9), self._at(10)))

    def test_customer_is_told_or_not(self):
        for inform in (True, False):
            visit = self._create_visit(
                self.anna,
                9 if inform else 11,
                customer_id=self.customer.id,
                visit_state="confirmed",
            )
            visit.with_user(self.agent_user).action_inform_customer()
            before = visit.notice_ids
            self._move(visit, 13 if inform else 15, inform=inform)
            told = (visit.notice_ids - before).filtered("due_at")
            self.assertEqual(told.mapped("kind"), ["moved"] if inform else [])
            self.assertEqual(visit.ics_sequence, 1)

    def test_somebody_else_was_faster(self):
        visit = self._create_visit(self.anna, 9)
        seen = self._get_seen(visit)
        self._move(visit, 11, seen=seen)
        for changed in (
            lambda: self._move(visit, 14, seen=seen),
            lambda: (
                self.env["pylot.board"].with_user(self.dispatcher_user).unplan(visit.id, seen=seen)
            ),
        ):
            with self.assertRefused("in the meantime", UserError):
                changed()
        self.assertEqual(visit.start, self._at(11))
        self._move(visit, 14, seen=self._get_seen(visit))
        with self.assertRefused("in the meantime", UserError):
            self._move(visit, 14, to_id=self.bert.id, from_id=self.carla.id)

    def test_visit_under_way_stays(self):
        visit = self._create_visit(self.anna, 9, visit_state="in_progress")
        with self.assertRefused("stays where it is", UserError):
            self._move(visit, 11)

    def test_odd_input(self):
        visit = self._create_visit(self.anna, 9)
        board = self.env["pylot.board"].with_user(self.dispatcher_user)
        noon = self._minute(12)
        for start, stop in (
            (noon, noon),
            (noon, noon - 1),
            ("noon", noon),
            (None, None),
            (True, noon),
            (float("nan"), noon),
            (-1, noon),
            (noon, 10**12),
        ):
            with self.assertRaises(UserError):
                board.move(visit.id, start, stop)
        for event_id in (0, -1, 2**40, "1", None, [visit.id], True):
            with self.assertRaises(UserError):
                board.move(event_id, noon, noon + 60)
            with self.assertRaises(UserError):
                board.get_candidates(event_id, str(self.monday))
        meeting = self.env["calendar.event"].create(
            {"name": "Meeting", "start": self._at(9), "stop": self._at(10)}
        )
        with self.assertRefused("not there any more", UserError):
            board.move(meeting.id, noon, noon + 60)
        for seen in ("x", [], {"technician_ids": None}, {"start": "x"}, {"technician_ids": "x"}):
            with self.subTest(seen=seen):
                try:
                    board.move(visit.id, noon + 60, noon + 120, seen=seen)
                except UserError:
                    continue

    def test_boards_are_told_once(self):
        visits = self._create_visit(self.anna, 9) | self._create_visit(self.bert, 9)
        plain = self.env["calendar.event"].create(
            {"name": "Meeting", "start": self._at(9), "stop": self._at(10)}
        )
        channel = json.dumps([self.env.cr.dbname, "res.company", self.company.id, "pylot_board"])

        def get_told(action):
            self.env.cr.flush()
            before = self.env["bus.bus"].search([], order="id desc", limit=1).id or 0
            action()
            self.env.cr.flush()
            sent = self.env["bus.bus"].search([("id", ">", before)])
            sent = sent.filtered(lambda each: "pylot.board" in each.message)
            self.assertNotIn("Visit", str(sent.mapped("message")))
            return sum(json.loads(each.channel) == json.loads(channel) for each in sent)

        self.assertEqual(get_told(lambda: self._move(visits[0], 11)), 1)
        self.assertEqual(get_told(lambda: visits.write({"visit_priority": "1"})), 1)
        self.assertEqual(get_told(lambda: visits.write({"visit_state": "confirmed"})), 1)
        self.assertEqual(get_told(lambda: self._create_visit(visit_state="draft")), 1)
        self.assertEqual(get_told(lambda: plain.write({"start": self._at(8)})), 0)
        self.assertEqual(get_told(lambda: visits.unlink()), 1)
        self.assertEqual(get_told(lambda: plain.unlink()), 0)
