from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .faq_search_common import FaqSearchCommon

AUDIENCES = ("public", "customer", "provider", "staff")
HIDDEN = 300


@tagged("post_install", "-at_install")
class TestFaqLeaks(FaqSearchCommon):
    """Search, count and suggestions know nothing that the person in front may not read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = cls._create_portal("faq_customer")
        cls.voice = cls._create_portal("faq_voice")
        cls.team = cls._create_mandate(cls.voice)
        for audience in AUDIENCES:
            for name, company in (
                ("shared", cls.env["res.company"]),
                ("ours", cls.company),
                ("foreign", cls.other_company),
            ):
                key = f"{audience} {name}"
                cls._create(key, audience=audience, company_id=company.id)
        cls._create("draft", is_published=False)
        cls._create("archived", active=False)

    @classmethod
    def _create(cls, key, **values):
        article = cls.env["pylot.faq.article"].create(
            {
                "question": "May a kangaroo ride along?",
                "answer": "<p>Marsupials</p>",
                "keywords": "wallaby",
                "is_published": True,
                "audience": "public",
                **values,
            }
        )
        cls.keys[article.id] = key

    @classmethod
    def _create_portal(cls, login):
        return new_test_user(
            cls.env,
            login,
            groups="base.group_portal",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _create_mandate(cls, user):
        firm = cls.env["res.partner"].create({"name": "Ring GmbH", "is_company": True})
        user.partner_id.parent_id = firm
        return cls.env["pylot.team"].create(
            {
                "name": "Evening",
                "company_id": cls.company.id,
                "provider_id": firm.id,
                "member_ids": [Command.set(user.ids)],
                "resource_calendar_id": cls.calendar.id,
            }
        )

    def assertSees(self, user, *audiences, extra=(), **context):
        Article = self.env["pylot.faq.article"].with_user(user).with_company(self.company)
        Article = Article.with_context(lang="en_US", **context)
        expected = {f"{audience} {name}" for audience in audiences for name in ("shared", "ours")}
        expected |= set(extra)
        for query in ("kangaroo", "kangarro", "Marsupials", "wallabys", "kangarooride"):
            with self.subTest(user=user.login, query=query):
                found = Article._search_ranked(query, limit=100)
                self.assertEqual({self.keys[article.id] for article in found}, expected)
                self.assertEqual(len(Article._search_scored(query)[1]), len(expected))
                explained = Article._search_explained(query, limit=100)
                self.assertEqual([each["article"] for each in explained], list(found))

    def test_each_sees_what_is_meant_for_them(self):
        self.assertSees(self.visitor, "public")
        self.assertSees(self.portal, "public", "customer")
        self.assertSees(self.voice, "public", "customer", "provider")
        self.assertSees(self.plain_user, "public", "customer", "staff")
        self.assertSees(self.agent_user, *AUDIENCES)

    def test_a_mandate_that_has_ended(self):
        self.team.mandate_end = date.today() - timedelta(days=1)
        self.assertSees(self.voice, "public", "customer")

    def test_a_mandate_of_one_company(self):
        """Who works for one company is a customer of the other one, and no more."""
        companies = self.company | self.other_company
        self.voice.company_ids = companies
        Article = self.env["pylot.faq.article"].with_user(self.voice)
        Article = Article.with_context(lang="en_US", allowed_company_ids=companies.ids)
        found = Article._search_ranked("kangaroo", limit=100)
        expected = {
            f"{audience} {name}"
            for audience in ("public", "customer")
            for name in ("shared", "ours", "foreign")
        }
        expected |= {"provider shared", "provider ours"}
        self.assertEqual({self.keys[article.id] for article in found}, expected)

    def test_drafts_for_those_who_write_them(self):
        self.assertSees(self.agent_user, *AUDIENCES, extra=["draft"], pylot_faq_unpublished=True)
        self.assertSees(self.plain_user, "public", "customer", "staff", pylot_faq_unpublished=True)
        self.assertSees(self.visitor, "public", pylot_faq_unpublished=True)

    def test_changes_of_sight_hold_at_once(self):
        article = self.env["pylot.faq.article"].create(
            {"question": "Platypus?", "is_published": True, "audience": "public"}
        )
        for values, is_seen in (
            ({"is_published": False}, False),
            ({"is_published": True}, True),
            ({"audience": "staff"}, False),
            ({"audience": "public"}, True),
            ({"company_id": self.other_company.id}, False),
            ({"company_id": False}, True),
            ({"active": False}, False),
        ):
            article.write(values)
            Article = self.env["pylot.faq.article"].with_user(self.visitor)
            found = Article.with_company(self.company)._search_ranked("platypus")
            self.assertEqual(bool(found), is_seen, values)

    def test_hidden_ones_take_no_place(self):
        """What may be seen is found, however many better ones may not."""
        self.env["pylot.faq.article"].create(
            [
                {"question": "Echidna?", "is_published": True, "audience": "staff"}
                for _number in range(HIDDEN)
            ]
        )
        long = (
            "Where in the wide world of animals with spines does an echidna like to live and eat?"
        )
        self._create("far", question=long)
        self.assertEqual(self._find("echidna", "en_US"), ["far"])
