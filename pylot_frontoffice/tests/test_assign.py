from odoo.exceptions import UserError
from odoo.tests import tagged

from ..exceptions import CollisionError
from .common import FrontofficeCommon


@tagged("post_install", "-at_install")
class TestAssign(FrontofficeCommon):
    """The dialog proposes, the dispatcher decides; nothing is written before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        team = cls.anna | cls.bert
        cls.type = cls._create_type("Maintenance", technician_ids=team.ids)

    def _create_drafts(self, number, **values):
        return self.env["calendar.event"].create(
            [
                {
                    "name": f"Visit {position}",
                    "appointment_type_id": self.type.id,
                    "start": self._at(9),
                    "visit_state": "draft",
                    **values,
                }
                for position in range(number)
            ]
        )

    def _open(self, visits, user=None):
        action = visits.with_user(user or self.dispatcher_user).action_assign()
        return (
            self.env["pylot.assign"]
            .with_user(user or self.dispatcher_user)
            .browse(action["res_id"])
        )

    def test_one_visit(self):
        visit = self._create_drafts(1)
        wizard = self._open(visit)
        self.assertEqual(wizard.visit_id, visit)
        self.assertEqual(wizard.start, self._at(9))
        self.assertEqual(wizard.candidate_ids.resource_id, self.anna | self.bert)
        self.assertTrue(all(wizard.candidate_ids.mapped("reasons")))
        self.assertTrue(wizard.time_ids)
        self.assertEqual(visit.visit_state, "draft", "looking changes nothing")
        wizard.candidate_ids.filtered(lambda row: row.resource_id == self.bert).action_assign()
        self.assertBooked(visit, (self.bert, self._at(9), self._at(10)))
        self.assertEqual(visit.visit_state, "planned")

    def test_another_time_ranks_again(self):
        visit = self._create_drafts(1)
        self._create_visit(self.anna, 14)
        wizard = self._open(visit)
        wizard.start = self._at(14)
        busy = wizard.candidate_ids.filtered(lambda row: not row.is_free)
        self.assertEqual(busy.resource_id, self.anna)
        with self.assertRefused("Anna is already booked", CollisionError):
            busy.action_assign()
        self.assertEqual(visit.visit_state, "draft")

    def test_free_time_is_one_click(self):
        visit = self._create_drafts(1)
        wizard = self._open(visit)
        other = wizard.time_ids[-1]
        other.action_choose()
        self.assertEqual(wizard.start, other.start)
        wizard.candidate_ids[0].action_assign()
        self.assertEqual(visit.start, other.start)

    def test_every_offered_time_is_bookable(self):
        for time in self._open(self._create_drafts(1)).time_ids:
            with self.subTest(time=time.name):
                visit = self._create_drafts(1)
                visit._plan_visit(self.anna, time.start)
                self.assertTrue(visit.booking_ids)

    def test_proposals_do_not_collide(self):
        visits = self._create_drafts(8)
        wizard = self._open(visits)
        self.assertEqual(len(wizard.line_ids), 8)
        taken = {(line.resource_id, line.start) for line in wizard.line_ids}
        self.assertEqual(len(taken), 8, "no two at the same time with the same technician")
        self.assertFalse(visits.booking_ids, "nothing is booked before it is accepted")
        self.assertEqual(set(visits.mapped("visit_state")), {"draft"})
        wizard.action_assign_all()
        self.assertEqual(set(visits.mapped("visit_state")), {"planned"})
        self.assertEqual(len(visits.booking_ids), 8)

    def test_accept_some(self):
        visits = self._create_drafts(3)
        wizard = self._open(visits)
        wizard.line_ids[0].is_accepted = False
        wizard.action_assign_all()
        self.assertEqual(sorted(visits.mapped("visit_state")), ["draft", "planned", "planned"])

    def test_all_or_none(self):
        visits = self._create_drafts(2)
        wizard = self._open(visits)
        wizard.line_ids.write({"resource_id": self.anna.id, "start": self._at(9)})
        with self.assertRefused("Anna is already booked", CollisionError):
            wizard.action_assign_all()
        self.assertEqual(set(visits.mapped("visit_state")), {"draft"})

    def test_nothing_ticked(self):
        wizard = self._open(self._create_drafts(2))
        wizard.line_ids.is_accepted = False
        with self.assertRefused("Tick at least one", UserError):
            wizard.action_assign_all()

    def test_urgent_first(self):
        visits = self._create_drafts(3)
        visits[2].visit_priority = "1"
        (self.type.technician_ids - self.anna).is_technician = False
        lines = self._open(visits).line_ids
        first = min(lines, key=lambda line: line.start)
        self.assertEqual(first.visit_id, visits[2])

    def test_nobody_can(self):
        self.type.technician_ids.is_technician = False
        lines = self._open(self._create_drafts(2)).line_ids
        self.assertFalse(lines.resource_id)
        self.assertFalse(any(lines.mapped("is_accepted")))
        self.assertIn("Nobody", lines[0].reasons)

    def test_without_type(self):
        visit = self._create_visit(visit_state="draft")
        wizard = self._open(visit)
        self.assertLessEqual(self.anna | self.bert | self.carla, wizard.candidate_ids.resource_id)
        wizard.candidate_ids[0].action_assign()
        self.assertEqual(visit.visit_state, "planned")

    def test_planned_visit_keeps_its_time(self):
        visit = self._create_visit(self.anna, 14, appointment_type_id=self.type.id)
        wizard = self._open(visit)
        self.assertEqual(wizard.start, self._at(14))
        wizard.candidate_ids.filtered(lambda row: row.resource_id == self.bert).action_assign()
        self.assertBooked(visit, (self.bert, self._at(14), self._at(15)))

    def test_too_many(self):
        with self.assertRefused("101 visits are too many", UserError):
            self._open(self._create_drafts(101))

    def test_none_selected(self):
        with self.assertRefused("Select the visits", UserError):
            self._open(self.env["calendar.event"])
