"""A time becomes free and everybody who waits for it wants it at the same moment."""

from collections import Counter
from functools import partial

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .race_case import RaceCase

RIVALS = 5


@tagged("post_install", "-at_install")
class TestWaitlistRace(RaceCase):
    """Real transactions that have all seen the free time before the first of them takes it."""

    @classmethod
    def _prepare(cls):
        common = cls.common
        kind = common._create_type(
            "Repair",
            grid=60,
            place="company",
            company_id=common.company.id,
            technician_ids=[Command.set(common.anna.ids)],
        )
        common._create_visit(common.anna, 9, hours=8, appointment_type_id=kind.id)
        visits = [
            common._create_visit(
                common.bert,
                9 + number,
                days=2,
                appointment_type_id=kind.id,
                customer_id=common.customer.id,
                contact_email=f"earlier{number}@example.com",
            )
            for number in range(2)
        ]
        days = {"date_from": common.monday, "date_to": common.monday}
        first = common.env["pylot.waitlist"].create(
            [
                {
                    "appointment_type_id": kind.id,
                    "contact_name": f"Kim {number}",
                    "contact_email": f"kim{number}@example.com",
                    **days,
                }
                for number in range(RIVALS - len(visits))
            ]
        )
        earlier = [visit._wait_for_earlier("en_US").id for visit in visits]
        cls.entry_ids = [*first.ids, *earlier]
        cls.visit_ids = [visit.id for visit in visits]

    def test_first_post_wins(self):
        key = f"{self.common._at(8):%Y%m%dT%H%M%SZ}"

        def take(entry_id, env):
            env["pylot.waitlist"].browse(entry_id)._take(key)
            env.flush_all()

        outcomes = self._run_at_once(*(partial(take, entry_id) for entry_id in self.entry_ids))
        winners = [id_ for id_, error in zip(self.entry_ids, outcomes, strict=True) if not error]
        self.assertEqual(len(winners), 1, [str(error) for error in outcomes])
        losers = [error for error in outcomes if error]
        self.assertTrue(all(isinstance(error, UserError) for error in losers), losers)
        with self._transaction() as env:
            entries = env["pylot.waitlist"].browse(self.entry_ids)
            self.assertEqual(Counter(entries.mapped("state")), {"booked": 1, "waiting": RIVALS - 1})
            bookings = env["pylot.booking"].search(
                [("start", ">=", self.common._at(8)), ("start", "<", self.common._at(9))]
            )
            self.assertEqual(bookings.mapped("state"), ["booked"])
            self.assertEqual(bookings.event_id, entries.browse(winners).event_id)
            others = env["calendar.event"].browse(self.visit_ids) - bookings.event_id
            self.assertEqual(
                len(others.booking_ids), len(others), "who did not win keeps what they have"
            )

    def test_double_click(self):
        """One entry, two clicks on two free times: one appointment."""
        with self._transaction() as env:
            entry_id = (
                env["pylot.waitlist"]
                .browse(self.entry_ids[0])
                .copy(
                    {
                        "contact_email": "twice@example.com",
                        "date_from": self.common._at(12, days=1).date(),
                        "date_to": self.common._at(12, days=1).date(),
                    }
                )
                .id
            )

        def take(hour, env):
            key = f"{self.common._at(hour, days=1):%Y%m%dT%H%M%SZ}"
            env["pylot.waitlist"].browse(entry_id)._take(key)
            env.flush_all()

        self.assertEqual(self._run_at_once(partial(take, 9), partial(take, 10)), [None, None])
        with self._transaction() as env:
            entry = env["pylot.waitlist"].browse(entry_id)
            visits = env["calendar.event"].search([("contact_email", "=", "twice@example.com")])
            self.assertEqual(visits, entry.event_id)
            self.assertEqual(len(visits.booking_ids), 1)
