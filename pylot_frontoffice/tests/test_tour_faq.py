from markupsafe import Markup

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .complaints_common import ComplaintCommon
from .german import speak_german


class FaqOffice(ComplaintCommon, HttpCase):
    """Editors of the FAQ, in a real browser, in German."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        speak_german(cls.env)
        cls.agent_user.lang = "de_DE"
        # who may keep contacts can write to them
        cls.agent_user.group_ids = [Command.link(cls.env.ref("base.group_partner_manager").id)]
        cls.complaint = cls._create_complaint("Hahn tropft", lang="de_DE")

    def _get_path(self):
        return f"/odoo/complaints/{self.complaint.id}"

    def _publish_a_draft(self):
        self.complaint.description = Markup("<p>Hier Frieda Kunde. Wer zahlt die Dichtung?</p>")
        self.complaint.with_user(self.agent_user).message_post(
            body=Markup("<p>Hallo Frau Kunde,</p><p>wir zahlen die Dichtung.</p><p>MfG Agent</p>"),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.customer.ids,
        )
        self._end(self.complaint)
        self.start_tour(self._get_path(), "pylot_faq_publish_tour", login=self.agent_user.login)
        article = self.complaint.faq_article_ids.with_context(lang="de_DE")
        self.assertRecordValues(
            article,
            [
                {
                    "question": "Warum tropft mein Wasserhahn?",
                    "answer": "<p>Wir zahlen die Dichtung.</p>",
                    "state": "published",
                    "is_checked": True,
                }
            ],
        )


@tagged("post_install", "-at_install")
class TestFaqTours(FaqOffice):
    browser_size = "1280x900"

    def test_draft_of_a_solved_complaint_is_published(self):
        self._publish_a_draft()

    def test_answer_goes_into_a_reply(self):
        self.env["pylot.faq.article"].with_context(lang="de_DE").create(
            {
                "question": "Warum tropft mein Hahn?",
                "answer": "<p>Meist ist die Dichtung hart.</p>",
                "is_published": True,
            }
        )
        self.start_tour(self._get_path(), "pylot_faq_insert_tour", login=self.agent_user.login)
        sent = self.complaint.message_ids.filtered(lambda message: "Dichtung" in message.body)
        self.assertEqual(len(sent), 1)
        self.assertIn("Guten Tag", sent.body)
        self.assertEqual(sent.partner_ids, self.customer)


@tagged("post_install", "-at_install")
class TestFaqToursSmall(FaqOffice):
    browser_size = "360x740"
    touch_enabled = True

    def test_draft_of_a_solved_complaint_is_published(self):
        self._publish_a_draft()
