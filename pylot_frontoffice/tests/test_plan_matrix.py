import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import BaseCase, tagged

from ..tools.route_server import RouteServerError, fetch_table
from .plan_common import PlanCommon


class _RouteServer(BaseHTTPRequestHandler):
    """As OSRM answers: ways of one second for each thousandth of a degree."""

    asked = []
    behaviour = ""

    def do_GET(self):
        parts = urlsplit(self.path)
        type(self).asked.append(parts)
        status, body = 200, self._answer(parts)
        if self.behaviour == "error":
            status, body = 500, b""
        if self.behaviour == "nonsense":
            body = b"<html>"
        if self.behaviour == "redirect":
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()
            return
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def _answer(self, parts):
        points = [
            tuple(map(float, each.split(","))) for each in parts.path.rpartition("/")[2].split(";")
        ]
        query = parse_qs(parts.query)
        sources, destinations = (
            [points[int(number)] for number in query[name][0].split(";")]
            for name in ("sources", "destinations")
        )
        table = [
            [1000 * (abs(a[0] - b[0]) + abs(a[1] - b[1])) for b in destinations] for a in sources
        ]
        if self.behaviour == "hole":
            table[0][-1] = None
        if self.behaviour == "small":
            table = table[:-1]
        return json.dumps({"code": "Ok", "durations": table, "distances": table}).encode()

    def log_message(self, *args):
        """Quiet."""


@contextmanager
def route_server(behaviour=""):
    """:return: address of a server on this machine that answers in such a way"""
    handler = type("Handler", (_RouteServer,), {"asked": [], "behaviour": behaviour})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", handler.asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@tagged("post_install", "-at_install")
class TestRouteServer(BaseCase):
    """The client, against a server that is not always what it should be."""

    points = [(52.0, 13.0), (52.1, 13.0), (52.0, 13.2), (52.3, 13.3)]

    def test_in_pieces(self):
        with route_server() as (url, asked):
            whole = fetch_table(url, self.points)
            self.assertEqual(len(asked), 1)
            self.assertEqual(fetch_table(url + "/", self.points, piece=2), whole)
            self.assertEqual(len(asked), 5)
        seconds, metres = whole
        self.assertEqual(seconds[0], [0, 100, 200, 600])
        self.assertEqual(metres[1][2], 300)
        self.assertIn("13.000000,52.000000", asked[0].path)

    def test_no_way(self):
        with route_server("hole") as (url, _asked):
            self.assertIsNone(fetch_table(url, self.points)[0][0][-1])

    def test_does_not_help(self):
        for behaviour in ("error", "nonsense", "redirect", "small"):
            with (
                self.subTest(behaviour=behaviour),
                route_server(behaviour) as (url, _asked),
                self.assertRaises(RouteServerError),
            ):
                fetch_table(url, self.points, timeout=5)
        with self.assertRaises(RouteServerError):
            fetch_table("http://127.0.0.1:9", self.points, timeout=1)
        with self.assertRaises(RouteServerError):
            fetch_table("file:///etc", self.points)
        with route_server() as (url, _asked), self.assertRaises(RouteServerError):
            fetch_table(url, self.points, patience=0)


@tagged("post_install", "-at_install")
class TestPlanMatrix(PlanCommon):
    """Plans with real travel times, where there are any."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.write({"partner_latitude": 52.5, "partner_longitude": 13.4})
        cls.near = cls._create_draft(
            customer_id=cls._create_customer(
                "Near", partner_latitude=52.6, partner_longitude=13.4
            ).id
        )

    def _get_way(self, planning):
        shift, [visit] = planning.problem.shifts[0], planning.problem.visits
        return planning.ways.seconds[shift.start_place][visit.place]

    def test_used(self):
        estimated = self._get_way(self._create_plan()._build_problem())
        with route_server() as (url, _asked):
            self.company.pylot_matrix_url = url
            planning = self._create_plan()._build_problem()
        self.assertEqual(self._get_way(planning), 100 + 300)
        self.assertNotEqual(estimated, 400)
        self.assertFalse(planning.notes)

    def test_falls_back_and_says_so(self):
        estimated = self._get_way(self._create_plan()._build_problem())
        for behaviour in ("error", "nonsense", "hole"):
            with self.subTest(behaviour=behaviour), route_server(behaviour) as (url, _asked):
                self.company.pylot_matrix_url = url
                planning = self._create_plan()._build_problem()
                self.assertTrue(planning.notes)
        self.assertGreater(estimated, 0)
        self._create_draft()
        with route_server() as (url, _asked):
            self.company.pylot_matrix_url = url
            plan = self._propose()
        self.assertIn("addresses without coordinates", plan.message)

    def test_only_managers_and_only_addresses(self):
        for url in ("file:///etc/passwd", "ftp://example.com", "localhost:5000", "http://"):
            with self.subTest(url=url), self.assertRefused("route server", ValidationError):
                self.company.pylot_matrix_url = url
        with self.assertRaises(AccessError):
            self.company.with_user(self.dispatcher_user).pylot_matrix_url = "http://127.0.0.1"
        with self.assertRaises(AccessError):
            self.company.with_user(self.dispatcher_user).read(["pylot_matrix_url"])
