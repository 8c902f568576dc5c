from datetime import timedelta
from itertools import count

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import FrontofficeCommon

DOG = "Dog in the yard\n\nKey box 4711 "


@tagged("post_install", "-at_install")
class TestDoorHints(FrontofficeCommon):
    """What technicians are told before they ring, and nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.numbers = count(1)
        cls.customer.door_hint = DOG
        cls.visit = cls._create_visit(cls.anna, 9, customer_id=cls.customer.id)

    def _read(self, technician=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.visit._get_stop_hints(technician or self.anna)

    def _owe(self, amount, days=-30):
        """An entry that leaves the customer owing so much, due in so many days."""
        number = next(self.numbers)
        journal = self.env["account.journal"].create(
            {"name": "S", "type": "general", "code": f"S{number}", "company_id": self.company.id}
        )
        receivable, income = self.env["account.account"].create(
            [
                {"name": "R", "code": f"R{number}", "account_type": "asset_receivable"},
                {"name": "I", "code": f"I{number}", "account_type": "income"},
            ]
        )
        owed = {
            "account_id": receivable.id,
            "partner_id": self.customer.id,
            "balance": amount,
            "date_maturity": fields.Date.today() + timedelta(days=days),
        }
        sold = {"account_id": income.id, "balance": -amount}
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "line_ids": [fields.Command.create(values) for values in (owed, sold)],
            }
        )
        move.action_post()

    def test_hints(self):
        self.assertEqual(self._read()["hints"], ["Dog in the yard\nKey box 4711"])
        address = self.env["res.partner"].create({"name": "Flat", "door_hint": "Third floor"})
        self.visit.visit_address_id = address
        self.assertEqual(self._read()["hints"], ["Third floor", "Dog in the yard\nKey box 4711"])
        address.door_hint = DOG
        self.assertEqual(len(self._read()["hints"]), 1)

    def test_on_the_visit(self):
        visit = self.visit.with_user(self.technician_user)
        self.assertIn("Key box", visit.door_hints)

    def test_who_reads_it(self):
        portal = new_test_user(self.env, "hint_portal", groups="base.group_portal")
        portal.partner_id.door_hint = "Ring twice"
        for user, record in (
            (portal, portal.partner_id),
            (self.plain_user, self.customer),
            (self.salesperson_user, self.customer),
        ):
            with self.assertRaises(AccessError):
                record.with_user(user).read(["door_hint"])
        for user in (self.technician_user, self.agent_user):
            self.assertEqual(self.customer.with_user(user).door_hint, DOG)

    def test_tracked(self):
        partner = self.env["res.partner"].create({"name": "Kim"})
        self.flush_tracking()
        partner.door_hint = "Beware"
        self.flush_tracking()
        values = partner.message_ids.sudo().tracking_value_ids
        self.assertIn("Beware", values.mapped("new_value_text"))

    def flush_tracking(self):
        self.env.flush_all()
        self.cr.flush()

    def test_last_visits(self):
        kind = self._create_type("Repair")
        for days in range(1, 6):
            visit = self._create_visit(
                self.bert,
                9,
                days=-7 * days,
                customer_id=self.customer.id,
                appointment_type_id=kind.id,
            )
            visit.visit_state = "no_show" if days == 2 else "done"
        self._create_visit(self.bert, 11, days=-7, customer_id=self.customer.id)
        visits = self._read()["visits"]
        self.assertEqual([each["state"] for each in visits], ["", "No-show", ""])
        self.assertEqual({each["what"] for each in visits}, {"Repair"})
        self.assertEqual({each["who"] for each in visits}, {"Bert"})

    def test_other_customers_and_companies(self):
        other = self.env["res.partner"].create({"name": "Other"})
        self._create_visit(self.bert, 9, days=-7, customer_id=other.id).visit_state = "done"
        stranger = self._create_technician("Stranger", company=self.other_company)
        foreign = self._create_visit(stranger, 9, days=-7, customer_id=self.customer.id)
        foreign.visit_state = "done"
        self.env["pylot.complaint"].create({"name": "Drips", "partner_id": other.id})
        self.assertEqual(self._read()["visits"], [])
        self.assertEqual(self._read()["complaints"], [])
        self.visit.customer_id = False
        self.assertEqual(self._read()["visits"], [])

    def test_complaints(self):
        complaint, done = self.env["pylot.complaint"].create(
            [
                {"name": "Drips", "partner_id": self.customer.id},
                {"name": "Over", "partner_id": self.customer.id},
            ]
        )
        done.dismissal = "mistake"
        done._set_state("closed")
        self.assertEqual(
            self._read()["complaints"], [{"number": complaint.number, "name": "Drips"}]
        )

    def test_balance_by_right(self):
        self._owe(100)
        self._owe(50, days=10)
        self.assertIsNone(self._read()["balance"])
        self.anna.sees_balance = True
        balance = self._read()["balance"]
        self.assertEqual((balance["due"], balance["overdue"]), (150, 100))
        self.assertEqual(balance["currency"], self.company.currency_id)
        # a subcontractor without login is a technician like any other
        self.assertIsNone(self._read(self.bert)["balance"])
        self.anna.sees_balance = False
        self.technician_user.group_ids += self.env.ref("account.group_account_invoice")
        self.assertTrue(self._read()["balance"])

    def test_balance_is_what_is_left(self):
        self.anna.sees_balance = True
        self._owe(100)
        self._owe(-40)
        balance = self._read()["balance"]
        self.assertEqual((balance["due"], balance["overdue"]), (60, 60))
        self._owe(-60, days=-5)
        self.assertIsNone(self._read()["balance"])

    def test_template(self):
        self.env["pylot.complaint"].create({"name": "<b>Drips</b>", "partner_id": self.customer.id})
        self.anna.sees_balance = True
        self._owe(100)
        html = self.env["ir.qweb"]._render(
            "pylot_frontoffice.day_stop_hints", {"visit": self.visit, "technician": self.anna}
        )
        self.assertIn("Dog in the yard\nKey box 4711", html)
        self.assertIn("&lt;b&gt;Drips", html)
        self.assertIn("Overdue", html)
        stranger = self._create_visit(self.anna, 15)
        html = self.env["ir.qweb"]._render(
            "pylot_frontoffice.day_stop_hints", {"visit": stranger, "technician": self.anna}
        )
        self.assertEqual(html.strip(), "")

    def test_morning_list(self):
        entry = self.anna._prepare_list_entry(self.visit)
        self.assertEqual(entry["hints"], ["Dog in the yard\nKey box 4711"])
        self.patch(type(self.anna), "_get_today", lambda technician: self.monday)
        template = self.env.ref("pylot_frontoffice.mail_template_resource_resource_day")
        body = template._render_field("body_html", self.anna.ids)[self.anna.id]
        self.assertIn("Key box 4711", body)

    def test_constant_queries(self):
        """A day of eight stops asks no more often than one of two."""
        self.anna.sees_balance = True
        customers = self.env["res.partner"].create([{"name": f"C{each}"} for each in range(8)])
        for number, customer in enumerate(customers):
            past = self._create_visit(self.bert, 9, days=-7 * number - 7, customer_id=customer.id)
            past.visit_state = "done"
            self.env["pylot.complaint"].create({"name": "Drips", "partner_id": customer.id})
        stops = self.env["calendar.event"]
        for number, customer in enumerate(customers):
            stops |= self._create_visit(self.anna, 10 + number, customer_id=customer.id)
        counted = []
        for number in (2, 2, 8):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            found = [stop._get_stop_hints(self.anna) for stop in stops[:number]]
            counted.append(self.cr.sql_log_count - before)
            self.assertEqual([len(each["visits"]) for each in found], [1] * number)
            self.assertEqual([len(each["complaints"]) for each in found], [1] * number)
        self.assertEqual(counted[1], counted[2])
        self.assertLessEqual(counted[2], 22)
