from datetime import date, datetime
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import FrontofficeCommon

CRON = "pylot_frontoffice.ir_cron_calendar_event_propose_series"


@tagged("post_install", "-at_install")
class TestSeries(FrontofficeCommon):
    """Every so many months, proposed in time and once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type = cls._create_type(
            "Maintenance", series_months=6, series_lead_days=30, horizon=10, notice=72
        )

    def _finish(self, technician=None, day=date(2030, 1, 15), hour=9, **values):
        days = (day - self.monday).days
        return self._create_visit(
            technician or self.anna,
            hour,
            days=days,
            **{
                "appointment_type_id": self.type.id,
                "customer_id": self.customer.id,
                "visit_state": "done",
                **values,
            },
        )

    def _run(self, moment):
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()

    def _next(self, visit):
        return self.env["calendar.event"].search([("series_previous_id", "=", visit.id)])

    def _asked(self):
        return self.customer.activity_ids.mapped("summary")

    # === PROPOSED ===

    def test_proposed_in_time_and_once(self):
        visit = self._finish(self.bert)
        self._run("2030-06-14 08:00:00")
        self.assertFalse(self._next(visit), "31 days before")
        self._run("2030-06-15 08:00:00")
        proposal = self._next(visit)
        self._run("2030-06-16 08:00:00")
        self.assertEqual(self._next(visit), proposal)
        self.assertRecordValues(
            proposal,
            [
                {
                    "visit_state": "planned",
                    "awaiting": "customer",
                    "booked_via": "series",
                    "technician_id": self.bert.id,
                    "customer_id": self.customer.id,
                    "appointment_type_id": self.type.id,
                    # 15 July 2030 is a Monday; 8:00 in Berlin, in summer
                    "start": datetime(2030, 7, 15, 6),
                }
            ],
        )
        self.assertBooked(proposal, (self.bert, proposal.start, proposal.stop))
        self.assertEqual(proposal.notice_ids.mapped("kind")[:1], ["proposed"])
        self.assertTrue(proposal.customer_token and proposal.ics_uid)

    def test_months_have_different_lengths(self):
        for day, months, due in (
            (date(2030, 1, 31), 1, date(2030, 2, 28)),
            (date(2032, 1, 31), 1, date(2032, 2, 29)),
            (date(2032, 2, 29), 12, date(2033, 2, 28)),
            (date(2030, 8, 31), 6, date(2031, 2, 28)),
        ):
            self.type.series_months = months
            visit = self._finish(day=day)
            self.assertEqual(visit._get_series_due(), due)
            visit.unlink()

    def test_day_is_that_of_the_business(self):
        """Half past midnight in Berlin is the day before in UTC."""
        visit = self._finish(day=date(2030, 3, 1), hour=0.5)
        self.assertEqual(visit.start.date(), date(2030, 2, 28))
        self.assertEqual(visit._get_series_due(), date(2030, 9, 1))

    def test_colleague_when_the_technician_is_away(self):
        visit = self._finish(self.bert)
        self._create_visit(self.bert, 0, hours=24 * 30, days=(date(2030, 7, 10) - self.monday).days)
        self._run("2030-06-20 08:00:00")
        self.assertIn(self._next(visit).technician_id, self.anna | self.carla)
        self.assertEqual(self._next(visit).start, datetime(2030, 7, 15, 6))

    def test_arrival_window(self):
        self.type._onchange_arrival()
        self.type.write(
            {
                "arrival": "window",
                "window_ids": [(0, 0, {"hour_from": 8, "hour_to": 12})],
            }
        )
        visit = self._finish()
        self._run("2030-06-20 08:00:00")
        proposal = self._next(visit)
        self.assertEqual(proposal.window_start, datetime(2030, 7, 15, 6))
        self.assertEqual(proposal.window_stop, datetime(2030, 7, 15, 10))

    def test_nobody_free(self):
        visit = self._finish()
        for technician in self.env["resource.resource"].search([("is_technician", "=", True)]):
            self._create_visit(
                technician, 0, hours=24 * 40, days=(date(2030, 7, 1) - self.monday).days
            )
        self._run("2030-06-20 08:00:00")
        proposal = self._next(visit)
        self.assertEqual((proposal.visit_state, proposal.awaiting), ("draft", False))
        self.assertFalse(proposal.notice_ids)
        self.assertTrue(any("nobody is free" in text for text in self._asked()))
        self._run("2030-06-21 08:00:00")
        self.assertEqual(len(self._next(visit)), 1)

    # === NOT PROPOSED ===

    def test_not_proposed(self):
        visit = self._finish()
        open_visit = {"day": date(2030, 7, 1), "visit_state": "planned"}
        cases = {
            "a later visit is planned": lambda: self._finish(**open_visit),
            "one waits in the tray": lambda: self._finish(**{**open_visit, "visit_state": "draft"}),
            "a later one is done": lambda: self._finish(day=date(2030, 5, 1)),
            "customer archived": lambda: self.customer.write({"active": False}),
            "stopped": visit._stop_series,
            "type archived": lambda: self.type.write({"active": False}),
            "switched off": lambda: self.type.write({"series_months": 0}),
        }
        for name, change in cases.items():
            with self.subTest(name), freeze_time("2030-06-20 08:00:00"):
                savepoint = self.env.cr.savepoint()
                change()
                self.assertNotIn(visit.id, self.env["calendar.event"]._find_due_series())
                savepoint.close(rollback=True)
                self.env.invalidate_all()
                self.assertIn(visit.id, self.env["calendar.event"]._find_due_series())

    def test_another_address_is_another_series(self):
        visit = self._finish()
        flat = self.env["res.partner"].create({"name": "Flat", "parent_id": self.customer.id})
        self._finish(day=date(2030, 7, 1), visit_state="planned", visit_address_id=flat.id)
        with freeze_time("2030-06-20 08:00:00"):
            self.assertIn(visit.id, self.env["calendar.event"]._find_due_series())

    def test_switching_on_is_no_mailing_to_everybody(self):
        visit = self._finish(day=date(2027, 6, 1))
        with freeze_time("2030-06-20 08:00:00"):
            self.assertNotIn(visit.id, self.env["calendar.event"]._find_due_series())

    # === ANSWERS ===

    def _propose(self):
        visit = self._finish()
        self._run("2030-06-20 08:00:00")
        return self._next(visit)

    def test_accepted_and_done_goes_on(self):
        proposal = self._propose()
        with freeze_time("2030-06-21 08:00:00"):
            proposal._accept_by_customer()
        self.assertEqual((proposal.visit_state, proposal.awaiting), ("confirmed", False))
        proposal.action_finish_visit()
        self._run(proposal.start + relativedelta(months=6, days=-20))
        self.assertEqual(self._next(proposal).series_previous_id, proposal)

    def test_turned_down_for_this_time(self):
        proposal = self._propose()
        proposal.action_cancel_visit()
        self._run("2030-07-20 08:00:00")
        self.assertFalse(self._next(proposal))
        self._run(proposal.start + relativedelta(months=6, days=-20))
        self.assertEqual(self._next(proposal).awaiting, "customer")

    def test_no_more_proposals(self):
        proposal = self._propose()
        proposal.action_cancel_visit()
        proposal._stop_series()
        self._run(proposal.start + relativedelta(months=6, days=-20))
        self.assertFalse(self._next(proposal))

    def test_no_answer(self):
        proposal = self._propose()
        self._run("2030-07-11 08:00:00")
        self.assertFalse(self._asked())
        for hour in (7, 8):
            self._run(f"2030-07-12 0{hour}:00:00")
        self.assertEqual([text for text in self._asked() if "No answer" in text], self._asked())
        self.assertEqual(len(self._asked()), 1)
        self.assertEqual(proposal.visit_state, "planned")
        self.assertTrue(proposal.booking_ids, "the time stays")

    # === RUN ===

    @mute_logger("odoo.addons.pylot_frontoffice.models.calendar_event_run")
    def test_one_bad_visit_stops_nothing(self):
        other = self.customer.copy()
        bad, good = self._finish(), self._finish(self.bert, customer_id=other.id)
        create = type(bad)._create_next

        def stumble(visit, vals):
            if visit == bad:
                raise ValueError("Broken")
            return create(visit, vals)

        with patch.object(type(bad), "_create_next", stumble):
            self._run("2030-06-20 08:00:00")
        self.assertEqual(bad.run_error, "Broken")
        self.assertFalse(self._next(bad))
        self.assertTrue(self._next(good))
        self._run("2030-06-21 08:00:00")
        self.assertTrue(self._next(bad))
        self.assertFalse(bad.run_error)
