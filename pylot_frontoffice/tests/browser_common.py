"""A visitor with a real browser, a keyboard and no mouse."""

import json
import time
from contextlib import contextmanager, suppress
from unittest.mock import patch

from odoo.tests import HOST
from odoo.tests.common import (
    ChromeBrowser,
    ChromeBrowserException,
    _registry_test_lock,
)

from odoo.addons.bus.websocket import CloseCode, WebsocketConnectionHandler, _kick_all

from .german import LANG, speak_german
from .pages_common import PagesCase

# Seconds for the first page of a server that has just started.
PATIENCE = 30
# Seconds for the scripts of a page that is there.
SCRIPTS = 10
STARTED = (
    "!document.querySelector('script[data-src], script[src*=assets_frontend]')"
    " || document.body.hasAttribute('is-ready')"
)
KEYS = {"Tab": 9, "Enter": 13, "Space": 32}


class BrowserCase(PagesCase):
    """Chromium, driven step by step; what is written in the database must be there before the
    browser is opened. Visitors are German."""

    browser = None
    browser_size = "1280x900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        speak_german(cls.env)

    @contextmanager
    def open_browser(self, login=None):
        browser = ChromeBrowser(self)
        try:
            allowed = patch.object(
                WebsocketConnectionHandler, "websocket_allowed", return_value=True
            )
            with self.allow_requests(browser=browser), allowed:
                self.authenticate(login, login, browser=browser)
                browser.set_cookie("frontend_lang", LANG, "/", HOST)
                self.env.flush_all()
                self.cr.clear()
                self.browser = browser
                try:
                    yield
                finally:
                    self.browse_away()
                    _kick_all(CloseCode.KILL_NOW)
                    self._wait_remaining_requests()
        finally:
            self.browser = None
            browser.stop()

    @contextmanager
    def reading(self):
        """The test has the cursor of the server to itself: whoever asks for a page waits."""
        with _registry_test_lock:
            self.env.invalidate_all()
            yield
            self.env.flush_all()

    def call(self, method, **params):
        return self.browser._websocket_request(method, params=params, timeout=PATIENCE)

    def resize(self, width, height=740):
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def evaluate(self, expression):
        answer = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        self.assertNotIn("exceptionDetails", answer, expression[:200])
        return answer["result"].get("value")

    def comes_true(self, expression, seconds):
        """A page that is being left answers nothing."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with suppress(ChromeBrowserException, AssertionError, KeyError, TypeError):
                if self.evaluate(expression):
                    return True
            time.sleep(0.05)
        return False

    def wait_for(self, expression):
        if self.comes_true(expression, PATIENCE):
            return
        where = self.evaluate(
            "[location.href, document.readyState, document.activeElement.outerHTML.slice(0, 200),"
            " 'not started: ' + [...(odoo.loader?.failed || []), ...(odoo.loader?.jobs || [])],"
            " Object.keys(odoo.__WOWL_DEBUG__?.root?.env?.services || {}),"
            " document.querySelector('.pylot-page')?.innerText.slice(0, 500)].join(' | ')"
        )
        self.fail(f"never came true: {expression}; page: {where}")

    @contextmanager
    def next_page(self):
        """What is done inside leads to another page; it is there afterwards."""
        self.evaluate("window.pylotLeft = true")
        yield
        self.wait_for("!window.pylotLeft && document.readyState === 'complete'")
        if not self.comes_true(STARTED, SCRIPTS):
            # Core waits for the database of the browser, which now and then does not open when the
            # page before is still writing there. People load the page again.
            self.call("Page.reload")
            self.wait_for(STARTED)

    def visit(self, path):
        with self.next_page():
            # the language is in the address, as of a visitor who chose it
            self.call("Page.navigate", url=f"{self.base_url()}/de{path}")

    def browse_away(self):
        self.call("Page.navigate", url="about:blank")

    def click(self, selector):
        with self.next_page():
            self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

    def fill(self, **values):
        """Type into fields by their names; ``True`` ticks."""
        self.evaluate(
            f"for (const [name, value] of Object.entries({json.dumps(values)})) {{"
            " const field = document.querySelector(`.pylot-page [name='${name}']`);"
            " if (value === true) { field.checked = true; } else { field.value = value; } }"
        )

    # === KEYS ===

    def press(self, key, **modifiers):
        event = {"key": " " if key == "Space" else key, "code": key, **modifiers}
        event["windowsVirtualKeyCode"] = KEYS[key]
        if key != "Tab":
            event["text"] = "\r" if key == "Enter" else " "
        self.call("Input.dispatchKeyEvent", type="keyDown", **event)
        event.pop("text", None)
        self.call("Input.dispatchKeyEvent", type="keyUp", **event)

    def type(self, text):
        self.call("Input.insertText", text=text)

    def is_focused(self, selector):
        return self.evaluate(f"document.activeElement.matches({json.dumps(selector)})")
