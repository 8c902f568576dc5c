"""The demo data are a plausible plan, whatever the day they are loaded."""

import csv
from datetime import timedelta

import pytz
from lxml import etree

from odoo import fields
from odoo.modules import Manifest
from odoo.tests import TransactionCase, freeze_time, tagged
from odoo.tools import file_open
from odoo.tools.convert import convert_file

from ..const import OCCUPYING_STATES

MODULE = "pylot_frontoffice"
BERLIN = pytz.timezone("Europe/Berlin")
SAME_IN_GERMAN = (False, "Gas", "kW", "m²")


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.files = Manifest.for_addon(MODULE)["demo"]
        cls._forget_loaded_demo()
        cls.visits_before = cls._get_visits()
        cls.complaints_before = cls.env["pylot.complaint"].search([])
        cls.invoices_before = cls._get_invoices()

    @classmethod
    def _forget_loaded_demo(cls):
        """Where demo data are there already, load a second set beside them."""
        names = set()
        for path in cls.files:
            with file_open(f"{MODULE}/{path}") as file:
                if path.endswith(".csv"):
                    names |= {row["id"] for row in csv.DictReader(file)}
                else:
                    names |= set(etree.parse(file).xpath("//record/@id"))
        known = cls.env["ir.model.data"].search([("module", "=", MODULE), ("name", "in", names)])
        users = known.filtered(lambda data: data.model == "res.users").mapped("res_id")
        for user in cls.env["res.users"].browse(users):
            user.login = f"former-{user.login}"
        known.unlink()

    @classmethod
    def _get_visits(cls):
        return cls.env["calendar.event"].search([("visit_state", "!=", False)])

    @classmethod
    def _get_invoices(cls):
        return cls.env["account.move"].search([("move_type", "=", "out_invoice")])

    def _load(self, now):
        """:param str now: moment of loading, UTC
        :return: the visits of the demo data"""
        with freeze_time(now):
            for path in self.files:
                convert_file(self.env(su=True), MODULE, path, {}, mode="init", noupdate=True)
            self.env.flush_all()
            return self._get_visits() - self.visits_before

    def _check_plan(self, now):
        visits = self._load(now)
        tray = visits.filtered(lambda visit: visit.visit_state == "draft")
        self.assertGreaterEqual(len(tray), 6)
        self.assertEqual(len(tray.filtered(lambda visit: visit.visit_priority == "1")), 2)
        for visit in tray:
            self.assertEqual(visit.stop - visit.start, timedelta(hours=visit.duration))
        planned = visits - tray
        self.assertGreater(len(planned), 150)
        self._check_wall_clock(planned)
        self._check_states(planned, fields.Datetime.to_datetime(now))
        self._check_bookings(planned)
        self._check_licences(planned)
        self._check_orders()
        self._check_complaints(fields.Datetime.to_datetime(now))
        self._check_overdue(fields.Datetime.to_datetime(now))
        return planned

    def _check_wall_clock(self, visits):
        for visit in visits:
            start, stop = (
                pytz.utc.localize(moment).astimezone(BERLIN) for moment in (visit.start, visit.stop)
            )
            with self.subTest(visit=visit.name, start=start):
                self.assertLess(start.weekday(), 5)
                self.assertTrue(7 <= start.hour < 17, "outside working hours")
                self.assertLessEqual(stop.hour + stop.minute / 60, 17)

    def _check_states(self, visits, now):
        for visit in visits:
            over = visit.stop <= now
            with self.subTest(visit=visit.name, start=visit.start, state=visit.visit_state):
                self.assertEqual(over, visit.visit_state in ("done", "no_show"))
                self.assertEqual(
                    visit.start <= now < visit.stop, visit.visit_state == "in_progress"
                )
        missed = visits.filtered(lambda visit: visit.visit_state == "no_show")
        self.assertEqual(len(missed), 1)

    def _check_bookings(self, visits):
        """Everybody and everything on a visit is booked; the database keeps that apart."""
        occupying = visits.filtered(lambda visit: visit.visit_state in OCCUPYING_STATES)
        for visit in occupying:
            self.assertEqual(visit.booking_ids.resource_id, visit.technician_ids)
        material = occupying.helper_ids
        self.assertEqual(set(material.mapped("name")), {"Van H-AW 312", "Pipe Camera"})

    def _check_licences(self, visits):
        """Whoever is planned has the skills on that day."""
        for visit in visits:
            missing = visit.appointment_type_id._get_missing_skills(
                visit.technician_id, visit.start
            )
            self.assertFalse(missing, f"{visit.technician_id.name} on {visit.name}")

    def _check_orders(self):
        """Every visit that was sold is there once."""
        orders = self.env["sale.order"].search(
            [("user_id", "=", self.env.ref(f"{MODULE}.user_sales").id)]
        )
        self.assertEqual(len(orders), 11)
        self.assertEqual(orders.currency_id.name, "EUR")
        for line in orders.filtered(lambda order: order.state == "sale").order_line:
            expected = line.product_uom_qty if line.product_id.appointment_type_id else 0
            self.assertEqual(len(line.visit_ids), expected)
            self.assertNotIn("cancelled", line.visit_ids.mapped("visit_state"))

    def _check_overdue(self, now):
        """Something to try dunning out on, and what was told is like sent; nobody gets a mail."""
        invoices = self._get_invoices() - self.invoices_before
        self.assertEqual(len(invoices), 4)
        for invoice in invoices:
            self.assertEqual((invoice.state, invoice.payment_state), ("posted", "not_paid"))
            self.assertLess(invoice.invoice_date_due, now.date())
        dunnings = self.env["pylot.dunning"].search([("line_ids.move_id", "in", invoices.ids)])
        self.assertEqual(len(dunnings), 3)
        self.assertFalse(dunnings.mail_id)
        for line in dunnings.line_ids:
            self.assertEqual(line.days_late, (line.dunning_id.date - line.date_due).days)
            self.assertGreaterEqual(line.days_late, line.level_id.offset)
        with freeze_time(now):
            policy = self.env.ref(f"{MODULE}.pylot_reminder_policy_dunning")
            self.assertEqual(policy.state, "dry_run")
            rows = policy._explain_candidates(policy._get_candidates(80))
        levels = {
            row["res_id"]: self.env["pylot.reminder.level"].browse(row["level_id"]).name
            for row in rows
            if row["res_id"] in invoices.ids and row["is_sent"]
        }
        self.assertEqual(
            sorted(levels.values()), ["Friendly reminder", "Friendly reminder", "Last reminder"]
        )
        promises = self.env["pylot.payment.promise"].search([("move_ids", "in", invoices.ids)])
        self.assertEqual(promises.mapped("state"), ["open"])

    def _check_complaints(self, now):
        """Some of everything, none from the future, and nobody gets a mail."""
        complaints = self.env["pylot.complaint"].search([]) - self.complaints_before
        self.assertEqual(len(complaints), 14)
        self.assertEqual(
            set(complaints.mapped("state")),
            {"new", "working", "waiting_customer", "waiting_remedy", "solved", "closed"},
        )
        self.assertGreaterEqual(len(set(complaints.mapped("channel"))), 5)
        self.assertTrue(all(each.type_id and each.partner_id for each in complaints))
        for complaint in complaints:
            moments = [complaint.received_at, complaint.first_response_at, complaint.solved_at]
            moments = [moment for moment in moments if moment]
            self.assertEqual(moments, sorted(moments), complaint.name)
            self.assertLessEqual(moments[-1], now, complaint.name)
        self.assertTrue(complaints.event_id, "about visits of the rounds")
        notices = self.env["pylot.complaint.notice"].search(
            [("complaint_id", "in", complaints.ids)]
        )
        self.assertFalse(notices)

    def test_winter(self):
        now = "2027-01-13 09:30:00"
        planned = self._check_plan(now)
        self.assertIn("in_progress", planned.mapped("visit_state"))
        next_monday = fields.Datetime.to_datetime("2027-01-17 23:00:00")
        wolff = self.env.ref(f"{MODULE}.technician_wolff")
        absent = planned.filtered(lambda visit: visit.technician_id == wolff)
        self.assertTrue(absent)
        self.assertLess(max(absent.mapped("start")), next_monday, "planned during his time off")

    def test_summer(self):
        self._check_plan("2027-07-14 12:15:00")

    def test_summer_time_begins(self):
        """The Sunday night without the hour after two; visits lie before and behind it."""
        planned = self._check_plan("2027-03-28 00:30:00")
        change = fields.Datetime.to_datetime("2027-03-28 01:00:00")
        week = timedelta(days=7)
        for begin, end in ((change - week, change), (change, change + week)):
            self.assertTrue(planned.filtered(lambda v, b=begin, e=end: b < v.start < e))

    def test_summer_time_ends(self):
        self._check_plan("2026-10-25 01:30:00")

    def test_public_holidays(self):
        """Nobody is sent out on the days of Christmas."""
        planned = self._check_plan("2026-12-22 10:00:00")
        days = {pytz.utc.localize(visit.start).astimezone(BERLIN).date() for visit in planned}
        holidays = {fields.Date.to_date(f"2026-12-{day}") for day in (25, 26)}
        holidays.add(fields.Date.to_date("2027-01-01"))
        self.assertFalse(days & holidays)
        self.assertIn(fields.Date.to_date("2026-12-23"), days)

    def test_german(self):
        """What customers read is there in German, where it is installed."""
        self.env["res.lang"]._activate_lang("de_DE")
        self._load("2027-01-13 09:30:00")
        names = self.env["ir.model.data"].search([("module", "=", MODULE)])
        for model, paths in {
            "pylot.appointment.type": ["question_ids"],
            "pylot.finance.plan": [],
            "pylot.estimate": ["input_ids", "input_ids.choice_ids"],
        }.items():
            ids = names.filtered(lambda name, model=model: name.model == model).mapped("res_id")
            records = self.env[model].browse(ids)
            self.assertGreater(len(records), 1)
            for each in [records, *map(records.mapped, paths)]:
                self._check_german(each)

    def _check_german(self, records):
        for record in records:
            german = record.with_context(lang="de_DE")
            for name, field in record._fields.items():
                if field.translate and field.store and record[name] not in SAME_IN_GERMAN:
                    with self.subTest(record=record, field=name):
                        self.assertNotEqual(german[name], record[name])
