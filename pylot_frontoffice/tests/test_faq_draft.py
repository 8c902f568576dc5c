"""An answer for everybody, made from what was written to one customer."""

from markupsafe import Markup

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .complaints_common import ComplaintCommon

ANSWER = """
<p>Sehr geehrte Frau <b>Kun</b>de,</p>
<p>danke für Ihren Anruf unter 0511 / 98 76 54 zu Rechnung INV/2026/00817 und Auftrag S00123.
Liebe Frieda, wir waren am 12.03.2026 bei Ihnen in der Lindenallee 7, 30159 Hannover.</p>
<p>Der Hahn tropft, weil die Dichtung nach etwa zehn Jahren hart wird. Sie wird in 20 Minuten
getauscht und kostet 45,00 EUR.</p>
<p>Das Geld geht auf DE89 3704 0044 0532 0130 00 zurück, Kundin Kunde, frieda@example.com.
Herr Wütend aus der Nachbarschaft darf auch fragen. Kollegin Agent User hilft.</p>
<p>Mit freundlichen Grüßen<br/>Agent User<br/>0171 2223334</p>
<blockquote data-o-mail-quote="1">Frieda Kunde schrieb: geheim</blockquote>
"""
TRACES = (
    "frieda kunde lindenallee 30159 hannover 98 inv/ 00817 s00123 12.03 de89 3704 @ wütend "
    "agent 0171 geehrte grüßen geheim example"
).split()


@tagged("post_install", "-at_install")
class TestFaqDraft(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write(
            {
                "phone": "0511 987654",
                "street": "Lindenallee 7",
                "zip": "30159",
                "city": "Hannover",
                "bank_ids": [Command.create({"acc_number": "DE89370400440532013000"})],
            }
        )
        cls.complaint = cls._create_complaint(
            "Re: Hahn von Frieda Kunde tropft",
            description="<p>Guten Tag, hier Frieda Kunde. Wer zahlt die Dichtung? 0511 987654</p>",
        )
        cls._answer(cls.complaint, ANSWER)
        cls._end(cls.complaint)
        cls.complaint = cls.complaint.with_user(cls.agent_user)

    @classmethod
    def _answer(cls, complaint, body):
        complaint.with_user(cls.agent_user).message_post(
            body=Markup(body),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=complaint.partner_id.ids,
        )

    def _make(self, complaint=None):
        complaint = complaint or self.complaint
        action = complaint.action_make_faq()
        return self.env["pylot.faq.article"].browse(action["res_id"]).with_user(self.agent_user)

    def test_nothing_of_the_customer_is_left(self):
        """In no field of the article, in no language, and not in what is said beside it."""
        article = self._make()
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM pylot_faq_article WHERE id = %s", [article.id])
        [row] = self.env.cr.dictfetchall()
        texts = [str(value) for value in row.values() if isinstance(value, str | dict)]
        texts += article.sudo().message_ids.mapped("body")
        for text in texts:
            for trace in TRACES:
                self.assertNotIn(trace, text.lower(), text)
        self.assertEqual(article.question, "Wer zahlt die Dichtung?")
        self.assertIn("tropft", article.keywords)
        self.assertIn("weil die Dichtung nach etwa zehn Jahren hart wird", article.answer)
        self.assertIn("45,00 EUR", article.answer)

    def test_draft_is_read_before_it_is_published(self):
        article = self._make()
        self.assertRecordValues(
            article, [{"state": "to_check", "is_published": False, "audience": "public"}]
        )
        for publish in (article.action_publish, lambda: article.write({"is_published": True})):
            with self.assertRefused("made from a complaint"):
                publish()
        copied = article.copy()
        with self.assertRefused("made from a complaint"):
            copied.action_publish()
        article.answer = "<p>You do not pay, Ms Secret.</p>"
        article.answer = "<p>You do not pay.</p>"
        self.assertEqual(len(article.version_ids), 2)
        article.is_checked = True
        self.assertFalse(article.version_ids, "what was there before may tell whose case it was")
        article.action_publish()
        self.assertEqual(article.state, "published")
        self.assertTrue(article.review_date)

    def test_link_is_for_colleagues_only(self):
        article = self._make()
        self.assertEqual(article.complaint_ids, self.complaint)
        self.assertEqual(article.action_view_complaints()["res_id"], self.complaint.id)
        article.write({"is_checked": True, "is_published": True})
        portal = new_test_user(self.env, "faq_portal", groups="base.group_portal")
        for user in (portal, self.env.ref("base.public_user"), self.plain_user):
            seen = article.with_user(user)
            self.assertTrue(seen.question)
            hidden = {"complaint_ids", "version_ids", "complaint_count"}
            self.assertFalse(hidden & seen.fields_get().keys())
            with self.assertRaisesRegex(Exception, "complaint_ids"):
                seen.search([("complaint_ids", "!=", False)])

    def test_once_and_only_when_the_answer_is_known(self):
        article = self._make()
        self.assertEqual(self._make(), article, "pressed again, it opens the same")
        fresh = self._create_complaint("Roof", env=self.complaint.env)
        with self.assertRefused("Solve the complaint first", Exception):
            fresh.action_make_faq()
        self.complaint.with_user(self.manager_user)._anonymise()
        article.sudo().unlink()
        with self.assertRefused("anonymised", Exception):
            self.complaint.action_make_faq()

    def test_odd_complaints(self):
        """Nothing written, only markup, only names: there is a draft, and a person goes on."""
        for name, description, answer in (
            ("Frieda Kunde", "", ""),
            ("[C26-00001] AW: Fwd:", "<script>x</script>", "<p></p>"),
            ("…", "<p>" + "x" * 20000 + "</p>", "<p>" + "Frieda " * 5000 + "</p>"),
            ("Was?", "\x01 <p>unclosed", "<<<>>> & <b"),
        ):
            complaint = self._create_complaint(name, description=description)
            if answer:
                self._answer(complaint, answer)
            self._end(complaint)
            article = self._make(complaint.with_user(self.agent_user))
            with self.subTest(name=name):
                self.assertTrue(article.question)
                self.assertNotIn("Frieda", f"{article.question}{article.answer}")
                self.assertLessEqual(len(article.question), 200)
                self.assertNotIn("<script", article.answer or "")
