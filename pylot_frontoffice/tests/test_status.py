from odoo.tests import tagged

from .common import FrontofficeCommon
from .status_common import NOW, StatusRecords


@tagged("post_install", "-at_install")
class TestStatus(StatusRecords, FrontofficeCommon):
    """Where we are, as the customer of the third stop reads it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_day()

    def _read(self, visit=None):
        self.env.flush_all()
        return (visit or self.visit)._get_status()

    def test_before_the_day(self):
        """A late evening before, and the technician already at work: nothing is told."""
        self.first.action_on_the_way()
        self._move_to(23, 59, days=-1)
        status = self._read()
        self.assertEqual((status["state"], status["stops"]), ("ahead", ""))
        self.assertFalse(status["is_live"])
        self.assertNotIn("Anna", str(status))

    def test_nothing_is_known_yet(self):
        status = self._read()
        self.assertEqual((status["state"], status["stops"]), ("today", ""))
        self.assertTrue(status["is_live"])

    def test_stops_before(self):
        self._move_to(8, 40)
        self.first.action_on_the_way()
        self.assertEqual(self._read()["stops"], "2 stops before you")
        self._move_to(9)
        self.first.action_start_visit()
        self.assertEqual(self._read()["stops"], "2 stops before you")
        self._move_to(10)
        self.first.action_finish_visit()
        status = self._read()
        self.assertEqual(status["stops"], "1 stop before you")
        # the promise is that nobody comes before 13 o'clock
        self.assertRegex(status["text"], r"between 1:00 PM and 1:\d\d PM")
        self.assertEqual(status["note"], "")
        self.second.action_no_show()
        self.assertEqual(self._read()["stops"], "You are next.")

    def test_cancelled_and_moved_stops_do_not_count(self):
        self.first.action_on_the_way()
        self.second.action_cancel_visit()
        self.assertEqual(self._read()["stops"], "1 stop before you")
        self.second.write({"visit_state": "planned"})
        self.second.write({"start": self._at(16), "stop": self._at(17)})
        self.assertEqual(self._read()["stops"], "1 stop before you")

    def test_a_stop_that_was_passed_over(self):
        """Nobody noted the first one: it is over when the second one has begun."""
        self._move_to(11, 5)
        self.second.action_start_visit()
        self.assertEqual(self._read()["stops"], "1 stop before you")
        self.second.action_finish_visit()
        self.assertEqual(self._read()["stops"], "You are next.")

    def test_colleagues_do_not_count(self):
        self._create_visit(self.bert, 9)
        self.first.action_on_the_way()
        self.assertEqual(self._read()["stops"], "2 stops before you")

    def test_late(self):
        self._move_to(14, 50)
        self.first.action_finish_visit()
        self.second.action_start_visit()
        status = self._read()
        self.assertEqual(status["stops"], "1 stop before you")
        self.assertRegex(status["note"], "later than we said")
        self._move_to(12, 30)
        self.assertEqual(self._read()["note"], "")

    def test_on_the_way(self):
        self._move_to(12, 50)
        self.visit.action_on_the_way()
        status = self._read()
        self.assertEqual(status["state"], "on_the_way")
        self.assertEqual(status["title"], "Anna is on the way to you")
        self.assertRegex(status["text"], r"any minute, until 1:\d\d PM")
        self.assertEqual(status["stops"], "")

    def test_there_and_done(self):
        self.visit.action_start_visit()
        self.assertEqual(self._read()["title"], "Anna is there")
        self.visit.action_finish_visit()
        status = self._read()
        self.assertEqual((status["state"], status["is_live"]), ("done", False))
        self.assertEqual(status["report_url"], "")
        self.patch(type(self.visit), "_get_status_report_url", lambda visit: "/report")
        self.assertEqual(self._read()["report_url"], "/report")

    def test_what_was_noted(self):
        """The work before began half an hour late: all that follows is later."""
        self._move_to(12, 40)
        self.second.action_start_visit()
        estimates = []
        for start in (None, self._at(12, 35)):
            if start:
                values = {"event_id": self.second.id, "resource_id": self.anna.id, "kind": "work"}
                self.second.time_ids.unlink()
                self.env["pylot.visit.time"].create({**values, "start": start})
            self.env.invalidate_all()
            stops = self.visit._get_day_stops()
            before = self.visit._get_stops_before(stops)
            estimates.append(self.visit._estimate_status_arrival(stops, before))
        self.assertGreaterEqual(estimates[1].earliest, self._at(13, 35))
        self.assertLess(estimates[0].earliest, estimates[1].earliest)

    def test_report_page(self):
        self.visit.action_finish_visit()
        report = self.env["pylot.visit.report"].sudo()
        self.patch(type(self.visit), "report_ids", report.browse(1))
        self.assertEqual(
            self.visit._get_status()["report_url"], f"/visit/{self.visit.customer_token}/report"
        )

    def test_report_only_when_done(self):
        self.patch(type(self.visit), "_get_status_report_url", lambda visit: "/report")
        for state in ("draft", "planned", "on_the_way", "in_progress", "no_show", "cancelled"):
            self.visit.with_context(pylot_inform_customer=False).visit_state = state
            self.assertEqual(self._read()["report_url"], "", state)

    def test_other_ends(self):
        for state, expected in (("cancelled", "cancelled"), ("no_show", "no_show")):
            self.visit.visit_state = state
            status = self._read()
            self.assertEqual((status["state"], status["is_live"]), (expected, False))

    def test_open_question(self):
        """Nobody is announced to somebody who has not agreed yet."""
        self.visit.awaiting = "customer"
        self.first.action_on_the_way()
        self.assertEqual((self._read()["state"], self._read()["stops"]), ("open", ""))

    def test_the_day_after(self):
        self._move_to(8, days=1)
        self.assertEqual(self._read()["state"], "over")
        self.assertFalse(self._read()["is_live"])

    def test_nobody_notes_anything(self):
        """Technicians who never press a button: nothing is invented."""
        self._move_to(18)
        status = self._read()
        self.assertEqual((status["state"], status["stops"]), ("today", ""))
        self.assertRegex(status["text"], "Please call us")

    def test_all_day(self):
        day = self._create_visit(
            self.bert, allday=True, start_date=NOW.date(), stop_date=NOW.date()
        )
        self.assertEqual(self._read(day)["state"], "today")
        self._move_to(9, days=-1)
        self.assertEqual(self._read(day)["state"], "ahead")

    def test_nothing_of_others(self):
        self.first.action_on_the_way()
        text = str(self._read())
        for word in ("Ada", "Bob", "Secret", "10999", "12043", "First", "Second"):
            self.assertNotIn(word, text)

    def test_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.first.action_finish_visit()
        status = self.visit.with_context(lang="de_DE")._get_status()
        self.assertRegex(status["text"], r"13:00\b.*13:\d\d")

    def test_when_clocks_are_set_back(self):
        """2 to 3 o'clock comes twice on this night: each time says which one it is."""
        self.clock.move_to("2026-10-24 22:30:00")
        self.anna.calendar_id.flexible_hours = True
        visit = self._create_visit(self.carla, name="Night")
        visit.write({"start": "2026-10-25 01:10:00", "stop": "2026-10-25 02:10:00"})
        self.clock.move_to("2026-10-25 00:40:00")
        visit.action_on_the_way()
        self.assertRegex(self._read(visit)["text"], r"2:\d\d AM \(CE(S)?T\)")

    def test_the_day_is_that_of_the_business(self):
        """Half past midnight in Berlin is the evening before in UTC."""
        visit = self._create_visit(self.carla, 0.5, days=1)
        self._move_to(23, 30)
        self.assertEqual(self._read(visit)["state"], "ahead")
        self._move_to(0, 5, days=1)
        self.assertEqual(self._read(visit)["state"], "today")

    def test_constant_queries(self):
        self.first.action_finish_visit()
        self._move_to(12)
        self._read()
        counted = []
        for numbers in (range(1), range(1, 7)):
            for number in numbers:
                partner = self.env["res.partner"].create({"name": "X", "zip": "10115"})
                hour = 15 + number * 0.25
                self._create_visit(self.anna, hour, 0.25, customer_id=partner.id)
                self._create_visit(self.anna, 12 + number / 10, 0.1, customer_id=partner.id)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.visit._get_status()
            counted.append(self.cr.sql_log_count - before)
        self.assertEqual(counted[0], counted[1])
        self.assertLessEqual(counted[1], 20)

    def test_link(self):
        url = self.second.with_user(self.technician_user)._get_status_url()
        self.assertEqual(url.rpartition("/visit/")[2], f"{self.second.customer_token}/status")
