"""What a page costs does not depend on how much there is to show, and fits a bad connection."""

from datetime import datetime

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .pages_common import PagesCase

# Of each page, without stylesheets, scripts and pictures.
MAX_BYTES = 60_000
TECHNICIANS = 50
FEW = 5
# Session, user, layout and menu of the portal, the request, and the offers.
TIMES_QUERIES = 21
PORTAL_QUERIES = 18
# Where it is another day when our office opens, so that each time is shown with its day.
FAR_ZONE = "America/Los_Angeles"


@tagged("post_install", "-at_install")
class TestPagesBudget(PagesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technicians = cls.env["resource.resource"].create(
            [
                {
                    "name": f"Technician with a long name {number}",
                    "is_technician": True,
                    "company_id": cls.company.id,
                    "calendar_id": cls.calendar.id,
                    "tz": "Europe/Berlin",
                }
                for number in range(TECHNICIANS)
            ]
        )
        cls.company.country_id = cls.env.ref("base.de")
        cls.customers = cls.env["res.partner"].create(
            [
                {"name": "Customer", "zip": code, "country_id": cls.company.country_id.id}
                for code in ("10115", "10965", "14467", "12345", "13347")
            ]
        )
        cls._make_visits()

    @classmethod
    def _make_visits(cls):
        """One for each technician on each of 60 days, written as the database has them."""
        cls.env.flush_all()
        cls.env.cr.execute(
            """
            WITH event AS (
                INSERT INTO calendar_event (
                    name, start, stop, show_as, active, allday, visit_state, technician_id,
                    visit_address_id
                )
                SELECT 'Visit', day + interval '9 hours', day + interval '10 hours', 'busy', true,
                       false, 'planned', id, (%(partners)s)[1 + (n + id) %% 5]
                  FROM generate_series(1, 60) AS n
                 CROSS JOIN LATERAL (SELECT %(first)s + interval '1 day' * n AS day) d
                 CROSS JOIN unnest(%(technicians)s) AS id
                RETURNING id, start, stop, technician_id
            )
            INSERT INTO pylot_booking (event_id, resource_id, start, stop, state)
            SELECT id, technician_id, start, stop, 'booked' FROM event""",
            {
                "first": datetime.combine(datetime.now().date(), datetime.min.time()),
                "technicians": cls.technicians.ids,
                "partners": cls.customers.ids,
            },
        )
        cls.env.invalidate_all()

    def _count(self, path):
        """:return: (number of statements, page)"""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        page = self.get(path)
        self.assertEqual(page.status, 200)
        return self.env.cr.sql_log_count - before, page

    def _count_all(self, path):
        """:return: dict of (technicians, days) to the number of statements of the page"""
        self._count(path)  # fills the caches
        counts = {}
        for technicians in (self.technicians[:FEW], self.technicians):
            for days in (7, 60):
                self.kind.write(
                    {"technician_ids": [Command.set(technicians.ids)], "horizon": days, "grid": 15}
                )
                counts[len(technicians), days], page = self._count(path)
                self.assertTrue(page.get_times())
        return counts

    # === STATEMENTS ===

    def assertConstant(self, counts, budget):
        self.assertEqual(len(set(counts.values())), 1, counts)
        self.assertLessEqual(max(counts.values()), budget)

    def test_times(self):
        """Few or many technicians, a week or two months: the same statements."""
        self.assertConstant(self._count_all(self.open_times().path), TIMES_QUERIES)

    def test_times_to_move_to(self):
        _page, visit = self.book()
        path = f"/visit/{visit.customer_token}/move?anybody=1"
        self.assertConstant(self._count_all(path), TIMES_QUERIES)

    def test_portal(self):
        user = new_test_user(self.env, "frieda", groups="base.group_portal", name="Frieda")
        self.authenticate("frieda", "frieda".ljust(8, "x"))
        counts, have = {}, 0
        for number in (6, 20, 40):
            for turn in range(have, number):
                visit = self._create_visit(
                    self.technicians[turn],
                    hour=13 + turn % 3,
                    days=turn % 5,
                    name="Mine",
                    customer_id=user.partner_id.id,
                    appointment_type_id=self.kind.id,
                    # half of them are over
                    **({"visit_state": "cancelled"} if turn % 2 else {"visit_state": "confirmed"}),
                )
                visit.ics_uid = f"mine-{turn}"
                visit.customer_tz = FAR_ZONE
            have = number
            self._count("/my/appointments")  # fills the caches, which new visits have emptied
            counts[number], page = self._count("/my/appointments")
            self.assertEqual(page.text.count("Inspection"), number)
            self.assertLess(len(page.response.content), MAX_BYTES)
        self.assertConstant(counts, PORTAL_QUERIES)

    # === SIZE ===

    def assertSmall(self, page):
        size = len(page.response.content)
        self.assertLess(size, MAX_BYTES, f"{page.path} has {size} bytes")
        return page

    def _open_worst(self, **values):
        """Round the clock, each quarter of an hour, 50 people, and another zone."""
        self.calendar.attendance_ids = [
            Command.clear(),
            *(
                Command.create(
                    {"name": "Work", "dayofweek": str(day), "hour_from": 0, "hour_to": 24}
                )
                for day in range(7)
            ),
        ]
        self.kind.write(
            {
                "technician_ids": [Command.set(self.technicians.ids)],
                "grid": 15,
                "horizon": 90,
                "duration": 0.25,
                "notice": 0,
                **values,
            }
        )
        self.opener.cookies["tz"] = FAR_ZONE
        return self.open_times()

    def test_size_of_times(self):
        page = self.assertSmall(self._open_worst())
        self.assertIn(FAR_ZONE, page.text)
        day = page.main.xpath(".//nav//a[contains(@href, 'day=')]/@href")[3]
        page = self.assertSmall(self.get(day))
        self.assertGreater(len(page.get_times()), 90)
        page = self.assertSmall(self.hold(page))
        page, visit = self.book(page)
        self.assertSmall(page)
        self.assertTrue(visit)
        for path in ("move?anybody=1", "move", "cancel"):
            self.assertSmall(self.get(f"/visit/{visit.customer_token}/{path}"))

    def test_size_of_persons(self):
        page = self.assertSmall(self._open_worst(technician_choice="person"))
        self.assertGreater(
            len(page.main.xpath(".//a[contains(@href, 'technician=')]")), TECHNICIANS
        )
        page = self.assertSmall(page.click("name 49"))
        self.assertTrue(page.get_times())

    def test_size_of_times_before_persons(self):
        page = self._open_worst(technician_choice="time")
        day = page.main.xpath(".//nav//a[contains(@href, 'day=')]/@href")[3]
        page = self.assertSmall(self.get(day))
        links = page.main.xpath(".//a[contains(@href, 'pick=')]/@href")
        self.assertGreater(len(set(links)), 90)
        page = self.assertSmall(self.get(links[-1]))
        self.assertGreater(len(page.main.xpath(".//button[@name='technician']")), TECHNICIANS)

    def test_size_of_other_pages(self):
        self.env["pylot.appointment.question"].create(
            [
                {
                    "appointment_type_id": self.kind.id,
                    "name": f"What about number {number}?",
                    "kind": "choice",
                    "choices": "\n".join(f"Answer {each}" for each in range(10)),
                }
                for number in range(10)
            ]
        )
        for path in (
            "/book",
            f"/book/{self.kind.id}",
            f"/book/{self.kind.id}/waitlist",
            "/visit/nothing",
        ):
            self.assertSmall(self.get(path))
