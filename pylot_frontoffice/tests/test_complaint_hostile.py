"""Whoever complains may mean harm."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .complaint_pages_common import (
    GIF,
    PDF,
    SVG,
    TYPED,
    ComplaintPages,
    make_huge_picture,
    make_picture,
)
from .hostile_common import HostileCase

MANY = 5 * 1024 * 1024
EVIL = "<script>alert(1)</script>{{7*7}}${7*7}\"'><img src=x onerror=alert(1)>"


@tagged("post_install", "-at_install")
class TestComplaintHostile(ComplaintPages, HostileCase):
    def setUp(self):
        super().setUp()
        self.complaint = self._create_complaint()
        self.path = self.get_path(self.complaint)
        form = self.get("/complaint").get_form("/complaint")
        self.stamp = form.fields["stamp"]

    def complain_badly(self, files=None, **values):
        data = {"csrf_token": self.csrf, "stamp": self.stamp, **TYPED, **values}
        return self.send("/complaint", data, files=files)

    def test_wrong_texts(self):
        wrong = {
            "no text": {"text": " \x00\u202e"},
            "5 MB text": {"text": "x" * MANY},
            "no name": {"name": "\x07"},
            "long name": {"name": "x" * 101},
            "two mails": {"email": "a@example.com, b@example.com"},
            "header in a mail": {"email": "a@example.com\r\nBcc: b@example.com"},
            "words as phone": {"phone": "call me"},
            "no such remedy": {"remedy": "refusal"},
            "no such cause": {"cause": "999999999"},
            "SQL": {"cause": "1 OR 1=1"},
            "long number": {"reference": "x" * 81},
            "not agreed": {"consent": ""},
        }
        for name, values in wrong.items():
            with self.subTest(name), self.assertNothingHappens():
                page = self.complain_badly(**values)
                self.assertRefused(page, 422)
                self.assertLess(len(page.response.content), 60_000)

    def test_bytes_that_are_no_text(self):
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        for bad in ("%ff%fe", "%ed%a0%80", "%"):
            body = f"csrf_token={self.csrf}&stamp={bad}&text={bad}&email={bad}&consent=1"
            for path in ("/complaint", f"{self.path}/rate"):
                with self.subTest(f"{path} {bad}"), self.assertNothingHappens():
                    response = self.url_open(path, data=body, headers=headers, method="POST")
                    self.assertEqual(response.status_code, 422)
            query = f"team={bad}&visit={bad}&order={bad}&invoice={bad}&key={bad}&self={bad}"
            with self.subTest(query), self.assertNothingHappens():
                self.assertLess(self.get(f"/complaint?{query}").status, 500)

    def test_files_instead_of_texts(self):
        names = ("text", "stamp", "remedy", "cause", "team", "visit", "seen", "back", "consent")
        with self.assertNoLogs("odoo", "ERROR"):
            for name in names:
                files = {name: ("x.txt", b"x", "text/plain")}
                self.assertLess(self.complain_badly(files=files).status, 500, name)
            for name in ("text", "after"):
                page = self.post(f"{self.path}/reply", files={name: ("x.txt", b"x", "text/plain")})
                self.assertLess(page.status, 500)
            for name in ("value", "feedback"):
                page = self.post(f"{self.path}/rate", files={name: ("x.txt", b"x", "text/plain")})
                self.assertRefused(page, 409, 422)

    def test_files(self):
        exact = make_picture("BMP")
        wrong = {
            "SVG": SVG,
            "GIF": GIF,
            "BMP": exact,
            "HTML": b"<html><script>alert(1)</script></html>",
            "HTML before PDF": b"<script>alert(1)</script>" + PDF,
            "half a picture": make_picture()[:200],
            "bomb": make_picture("PNG", size=(9000, 7000)),
            "nothing": b"",
            "large": PDF + b"\0" * (10 * 1024 * 1024),
        }
        for number, (name, content) in enumerate(wrong.items()):
            called = ("x.jpg", "image/jpeg") if number % 2 else ("x.pdf", "application/pdf")
            files = [("files", (called[0], content, called[1]))]
            with self.subTest(name), self.assertNothingHappens():
                self.assertRefused(self.complain_badly(files=files), 422)
        many = [("files", (f"{number}.jpg", make_picture())) for number in range(6)]
        with self.assertNothingHappens():
            self.assertRefused(self.complain_badly(files=many), 422)

    def test_thirty_megapixels(self):
        files = [("files", ("x.png", make_huge_picture(), "image/png"))]
        self.assertEqual(self.complain_badly(files=files).status, 200)
        kept = self.get_newest()._get_page_messages_sudo().attachment_ids
        self.assertEqual(kept.mimetype, "image/jpeg")
        self.assertLess(len(kept.raw), 1_000_000)

    def test_too_large_at_all(self):
        files = [("files", ("x.jpg", b"\0" * (53 * 1024 * 1024), "image/jpeg"))]
        with self.assertNothingHappens():
            self.assertRefused(self.complain_badly(files=files), 413)

    def test_mass_assignment(self):
        manager = self.manager_user
        closed = self.Complaint._find_stage("closed", self.team)
        other = self.env["pylot.team"].create({"name": "Other", "company_id": self.company.id})
        self.complain_badly(
            user_id=manager.id,
            stage_id=closed.id,
            team_id=other.id,
            team=str(self.team.id),
            partner_id=self.customer.id,
            priority="3",
            is_safety="1",
            is_shared="1",
            shared="1",
            company_id=self.other_company.id,
            access_token="x" * 32,
            number="C-1",
            channel="letter",
            visitor="x",
            event_id="1",
            context="{}",
        )
        complaint = self.get_newest()
        self.assertRecordValues(
            complaint,
            [
                {
                    "stage_id": self.Complaint._find_stage("new", self.team).id,
                    "team_id": self.team.id,
                    "partner_id": False,
                    "priority": "1",
                    "is_safety": False,
                    "is_shared": False,
                    "company_id": self.company.id,
                    "channel": "form",
                }
            ],
        )
        self.assertNotEqual(complaint.user_id, manager)
        self.assertNotIn("x" * 32, (complaint.access_token, complaint.visitor))

    def test_stored_markup(self):
        self.complain_badly(text=EVIL, name=EVIL[:90], lot=EVIL[:70], reference=EVIL[:70], seen="1")
        complaint = self.get_newest()
        self.assertEqual(complaint.name, EVIL)
        self.assertNotIn("<script", complaint.description)
        self.assertIn("{{7*7}}", complaint.description)
        page = self.get(self.get_path(complaint))
        self.assertEqual(page.title, EVIL)
        self.assertFalse(page.main.xpath(".//script | .//img | .//*[@onerror]"))
        self.assertNotIn("49", page.title)
        notice = complaint.notice_ids
        with self.assertNoLogs("odoo.addons.pylot_frontoffice", "WARNING"):
            notice._send_locked()
        self.assertEqual(notice.state, "sent")
        mail = notice.mail_id
        self.assertNotIn("<script", mail.body_html)
        self.assertNotIn("49", mail.subject.replace(complaint.number, ""))

    def test_header_injection(self):
        self.complain_badly(
            name="Frieda\r\nBcc: all@example.com\x00", text="One\x00\r\n\r\n\r\n\r\nTwo\x1b"
        )
        complaint = self.get_newest()
        self.assertEqual(complaint.partner_name, "Frieda Bcc: all@example.com")
        self.assertEqual(complaint.name, "One")
        complaint.notice_ids._send_locked()
        mail = complaint.notice_ids.mail_id
        for text in (mail.email_to, mail.subject, mail.headers):
            self.assertNotIn("\n", text or "")

    def test_forged_addresses(self):
        """Headers of the visitor's do not change who is counted."""
        self.env["ir.config_parameter"].set_param(
            "pylot_frontoffice.max_complaints_per_visitor", "1"
        )
        statuses = []
        for number in range(3):
            form = self.get("/complaint").get_form("/complaint")
            data = {
                **TYPED,
                "email": f"a{number}@example.com",
                "csrf_token": form.fields["csrf_token"],
                "stamp": form.fields["stamp"],
            }
            headers = {
                "X-Forwarded-For": f"10.0.0.{number}",
                "Forwarded": f"for=10.0.0.{number}",
                "X-Real-IP": f"10.0.0.{number}",
            }
            statuses.append(self.send("/complaint", data, headers=headers).status)
        self.assertEqual(statuses, [200, 429, 429])

    def test_without_the_token_of_the_form(self):
        paths = ("/complaint", f"{self.path}/reply", f"{self.path}/rate")
        for path in paths:
            for csrf in ("", "x", f"{'0' * 40}o9999999999"):
                with self.subTest(path), self.assertNothingHappens():
                    page = self.send(path, {**TYPED, "value": "5", "csrf_token": csrf})
                    self.assertRefused(page, 400)

    def test_by_the_wrong_method(self):
        for path in (f"{self.path}/reply", f"{self.path}/rate"):
            with self.subTest(path), self.assertNothingHappens():
                self.assertRefused(self.get(path), 404, 405)
        for method in ("PUT", "DELETE", "PATCH", "TRACE"):
            for path in ("/complaint", self.path):
                with self.subTest(f"{method} {path}"), self.assertNothingHappens():
                    response = self.url_open(path, method=method)
                    self.assertIn(response.status_code, (400, 404, 405))

    def test_wrong_links_are_alike(self):
        _page, visit = self.book()
        other = self._create_complaint("Closed long ago")
        other.active = False
        merged = self._create_complaint("Merged")
        merged._merge_into(self.complaint)
        receipt = self.complain_badly().path.rpartition("/")[2]
        self.env.flush_all()
        tokens = (
            other.access_token,
            merged.access_token,
            visit.customer_token,
            receipt,
            "x" * 32,
            f"{self.complaint.access_token}%00",
            "%ff%fe",
            "sent",
        )
        answers = set()
        for token in tokens:
            for method, end in (
                ("GET", ""),
                ("POST", "/reply"),
                ("POST", "/rate"),
                ("GET", "/file/1"),
            ):
                with self.subTest(f"{method} {token}{end}"), self.assertNothingHappens():
                    path = f"/complaint/{token}{end}"
                    page = self.get(path) if method == "GET" else self.post(path, text="x", value=5)
                    self.assertRefused(page, 404)
                    answers.add(page.main.text_content())
        for receipt in ("x", "%00", "A" * 3000, self.stamp):
            with self.subTest(receipt), self.assertNothingHappens():
                page = self.get(f"/complaint/sent/{receipt}")
                self.assertRefused(page, 404)
                answers.add(page.main.text_content())
        self.assertEqual(len(answers), 1)

    def test_languages_of_nowhere(self):
        for lang in ("../../x", "%00", "xx_XX"):
            with self.subTest(lang), self.assertNothingHappens():
                self.assertEqual(self.get(f"/complaint?lang={lang}").status, 200)
                self.assertEqual(self.get(f"{self.path}?lang={lang}&done={lang}").status, 200)

    def test_what_fails_inside_is_no_error_of_the_server(self):
        error = UserError("Not today")

        def refuse(*_args, **_kwargs):
            raise error

        with (
            patch.object(type(self.Complaint), "_post_customer_message", refuse),
            self.assertNothingHappens(),
        ):
            for page in (self.complain_badly(), self.post(f"{self.path}/reply", text="It drips")):
                self.assertEqual(page.status, 429)
                self.assertIn("Not today", page.text)
