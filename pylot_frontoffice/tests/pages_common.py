"""A visitor with a browser that knows no JavaScript: pages are read, forms are filled in and sent
with everything that stands in them."""

import re
from urllib.parse import urljoin, urlsplit

from lxml import html

from odoo.tests import HttpCase

from .records import FrontofficeRecords

CONTACT = {
    "name": "Frieda Flink",
    "email": "frieda@example.com",
    "phone": "0511 123456",
    "street": "Lange Laube 3",
    "city": "Berlin",
    "consent": "1",
}


class Page:
    """What a visitor sees: an answer of the server, read."""

    def __init__(self, case, response):
        self.case = case
        self.response = response
        self.status = response.status_code
        self.path = urlsplit(response.url).path
        self.tree = html.fromstring(response.text or "<html/>")
        for wrap in self.tree.xpath("//*[@id='wrap']"):
            self.main = wrap
            break
        else:
            self.main = self.tree

    @property
    def text(self):
        return " ".join(self.main.text_content().split())

    @property
    def title(self):
        return " ".join(" ".join(each.text_content().split()) for each in self.main.xpath(".//h1"))

    def get_form(self, action):
        """:param str action: end of the form's address"""
        for form in self.main.xpath(".//form"):
            buttons = form.xpath(".//button/@formaction")
            for path in (form.get("action", ""), *buttons):
                if path.split("?")[0].endswith(action):
                    return form
        raise AssertionError(f"no form {action} on {self.path}: {self.text[:500]}")

    def get_times(self):
        """:return: list of (key, name) of all times that are offered, each once"""
        buttons = self.main.xpath(".//button[@name='key']")
        return list(dict.fromkeys((each.get("value"), each.get("aria-label")) for each in buttons))

    def send(self, action, files=None, **values):
        """Send a form with what stands in it and ``values``."""
        form = self.get_form(action)
        data = {name: field for name, field in form.form_values() if name not in values}
        paths = [form.get("action"), *form.xpath(".//button/@formaction")]
        path = next(each for each in paths if each.split("?")[0].endswith(action))
        url = urljoin(self.response.url, path)
        return self.case.send(url, {**data, **values}, files=files)

    def click(self, text):
        """Follow the first link with such a text (a regular expression)."""
        for link in self.main.xpath(".//a[@href]"):
            label = " ".join(link.text_content().split()) or link.get("aria-label") or ""
            if re.search(text, label):
                return self.case.get(urljoin(self.response.url, link.get("href")))
        raise AssertionError(f"no link {text} on {self.path}")


class PagesCase(FrontofficeRecords, HttpCase):
    """The small business, with a type that everybody may book: one hour, at the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._fill()
        cls.kind = cls._create_type(
            "Inspection",
            access="public",
            technician_ids=cls.anna.ids,
            grid=60,
            notice=48,
            horizon=60,
        )

    def get(self, path, **kwargs):
        return Page(self, self.url_open(path, **kwargs))

    def send(self, path, data=None, files=None, **kwargs):
        return Page(
            self, self.url_open(path, data=data or {}, files=files, method="POST", **kwargs)
        )

    def open_times(self, zip_code="10115", kind=None):
        """:return: the page with the times, after the postal code"""
        page = self.get(f"/book/{(kind or self.kind).id}")
        if page.main.xpath(".//input[@name='zip']"):
            page = page.send("/start", zip=zip_code)
        return page

    def hold(self, page=None, number=0):
        """:return: the page that asks for the contact, after choosing a time"""
        page = page or self.open_times()
        key, _name = page.get_times()[number]
        action = page.main.xpath(".//form[.//button[@name='key']]/@action")[0]
        return page.send(action, key=key)

    def book(self, page=None, **contact):
        """:return: (page at the end, visit)"""
        page = page or self.hold()
        page = page.send("/confirm", **{**CONTACT, **contact})
        token = page.path.rpartition("/")[2]
        self.env.invalidate_all()
        return page, self.env["calendar.event"].search([("customer_token", "=", token)])
