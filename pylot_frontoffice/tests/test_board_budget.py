import json

from odoo.fields import Command
from odoo.tests import tagged

from .board_common import BoardCommon

TECHNICIANS = 60
VISITS = 1000
# Bytes: a bar with names and places, and a technician with a week of working hours.
PER_VISIT, PER_TECHNICIAN, REST = 130, 500, 4000


@tagged("post_install", "-at_install")
class TestBoardBudget(BoardCommon):
    """60 technicians, a week and 1,000 visits: statements do not grow, and the answer is small."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "skip_contact_description": True})
        cls.team = [cls._create_technician(f"Technician {n}") for n in range(TECHNICIANS)]
        cls.kinds = [cls._create_type(f"Kind {n}") for n in range(3)]
        country = cls.env.ref("base.de").id
        cls.company.partner_id.write({"zip": "10115", "country_id": country})
        cls.customers = cls.env["res.partner"].create(
            [
                {
                    "name": f"Customer Number {n}",
                    "zip": f"{10115 + n}",
                    "city": "Berlin",
                    "country_id": country,
                }
                for n in range(100)
            ]
        )

    def _plan(self, number, first=0):
        values = []
        for n in range(first, first + number):
            slot, place = divmod(n, TECHNICIANS)
            day, hour = divmod(slot, 4)
            start = self._at(8 + 2 * hour, days=day)
            values.append(
                {
                    "name": f"Boiler maintenance {n}",
                    "start": start,
                    "stop": self._at(9.5 + 2 * hour, days=day),
                    "technician_id": self.team[place].id,
                    "appointment_type_id": self.kinds[n % 3].id,
                    "customer_id": self.customers[n % 100].id,
                    "helper_ids": [Command.set([])],
                }
            )
        self.env["calendar.event"].create(values)
        self.env["calendar.event"].create(
            [
                {"name": f"Waiting {n}", "visit_state": "draft", "start": self._at(9)}
                for n in range(first, first + number // 10)
            ]
        )
        self.env.flush_all()

    def _get(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        board = self._get_board(days=7)
        return board, self.env.cr.sql_log_count - before

    def test_budget(self):
        self._plan(10)
        self._get()
        _board, few = self._get()
        self._plan(VISITS - 10, first=10)
        board, many = self._get()
        self.assertEqual(len(board["visits"]["rows"]), VISITS)
        self.assertEqual(len(board["travel"]), VISITS)
        self.assertLessEqual(many, few)
        self.assertLessEqual(many, 30)
        size = len(json.dumps(board, separators=(",", ":")))
        self.assertLess(size, VISITS * PER_VISIT + TECHNICIANS * PER_TECHNICIAN + REST)

    def test_candidates(self):
        self._plan(300)
        visit = self._create_visit(
            visit_state="draft",
            appointment_type_id=self.kinds[0].id,
            customer_id=self.customers[0].id,
        )
        board = self.env["pylot.board"].with_user(self.dispatcher_user)
        board.get_candidates(visit.id, str(self.monday), 7)
        self.env.invalidate_all()
        with self.assertQueryCount(40, flush=False):
            found = board.get_candidates(visit.id, str(self.monday), 7)
        self.assertGreaterEqual(len(found["technicians"]), TECHNICIANS)
