from odoo.exceptions import UserError
from odoo.fields import Command
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

    def test_several_without_type(self):
        visits = self._create_visit(visit_state="draft") | self._create_visit(visit_state="draft")
        wizard = self._open(visits)
        self.assertEqual(len(wizard.line_ids.filtered("resource_id")), 2)
        wizard.action_assign_all()
        self.assertEqual(set(visits.mapped("visit_state")), {"planned"})

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

    def test_only_open_visits(self):
        """Who was there is history, also when an old visit was ticked in a list."""
        for state in ("on_the_way", "in_progress", "done", "no_show", "cancelled"):
            with self.subTest(state=state):
                visit = self._create_visit(self.anna, 14, visit_state=state)
                for visits in (visit, visit | self._create_drafts(2)):
                    with self.assertRefused("under way, over or cancelled", UserError):
                        self._open(visits)
                visit.unlink()

    def test_meeting_becomes_a_visit(self):
        meeting = self._create_visit(name="Measure the kitchen")
        self.assertFalse(meeting.visit_state)
        wizard = self._open(meeting)
        row = wizard.candidate_ids.filtered(lambda row: row.resource_id == self.bert)
        row.action_assign()
        self.assertBooked(meeting, (self.bert, self._at(9), self._at(10)))

    def test_longer_than_the_type_says(self):
        """The hours in the dialog are those that are booked, and looked for."""
        visit = self._create_drafts(1)
        self._create_visit(self.anna, 11)
        wizard = self._open(visit)
        wizard.write({"start": self._at(9), "duration": 3})
        free = wizard.candidate_ids.filtered("is_free")
        self.assertEqual(free.resource_id, self.bert)
        free.action_assign()
        self.assertBooked(visit, (self.bert, self._at(9), self._at(12)))
        self.assertEqual(visit.duration, 3)

    def test_proposals_keep_to_skills(self):
        skill_type = self.env["hr.skill.type"].create(
            {
                "name": "Gas",
                "skill_ids": [Command.create({"name": "Gas heating"})],
                "skill_level_ids": [Command.create({"name": "Any", "level_progress": 50})],
            }
        )
        self.type.skill_ids = [Command.create({"skill_id": skill_type.skill_ids.id})]
        self.env["hr.employee.skill"].create(
            {
                "employee_id": self.bert.employee_id.id,
                "skill_type_id": skill_type.id,
                "skill_id": skill_type.skill_ids.id,
                "skill_level_id": skill_type.skill_level_ids.id,
            }
        )
        lines = self._open(self._create_drafts(4)).line_ids
        self.assertEqual(lines.resource_id, self.bert)
        self.assertEqual(len(set(lines.mapped("start"))), 4)

    def test_planned_visits_among_many_keep_their_time(self):
        planned = self._create_visit(self.anna, 15, appointment_type_id=self.type.id)
        wizard = self._open(planned | self._create_drafts(2))
        line = wizard.line_ids.filtered(lambda line: line.visit_id == planned)
        self.assertEqual(line.start, self._at(15))
        wizard.action_assign_all()
        self.assertEqual(planned.start, self._at(15))

    def test_what_was_free_when_it_was_proposed(self):
        """A colleague was faster: the dialog answers, and overwrites nothing."""
        visit = self._create_drafts(1)
        wizard = self._open(visit)
        other = self._create_visit(self.bert, 9)
        row = wizard.candidate_ids.filtered(lambda row: row.resource_id == self.bert)
        self.assertTrue(row.is_free)
        with self.assertRefused("Bert is already booked", CollisionError):
            row.action_assign()
        self.assertBooked(visit)
        self.assertBooked(other, (self.bert, self._at(9), self._at(10)))

    def test_whoever_works_for_two_companies(self):
        """A shared type, a dispatcher of both: proposed is who works for the visit's company."""
        stranger = self._create_technician("Stranger", company=self.other_company)
        self.dispatcher_user.company_ids += self.other_company
        shared = self._create_type("Shared")
        product = self.env["product.product"].create(
            {"name": "Shared", "type": "service", "appointment_type_id": shared.id}
        )
        companies = (self.company | self.other_company).ids
        for company in (self.company, self.other_company):
            line = {"product_id": product.id, "product_uom_qty": 2}
            order = (
                self.env["sale.order"]
                .with_company(company)
                .create(
                    {
                        "partner_id": self.customer.id,
                        "company_id": company.id,
                        "order_line": [Command.create(line)],
                    }
                )
            )
            order.action_confirm()
            visits = order.visit_ids.with_context(allowed_company_ids=companies)
            with self.subTest(company=company.name):
                self.assertEqual(visits.visit_company_id, company)
                ranked = self._open(visits[0]).candidate_ids.resource_id
                proposed = self._open(visits).line_ids.resource_id
                for technicians in (ranked, proposed):
                    self.assertTrue(technicians)
                    self.assertEqual(technicians.company_id, company)
        self.assertEqual(proposed, stranger)
