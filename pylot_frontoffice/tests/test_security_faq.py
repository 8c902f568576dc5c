from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from . import security_common
from .security_common import FAQ_MODELS, SecurityCommon

# What each role may do with a record: (r)ead, (w)rite, (c)reate, (u)nlink. Who has no role at all
# is staff; a provider reads while its mandate runs. One of everything is ours, shared by all
# companies and of the company next door.
ARTICLES = {
    #                 public portal plain sales tech  agent disp  manager both
    "public":        "r      r      r     r     r     rwc   rwc   rwcu    rwc",
    "customer":      "-      r      r     r     r     rwc   rwc   rwcu    rwc",
    "provider":      "-      -      -     -     r     rwc   rwc   rwcu    rwc",
    "staff":         "-      -      r     r     r     rwc   rwc   rwcu    rwc",
    "draft":         "-      -      -     -     -     rwc   rwc   rwcu    rwc",
    "archived":      "-      -      -     -     -     rwc   rwc   rwcu    rwc",
}  # fmt: skip
CATEGORIES = {
    "public":        "r      r      r     r     r     r     r     rwcu    r",
    "customer":      "-      r      r     r     r     r     r     rwcu    r",
    "provider":      "-      -      -     -     r     r     r     rwcu    r",
    "staff":         "-      -      r     r     r     r     r     rwcu    r",
}  # fmt: skip
NOBODY = ["-"] * 8
OTHERS = {
    "version_ours":  "-      -      -     -     -     r     r     r       r",
    "version_foreign":"-     -      -     -     -     -     -     -       r",
    "report_ours":   "-      -      -     -     -     r     r     r       r",
    "report_foreign":"-      -      -     -     -     -     -     -       r",
    "week_ours":     "-      -      -     -     -     r     r     r       r",
    "week_foreign":  "-      -      -     -     -     -     -     -       r",
    "insert_agent":  "-      -      -     -     -     rwcu  -     -       -",
    "query_ours":    "-      -      -     -     -     r     r     r       r",
    "query_foreign": "-      -      -     -     -     -     -     -       r",
    "synonym":       "-      -      -     -     -     r     r     rwcu    r",
    "term":          "-      -      -     -     -     -     -     -       -",
    "vote_ours":     "-      -      -     -     -     r     r     ru      r",
    "vote_shared":   "-      -      -     -     -     r     r     ru      r",
    "vote_foreign":  "-      -      -     -     -     -     -     -       r",
    "view_ours":     "-      -      -     -     -     r     r     r       r",
    "view_shared":   "-      -      -     -     -     r     r     r       r",
    "view_foreign":  "-      -      -     -     -     -     -     -       r",
}  # fmt: skip
KINDS = ("public", "customer", "provider", "staff")


def spread(kinds, prefix):
    """:return: the matrix of our, the shared and the foreign record of each kind; of the foreign
    one only who works for both companies knows anything"""
    matrix = {}
    for kind, row in kinds.items():
        matrix[f"{prefix}_{kind}_ours"] = matrix[f"{prefix}_{kind}_shared"] = row
        matrix[f"{prefix}_{kind}_foreign"] = " ".join([*NOBODY, row.split()[-1]])
    return matrix


MATRIX = {**spread(ARTICLES, "article"), **spread(CATEGORIES, "category"), **OTHERS}


