"""A provider's people at their desk: what they see, and what they do."""

from datetime import date, timedelta

from odoo.tests import tagged

from .desk_common import DeskCase


@tagged("post_install", "-at_install")
class TestDesk(DeskCase):
    def setUp(self):
        super().setUp()
        self.log_in(self.kim)

    def _get_subjects(self, page):
        return [" ".join(each.text_content().split()) for each in page.main.xpath(".//h2")]

    # === THE QUEUE ===

    def test_queue_has_the_own_team_only_most_urgent_first(self):
        late = self._create_complaint("No heating", self.ring_team, priority="3")
        self.assertEqual(self._get_subjects(self.open_desk()), [late.name, "The tap drips"])

    def test_tabs(self):
        taken = self._create_complaint("Taken", self.ring_team, user_id=self.kim.id)
        taken._set_state("waiting_customer")
        other = self._create_complaint("Of Lou", self.ring_team, user_id=self.lou.id)
        other._set_state("working")
        over = self._create_complaint("Over", self.ring_team, dismissal="mistake")
        over._set_state("closed")
        found = {
            tab: set(self._get_subjects(self.open_desk(f"?tab={tab}")))
            for tab in ("new", "mine", "waiting", "open", "nonsense")
        }
        everything = {"The tap drips", "Taken", "Of Lou"}
        self.assertEqual(
            found,
            {
                "new": {"The tap drips"},
                "mine": {"Taken"},
                "waiting": {"Taken"},
                "open": everything,
                "nonsense": everything,
            },
        )
        counts = self.open_desk().main.xpath(".//*[@class='pylot-count']/text()")
        self.assertEqual(counts, ["1", "1", "1", "3"])

    def test_search_needs_three_characters_and_finds_what_is_theirs(self):
        self._create_complaint("Percent", self.ring_team, partner_name="100% Taps")
        cases = {
            "ta": {"The tap drips", "Percent"},
            "tap": {"The tap drips", "Percent"},
            self.complaint.number: {"The tap drips"},
            self.foreign.number: set(),
            "boiler": set(),
            "%%%": set(),
            "0% T": {"Percent"},
        }
        for text, expected in cases.items():
            with self.subTest(text=text):
                page = self.get("/desk", params={"search": text})
                self.assertEqual(set(self._get_subjects(page)), expected)
                self.assertEqual("at least 3 characters" in page.text, len(text) < 3)

    def test_number_of_queries_does_not_grow(self):
        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.open_desk()
            return self.env.cr.sql_log_count - before

        self.complaint.user_id = self.lou
        self.open_desk()
        few = count()
        for number in range(15):
            self._create_complaint(f"One more {number}", self.ring_team, user_id=self.lou.id)
        self.assertLessEqual(count(), few + 2)

    def test_a_long_conversation_costs_no_more(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.open_desk(f"/{self.complaint.id}")
            return self.env.cr.sql_log_count - before

        def talk():
            self.complaint._add_customer_reply("When?", [("tap.txt", b"x")])
            self.complaint.with_user(self.kim).sudo()._reply_from_desk("Soon.")
            self.complaint.with_user(self.lou).sudo()._note_from_desk("Called.")

        for _number in range(3):
            talk()
        few = count()
        for _number in range(6):
            talk()
        self.assertLessEqual(count(), few)

    # === ONE COMPLAINT ===

    def test_page_shows_what_is_needed(self):
        self.complaint.write({"description": "<p>It <b>drips</b></p>", "lot_name": "SN-77"})
        self.ring_team.provider_script = "<p>Ask for the floor.</p>"
        page = self.open_desk(f"/{self.complaint.id}")
        for text in (
            "The tap drips",
            self.complaint.number,
            "Frieda Kunde",
            "030 1234567",
            "frieda@example.com",
            "It *drips*",
            "SN-77",
            "Ask for the floor.",
        ):
            self.assertIn(text, page.text)

    def test_looking_changes_nothing(self):
        before = self.complaint.write_date
        self.open_desk(f"/{self.complaint.id}")
        self.env.invalidate_all()
        self.assertFalse(self.complaint.user_id)
        self.assertEqual(self.complaint.write_date, before)
        for action in ("take", "reply", "note", "stage", "propose", "handover"):
            self.assertEqual(self.get(f"/desk/{self.complaint.id}/{action}").status, 405, action)

    def test_take_it(self):
        page = self.act(self.complaint, "take")
        self.assertEqual(page.path, f"/desk/{self.complaint.id}")
        self.assertEqual(self.complaint.user_id, self.kim)
        self.assertEqual(self.complaint.state, "working")
        self.assertNotIn(self.kim.partner_id, self.complaint.message_partner_ids)

    def test_answer_goes_out_as_the_team(self):
        self.ring_team.company_id.email = "office@example.com"
        page = self.act(self.complaint, "reply", text="We come <b>tomorrow</b>.\nPromised.")
        self.assertIn("Your answer is on its way", page.text)
        message = self.complaint.message_ids.filtered(lambda each: each.message_type == "comment")
        self.assertEqual(message.author_id, self.kim.partner_id)
        self.assertIn('"Evening" <', message.email_from)
        self.assertIn("&lt;b&gt;tomorrow", message.body)
        self.assertEqual(message.partner_ids, self.customer)
        self.assertEqual(message.subtype_id, self.env.ref("mail.mt_comment"))
        self.assertTrue(self.complaint.first_response_at)
        self.assertEqual(self.complaint.state, "working")
        self.assertIn("We come <b>tomorrow</b>.", page.text)
        self.assertNotIn(self.kim.partner_id, self.complaint.message_partner_ids)

    def test_customer_reads_the_answer_also_after_the_mandate(self):
        self.act(self.complaint, "reply", text="We come tomorrow.")
        self.act(self.complaint, "note", text="Was angry")
        self.ring_team.write({"member_ids": False, "provider_id": False})
        page = self.get(f"/complaint/{self.complaint.access_token}")
        self.assertIn("We come tomorrow.", page.text)
        self.assertNotIn("Was angry", page.text)
        self.assertNotIn("Kim", page.text)

    def test_answer_without_a_contact_goes_to_the_address(self):
        caller = self._create_complaint(
            "Called", self.ring_team, partner_id=False, email_from="caller@example.com"
        )
        self.act(caller, "reply", text="Yes.")
        message = caller.message_ids.filtered(lambda each: each.message_type == "comment")
        self.assertEqual(message.outgoing_email_to, "caller@example.com")

    def test_nothing_is_no_answer(self):
        page = self.act(self.complaint, "reply", text=" \n ")
        self.assertEqual((page.status, page.title), (422, "The tap drips"))
        self.assertIn("Please write something.", page.text)
        self.assertFalse(self.complaint.first_response_at)
        page = self.act(self.complaint, "reply", text="x" * 5001)
        self.assertIn("too long", page.text)

    def test_note_is_for_the_business_and_colleagues(self):
        self.act(self.complaint, "note", text="Was angry")
        note = self.complaint.message_ids.filtered(lambda each: each.message_type == "comment")
        self.assertEqual(note.subtype_id, self.env.ref("mail.mt_note"))
        self.assertTrue(note.is_internal)
        self.assertFalse(note.notified_partner_ids)
        self.log_in(self.lou)
        self.assertIn("Was angry", self.open_desk(f"/{self.complaint.id}").text)
        self.complaint.team_id = self.bell_team
        self.log_in(self.max)
        page = self.open_desk(f"/{self.complaint.id}")
        self.assertEqual(page.status, 200)
        self.assertNotIn("Was angry", page.text)

    def test_move_to_an_allowed_stage(self):
        waiting, closed = (
            self.env["pylot.complaint"]._find_stage(state, self.ring_team)
            for state in ("waiting_customer", "closed")
        )
        self.act(self.complaint, "stage", stage=waiting.id)
        self.assertEqual(self.complaint.stage_id, waiting)
        for wrong in (closed.id, 0, "x", 2**40):
            page = self.act(self.complaint, "stage", stage=wrong)
            self.assertEqual(page.status, 422)
            self.assertEqual(self.complaint.stage_id, waiting)
        waiting.provider_allowed = False
        self.assertNotIn(
            waiting.id, dict(self.complaint.with_user(self.kim).sudo()._get_desk_stages())
        )

    def test_hand_over(self):
        self.complaint.write({"user_id": self.kim.id})
        self.complaint.message_subscribe(self.kim.partner_id.ids)
        deadline = date.today() + timedelta(days=3)
        page = self.act(
            self.complaint, "handover", text="Wants <money>\nback", deadline=deadline.isoformat()
        )
        self.assertEqual(page.path, "/desk")
        self.assertIn("Handed over.", page.text)
        self.assertNotIn("The tap drips", page.text)
        self.assertEqual(self.complaint.team_id, self.business)
        self.assertFalse(self.complaint.user_id == self.kim)
        self.assertNotIn(self.kim.partner_id, self.complaint.message_partner_ids)
        activity = self.complaint.activity_ids
        self.assertEqual(activity.user_id, self.dispatcher_user)
        self.assertEqual(activity.date_deadline, deadline)
        self.assertIn("Wants &lt;money&gt;<br>back", activity.note)
        self.assertIn("Kim Voice (Ring GmbH)", activity.note)
        tracked = self.complaint.message_ids.tracking_value_ids.filtered(
            lambda value: value.field_id.name == "team_id"
        )
        self.assertEqual(tracked.mail_message_id.author_id, self.kim.partner_id)
        self.assertEqual(self.open_desk(f"/{self.complaint.id}").status, 404)

    def test_hand_over_needs_reason_and_day(self):
        yesterday = (date.today() - timedelta(days=2)).isoformat()
        for values in (
            {"text": "", "deadline": date.today().isoformat()},
            {"text": "Why", "deadline": ""},
            {"text": "Why", "deadline": "31.12.2026"},
            {"text": "Why", "deadline": yesterday},
        ):
            page = self.act(self.complaint, "handover", **values)
            self.assertEqual(page.status, 422, values)
        self.assertEqual(self.complaint.team_id, self.ring_team)

    # === A CALL ===

    def test_note_a_call(self):
        page = self.open_desk("/new").send("/new", name="Kurt", subject="Cold", text="Since noon")
        self.assertEqual(page.status, 422)
        self.assertIn("phone number or an e-mail address", page.text)
        # what is not on the form is not written
        page = page.send("/new", phone="030 99999", company_id=self.other_company.id, priority="3")
        self.env.invalidate_all()
        complaint = self.env["pylot.complaint"].search([("partner_name", "=", "Kurt")])
        self.assertEqual(page.path, f"/desk/{complaint.id}")
        self.assertRecordValues(
            complaint,
            [
                {
                    "name": "Cold",
                    "phone": "030 99999",
                    "channel": "phone",
                    "team_id": self.ring_team.id,
                    "user_id": self.kim.id,
                    "partner_id": False,
                    "priority": "1",
                }
            ],
        )

    def test_a_typed_address_opens_nobodys_data(self):
        """Who types the mail of a customer sees what they typed, not whose it is."""
        page = self.open_desk("/new").send(
            "/new", name="X", email="frieda@example.com", subject="Cold", text="Cold"
        )
        self.assertNotIn("Frieda", page.text)
        self.assertNotIn("030 1234567", page.text)

    # === MY ACCOUNT ===

    def test_card_for_people_of_a_provider(self):
        self.assertEqual(
            self.get("/my").main.xpath("string(.//a[@href='/desk'])").split()[:2], ["1", "Desk"]
        )
        self.complaint.team_id = self.business
        self.assertIn("0 Desk", self.get("/my").text)
        self.ring_team.member_ids -= self.kim
        self.assertFalse(self.get("/my").main.xpath(".//a[@href='/desk']"))
