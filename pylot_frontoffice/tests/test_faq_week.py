from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .complaints_common import ComplaintCommon


@tagged("post_install", "-at_install")
class TestFaqWeek(ComplaintCommon):
    """What was not found, told once a week."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.pylot_faq_reader_ids = cls.manager_user | cls.agent_user
        today = fields.Date.today()
        cls.last_monday = today - timedelta(days=today.weekday() + 7)
        cls.article = cls.env["pylot.faq.article"].create(
            {
                "question": "Why does my tap drip?",
                "answer": "<p>The seal of the tap is hard.</p>",
                "is_published": True,
            }
        )

    def _search(self, text, days=1, company=None, count=0, **values):
        """Somebody has searched, so many days after last Monday."""
        query = self.env["pylot.faq.query"].create(
            {
                "text": text,
                "company_id": (company or self.company).id,
                "result_count": count,
                **values,
            }
        )
        moment = fields.Datetime.to_datetime(self.last_monday) + timedelta(days=days, hours=12)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE pylot_faq_query SET create_date = %s WHERE id = %s", [moment, query.id]
        )
        self.env.invalidate_all()
        return query

    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref("pylot_frontoffice.ir_cron_pylot_faq_week_tell").method_direct_trigger()
        self.env.invalidate_all()
        return self.env["pylot.faq.week"].search([("date_from", "=", self.last_monday)])

    def test_told_once_to_those_who_are_chosen(self):
        self._search("Wärmepumpe")
        self._search("wärmepumpe", days=3)
        self._search("<script>alert(1)</script>")
        self._search("too old", days=-2)
        self._search("too new", days=8)
        self._search("next door", company=self.other_company)
        week = self._run()
        self.assertEqual(week.company_id, self.company)
        self.assertEqual((week.asked_count, week.empty_count), (3, 3))
        self.assertEqual(week.activity_ids.user_id, self.manager_user | self.agent_user)
        self.assertIn("wärmepumpe <span class='text-muted'>× 2", week.empty_texts)
        self.assertIn("&lt;script&gt;", week.empty_texts)
        for text in ("too old", "too new", "next door", "<script"):
            self.assertNotIn(text, week.empty_texts)
        self.assertEqual(self._run(), week)
        self.assertEqual(len(week.activity_ids), 2, "not once more")

    def test_nothing_is_told_when_there_is_nothing(self):
        self._search("tap", count=1)
        week = self._run()
        self.assertFalse(week.activity_ids)
        self.assertTrue(week.is_told)

    def test_funnel(self):
        """Shown, opened, solved, still sent: each counted for what it is."""
        shown = {"article_ids": self.article.ids, "count": 1}
        opened = {**shown, "opened_ids": self.article.ids}
        complaint = self._create_complaint("Boiler")
        self._search("tap")
        self._search("tap", **shown)
        self._search("tap", **opened)
        self._search("tap", **opened, solved_id=self.article.id)
        self._search("tap", **opened, complaint_id=complaint.id)
        # nothing was shown, so nothing failed to help
        self._search("tap", complaint_id=complaint.id)
        week = self._run()
        self.assertRecordValues(
            week,
            [
                {
                    "asked_count": 6,
                    "empty_count": 2,
                    "shown_count": 4,
                    "opened_count": 3,
                    "solved_count": 1,
                    "sent_count": 1,
                }
            ],
        )

    def test_complaints_an_article_would_have_answered(self):
        at = fields.Datetime.to_datetime(self.last_monday) + timedelta(days=2, hours=12)
        same = self._create_complaint("My tap drips all night", received_at=at)
        other = self._create_complaint("The invoice is too high", received_at=at)
        seen = self._create_complaint("The tap drips", received_at=at)
        self._search("tap", article_ids=self.article.ids, count=1, complaint_id=seen.id)
        for _more in range(6):
            # better answers, but for others
            self.article.copy(
                {"audience": "staff", "is_published": True, "keywords": "tap drips all night"}
            )
        week = self._run()
        self.assertEqual(week.complaint_ids, same)
        self.assertEqual(same.faq_match_id, self.article)
        self.assertFalse(other.faq_match_id)
        self.assertFalse(seen.faq_match_id, "it was shown, and did not help")
        self.article.is_published = False
        week._refresh()
        self.assertFalse(same.faq_match_id, "what customers may not read is no answer")

    def test_articles_that_do_not_help(self):
        votes = self.env["pylot.faq.vote"]
        votes._vote(self.article, "a", False, "the price")
        self.assertFalse(self._run().disliked_ids, "one vote is no verdict")
        votes._vote(self.article, "b", False)
        week = self._run()
        week._refresh()
        self.assertEqual(week.disliked_ids, self.article)
        badly = [("unhelpful_count", ">=", 2), ("helpfulness", "<", 0.5)]
        self.assertEqual(self.env["pylot.faq.article"].search(badly), self.article)
        for visitor in ("c", "d", "e"):
            votes._vote(self.article, visitor, True)
        week._refresh()
        self.assertFalse(week.disliked_ids)

    def test_page_of_this_week(self):
        weeks = self.env["pylot.faq.week"].with_user(self.agent_user)
        action = weeks.action_open_current()
        again = weeks.action_open_current()
        self.assertEqual(action["res_id"], again["res_id"])
        week = weeks.browse(action["res_id"])
        self.assertFalse(week.is_told or week.activity_ids)
        self.assertLessEqual(week.date_from, fields.Date.today())
        with self.assertRefused("not allowed", AccessError):
            weeks.with_user(self.technician_user).action_open_current()

    def test_one_company_does_not_keep_the_others(self):
        self._search("Wärmepumpe")
        self.other_company.pylot_faq_reader_ids = self.manager_user
        self._search("Dachrinne", company=self.other_company)
        weeks = self.env.registry["pylot.faq.week"]
        refresh = weeks._refresh

        def fail(week):
            if week.company_id == self.company:
                raise ValueError("broken")
            return refresh(week)

        name = "odoo.addons.pylot_frontoffice.models.pylot_faq_week_tell"
        with patch.object(weeks, "_refresh", fail), self.assertLogs(name, "ERROR") as logs:
            weeks = self._run()
        self.assertIn("broken", logs.output[0])
        self.assertEqual(weeks.company_id, self.other_company)
        self.assertEqual(self._run().company_id, self.company | self.other_company)
