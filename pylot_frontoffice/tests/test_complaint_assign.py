from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from .complaints_common import ComplaintCommon

# A Monday on the wall clock of Berlin (winter: UTC + 1).
WORKING = "2027-01-11 09:00:00"
NIGHT = "2027-01-11 22:00:00"


@tagged("post_install", "-at_install")
class TestComplaintAssign(ComplaintCommon):
    """New complaints go to whoever is there and has the least to do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.agent_user
        for name in ("ada", "ben"):
            cls.people |= new_test_user(
                cls.env,
                f"pylot_{name}",
                name=name.capitalize(),
                groups="pylot_frontoffice.group_agent",
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
        cls.agent, cls.ada, cls.ben = cls.people.sorted("id")
        cls.employees = cls.env["hr.employee"].create(
            [
                {
                    "name": user.name,
                    "user_id": user.id,
                    "company_id": cls.company.id,
                    "resource_calendar_id": cls.calendar.id,
                }
                for user in cls.people.sorted("id")
            ]
        )
        cls.team.write({"member_ids": [Command.set(cls.people.ids)], "assignment": "balanced"})
        # what other tests and demo data have left to do is not theirs
        cls.env["pylot.complaint"].search([("user_id", "in", cls.people.ids)]).user_id = False

    def _take_off(self, employee, begin, end):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Ill",
                "resource_id": employee.resource_id.id,
                "calendar_id": employee.resource_calendar_id.id,
                "date_from": begin,
                "date_to": end,
            }
        )

    @freeze_time(WORKING)
    def test_evenly_and_in_the_order_of_ids(self):
        complaints = self.Complaint.create([{"name": f"Tap {each}"} for each in range(6)])
        self.assertEqual(complaints.mapped("user_id.id"), (self.agent | self.ada | self.ben).ids)
        self.assertEqual(
            [each.user_id for each in complaints[:3]], [self.agent, self.ada, self.ben]
        )
        self.assertEqual(
            [each.user_id for each in complaints[3:]], [self.agent, self.ada, self.ben]
        )

    @freeze_time(WORKING)
    def test_minutes_count_not_heads(self):
        long = self.env["pylot.complaint.type"].create({"name": "Damage", "minutes": 90})
        self._create_complaint(type_id=long.id, user_id=self.agent.id)
        self._create_complaint(user_id=self.ada.id, priority="3")  # 60
        users = [self._create_complaint(name=f"Tap {each}").user_id for each in range(4)]
        # Ben 30, Ben 60 = Ada 60, Ada comes first; then Ben
        self.assertEqual(users, [self.ben, self.ben, self.ada, self.ben])

    @freeze_time(WORKING)
    def test_waiting_ones_weigh_half_and_done_ones_nothing(self):
        waiting = self._create_complaint(user_id=self.agent.id)
        waiting._set_state("waiting_customer")
        self._create_complaint(user_id=self.ada.id)
        self._create_complaint(user_id=self.ben.id, dismissal="mistake")._set_state("solved")
        self.assertEqual(
            [self._create_complaint(name=f"Tap {each}").user_id for each in range(2)],
            [self.ben, self.agent],
        )

    @freeze_time(WORKING)
    def test_absent_now(self):
        now = fields.Datetime.now()
        self._take_off(self.employees[0], now - timedelta(days=1), now + timedelta(days=1))
        # tomorrow is another day
        self._take_off(self.employees[1], now + timedelta(hours=12), now + timedelta(days=3))
        self.employees[2].active = False
        complaints = self.Complaint.create([{"name": f"Tap {each}"} for each in range(3)])
        self.assertEqual(complaints.user_id, self.ada)

    @freeze_time(NIGHT)
    def test_at_night_whoever_comes_back(self):
        """Nobody works, but who has time off gets nothing."""
        now = fields.Datetime.now()
        self._take_off(self.employees[0], now - timedelta(days=1), now + timedelta(days=1))
        complaints = self.Complaint.create([{"name": f"Tap {each}"} for each in range(4)])
        self.assertEqual(complaints.user_id, self.ada | self.ben)

    @freeze_time(WORKING)
    def test_out_of_the_company_or_archived(self):
        self.ada.active = False
        self.ben.write(
            {
                "company_ids": [Command.set(self.other_company.ids)],
                "company_id": self.other_company.id,
            }
        )
        complaints = self.Complaint.create([{"name": f"Tap {each}"} for each in range(2)])
        self.assertEqual(complaints.user_id, self.agent)

    @freeze_time(WORKING)
    def test_nobody_there(self):
        self.team.member_ids = False
        self.assertFalse(self._create_complaint().user_id)

    @freeze_time(WORKING)
    def test_by_hand(self):
        self.team.assignment = "manual"
        self.assertFalse(self._create_complaint().user_id)
        self.team.assignment = "balanced"
        self.assertEqual(self._create_complaint(user_id=self.ben.id).user_id, self.ben)

    @freeze_time(WORKING)
    def test_passed_on_to_a_team_that_distributes(self):
        other = self.env["pylot.team"].create({"name": "By hand"})
        complaint = self._create_complaint(team_id=other.id)
        self.assertFalse(complaint.user_id)
        complaint.team_id = self.team
        self.assertEqual(complaint.user_id, self.agent)

    @freeze_time(WORKING)
    def test_constant_queries(self):
        """200 at once need as many as 20."""
        counted = []
        for number in (20, 200):
            self.team.assignment = "manual"
            complaints = self.Complaint.with_context(tracking_disable=True).create(
                [{"name": f"Tap {each}"} for each in range(number)]
            )
            self.team.assignment = "balanced"
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            complaints._assign_by_team()
            self.env.flush_all()
            counted.append(self.cr.sql_log_count - before)
            shares = [len(complaints.filtered(lambda c, u=u: c.user_id == u)) for u in self.people]
            self.assertLessEqual(max(shares) - min(shares), 1)
        self.assertLessEqual(counted[1], counted[0] + 2)
        self.assertLessEqual(counted[1], 45)

    # === TAKING ===

    def test_take(self):
        self.team.assignment = "manual"
        complaint = self._create_complaint()
        complaint.with_user(self.ada).action_take()
        self.assertEqual((complaint.user_id, complaint.state), (self.ada, "working"))
        # once more changes nothing
        complaint.with_user(self.ada).action_take()
        with self.assertRefused(f"has just been taken by {self.ada.name}", UserError):
            complaint.with_user(self.ben).action_take()
        # knowing who has it
        complaint.with_user(self.ben).with_context(pylot_shown_user_id=self.ada.id).action_take()
        self.assertEqual(complaint.user_id, self.ben)

    # === MAILS ===

    @freeze_time(WORKING)
    def test_only_our_people_get_a_mail(self):
        portal = new_test_user(
            self.env,
            "pylot_provider",
            groups="base.group_portal",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        for user, expected in ((self.ben, 1), (portal, 0)):
            complaint = self._create_complaint(user_id=user.id)
            self.env.flush_all()
            told = self.env["mail.message"].search_count(
                [
                    ("model", "=", complaint._name),
                    ("res_id", "=", complaint.id),
                    ("partner_ids", "in", user.partner_id.ids),
                ]
            )
            self.assertEqual(told, expected, user.login)
            self.assertEqual(
                user.partner_id in complaint.message_partner_ids, bool(expected), user.login
            )
