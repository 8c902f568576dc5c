from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import freeze_time, tagged

from .common import FrontofficeCommon

# Monday noon in Berlin
NOW = datetime(2026, 11, 9, 11)


class VisitAnalysisCommon(FrontofficeCommon):
    """The Monday before, as it was noted."""

    @classmethod
    def _get_monday(cls):
        return NOW.date() - timedelta(days=7)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clock = freeze_time(NOW)
        clock.start()
        cls.addClassCleanup(clock.stop)
        cls.Report = cls.env["pylot.visit.analysis"]
        cls.kind = cls._create_type("Repair")
        cls.team = cls.env["pylot.team"].create(
            {"name": "North", "member_ids": [cls.technician_user.id], "sequence": -1}
        )

    @classmethod
    def _visit(cls, technician=None, hour=9, state="done", **values):
        values = {"customer_id": cls.customer.id, "appointment_type_id": cls.kind.id, **values}
        visit = cls._create_visit(technician or cls.anna, hour, **values)
        if state != "planned":
            visit.visit_state = state
        return visit

    @classmethod
    def _note(cls, visit, kind, start, stop, technician=None):
        """:param start, stop: naive UTC"""
        return (
            cls.env["pylot.visit.time"]
            .sudo()
            .create(
                {
                    "event_id": visit.id,
                    "resource_id": (technician or visit.technician_id).id,
                    "kind": kind,
                    "start": start,
                    "stop": stop,
                }
            )
        )

    @classmethod
    def _act(cls, visit, kind):
        return (
            cls.env["pylot.visit.act"]
            .sudo()
            .create(
                {
                    "key": f"{kind}-{visit.id}".ljust(16, "x"),
                    "event_id": visit.id,
                    "resource_id": visit.technician_id.id,
                    "kind": kind,
                    "captured_at": visit.start,
                }
            )
        )

    def _get_rows(self, *visits, **values):
        self.env.flush_all()
        self.env.invalidate_all()
        ids = [visit.id for visit in visits]
        domain = [("event_id", "in", ids), *((key, "=", value) for key, value in values.items())]
        return self.Report.search(domain)


