"""Visitors who have something to complain about."""

import base64
import io
import re
from urllib.parse import urlsplit

from PIL import Image

from odoo.tests import new_test_user

from .pages_common import PagesCase

TYPED = {
    "text": "The tap drips.\nSince Monday.",
    "name": "Frieda Flink",
    "email": "frieda@example.com",
    "phone": "0511 123456",
    "consent": "1",
}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
MIN_SECONDS = "pylot_frontoffice.complaint_min_seconds"


def make_picture(kind="JPEG", size=(60, 40), **options):
    target = io.BytesIO()
    Image.new("RGB", size, "navy").save(target, kind, **options)
    return target.getvalue()


class ComplaintPages:
    """Mixed into cases with a browser without JavaScript: the form of the company's team, and two
    strangers with logins."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = "kunde@example.com"
        cls.company.write({"email": "office@example.com", "phone": "+49 511 123456"})
        cls.team = cls.env["pylot.team"]._get_default(cls.company)
        cls.team.write({"is_public": True, "resource_calendar_id": cls.calendar.id})
        # nobody waits in a test, but where the waiting is tested
        cls.env["ir.config_parameter"].set_param(MIN_SECONDS, "0")
        cls.Complaint = cls.env["pylot.complaint"]

    @classmethod
    def _create_complaint(cls, name="The tap drips", **values):
        return cls.Complaint.create({"name": name, "partner_id": cls.customer.id, **values})

    @classmethod
    def _create_portal_user(cls, login="frieda", name="Frieda", **values):
        return new_test_user(
            cls.env, login, groups="base.group_portal", name=name, email=f"{login}@example.com"
        )

    def log_in(self, login):
        self.authenticate(login, login.ljust(8, "x"))

    def complain(self, path="/complaint", files=None, **typed):
        """:return: (page at the end, the newest complaint)"""
        page = self.get(path).send("/complaint", files=files, **{**TYPED, **typed})
        return page, self.get_newest()

    def get_newest(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.Complaint.search([], limit=1, order="id desc")

    def get_path(self, complaint):
        return urlsplit(complaint._get_customer_url()).path

    def decide(self, complaint):
        """Decided, told on the phone, and solved."""
        complaint._decide("accepted", "You get a new tap.", channel="phone")
        complaint._set_state("solved")
        self.env.flush_all()

    def find_uploads(self, page):
        return re.findall(r"/file/(\d+)", page.response.text)


class ComplaintPagesCase(ComplaintPages, PagesCase):
    pass


def make_huge_picture():
    """:return: PNG of 30 megapixels in some kilobytes"""
    return make_picture("PNG", size=(6000, 5000))


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
GIF = base64.b64decode("R0lGODlhAQABAAAAACwAAAAAAQABAAA=")
