"""The board in the hands of somebody with a mouse, a finger or a keyboard."""

import json
import time
from contextlib import suppress

from odoo.tests.common import ChromeBrowserException

# Seconds.
PATIENCE = 60
STEPS = 8
KEYS = {
    "ArrowDown": 40,
    "ArrowLeft": 37,
    "ArrowRight": 39,
    "ArrowUp": 38,
    "Enter": 13,
    "Escape": 27,
    " ": 32,
}
TEXTS = {"Enter": "\r", " ": " "}
SHIFT = 8


class BoardWindow:
    """One browser that shows the board.

    :param browser: a ``ChromeBrowser`` that is logged in
    """

    def __init__(self, browser, base_url, patience=PATIENCE):
        self.browser = browser
        self.base_url = base_url
        self.patience = patience

    def call(self, method, **params):
        return self.browser._websocket_request(method, params=params, timeout=self.patience)

    def evaluate(self, expression):
        answer = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            raise AssertionError(f"{expression[:200]}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def wait_for(self, expression):
        end = time.monotonic() + self.patience
        while time.monotonic() < end:
            with suppress(ChromeBrowserException, AssertionError, KeyError, TypeError):
                if self.evaluate(expression):
                    return
            time.sleep(0.05)
        text = self.evaluate("[location.href, document.body?.innerText.slice(0, 1500)].join(' | ')")
        raise AssertionError(f"never came true: {expression}; page: {text}")

    def see(self, selector):
        self.wait_for(f"Boolean(document.querySelector({json.dumps(selector)}))")

    def see_in_hand(self, selector):
        self.wait_for(
            "Boolean(document.querySelector('.o_pylot_overlay').shadowRoot"
            f".querySelector({json.dumps(selector)}))"
        )

    def go(self, path, selector):
        self.call("Page.navigate", url=f"{self.base_url}{path}")
        self.see(selector)

    def open(self):
        self.go("/odoo/board", ".o_pylot_row")

    def resize(self, width, height=740):
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def click(self, selector):
        self.see(selector)
        self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

    def close_notifications(self):
        """What comes next tells of what is done next."""
        self.evaluate(
            "document.querySelectorAll('.o_notification_close').forEach((each) => each.click())"
        )
        self.wait_for("!document.querySelector('.o_notification')")

    def focus(self, selector):
        self.see(selector)
        self.evaluate(f"document.querySelector({json.dumps(selector)}).focus()")

    # === WHERE ===

    def get_middle(self, selector):
        self.see(selector)
        return self.evaluate(
            f"(() => {{ const box = document.querySelector({json.dumps(selector)})"
            ".getBoundingClientRect();"
            " return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )

    def get_point(self, technician, hour):
        """:return: where the row of ``technician`` meets ``hour`` on the clock of the board"""
        _x, y = self.get_middle(f".o_pylot_row[data-technician-id='{technician.id}']")
        x = self.evaluate(
            "(() => { const hours = [...document.querySelectorAll('.o_pylot_hour')];"
            " const at = (number) => hours.find((each) => each.innerText === String(number))"
            ".getBoundingClientRect().x;"
            f" return at({int(hour)}) + (at({int(hour)}) - at({int(hour) - 1})) * {hour % 1}; }})()"
        )
        return x, y

    def bar(self, visit, technician=None):
        """:return: selector"""
        where = f"[data-technician-id='{technician.id}']" if technician else ""
        return f".o_pylot_bar[data-visit-id='{visit.id}']{where}"

    def card(self, visit):
        return f".o_pylot_card[data-visit-id='{visit.id}']"

    # === MOUSE, FINGER AND KEYS ===

    def mouse(self, kind, x, y):
        buttons = 0 if kind == "mouseReleased" else 1
        self.call(
            "Input.dispatchMouseEvent",
            type=kind,
            x=x,
            y=y,
            button="left",
            buttons=buttons,
            clickCount=1,
        )

    def take(self, start, stop):
        """Press at one point and move to the other, without letting go."""
        self.mouse("mousePressed", *start)
        for step in range(1, STEPS + 1):
            part = step / STEPS
            self.mouse(
                "mouseMoved", *(a + (b - a) * part for a, b in zip(start, stop, strict=True))
            )
        self.wait_for("Boolean(document.querySelector('.o_pylot_overlay'))")

    def drag(self, start, stop):
        self.take(start, stop)
        self.mouse("mouseReleased", *stop)

    def touch(self, kind, *points):
        self.call(
            "Input.dispatchTouchEvent",
            type=kind,
            touchPoints=[{"x": x, "y": y} for x, y in points],
        )

    def press(self, key, shift=False):
        event = {"key": key, "code": "Space" if key == " " else key}
        event.update(windowsVirtualKeyCode=KEYS[key], modifiers=SHIFT if shift else 0)
        text = {"text": TEXTS[key]} if key in TEXTS else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", **event, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", **event)

    def get_spoken(self):
        return self.evaluate("document.querySelector('.o_pylot_board [aria-live]').innerText")
