from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import FrontofficeCommon


@tagged("post_install", "-at_install")
class TestFaqArticle(FrontofficeCommon):
    """What editors do with articles."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.Article = cls.env["pylot.faq.article"].with_user(cls.agent_user)
        cls.article = cls._create_article()

    @classmethod
    def _create_article(cls, **values):
        values = {"question": "Who pays?", "answer": "<p>We do.</p>", **values}
        return cls.env["pylot.faq.article"].with_user(cls.agent_user).create(values)

    # === HISTORY ===

    def test_history_is_kept_for_each_language(self):
        german = self.article.with_context(lang="de_DE")
        german.write({"question": "Wer zahlt?", "answer": "<p>Wir.</p>"})
        german.answer = "<p>Sie.</p>"
        self.article.answer = "<p>You do.</p>"
        self.assertEqual(
            [(each.lang, each.answer) for each in self.article.version_ids],
            [("en_US", "<p>We do.</p>"), ("de_DE", "<p>Wir.</p>"), ("de_DE", "<p>We do.</p>")],
        )
        self.assertEqual(self.article.version_ids[0].create_uid, self.agent_user)
        self.article.version_ids[1].action_restore()
        self.assertEqual(german.answer, "<p>Wir.</p>")
        self.assertEqual(self.article.answer, "<p>You do.</p>", "the other language stays")
        self.env.invalidate_all()
        self.assertEqual(self.article.version_ids[0].answer, "<p>Sie.</p>", "it can be undone")

    def test_history_of_the_translation_dialog(self):
        self.article.update_field_translations("answer", {"de_DE": "<p>Wir.</p>"})
        self.article.update_field_translations("answer", {"de_DE": "<p>Sie.</p>"})
        self.assertIn(
            ("de_DE", "<p>Wir.</p>"), [(v.lang, v.answer) for v in self.article.version_ids]
        )

    def test_same_text_is_no_version(self):
        self.article.write({"answer": "<p>We do.</p>", "question": "Who pays?"})
        self.assertFalse(self.article.version_ids)

    def test_nobody_else_restores(self):
        self.article.write({"answer": "<p>You do.</p>", "is_published": True})
        version = self.article.version_ids.with_user(self.technician_user)
        with self.assertRefused("not allowed", AccessError):
            version.action_restore()

    def test_versions_cost_the_same_for_many(self):
        few = self.Article.create([{"question": f"Q{i}"} for i in range(2)])
        many = self.Article.create([{"question": f"Q{i}"} for i in range(20)])
        counts = []
        for articles in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            articles.write({"answer": "<p>New</p>"})
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] + 18, counts)

    # === PUBLISHING AND REVIEW ===

    def test_empty_answers_are_not_published(self):
        for answer in (False, "<p><br></p>", "<p> </p>"):
            article = self._create_article(answer=answer)
            with self.assertRefused("no answer yet", Exception):
                article.action_publish()

    def test_review_date_comes_with_publishing(self):
        self.company.pylot_faq_review_months = 6
        self.article.action_publish()
        today = fields.Date.context_today(self.article)
        self.assertEqual((self.article.review_date - today).days // 30, 6)
        self.company.pylot_faq_review_months = 0
        other = self._create_article(is_published=True)
        self.assertFalse(other.review_date)

    def _run_review(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "pylot_frontoffice.ir_cron_pylot_faq_article_review"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def test_owner_is_asked_once(self):
        self.article.write({"is_published": True, "review_date": "2026-01-01"})
        draft = self._create_article(review_date="2026-01-01")
        self._run_review()
        self._run_review()
        self.assertEqual(self.article.activity_ids.user_id, self.agent_user)
        self.assertEqual(len(self.article.activity_ids), 1)
        self.assertFalse(draft.activity_ids)
        outdated = self.Article.search([("is_outdated", "=", True)])
        self.assertEqual(outdated, self.article)
        self.assertNotIn(self.article, self.Article.search([("is_outdated", "!=", True)]))
        self.article.action_checked_today()
        self.assertFalse(self.article.activity_ids, "the question is answered")
        self.assertFalse(self.article.is_outdated)
        self.assertEqual(self.article.checked_date, fields.Date.context_today(self.article))
        self.article.review_date = fields.Date.today() - timedelta(days=1)
        self._run_review()
        self.assertEqual(len(self.article.activity_ids), 1, "the next day is asked about again")

    def test_who_has_gone_is_not_asked(self):
        self.article.write({"is_published": True, "review_date": "2026-01-01"})
        orphan = self._create_article(
            is_published=True, review_date="2026-01-01", owner_id=False, company_id=self.company.id
        )
        self.agent_user.group_ids = [Command.set(self.env.ref("base.group_user").ids)]
        self.company.pylot_faq_reader_ids = self.manager_user
        self._run_review()
        for article in (self.article, orphan):
            self.assertEqual(article.sudo().activity_ids.user_id, self.manager_user)

    # === STARTERS ===

    def test_starters_are_drafts(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", "pylot_frontoffice"), ("model", "=", "pylot.faq.article")]
        )
        starters = self.env["pylot.faq.article"].browse(data.mapped("res_id"))
        self.assertEqual(len(starters), 12)
        for starter in starters:
            self.assertTrue(starter.answer and starter.keywords and starter.category_id)
            self.assertEqual(starter.audience, "public")
            self.assertFalse(starter.is_published or starter.owner_id or starter.company_id)

    # === IMPORT ===

    def test_import_with_translations_and_update_by_external_id(self):
        """Core's import: a column for each language, category by name, keywords; the second file
        corrects the first one."""
        manager = self.env["pylot.faq.article"].with_user(self.manager_user)
        self.env["pylot.faq.category"].create({"name": "Bathroom"})
        names = ["id", "question", "answer", "keywords", "category_id", "audience"]
        rows = [["__import__.tap", "Who pays?", "<p>We</p>", "tap, drip", "Bathroom", "staff"]]
        result = manager.load(names, rows)
        self.assertFalse([each for each in result["messages"] if each["type"] == "error"])
        german = manager.with_context(lang="de_DE")
        result = german.load(
            ["id", "question", "answer"], [["__import__.tap", "Wer zahlt?", "<p>Wir</p>"]]
        )
        self.assertFalse(result["messages"])
        article = self.env.ref("__import__.tap")
        self.assertRecordValues(
            article,
            [{"question": "Who pays?", "keywords": "tap, drip", "audience": "staff"}],
        )
        self.assertEqual(article.category_id.name, "Bathroom")
        self.assertEqual(article.with_context(lang="de_DE").answer, "<p>Wir</p>")
        result = manager.load(["id", "keywords"], [["__import__.tap", "tap, seal"]])
        self.assertFalse(result["messages"])
        self.assertEqual((article.keywords, article.question), ("tap, seal", "Who pays?"))
        exported = article.with_context(lang="de_DE").export_data(
            ["id", "question", "answer", "category_id/name"]
        )
        self.assertEqual(
            exported["datas"], [["__import__.tap", "Wer zahlt?", "<p>Wir</p>", "Bathroom"]]
        )
        bad = [["__import__.bad", "Who?", "<p>We</p>", "", "Bathroom", "nobody"]]
        self.assertTrue(manager.load(names, bad)["messages"])
