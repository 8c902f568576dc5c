from odoo.tests import tagged

from .complaints_common import ComplaintCommon


@tagged("post_install", "-at_install")
class TestComplaintFollowers(ComplaintCommon):
    """Who follows a new complaint follows it as Odoo would let them."""

    def _get_subtypes(self, complaint, partner):
        followers = complaint.message_follower_ids.filtered(lambda each: each.partner_id == partner)
        self.assertEqual(len(followers), 1)
        return followers.subtype_ids

    def test_a_batch(self):
        other = self.env["res.partner"].create({"name": "Otto", "email": "otto@example.com"})
        agent = self.agent_user.partner_id
        complaints = self.env(user=self.agent_user)["pylot.complaint"].create(
            [
                {"name": "A", "partner_id": self.customer.id},
                {"name": "B", "partner_id": other.id, "contact_ids": [(4, self.customer.id)]},
                {"name": "C", "partner_id": agent.id},
                {"name": "D"},
            ]
        )
        expected = [self.customer | agent, other | self.customer | agent, agent, agent]
        for complaint, partners in zip(complaints.sudo(), expected, strict=True):
            self.assertEqual(complaint.message_partner_ids, partners, complaint.name)
        default, _internal, external = (
            self.env["mail.message.subtype"].sudo().default_subtypes("pylot.complaint")
        )
        for complaint in complaints.sudo():
            self.assertEqual(self._get_subtypes(complaint, agent), default)
        self.assertEqual(self._get_subtypes(complaints[0].sudo(), self.customer), external)

    def test_whoever_follows_goes_on_as_before(self):
        complaint = self._create_complaint(partner_id=False)
        internal = self.env.ref("mail.mt_note")
        complaint.message_subscribe(self.customer.ids, subtype_ids=internal.ids)
        complaint.partner_id = self.customer
        self.assertEqual(self._get_subtypes(complaint, self.customer), internal)

    def test_what_was_read_before_is_renewed(self):
        complaint = self._create_complaint(partner_id=False)
        self.assertNotIn(self.customer, complaint.message_partner_ids)
        complaint.partner_id = self.customer
        self.assertIn(self.customer, complaint.message_partner_ids)

    def test_nobody_follows_unasked(self):
        complaints = self.env["pylot.complaint"].with_context(mail_create_nosubscribe=True)
        complaint = complaints.create({"name": "Quiet"})
        self.assertFalse(complaint.message_follower_ids)
