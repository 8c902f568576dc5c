from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .slots_common import SlotsCase

TECHNICIANS = 50
EVENTS = 20_000
FIRST = datetime(2026, 6, 8)
AFTER = FIRST + timedelta(days=14)


@tagged("post_install", "-at_install")
class TestSlotsBudget(SlotsCase):
    """The number of statements does not grow with technicians, days or events."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env["res.partner"].create(
            [{"name": f"T{number}"} for number in range(TECHNICIANS)]
        )
        users = cls.env["res.users"].create(
            [
                {"name": partner.name, "login": partner.name, "partner_id": partner.id}
                for partner in cls.partners
            ]
        )
        cls.technicians = cls.env["resource.resource"].union(
            *(cls._make_technician(user.name, user_id=user.id) for user in users)
        )
        cls.type = cls._make_type(cls.technicians, grid=30, duration=1, buffer_after=15)
        cls._make_events()

    @classmethod
    def _make_events(cls):
        """Half an hour each, at the full hour, spread over 100 weeks around the window."""
        cls.env.flush_all()
        cls.env.cr.execute(
            """
            WITH event AS (
                INSERT INTO calendar_event (name, start, stop, show_as, active, allday, res_id)
                SELECT 'Meeting', moment, moment + interval '30 minutes', 'busy', true, false, n
                  FROM generate_series(0, %(events)s - 1) AS n
                 CROSS JOIN LATERAL (
                    SELECT %(first)s + interval '1 week' * (n %% 100 - 50)
                           + interval '1 day' * (n %% 5) + interval '1 hour' * (6 + n %% 7)
                        AS moment
                 ) m
                RETURNING id, res_id AS n
            )
            INSERT INTO calendar_attendee (event_id, partner_id, state)
            SELECT id, (%(partners)s)[n %% %(technicians)s + 1], 'accepted' FROM event""",
            {
                "events": EVENTS,
                "first": FIRST,
                "partners": cls.partners.ids,
                "technicians": TECHNICIANS,
            },
        )
        cls.env.cr.execute("ANALYZE calendar_event, calendar_attendee")
        cls.env.invalidate_all()

    def test_slots(self):
        for technicians in (self.technicians, self.env["resource.resource"]):
            self.type.technician_ids = technicians
            self.env.flush_all()
            self.env.invalidate_all()
            with self.assertQueryCount(5):
                slots = self.type._get_slots(FIRST, AFTER)
            self.assertEqual(len({slot["start"].date() for slot in slots}), 10, "working days")

    def test_slots_with_skills(self):
        skill, _levels = self._make_skill()
        self.type.skill_ids = [Command.create({"skill_id": skill.id})]
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(5):
            self.assertFalse(self.type._get_slots(FIRST, AFTER))

    def test_explain(self):
        wanted = [
            (FIRST + timedelta(hours=hour), technician, None)
            for hour in range(24)
            for technician in self.technicians
        ]
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(5):
            explained = self.type._explain_slots(wanted)
        self.assertIn(["calendar"], explained)
        self.assertIn(["working_hours"], explained)
        self.assertIn([], explained)

    def test_next_slots(self):
        """One statement per search window at most."""
        self.env["pylot.booking"].create(
            [
                {"resource_id": technician.id, "start": FIRST, "stop": AFTER}
                for technician in self.technicians
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(6):
            slots = self.type._get_next_slots(FIRST)
        self.assertEqual(len(slots), 3)

    def test_obstacles(self):
        periods = [
            (FIRST + timedelta(days=day), FIRST + timedelta(days=day + 1)) for day in range(14)
        ]
        availability = self.env["pylot.availability"]
        self.env.flush_all()
        with self.assertQueryCount(1):
            result = availability._get_obstacles_batch(self.technicians, periods)
        self.assertEqual([len(obstacles) for obstacles in result], [TECHNICIANS] * 14)
