"""Law 1 through the doors of a running server with two worker processes: what the form sends,
what an import sends, and what other programs send."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .odoo_server import OdooServer
from .scratch_case import ScratchCase

CLIENTS = 20
COLLISION = "odoo.addons.pylot_frontoffice.exceptions.CollisionError"


@tagged("post_install", "-at_install")
class TestBookingServer(ScratchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = OdooServer(cls.scratch)
        cls.addClassCleanup(shutil.rmtree, cls.server.folder, ignore_errors=True)
        cls.addClassCleanup(cls.server.stop)
        cls.server.wait()

    @classmethod
    def _prepare(cls):
        cls.technician_id = cls.common.anna.id
        dispatcher = cls.common.dispatcher_user
        cls.login = dispatcher.login
        dispatcher.group_ids += cls.common.env.ref("base.group_allow_export")
        expires = fields.Datetime.now() + timedelta(days=1)
        key = cls.common.env["res.users.apikeys"].with_user(dispatcher)
        cls.key = key.sudo()._generate("rpc", "Test", expires)

    def setUp(self):
        super().setUp()
        self.logged = len(self.server.read_log())

    def _rush(self, request):
        """Send ``request(number)`` from all clients at once.

        :return: list of (HTTP status, body)
        """
        barrier = threading.Barrier(CLIENTS)

        def send(number):
            barrier.wait()
            status, _headers, body = request(number)
            return status, body

        with ThreadPoolExecutor(CLIENTS) as pool:
            return list(pool.map(send, range(CLIENTS)))

    def _get_session(self):
        """:return: the cookie of a user who has logged in"""
        credentials = {"db": self.scratch, "login": self.login, "password": self.login}
        status, headers, body = self.server.call(
            "/web/session/authenticate", {"jsonrpc": "2.0", "params": credentials}
        )
        self.assertEqual(status, 200)
        self.assertNotIn("error", body)
        return headers["Set-Cookie"].split(";")[0]

    def _call_kw(self, cookie, method, *args, **kwargs):
        """As the web client calls a method."""
        kwargs.setdefault("context", {"lang": "en_US"})
        params = {"model": "calendar.event", "method": method, "args": args, "kwargs": kwargs}
        return self.server.call(
            f"/web/dataset/call_kw/calendar.event/{method}",
            {"jsonrpc": "2.0", "params": params},
            Cookie=cookie,
        )

    def _prepare_values(self, days, number):
        start = self.common._at(9, number, days=days)
        return {
            "name": "Rush",
            "start": fields.Datetime.to_string(start),
            "stop": fields.Datetime.to_string(start + timedelta(hours=1)),
            "technician_id": self.technician_id,
        }

    def assertBookedOnce(self, days):
        start = self.common._at(0, days=days)
        day = [("start", ">=", start), ("start", "<", start + timedelta(days=1))]
        with self._transaction() as env:
            self.assertEqual(env["pylot.booking"].search_count(day), 1)
            self.assertEqual(env["calendar.event"].search_count([*day, ("name", "=", "Rush")]), 1)
        log = self.server.read_log()[self.logged :]
        self.assertNotIn(" ERROR ", log)
        self.assertNotIn(" CRITICAL ", log)
        self.assertNotIn("Traceback", log)

    def assertPolite(self, error):
        self.assertEqual(error["name"], COLLISION)
        self.assertIn("Anna is already booked: “Rush”", error["message"])
        self.assertEqual(len(error["context"]["pylot_collision"]["alternatives"]), 3)

    def test_form(self):
        cookie = self._get_session()
        answers = self._rush(
            lambda number: self._call_kw(
                cookie,
                "web_save",
                [],
                self._prepare_values(0, number),
                specification={"name": {}, "technician_id": {"fields": {"display_name": {}}}},
            )
        )
        self.assertEqual({status for status, _body in answers}, {200})
        errors = [body["error"]["data"] for _status, body in answers if "error" in body]
        self.assertEqual(len(errors), CLIENTS - 1)
        for error in errors:
            self.assertPolite(error)
        self.assertBookedOnce(0)

    def test_form_of_a_draft(self):
        """Twenty people drop twenty unplanned visits on the same hour."""
        with self._transaction() as env:
            values = {**self._prepare_values(1, 0), "visit_state": "draft", "name": "Draft"}
            drafts = env["calendar.event"].create([{**values} for _each in range(CLIENTS)]).ids
        cookie = self._get_session()
        times = self._prepare_values(1, 0)
        answers = self._rush(
            lambda number: self._call_kw(
                cookie, "web_save", [drafts[number]], times, specification={"visit_state": {}}
            )
        )
        self.assertEqual({status for status, _body in answers}, {200})
        errors = [body["error"]["data"] for _status, body in answers if "error" in body]
        self.assertEqual(len(errors), CLIENTS - 1)
        for error in errors:
            self.assertPolite(error)
            self.assertIn(error["context"]["pylot_collision"]["event_id"], drafts)
        self.assertBookedOnce(1)

    def test_import(self):
        cookie = self._get_session()

        def load(number):
            values = self._prepare_values(2, number) | {"technician_id/.id": self.technician_id}
            del values["technician_id"]
            return self._call_kw(
                cookie, "load", [*values], [[str(value) for value in values.values()]]
            )

        answers = self._rush(load)
        self.assertEqual({status for status, _body in answers}, {200})
        results = [body["result"] for _status, body in answers]
        refused = [result for result in results if not result["ids"]]
        self.assertEqual(len(refused), CLIENTS - 1)
        for result in refused:
            self.assertIn("Anna is already booked: “Rush”", result["messages"][0]["message"])
        self.assertBookedOnce(2)

    def test_other_programs(self):
        answers = self._rush(
            lambda number: self.server.call(
                "/json/2/calendar.event/create",
                {"vals_list": [self._prepare_values(3, number)], "context": {"lang": "en_US"}},
                Authorization=f"Bearer {self.key}",
            )
        )
        statuses = sorted(status for status, _body in answers)
        self.assertEqual(statuses, [200, *[422] * (CLIENTS - 1)])
        for status, body in answers:
            if status != 200:
                self.assertPolite(body)
        self.assertBookedOnce(3)
