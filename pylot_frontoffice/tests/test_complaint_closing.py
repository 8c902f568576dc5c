from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .complaint_mail_common import ComplaintMailCommon


@tagged("post_install", "-at_install")
class TestComplaintClosing(ComplaintMailCommon):
    """A complaint ends when it is decided, the customer knows it and nothing is left to do."""

    def setUp(self):
        super().setUp()
        self.complaint = self._create_complaint()
        self.as_agent = self.complaint.with_user(self.agent_user).sudo(False)

    def _decide_by_mail(self, **values):
        self.as_agent._decide("accepted", "We put it right.", **values)

    # === WHAT MUST BE THERE ===

    def test_not_without_a_decision_through_any_door(self):
        for state in ("solved", "closed"):
            stage = self._get_stage(state)
            with self.assertRefused("no decision"):
                self.as_agent.web_save({"stage_id": stage.id}, {"stage_id": {}})
            with self.assertRefused("no decision"):
                self.complaint._set_state(state)
            with self.assertRefused("no decision"):
                self._create_complaint(stage_id=stage.id)
            loaded = self.Complaint.load(
                ["name", "team_id/.id", "stage_id/.id"],
                [["Imported", str(self.team.id), str(stage.id)]],
            )
            self.assertFalse(loaded["ids"])
            self.assertIn("no decision", loaded["messages"][0]["message"])
        for method in ("action_solve", "action_close"):
            with self.assertRefused("has not been told"):
                getattr(self.as_agent, method)()

    def test_a_decision_alone_is_not_enough(self):
        self._decide_by_mail()
        with self.assertRefused("is just being sent"):
            self.as_agent.stage_id = self._get_stage("solved")
        self._send_due()
        self.as_agent.stage_id = self._get_stage("solved")
        self.assertEqual(self.complaint.state, "solved")

    def test_facts_are_not_typed_in(self):
        for name, value in (
            ("decided_at", fields.Datetime.now()),
            ("decision_told_at", fields.Datetime.now()),
            ("decision", "Yes"),
            ("dismissal", "spam"),
            ("merged_into_id", self._create_complaint().id),
            ("anonymised_at", fields.Datetime.now()),
        ):
            with self.subTest(name), self.assertRefused("button", UserError):
                self.as_agent.web_save({name: value}, {})
            with self.subTest(name), self.assertRefused("button", UserError):
                self._create_complaint(env=self.env(user=self.agent_user), **{name: value})

    def test_facts_are_not_rubbed_out(self):
        self._decide_by_mail(channel="phone")
        with self.assertRefused("button", UserError):
            self.as_agent.web_save({"decision_told_at": False}, {})

    def test_a_stage_keeps_its_meaning_while_it_is_in_use(self):
        stage = self.complaint.stage_id.with_user(self.manager_user).sudo(False)
        with self.assertRefused("are in this stage", UserError):
            stage.state = "closed"
        stage.write({"state": "new", "name": "Fresh"})
        self._get_stage("waiting_remedy").with_user(self.manager_user).sudo(False).state = "working"

    def test_what_was_decided_elsewhere_is_taken_over(self):
        now = fields.Datetime.now()
        complaint = self._create_complaint(
            env=self.env(user=self.manager_user),
            decision="Refunded",
            decided_at=now,
            decision_told_at=now,
            stage_id=self._get_stage("closed").id,
        )
        self.assertEqual(complaint.state, "closed")

    def test_technicians_do_not_decide(self):
        visit = self._create_visit(self.anna, 9)
        self.complaint.event_id = visit
        seen = self.complaint.with_user(self.technician_user).sudo(False)
        self.assertEqual(seen.name, "The tap drips")
        for method in ("action_decide", "action_solve", "action_dismiss", "action_wait"):
            with self.subTest(method), self.assertRefused("not allowed", UserError):
                getattr(seen, method)()

    # === TELLING ===

    def test_dialog(self):
        self.company.pylot_recourse_text = "Write to our management."
        action = self.as_agent.action_decide()
        dialogs = self.env[action["res_model"]].with_user(self.agent_user)
        with Form(dialogs.with_context(**action["context"])) as form:
            self.assertEqual((form.channel, form.email), ("email", "frieda@example.com"))
            form.text = "We come tomorrow."
            form.outcome = "partly"
        form.record.action_tell()
        complaint = self.complaint
        self.assertEqual(complaint.decision, "We come tomorrow.")
        self.assertEqual(complaint.recourse, "Write to our management.")
        self.assertEqual(complaint.decided_by_id, self.agent_user)
        self.assertTrue(complaint.decided_at)
        self.assertFalse(complaint.decision_told_at or complaint.first_response_at)
        [mail] = self._get_new_mails(self._send_due)
        self.assertIn("We come tomorrow.", mail.body_html)
        self.assertIn("Write to our management.", mail.body_html)
        self.assertTrue(complaint.decision_told_at and complaint.first_response_at)
        self.assertEqual(complaint.state, "solved", "as it was said in the dialog")

    def test_the_text_cannot_break_out_of_the_mail(self):
        self.as_agent._decide("rejected", "<b>No</b>\n{{ 7 * 7 }}", recourse="<script>x</script>")
        [mail] = self._get_new_mails(self._send_due)
        self.assertIn("&lt;b&gt;No&lt;/b&gt;", mail.body_html)
        self.assertNotIn("<script>", mail.body_html)
        self.assertNotIn("49", mail.body_html.split("No&lt;")[1][:20])

    def test_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.complaint.lang = "de_DE"
        self.company.with_context(lang="en_US").pylot_recourse_text = "Write to us."
        self.company.with_context(lang="de_DE").pylot_recourse_text = "Schreiben Sie uns."
        dialog = self.env["pylot.complaint.decide"].create({"complaint_id": self.complaint.id})
        self.assertEqual(dialog.recourse, "Schreiben Sie uns.")

    def test_by_phone_it_is_told_at_once(self):
        self._decide_by_mail(channel="phone", solve=True)
        self.assertEqual(self.complaint.decision_channel, "phone")
        self.assertTrue(self.complaint.decision_told_at and self.complaint.first_response_at)
        self.assertEqual(self.complaint.state, "solved")
        self.assertFalse(self._get_new_mails(self._send_due))

    def test_what_a_decision_needs(self):
        decide = self.as_agent._decide
        with self.assertRefused("what the customer is told", UserError):
            decide("accepted", "  ")
        with self.assertRefused("where to turn", UserError):
            decide("rejected", "No.")
        self.complaint.write({"partner_id": False, "email_from": False})
        with self.assertRefused("no e-mail address", UserError):
            decide("accepted", "Yes.")
        decide("rejected", "No.", channel="letter", recourse="Ask the conciliation body.")
        self.assertTrue(self.complaint.decision_told_at)
        self._end(self.complaint)
        with self.assertRefused("is over", UserError):
            decide("accepted", "Yes.")

    def test_solved_by_itself_when_it_has_been_sent(self):
        self._decide_by_mail()
        action = self.as_agent.action_solve()
        self.assertEqual(action["tag"], "display_notification")
        self.assertEqual(self.complaint.state, "new")
        self._send_due()
        self.assertEqual(self.complaint.state, "solved")

    def test_message_that_cannot_be_sent(self):
        self._decide_by_mail(solve=True)
        self.env.ref("pylot_frontoffice.mail_template_complaint_decision").unlink()
        with mute_logger("odoo.addons.pylot_frontoffice.models.pylot_notice_mixin"):
            self._send_due()
        self.assertEqual(self.complaint.state, "new")
        with self.assertRefused("could not be sent: The template"):
            self.as_agent.action_solve()

    def test_a_better_decision_is_told_too(self):
        self._decide_by_mail()
        self._send_due()
        self.as_agent._decide("partly", "On second thoughts: half of it.")
        self.assertFalse(self.complaint.decision_told_at)
        [mail] = self._get_new_mails(self._send_due)
        self.assertIn("On second thoughts", mail.body_html)

    def test_an_older_decision_is_not_sent_any_more(self):
        self._decide_by_mail()
        self.as_agent._decide("partly", "On second thoughts: half of it.")
        [mail] = self._get_new_mails(self._send_due)
        self.assertIn("On second thoughts", mail.body_html)

    # === REOPENING ===

    def test_after_reopening_it_is_decided_and_told_anew(self):
        self._decide_by_mail(solve=True)
        self._send_due()
        self.complaint._receive_customer_message()
        complaint = self.complaint
        self.assertEqual((complaint.state, complaint.reopen_count), ("working", 1))
        self.assertFalse(complaint.decided_at or complaint.decision_told_at)
        self.assertEqual(complaint.decision, "We put it right.", "as a draft")
        with self.assertRefused("decide again"):
            self.as_agent.action_close()
        self._decide_by_mail(solve=True)
        self.assertEqual(len(self._get_new_mails(self._send_due)), 1)
        self.assertEqual(complaint.state, "solved")

    def test_buttons(self):
        self._end(self.complaint)
        self.as_agent.action_close()
        self.assertEqual(self.complaint.state, "closed")
        self.complaint.active = False
        self.as_agent.action_reopen()
        self.assertEqual((self.complaint.state, self.complaint.active), ("working", True))
        self.as_agent.action_wait()
        self.assertEqual(self.complaint.state, "waiting_customer")

    def test_no_stage_for_it(self):
        self._get_stage("waiting_customer").active = False
        with self.assertRefused("has no stage that means “Waiting for the Customer”", UserError):
            self.as_agent.action_wait()

    def test_too_late_is_a_complaint_of_its_own(self):
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        self.complaint.write({"sale_order_id": order.id, "lot_name": "SN 7", "lang": "en_US"})
        self._end(self.complaint)
        following = self.complaint._create_next({"name": "Again", "channel": "email"})
        self.assertEqual(following.previous_id, self.complaint)
        self.assertEqual((following.name, following.channel), ("Again", "email"))
        self.assertEqual(following.sale_order_id, order)
        self.assertEqual((following.lot_name, following.team_id), ("SN 7", self.team))
        self.assertEqual((following.partner_id, following.state), (self.customer, "new"))
        self.assertNotEqual(following.number, self.complaint.number)
        self.assertFalse(following.decision or following.decided_at)

    def test_the_remedies_are_proposed_as_decision(self):
        self.complaint.action_ids = [
            fields.Command.create({"kind": "other", "note": "We send flowers."}),
            fields.Command.create({"kind": "refusal", "note": "The tap is not ours."}),
            fields.Command.create({"kind": "reduction", "amount": 12}),
        ]
        self.complaint.action_ids[1].recourse_text = "Ask the guild."
        dialogs = self.env["pylot.complaint.decide"].with_user(self.agent_user)
        dialog = dialogs.create({"complaint_id": self.complaint.id})
        lines = dialog.text.split("\n")
        self.assertEqual(lines[:2], ["We send flowers.", "The tap is not ours."])
        self.assertRegex(lines[2], r"^We reduce the price by .*12\.00")
        self.assertEqual((dialog.outcome, dialog.recourse), ("partly", "Ask the guild."))

    # === NO COMPLAINT ===

    def test_no_complaint_ends_without_a_word(self):
        self.notices._plan(self.complaint, "received")
        action = self.as_agent.action_dismiss()
        dialogs = self.env[action["res_model"]].with_user(self.agent_user)
        with Form(dialogs.with_context(**action["context"])) as form:
            form.reason = "mistake"
            form.note = "It was a test."
        form.record.action_dismiss()
        self.assertEqual((self.complaint.state, self.complaint.dismissal), ("closed", "mistake"))
        self.assertIn("It was a test.", self.complaint.message_ids[0].body)
        with freeze_time(fields.Datetime.now() + timedelta(days=3)):
            self.assertFalse(self._get_new_mails(self._send_due))
        self.complaint._receive_customer_message()
        self.assertEqual((self.complaint.state, self.complaint.dismissal), ("working", False))

    # === HISTORY ===

    def test_every_change_is_in_the_history(self):
        self.env.cr.precommit.run()
        changes = (
            (lambda: self.as_agent.action_wait(), {"stage_id"}),
            (
                lambda: self._decide_by_mail(channel="phone"),
                {"decision", "decision_outcome", "decision_told_at"},
            ),
            (lambda: self.as_agent.action_solve(), {"stage_id"}),
            (
                lambda: self.as_agent.action_reopen(),
                {"stage_id", "decision_outcome", "decision_told_at"},
            ),
            (lambda: self.as_agent._dismiss("spam"), {"stage_id", "dismissal"}),
        )
        for change, expected in changes:
            before = self.complaint.message_ids
            change()
            self.env.flush_all()
            self.env.cr.precommit.run()
            tracked = (self.complaint.message_ids - before).tracking_value_ids
            self.assertEqual(set(tracked.field_id.mapped("name")), expected)
            self.assertEqual(tracked.mail_message_id.author_id, self.agent_user.partner_id)

    # === MANY ===

    def test_queries_do_not_grow_with_their_number(self):
        def count(number, method, *args):
            complaints = self.Complaint.create(
                [{"name": str(each), "partner_id": self.customer.id} for each in range(number)]
            )
            complaints._decide("accepted", "Yes", channel="phone")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            getattr(complaints, method)(*args)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        for method, args in (
            ("_set_state", ("closed",)),
            ("_set_state", ("solved",)),
            ("_dismiss", ("spam",)),
            ("_decide", ("partly", "Half of it")),
        ):
            with self.subTest(method, args=args):
                count(2, method, *args)  # what is read once
                self.assertEqual(count(100, method, *args), count(2, method, *args))

    def test_checklist(self):
        self.assertEqual(self.complaint.closing_steps.count("fa-circle-o"), 2)
        self._decide_by_mail(channel="phone")
        self.assertEqual(self.complaint.closing_steps.count("fa-circle-o"), 0)
        self.assertEqual(self.complaint.closing_steps.count("fa-check"), 3)

    def test_open_remedies(self):
        """Whoever has promised something does it first."""
        self.complaint.action_ids = [fields.Command.create({"kind": "other", "note": "Flowers"})]
        self._decide_by_mail(channel="phone", solve=True)
        self.assertNotEqual(self.complaint.state, "solved")
        with self.assertRaisesRegex(ValidationError, "A remedy is still open"):
            self.as_agent.action_solve()
        with self.assertRefused("Finish or cancel", UserError):
            self.as_agent._dismiss("spam")
        self.complaint.action_ids.action_do()
        self.assertEqual(self.complaint.state, "solved", "by itself")