@tagged("post_install", "-at_install")
class TestSecurityFaq(SecurityCommon):
    """Least sight on questions and answers: role x kind x company x operation."""

    @classmethod
    def _create_records(cls):
        made = {}
        for name, company in (
            ("ours", cls.company),
            ("shared", cls.env["res.company"]),
            ("foreign", cls.other_company),
        ):
            of_company = {"company_id": company.id}
            for kind in ARTICLES:
                audience = kind if kind in KINDS else "public"
                article = {
                    "question": f"{kind} {name}?",
                    "answer": "<p>Yes</p>",
                    "audience": audience,
                    "is_published": kind != "draft",
                    "active": kind != "archived",
                    "owner_id": cls.manager_user.id,
                }
                made[f"article_{kind}_{name}"] = cls.env["pylot.faq.article"].create(
                    {**article, **of_company}
                )
            for kind in KINDS:
                made[f"category_{kind}_{name}"] = cls.env["pylot.faq.category"].create(
                    {"name": kind, "audience": kind, **of_company}
                )
            read = {"article_id": made[f"article_public_{name}"].id}
            made[f"vote_{name}"] = cls.env["pylot.faq.vote"].create({**read, "visitor": "x"})
            made[f"view_{name}"] = cls.env["pylot.faq.view"].create(
                {**read, "day": date.today(), "views": 1}
            )
            if company and name != "shared":
                made.update(cls._create_work(name, company, made[f"article_public_{name}"]))
        made["synonym"] = cls.env["pylot.faq.synonym"].create({"words": "bill, invoice"})
        made["term"] = cls.env["pylot.faq.term"].search([], limit=1)
        return {**made, "insert_agent": cls._create_dialog()}

    @classmethod
    def _create_work(cls, name, company, article):
        """:return: what colleagues see about the articles of a company"""
        env = cls.env
        query = env["pylot.faq.query"].create({"text": "when?", "company_id": company.id})
        article.answer = "<p>No</p>"
        article.answer = "<p>Yes</p>"
        week = {"company_id": company.id, "date_from": "2026-01-05"}
        env.flush_all()
        return {
            f"query_{name}": query,
            f"report_{name}": env["pylot.faq.report"].browse(query.id),
            f"version_{name}": article.version_ids[0],
            f"week_{name}": env["pylot.faq.week"].create(week),
        }

    @classmethod
    def _create_dialog(cls):
        env = cls.env(user=cls.agent_user)
        complaint = env["pylot.complaint"].create({"name": "Drips", "partner_id": cls.customer.id})
        composer = env["mail.compose.message"].create(
            {"model": complaint._name, "res_ids": complaint.ids, "composition_mode": "comment"}
        )
        values = {"composer_id": composer.id, "complaint_id": complaint.id}
        return env["pylot.faq.insert"].create(values).sudo()

    def _check_search(self, record, is_visible):
        """What is archived is found by those who ask for it."""
        return super()._check_search(record.with_context(active_test=False), is_visible)

    def test_every_record_for_every_role(self):
        self.check_matrix(MATRIX)

    def test_matrix_is_complete(self):
        ours = {name for name in self.get_our_models() if name.startswith(FAQ_MODELS)}
        self.assertLessEqual(ours, {record._name for record in self.records.values()})
        self.assertEqual(len(security_common.ROLES), len(ARTICLES["public"].split()))

    # === A PROVIDER ===

    def _create_provider(self, **mandate):
        firm = self.env["res.partner"].create({"name": "Ring GmbH", "is_company": True})
        self.voice = new_test_user(
            self.env,
            "pylot_voice",
            groups="base.group_portal",
            company_id=self.company.id,
            company_ids=[Command.set((self.company | self.other_company).ids)],
        )
        self.voice.partner_id.parent_id = firm
        values = {
            "name": "Evening",
            "company_id": self.company.id,
            "provider_id": firm.id,
            "member_ids": [Command.set(self.voice.ids)],
            "resource_calendar_id": self.calendar.id,
        }
        return self.env["pylot.team"].create({**values, **mandate})

    def _get_seen(self):
        """:return: set of names of all records that the provider's person can search"""
        self.env.invalidate_all()
        companies = (self.company | self.other_company).ids
        seen = set()
        for name, record in self.records.items():
            if not name.startswith(("article", "category")):
                continue
            mine = record.with_user(self.voice).with_context(allowed_company_ids=companies)
            found = mine.with_context(active_test=False).search([("id", "=", record.id)])
            self.assertEqual(bool(found), mine.has_access("read"), name)
            self.assertFalse(mine.has_access("write"), name)
            if found:
                seen.add(name)
        return seen

    def test_provider_reads_while_the_mandate_runs(self):
        """In the companies of the mandate and no others, and not a minute longer: the rule is
        cached, what it asks is not."""
        team = self._create_provider(mandate_end=date.today() + timedelta(days=3))
        customers = {
            f"{thing}_{kind}_{name}"
            for thing in ("article", "category")
            for kind in ("public", "customer")
            for name in ("ours", "shared", "foreign")
        }
        providers = {
            f"{thing}_provider_{name}"
            for thing in ("article", "category")
            for name in ("ours", "shared")
        }
        self.assertEqual(self._get_seen(), customers | providers)
        team.mandate_end = date.today() - timedelta(days=3)
        self.assertEqual(self._get_seen(), customers)
        team.mandate_end = False
        self.assertEqual(self._get_seen(), customers | providers)
        team.member_ids = [Command.clear()]
        self.assertEqual(self._get_seen(), customers)

    # === WHAT IS OFFERED ===

    def test_visible_domain_is_what_may_be_read_and_is_published(self):
        """The same answer for a public page, which works elevated."""
        articles = self.env["pylot.faq.article"]
        ids = [record.id for name, record in self.records.items() if name.startswith("article")]
        for role in security_common.ROLES:
            mine = self._as(role, articles)
            allowed = mine.search([("id", "in", ids)]).filtered("is_published")
            for drafts in (False, True):
                asked = mine.with_context(pylot_faq_unpublished=drafts)
                expected = allowed
                if drafts and role in ("agent", "dispatcher", "manager", "both"):
                    expected = mine.search([("id", "in", ids)])
                for searched in (asked, asked.sudo()):
                    domain = searched._get_visible_domain()
                    found = searched.search([*domain, ("id", "in", ids)])
                    with self.subTest(role=role, drafts=drafts, elevated=searched.env.su):
                        self.assertEqual(found.ids, expected.ids)

    def test_outsiders_read_the_answer_and_nothing_about_it(self):
        """What is said about an article, its files and its keeper stay inside."""
        article = self.records["article_public_ours"]
        note = article.message_post(body="Ms Weber asked", subtype_xmlid="mail.mt_comment")
        file = self.env["ir.attachment"].create(
            {"name": "letter.txt", "raw": b"x", "res_model": article._name, "res_id": article.id}
        )
        for role in ("public", "portal"):
            seen = self._as(role, article)
            self.assertEqual(seen.answer, "<p>Yes</p>")
            shown = seen.fields_get()
            self.assertFalse(
                {"owner_id", "appointment_type_ids", "product_tmpl_ids"} & shown.keys()
            )
            self.assertFalse(self._as(role, note).has_access("read"), role)
            self.assertFalse(self._as(role, file).has_access("read"), role)
        for role in ("plain", "agent"):
            self.assertTrue(self._as(role, note).has_access("read"), role)
            self.assertTrue(self._as(role, file).has_access("read"), role)