@tagged("post_install", "-at_install")
class TestVisitAnalysis(VisitAnalysisCommon):
    """What was planned and what was noted, counted in the database."""

    def test_a_visit(self):
        visit = self._visit()
        self._note(visit, "travel", self._at(8, 40), self._at(9, 10))
        self._note(visit, "work", self._at(9, 10), self._at(9, 40))
        self._note(visit, "pause", self._at(9, 40), self._at(9, 50))
        self._note(visit, "work", self._at(9, 50), self._at(10, 35))
        self.assertRecordValues(
            self._get_rows(visit),
            [
                {
                    "resource_id": self.anna.id,
                    "company_id": self.company.id,
                    "team_id": self.team.id,
                    "appointment_type_id": self.kind.id,
                    "customer_id": self.customer.id,
                    "area": "10",
                    "state": "done",
                    "day": self.monday,
                    "visit_count": 1,
                    "planned_hours": 1,
                    "actual_hours": 1.25,
                    "travel_hours": 0.5,
                    "punctual": 1,
                    "first_time_fix": 1,
                    "no_show": 0,
                    "nobody_home": 0,
                }
            ],
        )

    def test_punctual(self):
        """A quarter of an hour is not late; a window is a window."""
        window = {"window_start": self._at(13), "window_stop": self._at(15)}
        cases = [
            (self._visit(hour=9), self._at(9, 15), 1),
            (self._visit(hour=11), self._at(11, 16), 0),
            (self._visit(hour=13, **window), self._at(15), 1),
            (self._visit(self.bert, hour=13, **window), self._at(15, 1), 0),
        ]
        for visit, begun, expected in cases:
            self._note(visit, "travel", self._at(8), self._at(8, 30))
            self._note(visit, "work", begun, begun + timedelta(hours=1))
            with self.subTest(begun=begun):
                self.assertEqual(self._get_rows(visit).punctual, expected)
        unknown = self._visit(hour=16)
        [(share,)] = self.Report._read_group(
            [("event_id", "in", [unknown.id, cases[0][0].id])], [], ["punctual:avg"]
        )
        self.assertEqual(share, 1, "nobody noted when it began")

    def test_first_time_fix(self):
        good, again, complained, dismissed = (self._visit(hour=hour) for hour in (9, 11, 13, 15))
        self._create_visit(follows_id=again.id, visit_state="draft")
        self.env["pylot.complaint"].create({"name": "Drips", "event_id": complained.id})
        self.env["pylot.complaint"].create(
            {"name": "Not ours", "event_id": dismissed.id, "dismissal": "mistake"}
        )
        found = {
            row.event_id: row.first_time_fix for row in self._get_rows(good, again, complained)
        }
        self.assertEqual(found, {good: 1, again: 0, complained: 0})
        self.assertEqual(self._get_rows(dismissed).first_time_fix, 1)

    def test_in_vain(self):
        rang, missed, done = (
            self._visit(hour=9, state="no_show"),
            self._visit(hour=11, state="no_show"),
            self._visit(hour=13),
        )
        planned = self._visit(hour=15, state="planned")
        self._act(rang, "nobody_home")
        self.env.flush_all()
        domain = [("event_id", "in", [rang.id, missed.id, done.id, planned.id])]
        [(no_show, nobody)] = self.Report._read_group(
            domain, [], ["no_show:avg", "nobody_home:avg"]
        )
        self.assertAlmostEqual(no_show, 2 / 3)
        self.assertAlmostEqual(nobody, 1 / 3)
        # what did not take place has taken no time
        self.assertEqual(self._get_rows(missed).planned_hours, 0)

    def test_crew(self):
        """A visit of two is one visit, and takes the time of both."""
        visit = self._visit(helper_ids=[self.bert.id])
        self._note(visit, "work", self._at(9), self._at(10), self.anna)
        self._note(visit, "work", self._at(9), self._at(9, 30), self.bert)
        rows = self._get_rows(visit)
        self.assertEqual(len(rows), 2)
        self.env.flush_all()
        [(visits, planned, actual, punctual)] = self.Report._read_group(
            [("event_id", "=", visit.id)],
            [],
            ["visit_count:sum", "planned_hours:sum", "actual_hours:sum", "punctual:sum"],
        )
        self.assertEqual((visits, planned, actual, punctual), (1, 2, 1.5, 1))

    def test_van_is_nobody(self):
        van = self._create_equipment("Van")
        visit = self._visit(helper_ids=[van.id])
        self.assertEqual(self._get_rows(visit).resource_id, self.anna)

    def test_local_day(self):
        """Half past midnight in Berlin is another day in UTC."""
        visit = self._visit(hour=0.5)
        self.assertEqual(visit.start.date(), self.monday - timedelta(days=1))
        self.assertEqual(self._get_rows(visit).day, self.monday)

    def test_free_time(self):
        self._visit(hour=9)
        self._visit(hour=14, state="planned")
        days = self.env["pylot.technician.day"]
        days._refresh(self.anna | self.bert, self.monday, self.monday + timedelta(days=6))
        load = self.anna._get_day_loads(self.monday, self.monday)[self.anna, self.monday]
        [row] = self.Report.search_read(
            [
                ("resource_id", "=", self.anna.id),
                ("day", "=", self.monday),
                ("event_id", "=", False),
            ],
            ["available_hours", "free_hours", "planned_travel_hours", "visit_count", "company_id"],
        )
        self.assertEqual((row["available_hours"], row["visit_count"]), (8, 0))
        self.assertEqual(row["company_id"][0], self.company.id)
        self.assertGreater(row["planned_travel_hours"], 0)
        self.assertAlmostEqual(row["free_hours"], load.free / 60)
        self.assertAlmostEqual(row["free_hours"], 6 - row["planned_travel_hours"])

    def test_by_everything(self):
        self._visit()
        self.env.flush_all()
        for name in ("appointment_type_id", "area", "team_id", "resource_id", "day:week", "state"):
            self.assertTrue(self.Report._read_group([], [name], ["visit_count:sum"]), name)

    def test_rows_are_found_again(self):
        """Each row has an id of its own that stays the same."""
        visits = [self._visit(hour=hour, helper_ids=[self.bert.id]) for hour in (9, 11)]
        self.env["pylot.technician.day"]._refresh(self.anna, self.monday, self.monday)
        rows = self._get_rows(*visits)
        self.assertEqual(len(set(rows.ids)), 4)
        self.assertEqual(self.Report.browse(rows.ids).event_id, rows.event_id)
        every = self.Report.search([("day", "=", self.monday)])
        self.assertEqual(len(every), len(set(every.ids)))

    def test_who_sees_it(self):
        stranger = self._create_technician("Stranger", company=self.other_company)
        foreign = self._visit(stranger, appointment_type_id=False)
        ours = self._visit()
        days = self.env["pylot.technician.day"]
        days._refresh(self.anna | stranger, self.monday, self.monday)
        self.env.flush_all()
        for model, domain in (
            (self.Report, Domain("event_id", "in", (foreign | ours).ids)),
            (days, Domain.TRUE),
        ):
            seen = model.with_user(self.agent_user).search(domain)
            self.assertTrue(seen)
            self.assertNotIn(stranger, seen.sudo().resource_id)
            for user in (self.technician_user, self.plain_user):
                with self.assertRaises(AccessError):
                    model.with_user(user).search(domain)
        with self.assertRaises(AccessError):
            days.with_user(self.manager_user).create({"resource_id": self.anna.id})


