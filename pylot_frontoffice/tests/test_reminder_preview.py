from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .reminder_common import MODEL, NOW, ReminderCommon

LINK = "https://example.com/parcel/SECRET"


@tagged("post_install", "-at_install")
class TestReminderPreview(ReminderCommon):
    """Messages with real data, before anything is sent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env,
            "pylot_m",
            groups="pylot_frontoffice.group_manager",
            email="owner@example.com",
        )
        cls._allow_parcels("pylot_frontoffice.group_manager")
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.template.write(
            {
                "lang": "{{ object.partner_id.lang }}",
                "body_html": f"<p>It arrives.</p><script>x()</script><a href='{LINK}'>Track</a>",
            }
        )
        cls.template.with_context(lang="de_DE").subject = "{{ object.name }} kommt"

    def _preview(self, level):
        action = level.with_user(self.manager).action_preview()
        return self.env[action["res_model"]].browse(action["res_id"]).with_user(self.manager)

    def test_last_five(self):
        policy = self._create_policy({}, domain="[('name', '!=', 'Other')]", state="off")
        parcels = [self._create_parcel(NOW + timedelta(days=n), name=f"Tap {n}") for n in range(7)]
        self._create_parcel(NOW + timedelta(days=99), name="Other")
        parcels[6].partner_id = self.customer.copy({"lang": "de_DE", "email": "karl@example.com"})
        last = self.env["mail.mail"].search([], order="id desc", limit=1)
        lines = self._preview(policy.level_ids).line_ids
        self.assertEqual(lines.mapped("document_name"), [f"Tap {n}" for n in (6, 5, 4, 3, 2)])
        self.assertEqual(lines[0].subject, "Tap 6 kommt")
        self.assertIn("<karl@example.com>", lines[0].recipient)
        self.assertEqual(lines[0].lang_name.partition(" ")[0], "German")
        self.assertEqual(lines[1].subject, "Tap 5 arrives")
        self.assertIn("<frieda@example.com>", lines[1].recipient)
        self.assertIn("It arrives.", lines[1].body)
        self.assertIn("Track", lines[1].body)
        self.assertNotIn("SECRET", lines[1].body)
        self.assertNotIn("script", lines[1].body)
        self.assertEqual(self.env["mail.mail"].search([], order="id desc", limit=1), last)
        self.assertFalse(self.env["pylot.reminder"].search([("policy_id", "=", policy.id)]))

    def test_test_mail(self):
        policy = self._create_policy({}, state="off")
        self._create_parcel(NOW)
        last = self.env["mail.mail"].search([], order="id desc", limit=1).id or 0
        self._preview(policy.level_ids).line_ids.action_send_test()
        mail = self.env["mail.mail"].search([("id", ">", last)])
        self.assertEqual(mail.subject, "Tap arrives")
        self.assertIn("owner@example.com", mail.email_to)
        self.assertFalse(mail.recipient_ids)
        self.assertNotIn("SECRET", mail.body_html)

    def test_broken_template(self):
        policy = self._create_policy({}, state="off")
        parcel = self._create_parcel(NOW)
        self.template.subject = "{{ object.name.upper() }} {{ 1 / len(object.name) }}"
        parcel.name = ""
        line = self._preview(policy.level_ids).line_ids
        self.assertTrue(line.error)
        self.assertFalse(line.body)

    def test_nothing_is_kept(self):
        """What a template writes, such as a token it makes, is taken back."""
        policy = self._create_policy({}, state="off")
        parcel = self._create_parcel(NOW)
        self.template.body_html = "<t t-set='x' t-value='object.write({\"is_lost\": True})'/>Ok"
        # Odoo renders a template that is written, too
        parcel.is_lost = False
        line = self._preview(policy.level_ids).line_ids
        self.assertFalse(parcel.is_lost)
        self.assertIn("Ok", line.body)

    def test_text_message(self):
        sms = self.env["sms.template"].create(
            {
                "name": "Parcel",
                "model_id": self.env["ir.model"]._get_id(MODEL),
                "body": f"{{{{ object.name }}}} arrives {LINK}",
            }
        )
        policy = self._create_policy(
            {"channel": "sms", "sms_template_id": sms.id, "mail_template_id": False}, state="off"
        )
        self._create_parcel(NOW)
        line = self._preview(policy.level_ids).line_ids
        self.assertIn("Tap arrives", line.body)
        self.assertIn("https://example.com/…", line.body)
        self.assertNotIn("href", line.body)
        self.assertFalse(self.env["sms.sms"].search([("body", "like", "Tap arrives")]))

    def test_activity(self):
        policy = self._create_policy(
            {"channel": "activity", "name": "Call", "script": "<p>Ask</p>"}, state="off"
        )
        parcel = self._create_parcel(NOW, user_id=self.manager.id)
        line = self._preview(policy.level_ids).line_ids
        self.assertRecordValues(line, [{"subject": "Call", "recipient": self.manager.name}])
        self.assertIn("Ask", line.body)
        self.assertFalse(parcel.activity_ids)

    def test_from_a_dry_run(self):
        policy = self._create_policy({}, state="off")
        self._create_parcel(NOW)
        action = policy.with_user(self.manager).action_dry_run()
        line = self.env[action["res_model"]].browse(action["res_id"]).line_ids
        action = line.with_user(self.manager).action_preview()
        lines = self.env[action["res_model"]].browse(action["res_id"]).line_ids
        self.assertEqual(lines.subject, "Tap arrives")

    def test_not_for_agents(self):
        policy = self._create_policy({}, state="off")
        agent = new_test_user(self.env, "pylot_a", groups="pylot_frontoffice.group_agent")
        with self.assertRaises(AccessError):
            policy.level_ids.with_user(agent).action_preview()
        with self.assertRaises(AccessError):
            policy.with_user(agent).action_dry_run()
