from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .complaints_common import ComplaintCommon


@tagged("post_install", "-at_install")
class TestComplaint(ComplaintCommon):
    """A complaint has a number, a team and a stage from the start, and knows what its stage
    means."""

    def test_everything_needed_is_there(self):
        complaint = self._create_complaint(env=self.env(user=self.agent_user))
        self.assertRegex(complaint.number, r"^C\d\d-\d{5}$")
        self.assertEqual(complaint.team_id, self.team)
        self.assertEqual(complaint.company_id, self.company)
        self.assertEqual(complaint.state, "new")
        self.assertEqual(complaint.email_normalized, "frieda@example.com")
        self.assertEqual(complaint.display_name, f"[{complaint.number}] The tap drips")

    def test_numbers_are_counted_by_company(self):
        other_team = self.env["pylot.team"]._get_default(self.other_company)
        ours = self.Complaint.create([{"name": f"Ours {each}"} for each in range(3)])
        theirs = self.Complaint.create({"name": "Theirs", "team_id": other_team.id})
        self.assertEqual(len(set(ours.mapped("number"))), 3)
        self.assertEqual(theirs.company_id, self.other_company)
        self.assertTrue(theirs.number.endswith("-00001"))
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            ours[0].number = ours[1].number
            self.env.flush_all()

    def test_a_cause_knows_team_and_priority(self):
        special = self.env["pylot.team"].create({"name": "Heating"})
        upper = self.env["pylot.complaint.type"].create(
            {"name": "Heating", "team_id": special.id, "priority": "3"}
        )
        cause = self.env["pylot.complaint.type"].create({"name": "Cold", "parent_id": upper.id})
        complaint = self._create_complaint(type_id=cause.id)
        self.assertEqual((complaint.team_id, complaint.priority), (special, "3"))
        self.assertEqual(cause.display_name, "Heating / Cold")
        given = self._create_complaint(type_id=cause.id, team_id=self.team.id, priority="0")
        self.assertEqual((given.team_id, given.priority), (self.team, "0"))

    def test_who_works_on_it_keeps_it(self):
        """A better word for it does not take it from the team that has it."""
        special = self.env["pylot.team"].create({"name": "Heating"})
        cause = self.env["pylot.complaint.type"].create({"name": "Cold", "team_id": special.id})
        complaint = self._create_complaint()
        complaint.type_id = cause
        self.assertEqual(complaint.team_id, self.team)

    def test_end_and_beginning_again(self):
        complaint = self._create_complaint()
        self._end(complaint)
        self.assertTrue(complaint.solved_at)
        self.assertFalse(complaint.closed_at)
        complaint._set_state("closed")
        self.assertTrue(complaint.closed_at)
        complaint._receive_customer_message()
        self.assertEqual(complaint.state, "working")
        self.assertFalse(complaint.solved_at or complaint.closed_at)
        self.assertEqual(complaint.reopen_count, 1)

    def test_too_late_to_begin_again(self):
        complaint = self._create_complaint()
        self._end(complaint, "closed")
        complaint.solved_at = fields.Datetime.subtract(fields.Datetime.now(), days=8)
        self.assertFalse(complaint._is_reopenable())
        complaint._receive_customer_message()
        self.assertEqual(complaint.state, "closed")

    def test_an_answer_ends_the_waiting(self):
        complaint = self._create_complaint()
        complaint._set_state("waiting_customer")
        complaint._receive_customer_message()
        self.assertEqual(complaint.state, "working")

    def test_every_company_has_a_team(self):
        company = self.env["res.company"].create({"name": "New GmbH"})
        self.assertEqual(len(self.env["pylot.team"]._get_default(company)), 1)

    def test_the_first_team_speaks_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("de_DE")
        company = self.env["res.company"].create({"name": "Neu GmbH"})
        team = self.env["pylot.team"]._get_default(company)
        self.assertEqual(team.with_context(lang="de_DE").name, "Kundenservice")
        self.assertEqual(team.with_context(lang="en_US").name, "Customer Service")