@tagged("post_install", "-at_install")
class TestTechnicianDay(VisitAnalysisCommon):
    """Days are counted anew without leaving anything behind."""

    def _refresh(self, technicians=None):
        days = self.env["pylot.technician.day"]
        days._refresh(technicians or self.anna, self.monday, self.monday + timedelta(days=6))
        return days.search([("resource_id", "in", (technicians or self.anna).ids)], order="day")

    def test_again(self):
        visit = self._visit(days=5)
        days = self._refresh()
        self.assertEqual(len(days), 6)
        self.assertEqual(days[-1].work_minutes, 60)
        again = self._refresh()
        self.assertEqual(again.ids, days.ids)
        visit.unlink()
        self.assertEqual(len(self._refresh()), 5, "nobody works on Saturdays any more")

    def test_unchanged_days_are_not_written(self):
        days = self._refresh()
        self.env.cr.execute("SELECT xmin FROM pylot_technician_day WHERE id = %s", [days[0].id])
        before = self.env.cr.fetchone()
        dates = days.mapped("write_date")
        with freeze_time(NOW + timedelta(hours=1)):
            self.assertEqual(self._refresh().mapped("write_date"), dates)
        self.env.cr.execute("SELECT xmin FROM pylot_technician_day WHERE id = %s", [days[0].id])
        self.assertEqual(self.env.cr.fetchone(), before)

    def test_cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(
                "pylot_frontoffice.ir_cron_pylot_technician_day_refresh"
            ).method_direct_trigger()
        self.env.invalidate_all()
        days = self.env["pylot.technician.day"].search([("resource_id", "=", self.bert.id)])
        self.assertEqual(max(days.mapped("day")), date(2026, 11, 23))
        self.assertEqual(min(days.mapped("day")), NOW.date(), "the days before were a weekend")

    def test_constant_queries(self):
        technicians = self.anna | self.bert | self.carla
        self._refresh(technicians)
        counted = []
        for number in (1, 3):
            for technician in technicians[:number]:
                self._visit(technician, hour=9 + number)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["pylot.technician.day"]._refresh(
                technicians[:number], self.monday, self.monday + timedelta(days=6)
            )
            counted.append(self.cr.sql_log_count - before)
        self.assertEqual(counted[0], counted[1])
        self.assertLessEqual(counted[1], 16)


@tagged("post_install", "-at_install")
class TestVisitFigures(VisitAnalysisCommon):
    """The page with the figures."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.late = cls._visit(hour=9, days=6)
        cls._note(cls.late, "work", cls._at(9, 30, days=6), cls._at(10, 30, days=6))
        cls.missed = cls._visit(hour=11, days=6, state="no_show")
        cls.far = cls._visit(hour=9, days=-30)
        cls.env.flush_all()

    def _open(self, **values):
        figures = self.env["pylot.visit.figures"].with_user(self.agent_user)
        action = figures.with_context(tz="Europe/Berlin").action_open()
        page = figures.browse(action["res_id"])
        page.write({"resource_id": self.anna.id, **values})
        return page

    def test_figures(self):
        page = self._open()
        self.assertEqual(page.visit_count, 2)
        self.assertEqual(page.late_count, 1)
        self.assertEqual((page.punctual, page.no_show, page.first_time_fix), (0, 0.5, 1))
        self.assertEqual((page.planned_hours, page.actual_hours), (1, 1))
        # Tuesday to Friday, and this Monday
        self.assertEqual(page.available_hours, 5 * 8)
        self.assertTrue(0 < page.filled < 0.2, page.filled)
        self.assertEqual(self._open(period="quarter").visit_count, 3)
        self.assertFalse(page.unknown)
        today = self._open(period="today")
        self.assertEqual(today.visit_count, 0)
        # none of none is not "never punctual"
        self.assertEqual(
            today.unknown.split(), ["punctual", "first_time_fix", "no_show", "nobody_home"]
        )
        self.assertEqual(self._open(team_id=self.team.id).visit_count, 2)

    def test_what_is_behind(self):
        page = self._open()
        for figure, visits in (
            ("visit_count", self.late | self.missed),
            ("late_count", self.late),
            ("no_show", self.missed),
        ):
            action = page.with_context(pylot_figure=figure).action_view_figure()
            found = self.Report.with_user(self.agent_user).search(action["domain"])
            with self.subTest(figure=figure):
                self.assertEqual(set(found.event_id.ids), set(visits.ids))
        action = page.with_context(pylot_figure="free_hours").action_view_figure()
        self.assertEqual(action["context"]["pivot_measures"], ["free_hours"])
        # whatever stands in the context
        page.with_context(pylot_figure="<script>").action_view_figure()

    def test_who_may(self):
        for user in (self.technician_user, self.plain_user):
            with self.assertRaises(AccessError):
                self.env["pylot.visit.figures"].with_user(user).action_open()

    def test_budget(self):
        page = self._open()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        page.read(["visit_count", "late_count", "punctual", "free_hours"])
        self.assertLessEqual(self.cr.sql_log_count - before, 11)

    def test_days_before_anybody_counted(self):
        """The first look counts the quarter, and leaves alone what was counted then."""
        page = self._open(period="quarter")
        self.assertGreater(page.available_hours, 60 * 8)
        days = self.env["pylot.technician.day"]
        old = days.search([("resource_id", "=", self.anna.id)], order="day", limit=1)
        old.available_minutes = 1
        self.env.flush_all()
        self._open()
        self.assertEqual(old.available_minutes, 1)
