from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from .dunning_common import DAY, DunningRecords
from .german import speak_german


@tagged("post_install", "-at_install")
class TestDunningTours(DunningRecords, HttpCase):
    """The owner tries dunning out, reads who would get what and why others would not, and switches
    it on: in a real browser, in German."""

    browser_size = "1280x900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        speak_german(cls.env)
        cls._prepare_dunning()
        cls.policy.state = "dry_run"
        # there is no clock of ours in a browser
        cls.company.write({"pylot_send_from": 0, "pylot_send_until": 24})
        cls.today = fields.Date.context_today(cls.policy)
        groups = "pylot_frontoffice.group_manager,account.group_account_invoice"
        cls.owner = new_test_user(cls.env, "owner", groups=groups, lang="de_DE")

    def _create_overdue(self, name, amount, **values):
        due = self.today - DAY * 5
        return self._create_invoice(
            amount,
            partner_id=self._create_customer(name, lang="de_DE", **values).id,
            invoice_date=due - DAY * 14,
            invoice_date_due=due,
        )

    def _get_reminders(self, moves):
        return self.env["pylot.reminder"].search(
            [("res_model", "=", "account.move"), ("res_id", "in", moves.ids)]
        )

    def test_tried_out_and_switched_on(self):
        known = self.env["pylot.dunning"].search_count([("id", "!=", 0)])
        told = self._create_overdue("Frieda Kunde", 119)
        silent = self._create_overdue("Paul Stumm", 80, email=False)
        paid = self._create_overdue("Berta Bezahlt", 70)
        self._create_bank_line(70, f"Rechnung {paid.name}", date=self.today)
        moves = told | silent | paid
        self.assertFalse(self._get_reminders(moves))
        self.start_tour(
            "/odoo/automation", "pylot_dunning_switch_on_tour", login=self.owner.login, timeout=120
        )
        self.env.invalidate_all()
        self.assertEqual(self.policy.state, "on")
        reminders = self._get_reminders(moves)
        self.assertEqual(len(reminders), 3, "each is asked again when it is due")
        self.assertEqual(set(reminders.mapped("state")), {"planned"})
        self.assertEqual(reminders.level_id, self.friendly)
        self.assertEqual(
            self.env["pylot.dunning"].search_count([("id", "!=", 0)]), known, "only looked at"
        )
        reminders.due_at = fields.Datetime.now()
        reminders._get_ready()._deliver_all()
        self.assertEqual(
            {one.partner_id.name: one.state for one in reminders},
            {"Frieda Kunde": "sent", "Paul Stumm": "sent", "Berta Bezahlt": "skipped"},
        )
        letter = self.env["pylot.dunning"].search([("line_ids.move_id", "=", silent.id)])
        self.assertEqual(letter.letter_state, "to_print")
