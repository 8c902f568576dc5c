"""Do fifty visitors who book at the same time for two minutes all get what they are promised?

A real server with two workers, the website installed. Each visitor walks from the list over
postal code, times and contact to the booking, thinking half a second to two seconds before each
step, and looks at Odoo's own contact page on the way. Every fifth always wants the very next time,
so that they fight. Afterwards nothing may have failed, and nobody may be booked twice.

Waiting times are those of visitors on this machine, which they share with the server; of these only
the ratio means something elsewhere.
"""

from __future__ import annotations

import importlib.util
import os
import random
import shutil
import statistics
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import business
import databases
import harness
import requests
from lxml import html

SECONDS = int(os.environ.get("PYLOT_BENCH_SECONDS") or 120)
VISITORS, FIGHTERS = 50, 5
TECHNICIANS = 10
THINK = 0.5, 2.0
PATIENCE = 120
# Odoo's two workers let no more than 16 connections wait for them and drop others; what waits in
# front of them otherwise waits in the proxy. Waiting there counts, too.
PROXY = threading.Semaphore(16)
NO_LIMIT = "1000000"
SERVER = Path(__file__).parent.parent / "pylot_frontoffice" / "tests" / "odoo_server.py"
CONTACT = "/contactus"

# Technicians who are at two visits at once, asked of the visits and of the bookings.
DOUBLE = """
    SELECT count(*)
      FROM calendar_event a
      JOIN calendar_event b ON a.technician_id = b.technician_id AND a.id < b.id
       AND a.start < b.stop AND b.start < a.stop
     WHERE a.visit_state = 'confirmed' AND b.visit_state = 'confirmed'
    UNION ALL
    SELECT count(*)
      FROM pylot_booking a
      JOIN pylot_booking b ON a.resource_id = b.resource_id AND a.id < b.id
       AND a.start < b.stop AND b.start < a.stop
     WHERE a.state = 'booked' AND b.state = 'booked'"""
# Visits that are not exactly one booking and one message to the customer.
BROKEN = """
    SELECT count(*)
      FROM calendar_event event
     WHERE event.booked_via = 'public'
       AND ((SELECT count(*) FROM pylot_booking WHERE event_id = event.id AND state = 'booked') <> 1
            OR (SELECT count(*) FROM pylot_visit_notice
                 WHERE event_id = event.id AND kind = 'confirmed') <> 1)"""


class Measured:
    """What all visitors have seen."""

    def __init__(self):
        self.lock = threading.Lock()
        self.times = {"page": [], "form": [], "contact": []}
        self.statuses = Counter()
        self.booked, self.gone, self.failures = 0, 0, []

    def add(self, what, seconds, response):
        with self.lock:
            self.times[what].append(seconds)
            self.statuses[response.status_code] += 1
            if response.status_code >= 500:
                self.failures.append(f"{response.status_code} {response.url}")

    def get_p95(self, what):
        return statistics.quantiles(self.times[what], n=20)[-1]


class Visitor:
    """A browser without JavaScript in the hands of somebody who wants one appointment."""

    def __init__(self, number, base, measured, deadline):
        self.number, self.base, self.measured, self.deadline = number, base, measured, deadline
        self.rng = random.Random(number)
        self.browser = requests.Session()

    def run(self):
        turn = 0
        while time.monotonic() < self.deadline:
            turn += 1
            self.browser = requests.Session()
            try:
                self.book(turn)
            except Exception as error:
                self.measured.failures.append(f"visitor {self.number}: {error!r}")
                return

    def book(self, turn):
        self.think()
        page = self.get("/book")
        self.get(CONTACT, "contact")
        page = self.get(page.xpath("//*[@id='wrap']//li//a/@href")[0])
        page = self.send(page, "/start", zip=str(self.rng.randrange(10_115, 10_999)))
        self.get(CONTACT, "contact")
        while True:
            page = self.choose(page)
            if self.answer.status_code == 200:
                contact = {
                    "name": f"Visitor {self.number}",
                    "email": f"v{self.number}.{turn}@example.com",
                    "street": "Street 1",
                    "city": "Berlin",
                    "consent": "1",
                }
                page = self.send(page, "/confirm", **contact)
                if self.answer.status_code == 200:
                    break
            assert self.answer.status_code == 409, f"{self.answer.status_code} {self.answer.url}"
            with self.measured.lock:
                self.measured.gone += 1
        assert urlsplit(self.answer.url).path.startswith("/visit/"), self.answer.url
        with self.measured.lock:
            self.measured.booked += 1

    def choose(self, page):
        """The very next time, or any time of any day that can be seen."""
        if self.number % FIGHTERS:
            days = page.xpath("//nav//a[contains(@href, 'day=')]/@href")
            page = self.get(self.rng.choice(days)) if days else page
        keys = page.xpath("//button[@name='key']/@value")
        assert keys, f"no times on {self.answer.url}"
        key = self.rng.choice(keys) if self.number % FIGHTERS else keys[0]
        return self.send(page, "/hold", key=key)

    # === WHAT A BROWSER DOES ===

    def think(self):
        time.sleep(self.rng.uniform(*THINK))

    def get(self, path, what="page"):
        self.think()
        return self.ask(what, "GET", urljoin(self.base, path))

    def send(self, page, action, **values):
        self.think()
        form = next(
            form
            for form in page.forms
            if (form.get("action") or "").partition("?")[0].endswith(action)
        )
        data = {name: value for name, value in form.form_values() if name not in values}
        url = urljoin(self.base, form.get("action"))
        page = self.ask("form", "POST", url, data={**data, **values})
        if self.answer.is_redirect:
            page = self.ask("page", "GET", urljoin(self.base, self.answer.headers["Location"]))
        return page

    def ask(self, what, method, url, **kwargs):
        begin = time.monotonic()
        with PROXY:
            self.answer = self.browser.request(
                method, url, allow_redirects=False, timeout=PATIENCE, **kwargs
            )
        self.measured.add(what, time.monotonic() - begin, self.answer)
        return html.fromstring(self.answer.text or "<html/>")


