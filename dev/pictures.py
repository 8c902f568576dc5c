"""Take the pictures a table names. Runs in the virtual environment:
`python -m dev.pictures BASE TABLE TARGET [NAME...]`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from dev.cdp import Browser
from dev.setup import chromium

ZONE = "Europe/Berlin"
# A visitor of the public pages.
NOBODY = "-"
SIZES = {"wide": (1280, 800, False), "phone": (360, 740, True)}
# Fill the form as a person would; Odoo's own script then sends it.
LOG_IN = """
    document.querySelector("input[name=login]").value = "{login}";
    document.querySelector("input[name=password]").value = "{login}";
    document.querySelector("form.oe_login_form").submit();
"""
# The web client is quiet: no request under way, no spinner, pictures loaded.
SETTLED = """
    document.readyState === "complete" && !document.querySelector(".o_loading_indicator")
    && [...document.images].every((image) => image.complete)
"""


@dataclass(frozen=True)
class Picture:
    name: str
    size: str
    login: str
    path: str
    selector: str
    click: str = ""

    @classmethod
    def parse(cls, line: str) -> Picture:
        return cls(*(part.strip() for part in line.split("|")))


def table(path: Path) -> list[Picture]:
    lines = path.read_text().splitlines()
    return [Picture.parse(line) for line in lines if line.strip() and not line.startswith("#")]


def log_in(browser: Browser, base: str, login: str) -> None:
    browser.call("Network.clearBrowserCookies")
    if login == NOBODY:
        return
    browser.open(f"{base}/web/login")
    browser.events.clear()
    browser.evaluate(LOG_IN.format(login=login))
    browser.wait("Page.loadEventFired")


def take(browser: Browser, base: str, picture: Picture, target: Path) -> None:
    width, height, mobile = SIZES[picture.size]
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        width=width,
        height=height,
        deviceScaleFactor=2 if mobile else 1,
        mobile=mobile,
    )
    browser.open(base + picture.path)
    browser.until(f"!!document.querySelector({picture.selector!r})")
    if picture.click:
        browser.evaluate(f"document.querySelector({picture.click!r}).click()")
        browser.until("!!document.querySelector('.modal-body')")
    browser.until(SETTLED)
    browser.evaluate("new Promise((done) => setTimeout(done, 700))")  # end of animations
    (target / f"{picture.name}.png").write_bytes(browser.picture())


def main(base: str, pictures: list[Picture], target: Path) -> None:
    with Browser(chromium.find(), "--lang=en-US") as browser:
        # the first login keeps the browser's time zone as the user's
        browser.call("Emulation.setTimezoneOverride", timezoneId=ZONE)
        login = None
        for picture in sorted(pictures, key=lambda picture: picture.login):
            if picture.login != login:
                login = picture.login
                log_in(browser, base, login)
            take(browser, base, picture, target)
            print(f"    {picture.name}.png", flush=True)


if __name__ == "__main__":
    wanted = [picture for picture in table(Path(sys.argv[2]))
              if picture.name in sys.argv[4:] or not sys.argv[4:]]  # fmt: skip
    main(sys.argv[1], wanted, Path(sys.argv[3]))
