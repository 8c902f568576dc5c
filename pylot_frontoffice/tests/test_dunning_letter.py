from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .dunning_common import DunningCommon

LETTER = "pylot_frontoffice.report_pylot_dunning_letter"
REPORTS = "odoo.addons.base.models.ir_actions_report.IrActionsReport"


@tagged("post_install", "-at_install")
class TestDunningLetter(DunningCommon):
    """Reminders to pay on paper, and what e-mails carry."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"street": "Lange Laube 3", "zip": "30159", "city": "Hannover"})
        cls.company.phone = "+49 511 123456"
        cls.policy.level_ids.attaches_letter = True

    def _read(self, dunnings, user=None):
        self.env.flush_all()
        reports = self.env["ir.actions.report"].with_user(user or self.env.user)
        return reports._render_qweb_html(LETTER, dunnings.ids)[0].decode()

    def test_letter(self):
        invoice = self._create_invoice(119)
        self._run()
        dunning = self._get_dunnings()
        page = self._read(dunning)
        for text in (
            "Friendly reminder",
            "Lange Laube 3",
            invoice.name,
            "119.00",
            dunning.name,
            "Perhaps it got lost",
            dunning._get_page_url(),
            "+49 511 123456",
        ):
            self.assertIn(text, page)
        self.assertNotIn("See or pay", page, "buttons of the e-mail")
        self.assertEqual(page.count("Hello"), 1)
        self.assertEqual(page.count("Kind regards"), 1)

    def test_window_of_the_standard(self):
        """In the layout of DIN 5008 number and date stand in the block of information, once."""
        view = self.env["ir.ui.view"].create(
            {
                "name": "DIN",
                "type": "qweb",
                "key": "l10n_din5008.external_layout_din5008",
                "arch": "<div class='article'><t t-out='address'/>"
                "<t t-out='din5008_document_information'/>"
                "<h2><t t-out='din5008_document_title'/></h2><t t-out='0'/></div>",
            }
        )
        if found := self.env.ref("l10n_din5008.external_layout_din5008", False):
            view = found
        self._create_invoice()
        self._run()
        dunning = self._get_dunnings()
        self.assertIn("Contact" if dunning.user_id else "Number", self._read(dunning))
        self.company.external_report_layout_id = view
        page = self._read(dunning)
        self.assertIn("information_block", page)
        self.assertEqual(page.count(f">{dunning.name}<"), 1)
        self.assertIn("Lange Laube 3", page)

    def test_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.friendly.with_context(lang="de_DE").name = "Freundliche Erinnerung"
        self.customer.lang = "de_DE"
        self._create_invoice(1119)
        self._run()
        page = self._read(self._get_dunnings())
        self.assertIn("Freundliche Erinnerung", page)
        self.assertIn("1.119,00", page)

    def test_no_address(self):
        self.customer.email = False
        invoice = self._create_invoice()
        self._run()
        dunning = self._get_dunnings()
        self.assertEqual(self._get_reminders(invoice).state, "sent")
        self.assertEqual((dunning.letter_state, dunning.mail_id.id), ("to_print", False))
        action = dunning.action_print()
        self.assertEqual(action["report_name"], LETTER)
        self.assertEqual(dunning.letter_state, "printed")
        self._run(11)
        self.assertEqual(self._get_dunnings()[-1].level_id, self.first, "the ladder goes on")

    def test_level_on_paper(self):
        self.first.channel = "letter"
        self._create_invoice()
        self._run()
        self._run(11)
        dunning = self._get_dunnings()[-1]
        self.assertEqual((dunning.level_id, dunning.letter_state), (self.first, "to_print"))
        self.assertFalse(dunning.mail_id)
        self.first.mail_template_id = False
        self.assertIn("has not been paid yet", self._read(dunning))

    def test_only_invoices(self):
        policy = self.env["pylot.reminder.policy"].create(
            {"name": "Visits", "anchor": "sale.order.pylot_sent_at"}
        )
        with self.assertRaises(ValidationError):
            policy.level_ids = [Command.create({"name": "X", "channel": "letter"})]

    def test_attached(self):
        """With a PDF tool the e-mail carries the letter; without one it goes all the same."""
        self._create_invoice()
        with (
            patch(f"{REPORTS}.get_wkhtmltopdf_state", lambda _self: "ok"),
            patch(f"{REPORTS}._render_qweb_pdf", lambda *_args, **_more: (b"%PDF-1.4", "pdf")),
        ):
            self._run()
        dunning = self._get_dunnings()
        self.assertEqual(dunning.mail_id.attachment_ids.mapped("name"), [f"{dunning.name}.pdf"])
        self.assertEqual(dunning.mail_id.attachment_ids.res_id, dunning.id)
        with patch(f"{REPORTS}.get_wkhtmltopdf_state", lambda _self: "install"):
            self._run(11)
        second = self._get_dunnings()[-1]
        self.assertTrue(second.mail_id)
        self.assertFalse(second.mail_id.attachment_ids)

    def test_only_if_wanted(self):
        self.policy.level_ids.attaches_letter = False
        self._create_invoice()
        with (
            patch(f"{REPORTS}.get_wkhtmltopdf_state", lambda _self: "ok"),
            patch(f"{REPORTS}._render_qweb_pdf", lambda *_args, **_more: self.fail("rendered")),
        ):
            self._run()
        self.assertFalse(self._get_dunnings().mail_id.attachment_ids)

    def test_broken_tool(self):
        self._create_invoice()

        def fail(*_args, **_more):
            raise OSError("wkhtmltopdf")

        with (
            patch(f"{REPORTS}.get_wkhtmltopdf_state", lambda _self: "ok"),
            patch(f"{REPORTS}._render_qweb_pdf", fail),
            self.assertLogs("odoo.addons.pylot_frontoffice", "WARNING"),
        ):
            self._run()
        self.assertTrue(self._get_dunnings().mail_id, "the message leaves")

    def test_mail(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.partner.bank"].create(
            {
                "acc_number": "DE89370400440532013000",
                "partner_id": self.company.partner_id.id,
                "acc_holder_name": "Pylot GmbH",
            }
        )
        self._create_invoice(currency_id=euro.id)
        self._run()
        dunning = self._get_dunnings()
        url, body = dunning._get_page_url(), dunning.mail_id.body_html
        for link in (f'"{url}"', f'"{url}#promise"', f'"{url}#complaint"', f'"{url}/code.png"'):
            self.assertIn(link, body)
        self.assertNotIn("data:image", body, "mail programs show no pictures inside the text")

    def test_least_sight(self):
        self._create_invoice()
        self._run()
        dunning = self._get_dunnings()
        agent = new_test_user(
            self.env,
            "letters",
            groups="pylot_frontoffice.group_agent",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self.assertIn(dunning.name, self._read(dunning, agent))
        stranger = new_test_user(self.env, "stranger", groups="base.group_user")
        with self.assertRaises(Exception) as caught:
            self._read(dunning, stranger)
        self.assertIsInstance(caught.exception.__cause__ or caught.exception, AccessError)

    def test_view(self):
        self._create_invoice()
        self._run()
        with Form(self._get_dunnings()) as form:
            self.assertFalse(form.letter_state)


@tagged("post_install", "-at_install")
class TestDunningPreview(DunningCommon):
    """What the owner sees before dunning is switched on."""

    def test_preview(self):
        invoice = self._create_invoice(amount=250)
        before = self.env["pylot.dunning"].search_count([])
        planned = self._get_reminders(invoice).mapped("state")
        for level in self.policy.level_ids.filtered(lambda one: one.channel == "email"):
            (sample,) = level._render_samples(invoice)
            self.assertNotIn("error", sample)
            self.assertIn("250.00", sample["body"])
            self.assertIn(invoice.name, sample["body"])
            self.assertTrue(sample["subject"])
        self.assertEqual(self.env["pylot.dunning"].search_count([]), before)
        self.assertEqual(self._get_reminders(invoice).mapped("state"), planned)
