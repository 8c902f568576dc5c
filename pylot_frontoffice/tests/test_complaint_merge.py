from email.message import EmailMessage

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .complaint_mail_common import ComplaintMailCommon


@tagged("post_install", "-at_install")
class TestComplaintMerge(ComplaintMailCommon):
    """Several complaints become one, which has everything of the others and gets what still comes
    for them."""

    def setUp(self):
        super().setUp()
        self.survivor = self._create_complaint("The tap drips")
        self.merged = self._create_complaint("The tap still drips")

    def _merge(self, complaints=None, survivor=None):
        complaints = (complaints or self.merged).with_user(self.agent_user).sudo(False)
        survivor = survivor or self.survivor
        complaints._merge_into(survivor.with_user(self.agent_user).sudo(False))

    def test_everything_moves(self):
        tag = self.env["pylot.complaint.tag"].create({"name": "Urgent matter"})
        friend = self.env["res.partner"].create({"name": "Friend"})
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        merged = self.merged
        merged.write(
            {
                "tag_ids": [Command.link(tag.id)],
                "contact_ids": [Command.link(friend.id)],
                "sale_order_id": order.id,
            }
        )
        message = merged.message_post(
            body="Look", attachments=[("tap.txt", b"drip")], subtype_xmlid="mail.mt_comment"
        )
        merged.message_subscribe(friend.ids)
        activity = merged.activity_schedule("mail.mail_activity_data_todo", summary="Call")
        later = merged._create_next()
        self._merge()
        survivor = self.survivor
        self.assertIn(message, survivor.message_ids)
        self.assertEqual(message.attachment_ids.res_id, survivor.id)
        self.assertEqual(activity.res_id, survivor.id)
        self.assertIn(friend, survivor.message_partner_ids)
        self.assertEqual(survivor.tag_ids, tag)
        self.assertEqual(survivor.contact_ids, friend)
        self.assertEqual(survivor.sale_order_id, order)
        self.assertEqual(later.previous_id, survivor)
        self.assertEqual(survivor.name, "The tap drips")
        self.assertIn(merged.number, survivor.message_ids[0].body)
        self.assertEqual((merged.state, merged.dismissal), ("closed", "merged"))
        self.assertEqual((merged.merged_into_id, merged.active), (survivor, False))
        self.assertFalse(merged.message_partner_ids)

    def test_nobody_is_told_of_the_end(self):
        self.notices._plan(self.merged, "received")
        self._merge()
        self.assertFalse(self._get_new_mails(self._send_due))

    def test_dialog(self):
        other = self._create_complaint(
            "By somebody else", partner_id=False, email_from="kim@example.com"
        )
        dialogs = self.env["pylot.complaint.merge"].with_user(self.agent_user)
        context = {
            "active_model": "pylot.complaint",
            "active_ids": (self.merged | self.survivor | other).ids,
        }
        with Form(dialogs.with_context(**context)) as form:
            self.assertEqual(form.survivor_id, self.survivor, "the oldest")
            self.assertTrue(form.has_other_customers)
            form.inform = True
        with self.assertRefused("different customers", UserError):
            form.record.action_merge()
        form.record.is_confirmed = True
        action = form.record.action_merge()
        self.assertEqual(action["res_id"], self.survivor.id)
        [mail] = self._get_new_mails(self._send_due)
        self.assertIn("frieda@example.com", mail.email_to)
        self.assertIn(self.survivor.number, mail.body_html)

    def test_only_what_can_be_one(self):
        theirs = self.Complaint.create(
            {
                "name": "Theirs",
                "team_id": self.env["pylot.team"]._get_default(self.other_company).id,
            }
        )
        with self.assertRefused("one company", UserError):
            (self.merged | theirs)._merge_into(self.survivor)
        self._merge()
        with self.assertRefused("merged already", UserError):
            self.survivor._merge_into(self.merged)
        with self.assertRefused("merged already", UserError):
            self.merged._merge_into(self._create_complaint())
        dialog = self.env["pylot.complaint.merge"].create({"complaint_ids": self.survivor.ids})
        with self.assertRefused("at least two", UserError):
            dialog.action_merge()

    def test_an_open_matter_does_not_end_in_one_that_is_over(self):
        self._end(self.survivor)
        with self.assertRefused("is over", UserError):
            self._merge()
        self._end(self.merged)
        self._merge()
        self.assertEqual(self.merged.merged_into_id, self.survivor)

    def test_merged_ones_stay_merged(self):
        self._merge()
        with self.assertRefused("Go on there"):
            self.merged._set_state("working")
        with self.assertRefused("Go on there"):
            self.merged.action_unarchive()
        self.assertFalse(self.merged._is_reopenable())

    def test_no_circle(self):
        self._merge()
        with self.assertRaises(ValidationError):
            self.survivor.merged_into_id = self.merged
            self.env.flush_all()

    def test_a_chain_leads_to_the_last(self):
        last = self._create_complaint("Third")
        self._merge()
        self._merge(self.survivor, last)
        self.assertEqual(self.merged.merged_into_id, last)
        self.assertEqual(self.merged._get_survivor(), last)
        self.assertEqual(last._get_survivor(), last)

    def test_the_number_leads_to_the_survivor(self):
        number = self.merged.number
        self._merge()
        agent = self.Complaint.with_user(self.agent_user)
        for typed in (number, f" {number.lower()} "):
            found = agent.search([("search_text", "ilike", typed)])
            self.assertEqual(found, self.survivor)
        self.assertEqual(agent.name_search(number)[0][0], self.survivor.id)

    def test_the_link_leads_to_the_survivor_of_the_same_customer(self):
        stranger = self._create_complaint(partner_id=False, email_from="kim@example.com")
        self._merge(self.merged | stranger)
        self.assertEqual(self.merged._get_survivor_for_customer(), self.survivor)
        self.assertEqual(stranger._get_survivor_for_customer(), stranger)

    def test_what_customers_type_later(self):
        self._merge()
        self.assertEqual(self.merged._add_customer_reply("Still drips"), self.survivor)
        self.assertIn("Still drips", self.survivor.message_ids[0].body)

    def test_mails_to_the_old_thread(self):
        """The customer answers what was sent before the merger."""
        self.survivor._set_state("waiting_customer")
        sent = self.merged.message_post(body="Which tap?", subtype_xmlid="mail.mt_comment")
        self._merge()
        # one that went out in between, and was not moved
        late = self.env["mail.message"].create(
            {"model": "pylot.complaint", "res_id": self.merged.id, "message_id": "<late@pylot>"}
        )
        for number, answered in enumerate((sent.message_id, late.message_id)):
            mail = EmailMessage()
            mail["From"] = "Frieda Kunde <frieda@example.com>"
            mail["To"] = "service@pylot.example"
            mail["Subject"] = "Re: The tap still drips"
            mail["Message-Id"] = f"<answer{number}@example.com>"
            mail["In-Reply-To"] = mail["References"] = answered
            mail.set_content(f"The left one, {number}")
            count = self.Complaint.search_count([])
            self.env["mail.thread"].message_process("pylot.complaint", mail.as_string())
            self.assertEqual(self.Complaint.search_count([]), count)
            self.assertIn(f"The left one, {number}", self.survivor.message_ids[0].body)
