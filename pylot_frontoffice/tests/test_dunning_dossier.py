import csv
import io
import zipfile
from base64 import b64decode

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import format_date

from ..models.pylot_dunning_dossier import REPORT
from .dunning_common import DAY, TODAY, DunningCommon
from .dunning_pages_common import write_message

TABLES = ("contact", "claims", "interest", "payments", "reminders", "promises", "complaints")


@tagged("post_install", "-at_install")
class TestDunningDossier(DunningCommon):
    """After the last reminder: all that a lawyer or an agency needs, and no reminders any more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        values = {"company_id": cls.company.id, "company_ids": [Command.set(cls.company.ids)]}
        cls.accountant = new_test_user(
            cls.env, "accountant", groups="account.group_account_invoice", **values
        )
        cls.agent = new_test_user(
            cls.env, "agent", groups="pylot_frontoffice.group_agent", **values
        )
        cls.company.write({"pylot_dunning_interest": True, "pylot_dunning_profile": "DE"})

    def _hand_over(self, dunning):
        action = dunning.with_user(self.accountant).action_hand_over()
        self.env.invalidate_all()
        return action

    def _unpack(self, dunning):
        """:return: dict of name of a file to its rows, or to its bytes"""
        content = b64decode(dunning.with_user(self.accountant).dossier)
        files = {}
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                data = archive.read(name)
                if name.endswith(".csv"):
                    data = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
                files[name] = data
        return files

    def test_dossier(self):
        self.customer.write({"name": '=HYPERLINK("https://evil.example")', "city": "@Berlin"})
        one, two = self._create_invoice(1000), self._create_invoice(500)
        self._run()
        self._pay(one, 300)
        promise = self.env["pylot.payment.promise"]._promise(one, 700, TODAY + DAY * 2)
        self._run(5)
        promise._close_overdue()
        self._run(7)
        self._run(14)
        complaint = self.env["pylot.complaint"].create(
            {"name": "+1 wrong", "move_id": two.id, "disputed_amount": 100}
        )
        dunning = self._get_dunnings()[-1]
        self.assertEqual(dunning.level_id, self.last)
        action = self._hand_over(dunning)
        self.assertIn(f"/web/content/pylot.dunning/{dunning.id}/dossier/", action["url"])
        files = self._unpack(dunning)
        self.assertEqual({f"{name}.csv" for name in TABLES} - files.keys(), set())
        self.assertEqual(
            [
                (row["invoice"], row["paid"], row["disputed"], row["open"])
                for row in files["claims.csv"]
            ],
            [(one.name, "300.00", "0.00", "700.00"), (two.name, "0.00", "100.00", "400.00")],
        )
        contact = files["contact.csv"][0]
        self.assertEqual(contact["name"], '\'=HYPERLINK("https://evil.example")')
        self.assertEqual(contact["city"], "'@Berlin")
        self.assertEqual(files["complaints.csv"][0]["subject"], "'+1 wrong")
        self.assertEqual(files["complaints.csv"][0]["number"], complaint.number)
        self.assertEqual([row["amount"] for row in files["payments.csv"]], ["300.00"])
        self.assertEqual([row["state"] for row in files["promises.csv"]], ["broken"])
        levels = [row["level"] for row in files["reminders.csv"]]
        self.assertEqual(levels, self._get_dunnings().level_id.mapped("name"))
        interest = sum(float(row["interest"]) for row in files["interest.csv"])
        self.assertGreater(interest, 0)
        claims = sum(float(row["interest"]) for row in files["claims.csv"])
        self.assertAlmostEqual(interest, claims)
        # a PDF is compressed
        summary = files.get("summary.html", one.name.encode())
        self.assertIn(one.name.encode(), summary)
        self.assertTrue(files.keys() & {"summary.html", "summary.pdf"})

    def test_summary_is_for_people(self):
        """Whose files have names of a format and days as machines write them."""
        invoice = self._create_invoice(1234.5)
        self._run()
        self.env["pylot.payment.promise"]._promise(invoice, 50, TODAY + DAY * 2)
        reports = self.env["ir.actions.report"].with_user(self.accountant)
        summary = reports._render_qweb_html(REPORT, self._get_dunnings().ids)[0].decode()
        due = format_date(self.env, invoice.invoice_date_due)
        for text in ("In default from", due, "1,234.50", "E-mail", "Told Us", "Open"):
            self.assertIn(f">{text}</t", summary)
        for text in ("in_default_from", str(invoice.invoice_date_due), ">agent<", ">email<"):
            self.assertNotIn(text, summary)

    def test_no_more_reminders(self):
        invoice = self._create_invoice()
        self._run()
        dunning = self._get_dunnings()
        self._hand_over(dunning)
        self.assertRecordValues(
            dunning, [{"handed_over_on": TODAY, "handed_over_by_id": self.accountant.id}]
        )
        self.assertEqual(invoice.pylot_handover_id, dunning)
        self.assertIn("handed over", invoice.pylot_dunning_hold)
        self._run(30)
        self.assertEqual(len(self._get_dunnings()), 1)
        self.assertEqual(dunning._get_page().items[0].state, "handed_over")
        self.assertEqual(dunning._get_page().total, 0)
        dunning.with_user(self.accountant).action_take_back()
        self.env.invalidate_all()
        self.assertFalse(dunning.handed_over_on or dunning.with_user(self.accountant).dossier)
        self.assertFalse(invoice.pylot_dunning_hold)
        self._run()
        self.assertEqual(len(self._get_dunnings()), 2, "the reminders go on")

    def test_planned_are_cancelled(self):
        invoice = self._create_invoice(days_late=2)
        self.policy._plan()
        dunning = self._create_dunning_now(invoice)
        self._hand_over(dunning)
        states = set(self._get_reminders(invoice).mapped("state"))
        self.assertNotIn("planned", states)

    def _create_dunning_now(self, invoice):
        line = invoice.line_ids.filtered(lambda each: each.display_type == "payment_term")
        return write_message(self.env, line, self.friendly)

    def test_nothing_open(self):
        invoice = self._create_invoice()
        self._run()
        self._pay(invoice)
        with self.assertRaises(UserError):
            self._hand_over(self._get_dunnings())

    def test_from_the_customer(self):
        customer = self.customer.with_user(self.accountant)
        with self.assertRaises(UserError):
            customer.action_hand_over_dunning()
        invoice = self._create_invoice()
        self._run()
        self._run(11)
        first, last = self._get_dunnings()
        action = customer.action_hand_over_dunning()
        self.env.invalidate_all()
        self.assertEqual(action, last.with_user(self.accountant).action_download_dossier())
        self.assertEqual(invoice.pylot_handover_id, last)
        self.assertFalse(first.handed_over_on)
        with self.assertRaises(AccessError):
            self.customer.with_user(self.agent).action_hand_over_dunning()

    def test_each_currency_is_a_matter_of_its_own(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        other = euro if self.company.currency_id != euro else self.env.ref("base.USD")
        other.active = True
        self._create_invoice()
        self._create_invoice(currency_id=other.id)
        self._run()
        action = self.customer.with_user(self.accountant).action_hand_over_dunning()
        self.assertEqual(action["domain"], [("id", "in", self._get_dunnings()[::-1].ids)])
        self.assertFalse(any(self._get_dunnings().mapped("handed_over_on")))

    def test_accountants_only(self):
        self._create_invoice()
        self._run()
        dunning = self._get_dunnings()
        for method in ("action_hand_over", "action_take_back", "action_download_dossier"):
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(dunning.with_user(self.agent), method)()
        self._hand_over(dunning)
        with self.assertRaises(AccessError):
            dunning.with_user(self.agent).read(["dossier"])
