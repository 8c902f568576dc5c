"""Whoever is no party to a complaint any more loses sight of it."""

from odoo.tests import tagged

from .complaint_access_common import ComplaintAccessCase


@tagged("post_install", "-at_install")
class TestComplaintAccessMoves(ComplaintAccessCase):
    def test_old_customer_loses_sight(self):
        """odoo/odoo#69281: as a follower, and by the link; a colleague is somebody else."""
        old, new = self.portal_a.partner_id, self.portal_b.partner_id
        token = self.complaint.access_token
        self.complaint.partner_id = new
        self.assertNotIn(old, self.complaint.message_partner_ids)
        self.assertIn(new, self.complaint.message_partner_ids)
        self.assertNotEqual(self.complaint._portal_ensure_token(), token)
        self.complaint.contact_ids = new
        self.complaint.partner_id = old
        self.assertIn(new, self.complaint.message_partner_ids, "a further contact goes on hearing")

    def test_a_customer_and_their_company_are_no_strangers(self):
        token = self.complaint.access_token
        self.complaint.partner_id = self.portal_a.partner_id.parent_id
        self.complaint.partner_id = self.portal_a.partner_id
        self.assertEqual(self.complaint.access_token, token)
        self.assertIn(self.portal_a.partner_id, self.complaint.message_partner_ids)

    def test_first_customer_keeps_the_link(self):
        caller = self._create_complaint("Called", self.ring_team, partner_id=False)
        token = caller._portal_ensure_token()
        caller.partner_id = self.customer
        self.assertEqual(caller.access_token, token)

    def test_old_provider_loses_sight(self):
        self.complaint.message_subscribe(self.lou.partner_id.ids)
        self.complaint.team_id = self.bell_team
        followers = self.complaint.message_partner_ids
        self.assertFalse(followers & (self.kim | self.lou).partner_id)
        self.assertIn(self.portal_a.partner_id, followers)
        self.log_in(self.kim)
        self.assertEqual(self.open_desk(f"/{self.complaint.id}").status, 404)

    def test_who_works_outside_does_not_follow(self):
        complaint = self._create_complaint("New", self.ring_team, user_id=self.kim.id)
        complaint.user_id = self.lou
        self.assertFalse(complaint.message_partner_ids & (self.kim | self.lou).partner_id)
        complaint.user_id = self.agent_user
        self.assertIn(self.agent_user.partner_id, complaint.message_partner_ids)
