"""Many customers at once, on a running server with two worker processes: each goes through the
pages with a browser of their own that knows no JavaScript."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urljoin

import requests

from odoo.tests import tagged

from .odoo_server import PATIENCE, OdooServer
from .pages_common import CONTACT, Page
from .scratch_case import ScratchCase

CLIENTS = 20
FORMAT = "%Y%m%dT%H%M%SZ"


class Visitor:
    """Cookies of one's own, and what :class:`Page` needs."""

    def __init__(self, port):
        self.base = f"http://127.0.0.1:{port}"
        self.browser = requests.Session()

    def get(self, path):
        return Page(self, self.browser.get(urljoin(self.base, path), timeout=PATIENCE))

    def send(self, path, data=None, files=None):
        url = urljoin(self.base, path)
        return Page(self, self.browser.post(url, data=data, files=files, timeout=PATIENCE))


@tagged("post_install", "-at_install")
class TestBookingRush(ScratchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = OdooServer(cls.scratch)
        cls.addClassCleanup(shutil.rmtree, cls.server.folder, ignore_errors=True)
        cls.addClassCleanup(cls.server.stop)
        cls.server.wait()

    @classmethod
    def _prepare(cls):
        cls.kind_id = cls.common._create_type(
            "Inspection",
            access="public",
            technician_ids=cls.common.anna.ids,
            grid=60,
            horizon=60,
        ).id
        # all come from one address
        parameters = cls.common.env["ir.config_parameter"].sudo()
        parameters.set_param("pylot_frontoffice.max_holds_per_visitor", "100")
        parameters.set_param("pylot_frontoffice.max_requests_per_visitor", "1000")

    def setUp(self):
        super().setUp()
        self.logged = len(self.server.read_log())

    def tearDown(self):
        log = self.server.read_log()[self.logged :]
        for word in (" ERROR ", " CRITICAL ", "Traceback"):
            self.assertNotIn(word, log)
        super().tearDown()

    def _open_times(self):
        """:return: the page with the times, as a visitor of their own sees it"""
        page = Visitor(self.server.port).get(f"/book/{self.kind_id}")
        return page.send("/start", zip="10115")

    def _book(self, hour, days):
        """:return: the page of a visit at that time, in the browser that has booked it"""
        key = f"{self.common._at(hour, days=days):{FORMAT}}"
        page = self._open_times()
        page = page.send("/hold", key=key)
        return page.send("/confirm", **CONTACT)

    def _rush(self, send, clients):
        """:return: what ``send(client)`` returns for each of the clients, all at once"""
        barrier = threading.Barrier(len(clients))

        def start(client):
            barrier.wait()
            return send(client)

        with ThreadPoolExecutor(len(clients)) as pool:
            return list(pool.map(start, clients))

    def _count(self, **domain):
        """:return: how many bookings and visits there are on that day"""
        with self._transaction() as env:
            start = self.common._at(0, days=domain["days"])
            day = [("start", ">=", start), ("start", "<", start + timedelta(days=1))]
            return (
                env["pylot.booking"].search_count(day),
                env["calendar.event"].search_count(
                    [*day, ("appointment_type_id", "=", self.kind_id)]
                ),
            )

    def test_one_time(self):
        """Twenty want the same time: one has it, the others are offered other times. These they
        take, and all twenty book."""
        with ThreadPoolExecutor(4) as pool:
            pages = list(pool.map(lambda _number: self._open_times(), range(CLIENTS)))
        key = f"{self.common._at(9):{FORMAT}}"
        answers = self._rush(lambda page: page.send("/hold", key=key), pages)
        self.assertEqual(sorted(page.status for page in answers), [200, *[409] * (CLIENTS - 1)])
        self.assertEqual(self._count(days=0), (1, 0))
        winner = next(page for page in answers if page.status == 200)
        self.assertEqual(winner.title, "Your details")
        losers = [page for page in answers if page.status == 409]
        for page in losers:
            keys = [each for each, _name in page.get_times()]
            self.assertTrue(keys)
            self.assertNotIn(key, keys)

        keys = [
            f"{self.common._at(hour, days=days):{FORMAT}}"
            for days in (1, 2, 3, 4, 7)
            # between two visits somebody has to drive
            for hour in (8, 10, 13, 15)
        ]
        wishes = list(zip(losers, keys, strict=False))
        held = self._rush(lambda wish: wish[0].send("/hold", key=wish[1]), wishes)
        self.assertEqual({page.title for page in held}, {"Your details"})
        done = self._rush(lambda page: page.send("/confirm", **CONTACT), [winner, *held])
        self.assertEqual({page.status for page in done}, {200})
        self.assertEqual({page.title for page in done}, {"Your appointment is booked"})
        self.assertEqual(len({page.path for page in done}), CLIENTS)
        counts = [self._count(days=days) for days in (0, 1, 2, 3, 4, 7)]
        self.assertEqual(counts, [(1, 1), *[(4, 4)] * 4, (3, 3)])

    def test_one_request(self):
        """A form that is sent twenty times is one visit."""
        key = f"{self.common._at(9, days=14):{FORMAT}}"
        page = self._open_times().send("/hold", key=key)
        answers = self._rush(lambda each: each.send("/confirm", **CONTACT), [page] * CLIENTS)
        self.assertEqual({each.status for each in answers}, {200})
        self.assertEqual(len({each.path for each in answers}), 1)
        self.assertEqual(self._count(days=14), (1, 1))
        with self._transaction() as env:
            token = answers[0].path.rpartition("/")[2]
            visit = env["calendar.event"].search([("customer_token", "=", token)])
            self.assertEqual(visit.notice_ids.mapped("kind").count("confirmed"), 1)

    def test_move_and_cancel(self):
        """Of one visit at once: it ends cancelled, whatever came first, and takes no time."""
        page = self._book(9, days=15)
        token = page.path.rpartition("/")[2]
        move, cancel = page.click("another time"), page.click("Cancel")
        keys = [f"{self.common._at(hour, days=15):{FORMAT}}" for hour in (10, 11, 13, 14)]
        wishes = [*((move, "/move", {"key": key}) for key in keys), *[(cancel, "/cancel", {})] * 4]
        answers = self._rush(lambda wish: wish[0].send(wish[1], **wish[2]), wishes)
        self.assertLessEqual({each.status for each in answers}, {200, 409})
        with self._transaction() as env:
            visit = env["calendar.event"].search([("customer_token", "=", token)])
            self.assertEqual(visit.visit_state, "cancelled")
            self.assertEqual(visit.cancelled_by, "customer")
            self.assertFalse(visit.booking_ids)
        self.assertEqual(self._count(days=15)[0], 0)
