from random import Random

from odoo.fields import Command
from odoo.tests import tagged

from ..tools.planner.solver import Budget, solve
from .plan_common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanLimits(PlanCommon):
    """The minutes a day of an appointment type hold for plans as for customers who book."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.limited = cls._create_type("Limited", capacity_minutes=120)

    def _get_minutes(self, kind, extra=()):
        """:return: dict of day to minutes of this type, buffers included"""
        minutes = {}
        events = self.env["calendar.event"].search(
            [
                ("appointment_type_id", "=", kind.id),
                ("visit_state", "in", ["planned", "confirmed"]),
            ]
        )
        for event in events:
            length = event.duration * 60 + kind.buffer_before + kind.buffer_after
            minutes[event.start.date()] = minutes.get(event.start.date(), 0) + length
        return minutes

    def _assert_limit_reason(self, plan, number):
        self.assertEqual(len(plan.left_out_ids), number)
        for line in plan.left_out_ids:
            self.assertIn("minutes a day", line.reason)

    def test_one_day(self):
        self._create_drafts(4, appointment_type_id=self.limited.id)
        plan = self._propose()
        self.assertEqual(len(plan.change_ids), 2)
        self._assert_limit_reason(plan, 2)
        plan.action_apply()
        self.assertEqual(self._get_minutes(self.limited), {self.monday: 120})

    def test_several_days(self):
        self._create_drafts(5, appointment_type_id=self.limited.id)
        plan = self._propose(3)
        self.assertEqual(len(plan.change_ids), 5)
        plan.action_apply()
        self.assertEqual(sorted(self._get_minutes(self.limited).values()), [60, 120, 120])

    def test_what_stays_counts(self):
        """Fixed ones, those of somebody who is not asked, and times that are held."""
        self._create_visit(self.anna, 9, appointment_type_id=self.limited.id, is_fixed=True)
        self._create_drafts(2, appointment_type_id=self.limited.id)
        plan = self._propose(scope="technicians", technician_ids=[Command.set(self.bert.ids)])
        self.assertEqual(len(plan.change_ids), 1)
        self._assert_limit_reason(plan, 1)
        self.env["pylot.booking"].sudo()._occupy(
            [
                {
                    "resource_id": self.carla.id,
                    "start": self._at(14),
                    "stop": self._at(15),
                    "state": "hold",
                    "expires_at": self._at(23),
                    "appointment_type_id": self.limited.id,
                    "event_id": None,
                }
            ]
        )
        self._assert_limit_reason(self._propose(), 2)

    def test_buffers_count(self):
        self.limited.write({"buffer_before": 10, "buffer_after": 10})
        self._create_drafts(2, appointment_type_id=self.limited.id)
        self._assert_limit_reason(self._propose(), 1)

    def test_a_day_that_is_too_full_stays_so(self):
        visits = [
            self._create_visit(self.anna, hour, appointment_type_id=self.limited.id)
            for hour in (9, 10, 14)
        ]
        self._create_drafts(1, appointment_type_id=self.limited.id)
        plan = self._propose()
        self._assert_limit_reason(plan, 1)
        self.assertFalse(plan.left_out_ids.event_id & visits[0].union(*visits))

    def test_crews_count_once(self):
        heavy = self._create_type("Heavy", crew_size=2, capacity_minutes=120)
        self._create_drafts(3, appointment_type_id=heavy.id)
        plan = self._propose()
        self.assertEqual(len(plan.change_ids), 2)
        self._assert_limit_reason(plan, 1)

    def test_technicians_have_limits_too(self):
        """And their type's: whichever is reached first."""
        (self.anna | self.bert | self.carla).capacity_minutes = 60
        self._create_drafts(4)
        self.assertEqual(len(self._propose().change_ids), 3)

    def test_crews_keep_to_the_limits_of_their_people(self):
        """Else the time of a visit of several people would be given to others as well."""
        (self.anna | self.bert | self.carla).capacity_minutes = 120
        heavy = self._create_type("Heavy", crew_size=2)
        crew = self._create_draft(3, appointment_type_id=heavy.id)
        fits = self._create_draft(2, appointment_type_id=heavy.id)
        self._create_drafts(4)
        plan = self._propose()
        self.assertEqual(plan.left_out_ids.event_id & (crew | fits), crew)
        minutes = {}
        for line in plan.change_ids:
            for member in line.resource_id | line.helper_ids:
                length = (line.stop - line.start).total_seconds() / 60
                minutes[member] = minutes.get(member, 0) + length
        self.assertEqual(set(minutes.values()), {120})
        plan.action_apply()
        self.assertEqual(set(plan.change_ids.mapped("state")), {"applied"})

    def test_never_more(self):
        """Whatever is planned by hand, fixed, and asked for."""
        for seed in range(4):
            random = Random(seed)
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self.limited.write(
                    {
                        "capacity_minutes": random.choice([60, 90, 180]),
                        "buffer_after": random.choice([0, 15]),
                    }
                )
                for technician in (self.anna, self.bert, self.carla):
                    for hour in (8, 10, 14):
                        if random.random() < 0.3:
                            self._create_visit(
                                technician,
                                hour,
                                days=random.randrange(2),
                                appointment_type_id=self.limited.id,
                                is_fixed=random.random() < 0.5,
                            )
                self._create_drafts(5, appointment_type_id=self.limited.id)
                self._create_drafts(3)
                before = self._get_minutes(self.limited)
                plan = self._create_plan(2, seed=seed)
                planning = plan._build_problem()
                solution = solve(planning.problem, Budget(100), seed, planning.current)
                plan._propose(planning, solution, [])
                if plan.change_ids:
                    plan.action_apply()
                for day, minutes in self._get_minutes(self.limited).items():
                    most = max(self.limited.capacity_minutes, before.get(day, 0))
                    self.assertLessEqual(minutes, most, day)
                savepoint.rollback()
                self.env.invalidate_all()
