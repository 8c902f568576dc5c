"""Two dispatchers at two browsers: what one does, the other one sees."""

import json
import logging
import shutil
from contextlib import contextmanager

from odoo.tests import tagged
from odoo.tests.common import ChromeBrowser

from .board_browser import BoardWindow
from .odoo_server import OdooServer
from .scratch_case import ScratchCase

# Seconds: a server that has just started makes the bundles first.
PATIENCE = 180


@tagged("post_install", "-at_install")
class TestBoardLive(ScratchCase):
    browser_size = "1280x900"
    touch_enabled = False
    # what a ChromeBrowser expects of its case
    _logger = logging.getLogger(__name__)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # one process with threads, which speaks the websocket on the port of the pages
        cls.server = OdooServer(cls.scratch, workers="0")
        cls.addClassCleanup(shutil.rmtree, cls.server.folder, ignore_errors=True)
        cls.addClassCleanup(cls.server.stop)
        cls.server.wait()

    @classmethod
    def _prepare(cls):
        common = cls.common
        # the server has a folder of its own, in which the bundles of the copy are not
        common.env["ir.attachment"].regenerate_assets_bundles()
        action = common.env.ref("pylot_frontoffice.pylot_board_action")
        action.context = str({"pylot_board": {"first": str(common.monday)}})
        cls.anna, cls.bert = common.anna, common.bert
        cls.visit = common._create_visit(common.anna, 9, name="Boiler")
        cls.logins = common.dispatcher_user.login, common.agent_user.login

    def fetch_proxy(self, _url):
        """Nothing outside is asked."""
        return {"body": "", "responseCode": 404, "responseHeaders": []}

    @contextmanager
    def open_board(self, login):
        browser = ChromeBrowser(self)
        try:
            base = f"http://127.0.0.1:{self.server.port}"
            window = BoardWindow(browser, base, patience=PATIENCE)
            window.go("/web/login", "#login")
            values = json.dumps({"login": login, "password": login})
            window.evaluate(
                f"for (const [id, value] of Object.entries({values}))"
                " document.getElementById(id).value = value;"
                " document.querySelector('form.oe_login_form button[type=submit]').click()"
            )
            window.see(".o_web_client")
            window.open()
            yield window
        finally:
            browser.stop()

    def test_what_one_does_the_other_one_sees(self):
        first, second = self.logins
        with self.open_board(first) as one, self.open_board(second) as other:
            other.see(other.bar(self.visit, self.anna))
            one.drag(one.get_middle(one.bar(self.visit)), one.get_point(self.bert, 14.5))
            one.see(one.bar(self.visit, self.bert))
            other.see(other.bar(self.visit, self.bert))
            # and the other way round, into the tray
            other.drag(other.get_middle(other.bar(self.visit)), other.get_middle(".o_pylot_tray"))
            one.see(one.card(self.visit))
