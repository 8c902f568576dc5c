"""The customer's page: what was said between the customer and us, and nothing else."""

from datetime import timedelta

from markupsafe import Markup

from odoo.tests import JsonRpcException, tagged

from .complaint_pages_common import (
    GIF,
    PDF,
    SVG,
    ComplaintPagesCase,
    make_picture,
)


@tagged("post_install", "-at_install")
class TestComplaintPage(ComplaintPagesCase):
    def setUp(self):
        super().setUp()
        self.complaint = self._create_complaint()
        self.path = self.get_path(self.complaint)

    def _say(self, body, **values):
        values = {
            "message_type": "comment",
            "subtype_xmlid": "mail.mt_comment",
            "author_id": self.agent_user.partner_id.id,
            **values,
        }
        return self.complaint.message_post(body=body, **values)

    def _see(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.get(self.path)

    # === SHOWN ===

    def test_every_state_in_plain_words(self):
        seen = set()
        for state, words in {
            "new": "We have received your complaint",
            "working": "We are working on it",
            "waiting_customer": "Please answer below",
            "waiting_remedy": "The solution is on its way",
        }.items():
            self.complaint._set_state(state)
            page = self._see()
            self.assertIn(words, page.text)
            self.assertIn(self.complaint.number, page.text)
            seen.add(page.text)
        self.assertEqual(len(seen), 4)
        self.complaint._set_state("working")
        self.assertIn("You hear from us by", self._see().text)
        self.complaint._decide("partly", "You get half.", channel="phone", recourse="Ask Bob.")
        self.complaint._set_state("solved")
        page = self._see()
        for words in ("Your complaint is solved", "You get half.", "Ask Bob.", "go on with it"):
            self.assertIn(words, page.text)
        self.complaint.solved_at -= timedelta(days=30)
        self.assertIn("we begin a new complaint", self._see().text)

    def test_page_and_letter_promise_the_same_time(self):
        """On the clock of the team, wherever the visitor is."""
        self.complaint.lang = "en_US"
        promise = " ".join(self.complaint._describe_next_update().split())
        self.assertTrue(promise)
        for visitor, zone in (("Europe/Paris", ""), ("America/New_York", " (Europe/Berlin)")):
            self.opener.cookies["tz"] = visitor
            text = " ".join(self._see().text.split())
            self.assertIn(f"You hear from us by {promise}{zone}", text)

    def test_decision_is_shown_once_it_was_told(self):
        self.complaint._decide("accepted", "A new tap.", channel="email")
        self.assertNotIn("A new tap.", self._see().text)
        self.complaint._set_told()
        self.assertIn("A new tap.", self._see().text)

    def test_only_what_was_said_between_us(self):
        supplier = self.env["res.partner"].create(
            {"name": "Supplier", "email": "supplier@example.com"}
        )
        self._say("Hello Frieda")
        self._say("Told by name", partner_ids=self.customer.ids)
        self.complaint.message_unsubscribe(self.customer.ids)
        self._say("Hello supplier", partner_ids=supplier.ids)
        self._say("From the supplier", author_id=supplier.id)
        self._say("Mail of the supplier", author_id=False, email_from="supplier@example.com")
        self._say("Secret note", subtype_xmlid="mail.mt_note")
        self._say("Machine", message_type="notification")
        self.complaint.write({"user_id": self.agent_user.id, "priority": "3"})
        self.complaint._add_customer_reply("Of mine")
        self.complaint._message_log(body="Logged")
        page = self._see()
        for words in ("Hello Frieda", "Told by name", "Of mine"):
            self.assertIn(words, page.text)
        for words in ("upplier", "Secret", "Machine", "Logged", "Agent", "Urgent"):
            self.assertNotIn(words, page.text)
        self.assertEqual(len(page.main.xpath("//ol[contains(@class, 'pylot-talk')]/li")), 3)
        self.assertEqual(len(page.main.xpath("//li[@class='pylot-ours']")), 2)

    def test_markup_of_strangers(self):
        self._say(
            Markup(
                "<p style='position:fixed'>Hi<img src='http://evil.example/x.png'/>"
                "<a href='javascript:alert(1)'>a</a><a href='https://ok.example'>b</a> {{7*7}}</p>"
                "<form action='/x'><input name='y'/></form>"
            ),
            author_id=self.customer.id,
            message_type="email",
        )
        self.complaint.name = "<script>alert(1)</script> ${7*7}"
        page = self._see()
        said = page.main.xpath("//div[@class='pylot-said']")[0]
        self.assertFalse(said.xpath(".//img | .//form | .//*[@style] | .//script"))
        self.assertEqual(said.xpath(".//a/@href"), ["https://ok.example"])
        self.assertIn("{{7*7}}", page.text)
        self.assertEqual(page.title, "<script>alert(1)</script> ${7*7}")

    # === LINK ===

    def test_headers(self):
        response = self._see().response
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_a_new_link_ends_the_old_one(self):
        self.complaint.with_user(self.agent_user).action_renew_customer_link()
        self.assertEqual(self._see().status, 404)
        self.path = self.get_path(self.complaint)
        self.assertEqual(self._see().status, 200)

    def test_another_customer_ends_the_old_link(self):
        self.complaint.message_subscribe(self.customer.ids)
        self._say("Hello Frieda", partner_ids=self.customer.ids)
        other = self.env["res.partner"].create({"name": "Other", "email": "other@example.com"})
        self.complaint.partner_id = other
        self.assertEqual(self._see().status, 404)
        self.assertNotIn(self.customer, self.complaint.message_partner_ids)
        self.path = self.get_path(self.complaint)
        self.assertNotIn("Hello Frieda", self._see().text)
        token = self.complaint.access_token
        self.complaint.write({"partner_id": other.id, "email_from": "new@example.com"})
        self.assertEqual(self.complaint.access_token, token, "it is the same customer")

    def test_merged_one_leads_nowhere(self):
        other = self._create_complaint("The tap still drips")
        self.complaint._merge_into(other)
        self.assertEqual(self._see().status, 404)
        self.assertEqual(self.get_path(self.complaint), self.get_path(other))
        self.assertEqual(self.get(self.get_path(other)).status, 200)

    def test_button_of_core_mails_leads_here(self):
        token = self.complaint.access_token
        path = f"/my/complaints/{self.complaint.id}"
        self.assertEqual(self.get(f"{path}?access_token={token}&pid=1").path, self.path)
        self.assertEqual(self.get(f"{path}?access_token=é").path, "/web/login")
        link = self.complaint._notify_get_action_link("view", access_token=token)
        page = self.get(link)
        self.assertEqual(page.path, self.path)

    def test_core_ways_are_shut(self):
        """The token opens our page only, no chatter of core's."""
        complaint = self.complaint
        found = complaint.with_user(self.env.ref("base.public_user"))._get_thread_with_access(
            complaint.id, token=complaint.access_token
        )
        self.assertFalse(found)
        with self.assertRaises(JsonRpcException):
            self.make_jsonrpc_request(
                "/mail/message/post",
                {
                    "thread_model": complaint._name,
                    "thread_id": complaint.id,
                    "post_data": {"body": "x"},
                    "token": complaint.access_token,
                },
            )
        self.assertFalse(complaint._get_page_messages_sudo())

    # === REPLY ===

    def test_reply(self):
        self.complaint._set_state("waiting_customer")
        page = self._see().send(
            "/reply", text="Here <b>it</b> is", files=[("files", ("a.jpg", make_picture(), "x/y"))]
        )
        self.assertEqual(page.path, self.path)
        self.assertIn("we have received your message", page.text)
        self.assertIn("Here <b>it</b> is", page.text)
        self.assertEqual(self.complaint.state, "working")
        message = self.complaint._get_page_messages_sudo()[-1]
        self.assertEqual(message.author_id, self.customer)
        self.assertEqual(len(message.attachment_ids), 1)

    def test_reply_twice_is_one(self):
        form = self._see()
        for _turn in range(2):
            form.send("/reply", text="Only\r\nonce")
        self.assertEqual(len(self.complaint._get_page_messages_sudo()), 1)
        self._see().send("/reply", text="Only\r\nonce")
        self.assertEqual(len(self.complaint._get_page_messages_sudo()), 2, "said once more")

    def test_reply_opens_again_and_later_begins_anew(self):
        self.decide(self.complaint)
        form = self._see()
        form.send("/reply", text="Drips again")
        self.env.invalidate_all()
        self.assertEqual(self.complaint.state, "working")
        self.decide(self.complaint)
        self.complaint.solved_at -= timedelta(days=30)
        form = self._see()
        page = form.send("/reply", text="And again")
        follower = self.get_newest()
        self.assertEqual(follower.previous_id, self.complaint)
        self.assertEqual(page.path, self.get_path(follower))
        self.assertIn("And again", page.text)
        self.assertEqual(form.send("/reply", text="And again").path, page.path)
        self.assertEqual(self.get_newest(), follower)

    def test_reply_with_what_is_no_file(self):
        for name, content in {"x.svg": SVG, "x.jpg": SVG, "x.gif": GIF, "x.pdf": b"%PDF-"}.items():
            page = self._see().send("/reply", text="See", files=[("files", (name, content))])
            self.assertEqual(page.status, 422, name)
            self.assertIn("neither a photo nor a PDF", page.text)
            self.assertEqual(page.get_form("/reply").fields["text"].strip(), "See")
        page = self._see().send("/reply", text=" ")
        self.assertEqual(page.status, 422)
        self.assertFalse(self.complaint._get_page_messages_sudo())

    def test_too_many_replies(self):
        self.env["ir.config_parameter"].set_param("pylot_frontoffice.max_complaint_replies", "2")
        for number in range(2):
            self._see().send("/reply", text=f"No. {number}")
        page = self._see().send("/reply", text="No. 3")
        self.assertEqual(page.status, 429)
        self.assertEqual(len(self.complaint._get_page_messages_sudo()), 2)

    # === FILES ===

    def test_files_of_shown_messages_only(self):
        shown = self._say("See", attachments=[("a.pdf", PDF), ("x.svg", SVG), ("x.html", b"<p>")])
        hidden = self._say("No", subtype_xmlid="mail.mt_note", attachments=[("b.pdf", PDF)])
        loose = self.env["ir.attachment"].create(
            {
                "name": "c.pdf",
                "raw": PDF,
                "res_model": self.complaint._name,
                "res_id": self.complaint.id,
            }
        )
        page = self._see()
        self.assertEqual(
            {int(number) for number in self.find_uploads(page)}, set(shown.attachment_ids.ids)
        )
        for file in shown.attachment_ids:
            response = self.get(f"{self.path}/file/{file.id}").response
            self.assertEqual(response.status_code, 200)
            self.assertTrue(response.headers["Content-Disposition"].startswith("attachment"))
            self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
            self.assertIn("sandbox", response.headers["Content-Security-Policy"])
            self.assertIn(
                response.headers["Content-Type"], ("application/pdf", "application/octet-stream")
            )
            self.assertEqual(response.content, file.raw)
        other = self._create_complaint("Foreign")
        foreign = other._add_customer_reply("x", attachments=[("d.pdf", PDF)])
        numbers = [
            hidden.attachment_ids.id,
            loose.id,
            foreign._get_page_messages_sudo().attachment_ids.id,
            2**31 - 1,
            "99999999999",
            "-1",
            "x",
            "%00",
        ]
        answers = {self.get(f"{self.path}/file/{number}").text for number in numbers}
        self.assertEqual(answers, {self.get("/complaint/nothing").text})

    # === VOTE AND REMEDIES ===

    def test_vote(self):
        self.assertNotIn("Are you content", self._see().text)
        self.decide(self.complaint)
        page = self._see()
        self.assertIn("Are you content", page.text)
        page = page.send("/rate", value="9", feedback="Quick")
        self.assertEqual(page.status, 422)
        page = page.send("/rate", value="4", feedback="Quick")
        self.assertIn("Thank you for your opinion", page.text)
        self.env.invalidate_all()
        vote = self.complaint.rating_id
        self.assertEqual((vote.rating, vote.feedback), (4, "Quick"))
        page.send("/rate", value="1")
        self.env.invalidate_all()
        self.assertEqual((self.complaint.rating_id, vote.rating), (vote, 1))
        form = self._see()
        self.complaint._set_state("working")
        self.env.flush_all()
        self.assertEqual(form.send("/rate", value="5").status, 409)

    def test_remedies(self):
        visit = self._create_visit(
            self.anna, customer_id=self.customer.id, appointment_type_id=self.kind.id
        )
        actions = self.env["pylot.complaint.action"].create(
            [
                {"complaint_id": self.complaint.id, "kind": "repair", "event_id": visit.id},
                {"complaint_id": self.complaint.id, "kind": "replacement"},
            ]
        )
        self.assertNotIn("What you get", self._see().text, "nothing has been told yet")
        visit._promise("confirmed")
        page = self._see()
        self.assertIn("We come and repair it", page.text)
        self.assertNotIn("replacement", page.text)
        self.assertEqual(page.click("See or move the visit").path, f"/visit/{visit.customer_token}")
        self.complaint._decide("accepted", "You get both.", channel="phone")
        self.assertIn("We send you a replacement", self._see().text)
        actions[1].write({"state": "cancelled"})
        self.assertNotIn("We send you a replacement", self._see().text)
        actions[0].write({"state": "done"})
        self.assertIn("– done", self._see().text)

    # === BACK OFFICE ===

    def test_who_reads_a_complaint_has_not_its_link(self):
        visit = self._create_visit(self.anna, customer_id=self.customer.id)
        self.complaint.event_id = visit
        technician = self.complaint.with_user(self.technician_user)
        self.assertEqual(technician.name, "The tap drips")
        self.assertNotIn("access_token", technician.fields_get())
        self.assertNotIn("customer_url", technician.fields_get())
        agent = self.complaint.with_user(self.agent_user)
        self.assertTrue(agent.customer_url.endswith(self.path))

    def test_each_has_its_own_link(self):
        complaints = self.Complaint.create([{"name": str(number)} for number in range(3)])
        copied = complaints[0].copy()
        self.assertEqual(len(set((complaints | copied).mapped("access_token"))), 4)
