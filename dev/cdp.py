"""A headless Chromium driven over its DevTools protocol. Needs websocket-client, so it runs in
the virtual environment only."""

from __future__ import annotations

import base64
import json
import subprocess
import tempfile
import time
from pathlib import Path

import websocket

FLAGS = (
    "--headless",
    # Odoo's own test browser does the same: root and containers have no sandbox.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--no-first-run",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)
PATIENCE = 60


class Browser:
    """One browser, one page. Use it in a `with`: it ends the process and its profile."""

    def __init__(self, program: str, *flags: str):
        self.profile = tempfile.TemporaryDirectory(prefix="pylot-", ignore_cleanup_errors=True)
        self.process = subprocess.Popen(
            [program, *FLAGS, *flags, f"--user-data-dir={self.profile.name}", "about:blank"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.number = 0
        self.events = []
        self.session = None
        self.socket = websocket.create_connection(
            self.address(), timeout=PATIENCE, suppress_origin=True
        )
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network"):
            self.call(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.socket.close()
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.profile.cleanup()

    def address(self) -> str:
        """Chromium writes its port into the profile as soon as it listens."""
        path = Path(self.profile.name) / "DevToolsActivePort"
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            lines = path.read_text().splitlines() if path.exists() else []
            if len(lines) == 2:
                return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
            time.sleep(0.02)
        raise RuntimeError("Chromium did not start")

    def call(self, method: str, **params):
        """One request; events that arrive meanwhile are kept for `wait`."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self.socket.send(json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer.get("method"))

    def wait(self, event: str) -> None:
        while event not in self.events:
            self.events.append(json.loads(self.socket.recv()).get("method"))

    def open(self, url: str) -> None:
        """Until the page, what it loads and its fonts are there."""
        self.events.clear()
        self.call("Page.navigate", url=url)
        self.wait("Page.loadEventFired")
        self.evaluate("document.fonts.ready.then(() => true)")

    def evaluate(self, expression: str):
        result = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {result['exceptionDetails']['text']}")
        return result["result"].get("value")

    def until(self, expression: str, patience: float = PATIENCE) -> None:
        end = time.monotonic() + patience
        while not self.evaluate(expression):
            if time.monotonic() > end:
                raise RuntimeError(f"waited {patience} s for: {expression}")
            time.sleep(0.1)

    def pdf(self, **options) -> bytes:
        return base64.b64decode(self.call("Page.printToPDF", **options)["data"])

    def picture(self) -> bytes:
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])