def fill(env):
    technicians = business.hire(env, TECHNICIANS)
    env.company.country_id = env.ref("base.de")
    env["pylot.appointment.type"].search([]).access = "internal"
    env["pylot.appointment.type"].create(
        {
            "name": "Visit",
            "access": "public",
            "technician_ids": technicians.ids,
            "duration": 1,
            "grid": 30,
            "horizon": 60,
        }
    )
    # all of them come from one address
    for name in ("max_holds_per_visitor", "max_requests_per_visitor"):
        env["ir.config_parameter"].set_param(f"pylot_frontoffice.{name}", NO_LIMIT)
    env.cr.commit()


def load_server():
    spec = importlib.util.spec_from_file_location("odoo_server", SERVER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.OdooServer


def warm_up(base):
    """Both workers read all views, and the bundles are made, before anybody waits for them."""

    def look(number):
        for path in (CONTACT, "/book"):
            answer = requests.get(urljoin(base, path), timeout=PATIENCE)
            assert answer.status_code == 200, f"{answer.status_code} {path}"

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(look, range(12)))
    nobody = Measured()
    Visitor(1, base, nobody, 0).book(0)
    Visitor(2, base, nobody, 0).book(0)
    return nobody.booked


def let_them_in(base):
    measured = Measured()
    deadline = time.monotonic() + SECONDS
    visitors = [Visitor(number, base, measured, deadline) for number in range(VISITORS)]
    threads = [threading.Thread(target=visitor.run) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return measured


def check(env, measured, booked, log):
    """:return: sentences about what went wrong"""
    wrong = [*measured.failures[:5]]
    loud = [line for line in log.splitlines() if " ERROR " in line or " CRITICAL " in line]
    wrong += loud[:5] + (["a traceback in the log"] if "Traceback" in log else [])
    env.cr.execute(DOUBLE)
    if any(number for (number,) in env.cr.fetchall()):
        wrong.append("somebody is booked twice")
    env.cr.execute(BROKEN)
    if env.cr.fetchone()[0]:
        wrong.append("a visit without booking or message")
    env.cr.execute("SELECT count(*) FROM calendar_event WHERE booked_via = 'public'")
    stored = env.cr.fetchone()[0]
    if stored != booked:
        wrong.append(f"{booked} were told that they have booked, {stored} have")
    return wrong


def main():
    with databases.lent("visitors", databases.installed()) as name:
        print("Install the website, 1 min ...", flush=True)
        databases.install(name, ["website"])
        with harness.environment(name) as env:
            fill(env)
            server = load_server()(name)
            try:
                server.wait()
                base = f"http://127.0.0.1:{server.port}/"
                before = warm_up(base)
                measured = let_them_in(base)
                log = server.read_log()
            finally:
                server.stop()
            env.cr.rollback()
            wrong = check(env, measured, before + measured.booked, log)
            shutil.rmtree(server.folder, ignore_errors=True)
        harness.Registry.delete(name)
    report(measured)
    if wrong:
        sys.exit("\n".join(["FAILED:", *wrong]))


def report(measured):
    contact = measured.get_p95("contact")
    rows = []
    for what, label in (("page", "our pages"), ("form", "our forms, sent")):
        p95, number = measured.get_p95(what), len(measured.times[what])
        rows.append(
            (
                f"{label} / Odoo's contact page, p95",
                p95 / contact,
                None,
                f"{1000 * p95:.0f} / {1000 * contact:.0f} ms, {number} times",
            )
        )
        median, other = (statistics.median(measured.times[key]) for key in (what, "contact"))
        rows.append(
            (
                f"{label} / Odoo's contact page, median",
                median / other,
                None,
                f"{1000 * median:.0f} / {1000 * other:.0f} ms",
            )
        )
    harness.table(f"visitors: {VISITORS} at once for {SECONDS} s, two workers", rows)
    statuses = ", ".join(f"{status}: {n}" for status, n in sorted(measured.statuses.items()))
    print(f"{measured.booked} booked, {measured.gone} times somebody else was faster", flush=True)
    print(f"answers: {statuses}", flush=True)


if __name__ == "__main__":
    main()
