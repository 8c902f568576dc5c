from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, new_test_user, tagged

from odoo.addons.mail.tests.common import MailCase

from .complaints_common import ComplaintCommon

STARTERS = ("details", "photo", "appointment", "done", "delay")
MORNING = "2027-01-11 09:00:00"


@tagged("post_install", "-at_install")
class TestComplaintReply(ComplaintCommon, MailCase):
    """Answers have starter texts in the customer's language and come from the team."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent_user.email = "agent@example.com"
        cls.complaint = cls._create_complaint()
        cls.agent = cls.env(user=cls.agent_user)

    def _compose(self, complaint=None):
        action = (complaint or self.complaint).with_env(self.agent).action_reply()
        return Form(self.agent["mail.compose.message"].with_context(**action["context"]))

    def _get_template(self, name):
        return self.env.ref(f"pylot_frontoffice.mail_template_complaint_reply_{name}")

    def test_the_customer_is_the_recipient(self):
        contact = self.env["res.partner"].create({"name": "Son", "email": "son@example.com"})
        self.complaint.contact_ids = contact
        form = self._compose()
        self.assertEqual(set(form.partner_ids.ids), set((self.customer | contact).ids))
        self.assertIn(self.complaint.number, form.subject)

    def test_a_stranger_becomes_a_contact_when_somebody_answers(self):
        complaint = self._create_complaint(partner_id=False, email_from="Kim <kim@example.com>")
        known = self.env["res.partner"].search([("email", "=", "kim@example.com")])
        self.assertFalse(known)
        form = self._compose(complaint)
        [partner] = self.env["res.partner"].browse(form.partner_ids.ids)
        self.assertEqual((partner.name, partner.email), ("Kim", "kim@example.com"))

    def test_nobody_to_answer_to(self):
        complaint = self._create_complaint(partner_id=False)
        with self.assertRefused("no e-mail address", UserError):
            complaint.with_env(self.agent).action_reply()

    def test_starter_texts_are_filled_in(self):
        for name in STARTERS:
            with self.subTest(template=name):
                form = self._compose()
                form.template_id = self._get_template(name)
                self.assertIn(self.complaint.number, form.body)
                self.assertIn("Frieda Kunde", form.body)
                self.assertIn(self.agent_user.name, form.body)
                self.assertIn(self.complaint.name, form.subject)
                self.assertEqual(form.partner_ids.ids, self.customer.ids)

    def test_a_hostile_name_stays_text(self):
        self.complaint.write({"partner_name": "<img src=x onerror=alert(1)>{{ 7*7 }}"})
        form = self._compose()
        form.template_id = self._get_template("photo")
        self.assertNotIn("<img", form.body)
        self.assertIn("{{ 7*7 }}", form.body)

    def test_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("de_DE")
        template = self._get_template("delay")
        template.with_context(lang="de_DE").subject = "Wegen [{{ object.number }}]"
        self.complaint.lang = "de_DE"
        form = self._compose()
        form.template_id = template
        self.assertEqual(form.subject, f"Wegen [{self.complaint.number}]")

    def test_it_comes_from_the_team(self):
        self.team.sender = "Service <service@example.com>"
        with self.mock_mail_gateway():
            form = self._compose()
            form.body = "We will come."
            form.save().action_send_mail()
        [mail] = [each for each in self._mails if "frieda@example.com" in str(each["email_to"])]
        self.assertIn("service@example.com", mail["email_from"])
        self.assertIn(self.agent_user.name, mail["email_from"])
        self.assertNotIn("agent@example.com", mail["email_from"])

    def test_sender(self):
        self.team.alias_name = False
        self.company.email = "office@example.com"
        self.assertEqual(self.team._get_sender(), '"Customer Service" <office@example.com>')
        self.team.sender = "service@example.com"
        self.assertEqual(self.team._get_sender("Ada"), '"Ada" <service@example.com>')
        for wrong in ("nobody", "a@b.de, c@d.de", "x@example.com\nBcc: all@example.com"):
            with self.subTest(sender=wrong), self.assertRefused("not one", ValidationError):
                self.team.sender = wrong

    def test_plan(self):
        plan = self.env.ref("pylot_frontoffice.mail_activity_plan_complaint")
        wizard = (
            self.agent["mail.activity.schedule"]
            .with_context(active_model="pylot.complaint", active_ids=self.complaint.ids)
            .create({"plan_id": plan.id, "plan_on_demand_user_id": self.agent_user.id})
        )
        wizard.action_schedule_plan()
        activities = self.complaint.activity_ids.sorted("date_deadline")
        today = fields.Date.context_today(self.complaint)
        self.assertEqual([(each.date_deadline - today).days for each in activities], [0, 1, 5])


@tagged("post_install", "-at_install")
class TestComplaintWriting(ComplaintCommon):
    """Two people do not answer the same customer without knowing of each other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = new_test_user(
            cls.env,
            "pylot_colleague",
            name="Ada",
            groups="pylot_frontoffice.group_agent",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.complaint = cls._create_complaint()
        cls.mine = cls.complaint.with_user(cls.agent_user)
        cls.hers = cls.complaint.with_user(cls.colleague)

    def _get_note(self):
        self.env.invalidate_all()
        return self.mine.writing_note

    def test_others_are_told_for_a_while(self):
        with freeze_time(MORNING):
            self.hers.set_writing(True)
            self.assertEqual(self._get_note(), "Ada is writing an answer.")
            self.assertFalse(self.hers.writing_note, "nobody is told of oneself")
        with freeze_time(fields.Datetime.to_datetime(MORNING) + timedelta(minutes=4)):
            self.assertFalse(self._get_note())
            self.env["pylot.complaint.writing"]._gc_writing()
            self.assertFalse(self.env["pylot.complaint.writing"].search([]))

    def test_two_tabs_are_one_person(self):
        for _tab in range(2):
            self.hers.set_writing(True)
        self.assertEqual(self.env["pylot.complaint.writing"].search_count([]), 1)
        self.hers.set_writing(False)
        self.assertFalse(self._get_note())

    def test_sending_ends_it(self):
        self.hers.action_reply()
        self.assertTrue(self._get_note())
        self.hers.message_post(body="Done", message_type="comment", subtype_xmlid="mail.mt_comment")
        self.assertFalse(self._get_note())

    def test_it_goes_through_the_bus(self):
        sent = []

        def send(_self, channel, kind, message):
            sent.append((channel, kind, message))

        with patch.object(type(self.env["bus.bus"]), "_sendone", send):
            self.hers.set_writing(True)
            self.hers.set_writing(False)
        begun, ended = [each for each in sent if each[1] == "pylot.complaint/writing"]
        self.assertEqual(begun[0], self.complaint)
        self.assertEqual((begun[2]["name"], begun[2]["user_id"]), ("Ada", self.colleague.id))
        self.assertTrue(begun[2]["until"])
        self.assertFalse(ended[2]["until"])

    def test_only_for_those_who_may_answer(self):
        for user in (self.technician_user, self.plain_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.complaint.with_user(user).set_writing(True)

    def test_channels(self):
        """A browser hears only of complaints its user may read."""
        foreign = self._create_complaint(
            team_id=self.env["pylot.team"]._get_default(self.other_company).id
        )
        names = [f"pylot.complaint_{each.id}" for each in (self.complaint, foreign)]
        names += ["pylot.complaint_x", "pylot.complaint_99999999"]
        heard = {}
        seen = []

        def build(_self, channels):
            seen[:] = channels
            return channels

        base = type(self.env["ir.websocket"])
        parent = "odoo.addons.bus.models.ir_websocket.IrWebsocket._build_bus_channel_list"
        for user in (self.agent_user, self.plain_user, self.env.ref("base.public_user")):
            with patch(parent, build):
                base._build_bus_channel_list(self.env["ir.websocket"].with_user(user), list(names))
            heard[user] = [
                each for each in seen if isinstance(each, type(self.env["pylot.complaint"]))
            ]
        self.assertEqual([len(each) for each in heard.values()], [1, 0, 0])
        self.assertEqual(heard[self.agent_user][0].id, self.complaint.id)
