from email import message_from_bytes, policy

from odoo.fields import Command
from odoo.tests import tagged

from .complaint_mail_common import ComplaintMailCommon


@tagged("post_install", "-at_install")
class TestComplaintGateway(ComplaintMailCommon):
    """Who writes gets a number; who answers is in the right thread; who guesses reaches nothing."""

    def test_a_customer_is_found(self):
        complaint = self._deliver(
            self._write_mail("F. Kunde <FRIEDA@example.com>", Subject="=?utf-8?Q?K=C3=A4lte?=")
        )
        self.assertEqual(complaint.partner_id, self.customer)
        self.assertEqual((complaint.name, complaint.channel), ("Kälte", "email"))
        self.assertEqual((complaint.team_id, complaint.state), (self.team, "new"))
        self.assertIn("It drips.", complaint.description)
        self.assertEqual(complaint.message_ids.filtered("body").author_id, self.customer)
        self.assertIn(self.customer, complaint.message_partner_ids)
        self.assertEqual(complaint.notice_ids.mapped("kind"), ["received"])

    def test_a_new_customer_becomes_a_contact(self):
        complaint = self._deliver(self._write_mail("Kim Neu <kim@example.org>"))
        partner = complaint.partner_id
        self.assertEqual((partner.name, partner.email), ("Kim Neu", "kim@example.org"))
        self.assertEqual(partner.company_id, self.company)

    def test_of_two_nobody_knows_which(self):
        twin = self.customer.copy({"name": "Fritz Kunde", "email": "frieda@example.com"})
        complaint = self._deliver(self._write_mail("frieda@example.com"))
        self.assertFalse(complaint.partner_id)
        message = complaint.message_ids.filtered(lambda each: each.message_type == "email")
        self.assertFalse(message.author_id)
        self.assertNotIn(twin, complaint.message_partner_ids)

    def test_contacts_of_others_are_not_found(self):
        self.customer.company_id = self.other_company
        complaint = self._deliver(self._write_mail("frieda@example.com"))
        self.assertNotEqual(complaint.partner_id, self.customer)
        self.assertEqual(complaint.partner_id.company_id, self.company)

    def test_reply_by_reference(self):
        complaint = self._deliver_new()
        complaint._set_state("waiting_customer")
        answered = complaint.notice_ids.message_id
        raw = self._write_mail("frieda@example.com", self._refer_to(answered), Subject="x")
        self.assertFalse(self._deliver(raw))
        self.assertEqual(complaint.state, "working")
        self.assertIn("frieda@example.com", complaint.message_ids[0].email_from)

    def test_reply_by_number(self):
        complaint = self._deliver_new()
        raw = self._write_mail("frieda@example.com", Subject=f"AW: [{complaint.number}] Still")
        before = len(complaint.message_ids)
        self.assertFalse(self._deliver(raw))
        self.assertEqual(len(complaint.message_ids), before + 1)

    def test_reply_of_a_further_contact_by_number(self):
        complaint = self._deliver_new()
        contact = self.env["res.partner"].create({"name": "Mo", "email": "mo@example.com"})
        complaint.contact_ids = contact
        raw = self._write_mail("mo@example.com", Subject=f"Re: {complaint.number}")
        self.assertFalse(self._deliver(raw))

    def test_a_stranger_with_the_number_reaches_nothing(self):
        complaint = self._deliver_new()
        complaint._set_state("waiting_customer")
        before = complaint.message_ids
        raw = self._write_mail("eve@evil.example", Subject=f"Re: [{complaint.number}] drips")
        new = self._deliver(raw)
        self.assertEqual(len(new), 1)
        self.assertFalse(new.previous_id)
        self.assertEqual(complaint.message_ids, before)
        self.assertEqual(complaint.state, "waiting_customer")
        [mail] = self._get_new_mails(self._send_due)
        self.assertIn("eve@evil.example", mail.email_to)
        self.assertNotIn(complaint.access_token, mail.body_html)

    def test_a_stranger_with_the_reference_is_only_noted(self):
        complaint = self._deliver_new()
        complaint._set_state("waiting_customer")
        answered = complaint.notice_ids.message_id
        raw = self._write_mail("Eve <eve@evil.example>", self._refer_to(answered))
        mails = self._get_new_mails(lambda: self.assertFalse(self._deliver(raw)))
        # the customer must not read what a stranger has written
        self.assertEqual(mails.recipient_ids, self.dispatcher_user.partner_id)
        message = complaint.message_ids[0]
        self.assertTrue(message.subtype_id.internal)
        self.assertFalse(message.author_id)
        self.assertIn("eve@evil.example", message.email_from)
        self.assertEqual(complaint.state, "waiting_customer")
        followers = complaint.message_partner_ids.filtered("partner_share")
        self.assertEqual(followers, self.customer)
        self.assertEqual(complaint.activity_ids.user_id, self.dispatcher_user)

    def test_number_of_another_company(self):
        foreign = self.env["pylot.team"]._get_default(self.other_company)
        complaint = self._create_complaint(
            partner_id=False, email_from="kim@example.org", team_id=foreign.id
        )
        raw = self._write_mail("kim@example.org", Subject=f"Re: {complaint.number}")
        self.assertEqual(self._deliver(raw).team_id, self.team)

    def test_too_late(self):
        complaint = self._deliver_new()
        complaint._dismiss("mistake")
        complaint.solved_at = self.env.cr.now().replace(year=2020)
        answered = complaint.notice_ids.message_id
        new = self._deliver(self._write_mail("frieda@example.com", self._refer_to(answered)))
        self.assertEqual((new.previous_id, new.partner_id), (complaint, self.customer))
        self.assertEqual((new.state, complaint.state), ("new", "closed"))
        self.assertEqual(new.notice_ids.mapped("kind"), ["received"])

    def test_soon_enough(self):
        complaint = self._deliver_new()
        complaint._dismiss("mistake")
        answered = complaint.notice_ids.message_id
        self.assertFalse(
            self._deliver(self._write_mail("frieda@example.com", self._refer_to(answered)))
        )
        self.assertEqual((complaint.state, complaint.reopen_count), ("working", 1))

    def test_our_answer_reaches_the_customer(self):
        complaint = self._deliver_new()
        post = complaint.with_user(self.agent_user).message_post
        post(body="Between us", message_type="comment", subtype_xmlid="mail.mt_note")
        self.assertFalse(complaint.first_response_at)
        mails = self._get_new_mails(
            lambda: post(body="We come", message_type="comment", subtype_xmlid="mail.mt_comment")
        )
        self.assertEqual(mails.recipient_ids, self.customer)
        self.assertEqual(mails.reply_to, f'"{self.agent_user.name}" <service@pylot.example>')
        self.assertTrue(complaint.first_response_at)
        raw = self._write_mail("frieda@example.com", self._refer_to(mails.mail_message_id))
        self.assertFalse(self._deliver(raw))
        self.assertEqual(complaint.message_ids[0].author_id, self.customer)

    def test_our_answer_reaches_a_customer_without_contact(self):
        complaint = self._create_complaint(partner_id=False, email_from="Kim <kim@example.org>")
        mails = self._get_new_mails(
            lambda: complaint.with_user(self.agent_user).message_post(
                body="We come", message_type="comment", subtype_xmlid="mail.mt_comment"
            )
        )
        self.assertEqual(mails.mapped("email_to"), ["kim@example.org"])

    def test_nobody_answered_yet(self):
        """Neither customers nor machines are the first answer."""
        complaint = self._deliver_new()
        answered = complaint.notice_ids.message_id
        self._deliver(self._write_mail("frieda@example.com", self._refer_to(answered)))
        self.assertFalse(complaint.first_response_at)

    def test_an_agent_answers_by_mail(self):
        complaint = self._deliver_new()
        self.agent_user.email = "agent@example.com"
        answered = complaint.notice_ids.message_id
        raw = self._write_mail("agent@example.com", self._refer_to(answered))
        mails = self._get_new_mails(lambda: self._deliver(raw))
        self.assertEqual(mails.recipient_ids, self.customer)
        self.assertTrue(complaint.first_response_at)
        self.assertEqual(complaint.state, "new")

    def test_another_customer(self):
        """The one before hears nothing any more."""
        complaint = self._deliver_new()
        other = self.env["res.partner"].create({"name": "Mo", "email": "mo@example.com"})
        complaint.partner_id = other
        self.assertEqual(complaint.message_partner_ids, other)
        complaint.contact_ids = [Command.link(self.customer.id)]
        self.assertEqual(complaint.message_partner_ids, other | self.customer)
        complaint.contact_ids = [Command.clear()]
        self.assertEqual(complaint.message_partner_ids, other)

    def test_attachments_are_kept(self):
        message = self._write_mail("frieda@example.com")
        mail = message_from_bytes(message, policy=policy.SMTP)
        mail.add_attachment(
            b"\x89PNG\x00\x01", maintype="image", subtype="png", filename="tröpf.png"
        )
        complaint = self._deliver(mail.as_bytes())
        [file] = complaint.message_ids.attachment_ids
        self.assertEqual((file.name, file.raw), ("tröpf.png", b"\x89PNG\x00\x01"))

    def test_markup_is_made_harmless(self):
        mail = message_from_bytes(self._write_mail(), policy=policy.SMTP)
        mail.set_content(
            '<p>Cold</p><script>alert(1)</script><img src=x onerror="alert(2)">'
            '<a href="javascript:alert(3)">x</a>',
            subtype="html",
        )
        complaint = self._deliver(mail.as_bytes())
        for text in (complaint.description, complaint.message_ids.filtered("body")[0].body):
            self.assertIn("Cold", text)
            for part in ("<script", "onerror", "javascript:"):
                self.assertNotIn(part, text)

    def test_acknowledged_by_headers(self):
        raw = self._write_mail("frieda@example.com")
        complaint = self._deliver(raw)
        [mail] = self._get_new_mails(self._send_due)
        [customers] = complaint.message_ids.filtered(lambda each: each.message_type == "email")
        self.assertIn("'Auto-Submitted': 'auto-replied'", mail.headers)
        self.assertIn(f"'In-Reply-To': '{customers.message_id}'", mail.headers)
        self.assertEqual(mail.references, customers.message_id)
        self.assertIn("service@pylot.example", mail.reply_to)

    def test_once_an_hour(self):
        first = self._deliver_new()
        second = self._deliver_new()
        self.assertTrue(second)
        self.assertEqual(first.notice_ids.state, "sent")
        self.assertEqual(second.notice_ids.state, "skipped")
        first.notice_ids.sent_at = first.notice_ids.sent_at.replace(year=2020)
        third = self._deliver_new()
        self.assertEqual(third.notice_ids.state, "sent")

    def test_who_wants_silence_is_not_answered(self):
        raw = self._write_mail("frieda@example.com", {"X-Auto-Response-Suppress": "All"})
        complaint = self._deliver(raw)
        self.assertEqual(complaint.state, "new")
        self.assertFalse(complaint.is_automatic)
        self.assertFalse(self._get_new_mails(self._send_due))
        self.assertEqual(complaint.notice_ids.state, "skipped")

    def test_other_models_are_left_alone(self):
        self.env["mail.alias"].create(
            {
                "alias_name": "contacts",
                "alias_domain_id": self.domain.id,
                "alias_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        raw = self._write_mail(
            headers={"To": "contacts@pylot.example", "Auto-Submitted": "auto-replied"}
        )
        before = self.env["res.partner"].search_count([])
        self.assertFalse(self._deliver(raw))
        self.assertEqual(self.env["res.partner"].search_count([]), before + 1)

    def test_two_addresses_at_once(self):
        """A mail to a team and to something else does both."""
        self.env["mail.alias"].create(
            {
                "alias_name": "contacts",
                "alias_domain_id": self.domain.id,
                "alias_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        before = self.env["res.partner"].search_count([])
        raw = self._write_mail(
            "frieda@example.com", {"To": "service@pylot.example, contacts@pylot.example"}
        )
        self.assertEqual(self._deliver(raw).partner_id, self.customer)
        self.assertEqual(self.env["res.partner"].search_count([]), before + 1)

    def test_one_of_us_passes_it_on(self):
        """The complaint is not the agent's; who it is about is asked."""
        self.agent_user.email = "agent@example.com"
        complaint = self._deliver(self._write_mail("agent@example.com"))
        self.assertFalse(complaint.partner_id)
        message = complaint.message_ids.filtered(lambda each: each.message_type == "email")
        self.assertEqual(message.author_id, self.agent_user.partner_id)
