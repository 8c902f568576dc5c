from markupsafe import Markup

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .complaints_common import ComplaintCommon


@tagged("post_install", "-at_install")
class TestFaqInsert(ComplaintCommon):
    """An answer of the FAQ in a reply to a customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.complaint = cls._create_complaint("The tap drips").with_user(cls.agent_user)
        cls.public = cls._create_article("Why does my tap drip?", "public")
        cls.staff = cls._create_article("What does a dripping tap cost us?", "staff")
        cls.provider = cls._create_article("When do you pass a dripping tap on?", "provider")
        cls.draft = cls._create_article("Which tap drips most?", "public", is_published=False)

    @classmethod
    def _create_article(cls, question, audience, **values):
        values = {
            "question": question,
            "answer": "<p>The seal of the tap has gone hard.</p>",
            "audience": audience,
            "is_published": True,
            **values,
        }
        return cls.env["pylot.faq.article"].create(values)

    def _open(self, user=None, body="<p>Good day</p>"):
        complaint = self.complaint.with_user(user or self.agent_user)
        action = complaint.action_reply()
        composer = complaint.env[action["res_model"]].with_context(**action["context"])
        self.composer = composer.create({"body": Markup(body)})
        action = self.composer.action_insert_faq()
        dialog = complaint.env[action["res_model"]].with_context(**action["context"]).create({})
        return dialog

    def _insert(self, dialog, article, confirmed=False):
        chosen = article.with_user(self.agent_user).with_context(pylot_dialog_id=dialog.id)
        return chosen.action_insert_confirmed() if confirmed else chosen.action_insert()

    def test_found_by_the_subject_and_by_what_is_typed(self):
        dialog = self._open()
        self.assertEqual(dialog.query, "The tap drips")
        self.assertIn(self.public, dialog.article_ids)
        self.assertNotIn(self.draft, dialog.article_ids)
        with Form(dialog) as form:
            form.query = "pass on"
            self.assertIn(self.provider.id, form.article_ids.ids)
            form.query = ""
            self.assertFalse(form.article_ids.ids)

    def test_inserted_behind_what_was_written_with_the_link(self):
        dialog = self._open()
        action = self._insert(dialog, self.public)
        self.assertEqual(
            (action["res_model"], action["res_id"]),
            (
                "mail.compose.message",
                self.composer.id,
            ),
        )
        body = self.composer.body
        self.assertTrue(body.startswith("<p>Good day</p>"))
        self.assertIn("Why does my tap drip?", body)
        self.assertIn("The seal of the tap has gone hard.", body)
        self.assertIn(self.public._get_public_url(), body)
        self.composer.action_send_mail()
        self.assertIn("gone hard", self.complaint.message_ids[0].body)

    def test_in_the_language_of_the_customer(self):
        self.complaint.lang = "de_DE"
        self.public.with_context(lang="de_DE").write(
            {"question": "Warum tropft mein Hahn?", "answer": "<p>Die Dichtung ist hart.</p>"}
        )
        self._insert(self._open(), self.public)
        self.assertIn("Warum tropft mein Hahn?", self.composer.body)
        self.assertIn("Die Dichtung ist hart.", self.composer.body)

    def test_what_is_not_for_customers_needs_a_second_look(self):
        dialog = self._open()
        for article in (self.staff, self.provider):
            with self.assertRefused("not meant for customers", UserError):
                self._insert(dialog, article)
            self.assertNotIn("gone hard", self.composer.body)
        self._insert(dialog, self.staff, confirmed=True)
        self.assertIn("gone hard", self.composer.body)
        self.assertNotIn("href", self.composer.body, "nobody outside could open it")
        with self.assertRefused("is a draft", UserError):
            self._insert(dialog, self.draft, confirmed=True)

    def test_foreign_dialogs_and_articles(self):
        dialog = self._open()
        other = self.env["pylot.faq.article"].create(
            {"question": "Secret?", "is_published": True, "company_id": self.other_company.id}
        )
        with self.assertRefused(".", AccessError):
            self._insert(dialog, other)
        stranger = self.public.with_user(self.dispatcher_user)
        with self.assertRefused(".", AccessError):
            stranger.with_context(pylot_dialog_id=dialog.id).action_insert()
        for wrong in (False, 0, 2**31 - 1):
            with self.assertRefused(".", Exception):
                self.public.with_context(pylot_dialog_id=wrong).action_insert()

    def test_only_replies_to_complaints(self):
        composer = self.env["mail.compose.message"].with_user(self.agent_user)
        composer = composer.create(
            {"model": "res.partner", "res_ids": self.customer.ids, "composition_mode": "comment"}
        )
        with self.assertRefused(".", Exception):
            composer.action_insert_faq()

    def test_button_is_for_agents(self):
        for user, is_shown in ((self.agent_user, True), (self.plain_user, False)):
            arch = self.env["mail.compose.message"].with_user(user).get_view(view_type="form")
            self.assertEqual("action_insert_faq" in arch["arch"], is_shown)
        self.plain_user.group_ids = [Command.link(self.env.ref("base.group_user").id)]
