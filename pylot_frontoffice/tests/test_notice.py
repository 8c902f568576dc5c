from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .notices_common import NoticesCommon

SEND = "odoo.addons.pylot_frontoffice.models.pylot_notice_mixin"
KINDS = {
    "requested": {"visit_state": "planned", "awaiting": "business"},
    "confirmed": {},
    "proposed": {"visit_state": "planned", "awaiting": "customer"},
    "payment": {"awaiting": "payment"},
    "moved": {},
    "cancelled": {"visit_state": "cancelled"},
    "postponed": {"visit_state": "draft"},
    "lapsed": {"visit_state": "cancelled"},
}


@tagged("post_install", "-at_install")
class TestNotice(NoticesCommon):
    """What is promised is sent once, to the right person, and nothing typed does any harm."""

    def test_every_kind(self):
        for kind, values in KINDS.items():
            with self.subTest(kind=kind):
                visit = self._promise(kind, **values)
                mail = self._get_new_mails(self._send_due)
                self.assertEqual(len(mail), 1, visit.notice_ids.mapped("reason"))
                self.assertIn("Frieda Kunde", mail.body_html)
                self.assertIn("Repair", mail.subject)
                self.assertRegex(
                    mail.body_html, r"Hello Frieda Kunde,\s*</p>\s*<p[^>]*>[A-Z][a-z ]{15}"
                )
                self.assertEqual(mail.email_to, '"Frieda Kunde" <frieda@example.com>')
                self.assertIn("office@example.com", mail.email_from)
                self.assertIn("Auto-Submitted", mail.headers)
                self.assertEqual(len(mail.attachment_ids), kind != "payment")
                time = visit._describe_customer_time()["text"]
                self.assertEqual(time in mail.body_html, kind != "postponed")
                visit.with_context(pylot_inform_customer=False).unlink()

    def test_sent_once(self):
        visit = self._promise()
        self.assertEqual(len(self._get_new_mails(self._send_due)), 1)
        self.assertFalse(self._get_new_mails(self._send_due))
        visit._promise("confirmed")
        self.assertFalse(self._get_new_mails(self._send_due))

    def test_last_time_only(self):
        visit = self._promise()
        self._send_due()
        visit.write({"start": self._at(10), "stop": self._at(11)})
        visit.write({"start": self._at(14), "stop": self._at(15)})
        self.assertEqual(self._get_notices(visit, "skipped"), ["moved"])
        mail = self._get_new_mails(self._send_due)
        self.assertEqual(len(mail), 1)
        self.assertIn("2:00 PM", mail.body_html)
        self.assertNotIn("10:00 AM", mail.body_html)

    def test_link_is_not_in_the_log(self):
        """Whoever may read the visit would have the customer's secret."""
        visit = self._promise()
        mail = self._get_new_mails(self._send_due)
        self.assertIn(visit.customer_token, mail.body_html)
        self.assertNotIn(visit.customer_token, "".join(visit.message_ids.mapped("body")))

    def test_switched_off(self):
        visit = self._promise()
        self.company.pylot_visit_messages = False
        self.assertFalse(self._get_new_mails(self._send_due))
        self.assertEqual(self._get_notices(visit, "skipped"), ["confirmed"])
        self.assertIn("switched off", visit.notice_ids.reason)
        self.company.pylot_visit_messages = True
        visit.notice_ids.with_user(self.agent_user).action_retry()
        self.assertEqual(len(self._get_new_mails(self._send_due)), 1)

    # === WHO CANNOT BE REACHED ===

    def test_no_address(self):
        self.customer.email = False
        visit = self._promise()
        self.assertFalse(self._get_new_mails(self._send_due))
        notice = visit.notice_ids.filtered(lambda each: each.kind == "confirmed")
        self.assertEqual(notice.state, "skipped")
        self.assertIn("no e-mail address", notice.reason)
        visit.contact_email = "other@example.com"
        notice.with_user(self.agent_user).action_retry()
        self.assertIn("other@example.com", self._get_new_mails(self._send_due).email_to)

    def test_retry_is_for_agents(self):
        visit = self._promise()
        with self.assertRaises(AccessError):
            visit.notice_ids.with_user(self.technician_user).action_retry()

    def _get_texts(self, number="+4930555"):
        return self.env["sms.sms"].search([("number", "=", number)])

    def test_text_messages(self):
        visit = self._promise(contact_phone="+4930555", sms_consent=True)
        self._send_due()
        self.assertFalse(self._get_texts())
        visit.write({"start": self._at(10), "stop": self._at(11)})
        self._send_due()
        body = self._get_texts().body
        self.assertIn("10:00 AM - 11:00 AM", body)
        self.assertTrue(body.isascii(), "would be sent as three messages")

    def test_no_text_message_without_consent(self):
        visit = self._promise(contact_phone="+4930555", sms_consent=False)
        visit.write({"start": self._at(10), "stop": self._at(11)})
        self._send_due()
        self.assertFalse(self._get_texts())

    # === WHAT GOES WRONG ===

    @mute_logger(SEND)
    def test_one_bad_record(self):
        good, bad, better = (
            self._promise(hour=hour, contact_name=name)
            for hour, name in ((9, "Good"), (11, "Bad"), (14, "Better"))
        )
        model = type(self.notices)
        deliver = model._deliver

        def fail(notice):
            if notice.event_id == bad:
                notice.env.cr.execute("SELECT 1 / 0", log_exceptions=False)
            return deliver(notice)

        with patch.object(model, "_deliver", fail):
            mails = self._get_new_mails(self._send_due)
        self.assertEqual(len(mails), 2)
        self.assertEqual(self._get_notices(bad, "failed"), ["confirmed"])
        self.assertIn("division by zero", bad.notice_ids.filtered("reason").reason)
        bad.notice_ids.filtered("reason").with_user(self.agent_user).action_retry()
        self.assertEqual(len(self._get_new_mails(self._send_due)), 1)
        self.assertEqual(self._get_notices(good | better, "sent"), ["confirmed"] * 2)

    @mute_logger(SEND)
    def test_template_is_gone(self):
        self.env.ref("pylot_frontoffice.mail_template_calendar_event_confirmed").unlink()
        visit = self._promise()
        self._send_due()
        self.assertEqual(self._get_notices(visit, "failed"), ["confirmed"])

    def test_job(self):
        visit = self._promise()
        cron = self.env.ref("pylot_frontoffice.ir_cron_pylot_visit_notice_send")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self._get_notices(visit, "sent"), ["confirmed"])

    # === WHAT IS TYPED ===

    def test_markup(self):
        visit = self._promise(contact_name="<script>alert(1)</script>")
        self.env["pylot.appointment.answer"].create(
            {"event_id": visit.id, "name": "What?", "value": "<img src=x onerror=alert(2)>"}
        )
        body = self._get_new_mails(self._send_due).body_html
        self.assertNotIn("<script", body)
        self.assertNotIn("<img", body)
        self.assertIn("&lt;script&gt;", body)
        self.assertIn("&lt;img src=x", body)

    def test_template_language(self):
        self._promise(contact_name="{{ object.customer_token }} ${user.login}")
        mail = self._get_new_mails(self._send_due)
        self.assertIn("{{ object.customer_token }}", mail.body_html)

    def test_header_injection(self):
        self._promise(
            contact_name="Eve\r\nBcc: all@example.com\r\n<evil@example.com>, x",
            contact_email="eve@example.com",
        )
        mail = self._get_new_mails(self._send_due)
        self.assertNotRegex(mail.email_to + mail.subject, r"[\r\n]")
        [outgoing] = mail._prepare_outgoing_list()
        self.assertEqual(outgoing["email_to_normalized"], ["eve@example.com"])
        message = self.env["ir.mail_server"]._build_email__(
            mail.email_from, outgoing["email_to"], mail.subject, mail.body_html, subtype="html"
        )
        self.assertFalse(message["Bcc"])

    def test_company(self):
        """A shared type and nobody assigned yet: the business is known nevertheless."""
        visit = self._promise(visit_state="planned")
        visit.technician_id = False
        mail = self._get_new_mails(self._send_due)
        self.assertIn(self.company.name, mail.body_html)
        self.assertNotIn("With you", mail.body_html)
        theirs = self._create_technician("Theo", company=self.other_company)
        self.other_company.email = "next@example.com"
        self._promise(technician=theirs, appointment_type_id=self._create_type().id)
        mail = self._get_new_mails(self._send_due)
        self.assertIn("next@example.com", mail.email_from)
        self.assertIn("Next Door GmbH", mail.body_html)
