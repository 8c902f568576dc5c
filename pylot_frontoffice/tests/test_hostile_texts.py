"""What strangers type, send along and claim about themselves."""

import io
import struct
import zlib
from unittest.mock import patch

from PIL import Image

from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .hostile_common import HostileCase
from .pages_common import CONTACT

MANY = 5 * 1024 * 1024
HTML = "<img src=x onerror=alert(1)>&<b>"
ARABIC = {48 + number: 0x660 + number for number in range(10)}


@tagged("post_install", "-at_install")
class TestHostileTexts(HostileCase):
    def _send_notices(self, visit):
        for notice in visit.notice_ids:
            notice._send_locked()

    def test_wrong_contact(self):
        path = self.hold().path
        wrong = {
            "no name": {"name": " "},
            "only invisible": {"name": "\u202e\x07"},
            "no mail": {"email": "frieda"},
            "two mails": {"email": "a@example.com, b@example.com"},
            "mail with a name": {"email": "Frieda <frieda@example.com>"},
            "header in a mail": {"email": "a@example.com\r\nBcc: b@example.com"},
            "quoted mail": {"email": '"a b"@example.com'},
            "mail to a program": {"email": "|/bin/sh@example.com;x"},
            "long mail": {"email": "a" * 250 + "@example.com"},
            "words as phone": {"phone": "call me"},
            "other digits": {"phone": "0511 123456".translate(ARABIC)},
            "long phone": {"phone": "1" * 31},
            "long name": {"name": "x" * 101},
            "5 MB name": {"name": "x" * MANY},
            "5 MB note": {"note": "x" * MANY},
            "5 MB of lines": {"note": "\r\n" * (MANY // 2)},
            "other postal code": {"zip": "99999"},
            "not agreed": {"consent": ""},
        }
        for name, values in wrong.items():
            if name == "5 MB of lines":
                continue
            with self.subTest(name), self.assertNothingHappens():
                page = self.post(f"{path}/confirm", **{**CONTACT, "zip": "10115", **values})
                self.assertRefused(page, 422)
                self.assertLess(len(page.response.content), 60_000)
        self.book(self.get(path), **wrong["5 MB of lines"])

    def test_control_characters(self):
        """They end neither a header nor a line, and the database takes what is left."""
        page = self.hold()
        with self.assertNoLogs("odoo", "ERROR"):
            page, visit = self.book(
                page,
                name="Frieda\r\nBcc: all@example.com\x00\u2028",
                street="Lange\x00 Laube 3\r\n",
                note="One\r\n\r\n\r\n\r\nTwo\x00\x1b",
            )
        self.assertEqual(visit.contact_name, "Frieda Bcc: all@example.com")
        self.assertEqual(visit.customer_id.street, "Lange Laube 3")
        self.assertNotIn("\n", visit.name)
        self._send_notices(visit)
        mail = self.env["mail.mail"].sudo().search([("subject", "like", "Inspection")], limit=1)
        for text in (mail.email_to, mail.subject, mail.headers):
            self.assertNotIn("\n", text or "")
        ics = self.get(f"/visit/{visit.customer_token}/appointment.ics").response.text
        self.assertFalse([line for line in ics.split("\r\n") if line.startswith("Bcc")])

    def test_bytes_that_are_no_text(self):
        path = self.hold().path
        for bad in ("%ff%fe", "%ed%a0%80", "%c0%80", "%f4%90%80%80", "%"):
            body = f"csrf_token={self.csrf}&name={bad}&email={bad}@example.com&consent=1&note={bad}"
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            with self.subTest(bad), self.assertNothingHappens():
                response = self.url_open(
                    f"{path}/confirm", data=body, headers=headers, method="POST"
                )
                self.assertEqual(response.status_code, 422)
            for query in (f"/book?lang={bad}", f"{path}?change={bad}&day={bad}&month={bad}"):
                with self.subTest(query), self.assertNothingHappens():
                    self.assertEqual(self.get(query).status, 200)

    def test_files_and_lists_instead_of_texts(self):
        """Any field of a form can be sent as a file, and more than once."""
        path = self.hold().path
        _page, visit = self.book(self.hold(number=2))
        visit.write({"visit_state": "planned", "awaiting": "customer"})
        self.env.flush_all()
        token = visit.customer_token
        fields = {
            f"{path}/hold": ("key", "technician"),
            f"{path}/confirm": ("name", "email", "phone", "note", "zip", "consent"),
            f"/book/{self.kind.id}/start": ("invite", "key", "tz", "zip", "technician"),
            f"/book/{self.kind.id}/waitlist": ("invite", "tz", "name", "date_from", "email"),
            f"/visit/{token}/move": ("key",),
        }
        for action, names in fields.items():
            for name in names:
                with self.subTest(f"{action} {name}"), self.assertNoLogs("odoo", "ERROR"):
                    page = self.post(action, files={name: ("x.txt", b"x", "text/plain")})
                    self.assertLess(page.status, 500)
                    page = self.post(action, **{name: ["a", "b"], f"{name}[]": "c"})
                    self.assertLess(page.status, 500)
        for name in ("day", "month", "technician", "pick", "invite", "change"):
            for url in (path, f"/book/{self.kind.id}", f"/visit/{token}/move", "/book"):
                with self.subTest(f"{url} {name}"), self.assertNothingHappens():
                    files = {name: ("x.txt", b"x", "text/plain")}
                    response = self.url_open(url, files=files, method="GET")
                    self.assertLess(response.status_code, 500)
                    self.assertLess(self.get(f"{url}?{name}=a&{name}=b&{name}[]=c").status, 500)
        for name in ("reason", "note", "stop_series"):
            with self.subTest(name), self.assertNoLogs("odoo", "ERROR"):
                files = {name: ("x.txt", b"x", "text/plain")}
                self.assertLess(self.post(f"/visit/{token}/cancel", files=files).status, 500)
                visit.write({"visit_state": "planned", "awaiting": "customer"})
                self.env.flush_all()

    def test_odd_queries(self):
        path = self.hold().path
        for query in (
            "month=2026-13",
            "month=0000-00",
            "month=9999-12",
            "day=2026-02-30",
            "day=2026-W01-1",
            "day=-1",
            "technician=99999999999999999999",
            "pick=x&technician=0",
            "page=99999999999999999999",
            "lang=../../x",
            "lang=%00",
            "debug=assets,%00",
            "self=1",
            "token=x&slug=y",
            "invite=' OR 1=1 --",
        ):
            for url in ("/book", f"/book/{self.kind.id}", path):
                with self.subTest(f"{url} {query}"), self.assertNothingHappens():
                    page = self.get(f"{url}?{query}")
                    self.assertIn(page.status, (200, 404))

    def test_odd_cookies(self):
        path = self.hold().path
        for cookie in (
            {"tz": "../../etc/passwd"},
            {"tz": "Europe/Berlin\\0"},
            {"tz": "x" * 4000},
            {"frontend_lang": "../../x"},
            {"frontend_lang": "%00"},
            {"frontend_lang": "xx_XX"},
            {"tz": "posixrules", "frontend_lang": "' --"},
        ):
            with self.subTest(cookie), self.assertNothingHappens():
                for url in ("/book", f"/book/{self.kind.id}", f"{path}?change=1"):
                    response = self.url_open(url, cookies=cookie)
                    self.assertEqual(response.status_code, 200)

    def test_html_is_text_everywhere(self):
        """On every page, in the mail, and for the colleague who opens the visit."""
        question = self.env["pylot.appointment.question"].create(
            {"appointment_type_id": self.kind.id, "name": "What?", "kind": "long"}
        )
        page = self.get(f"/book/{self.kind.id}")
        again = page.send("/start", zip="<b>1", **{f"answer_{question.id}": HTML})
        self.assertEscaped(again)
        page = page.send("/start", zip="10115", **{f"answer_{question.id}": HTML})
        page = self.hold(page)
        typed = {"name": HTML, "street": HTML, "city": HTML, "note": HTML}
        self.assertEscaped(page.send("/confirm", **{**CONTACT, **typed, "email": HTML}))
        self.kind.confirm_mode = "request"
        page, visit = self.book(page, **typed)
        self.assertEscaped(page)
        token = visit.customer_token
        for end in ("", "/move", "/cancel"):
            self.assertEscaped(self.get(f"/visit/{token}{end}"))
        self._send_notices(visit)
        mails = self.env["mail.mail"].sudo().search([("body_html", "like", "alert(1)")])
        self.assertTrue(mails)
        for mail in mails:
            self.assertNotIn("<img src", mail.body_html)
        self.assertNotIn("<img", visit.description)
        self.assertIn("&lt;img", visit.description)
        messages = visit.message_ids | visit.customer_id.message_ids
        for note in (*messages.mapped("body"), *visit.activity_ids.mapped("note")):
            self.assertNotIn("<img src", note or "")
        with Form(visit.with_user(self.dispatcher_user)) as form:
            self.assertNotIn("<img", form.description)

    def assertEscaped(self, page):
        self.assertFalse(page.tree.xpath("//img[@onerror]|//*[@id='wrap']//b"), page.path)

    def test_known_customer(self):
        """Whoever types the address of somebody we know sees and changes nothing of theirs."""
        answers = []
        for known in (False, True):
            if known:
                user = new_test_user(self.env, "karl", groups="base.group_portal", name="Karl")
                user.partner_id.write({"email": CONTACT["email"], "phone": "030 999"})
                self.env.flush_all()
                self.env.cr.execute(
                    "SELECT md5(t::text) FROM res_partner t WHERE id = %s", user.partner_id.ids
                )
                before = self.env.cr.fetchall()
            page = self.hold(number=1)
            page, visit = self.book(page)
            answers.append((page.status, page.title, self._get_shape(page)))
            visit.unlink()
        self.assertEqual(*answers)
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT md5(t::text) FROM res_partner t WHERE id = %s", user.partner_id.ids
        )
        self.assertEqual(self.env.cr.fetchall(), before)

    def _get_shape(self, page):
        return [(each.tag, each.get("class")) for each in page.main.iter()]

    # === MANY ===

    def test_many_holds(self):
        """One visitor cannot take all times, whoever they claim to be."""
        self.kind.place = "company"
        page = self.get(f"/book/{self.kind.id}")
        keys = [key for key, _name in page.get_times()]
        statuses = []
        key = self._at(8)
        for number in range(25):
            key = self._at(8 + number % 4, days=number // 4 + number // 20 * 2)
            headers = {"X-Forwarded-For": f"198.51.100.{number}", "Forwarded": "for=198.51.100.9"}
            with self.assertNoLogs("odoo", "ERROR"):
                page = self.post(
                    f"/book/{self.kind.id}/start", headers=headers, key=f"{key:%Y%m%dT%H%M%SZ}"
                )
            statuses.append(page.status)
        self.assertTrue(keys)
        self.assertEqual(statuses, [200] * 20 + [409] * 5)
        self.assertIn("Many times are being held", page.text)
        self.env.invalidate_all()
        self.assertEqual(self.env["pylot.booking"].search_count([("state", "=", "hold")]), 20)

    def test_many_requests(self):
        statuses = [
            self.post(
                f"/book/{self.kind.id}/start",
                zip="10115",
                headers={"X-Forwarded-For": f"198.51.100.{number}"},
            ).status
            for number in range(65)
        ]
        count = self.env["pylot.booking.request"].search_count([])
        self.assertEqual(set(statuses), {200, 429})
        self.assertEqual(statuses, sorted(statuses))
        self.assertEqual(count, 60)
        with self.assertNothingHappens():
            self.assertRefused(self.post(f"/book/{self.kind.id}/start", zip="10115"), 429)


@tagged("post_install", "-at_install")
class TestHostileFiles(HostileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        questions = cls.env["pylot.appointment.question"]
        cls.question = questions.create(
            {"appointment_type_id": cls.kind.id, "name": "Photos?", "kind": "photo"}
        )
        other = cls._create_type("Other", access="public")
        cls.foreign = questions.create(
            [
                {"appointment_type_id": other.id, "name": "Photos?", "kind": "photo"},
                {"appointment_type_id": other.id, "name": "Which?"},
            ]
        )

    def setUp(self):
        super(HostileCase, self).setUp()
        self.csrf = self.get(f"/book/{self.kind.id}").get_form("/start").fields["csrf_token"]

    def _send(self, *contents, question=None, name="photo.jpg", **data):
        field = f"answer_{(question or self.question).id}"
        files = [(field, (name, content, "image/jpeg")) for content in contents]
        return self.post(f"/book/{self.kind.id}/start", files=files, zip="10115", **data)

    def _make_photo(self, size=(40, 30), file_format="JPEG", **options):
        target = io.BytesIO()
        Image.new("RGB", size, "red").save(target, file_format, **options)
        return target.getvalue()

    def _make_bomb(self, side=30_000):
        """:return: bytes of a PNG that claims to be that large"""

        def chunk(kind, data):
            checksum = zlib.crc32(kind + data)
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

        header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
        body = zlib.compress(b"\0" * side)
        return (
            b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", header)
            + chunk(b"IDAT", body)
            + chunk(b"IEND", b"")
        )

    def test_no_photos(self):
        photo = self._make_photo()
        wrong = {
            "text": (b"no photo at all",),
            "nothing": (b"",),
            "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',),
            "HTML": (b"<html><script>alert(1)</script>",),
            "bomb": (self._make_bomb(),),
            "large bomb": (self._make_bomb(7900),),
            "cut": (self._make_photo((400, 300))[:300],),
            "only a head": (b"\xff\xd8\xff\xe1\x00\x10Exif\0\0",),
            "broken EXIF": (photo[:2] + b"\xff\xe1\x00\x0eExif\0\0MM\0*\0\0" + b"\xff\xda",),
            "GIF": (self._make_photo(file_format="GIF"),),
            "11 MB": (photo + b"\0" * 11 * 1024 * 1024,),
            "six": (photo,) * 6,
            "one of two": (photo, b"text"),
        }
        for name, contents in wrong.items():
            with self.subTest(name), self.assertNothingHappens():
                self.assertRefused(self._send(*contents), 422)

    def test_too_much_at_once(self):
        with self.assertNothingHappens():
            page = self._send(*(b"\0" * 10 * 1024 * 1024,) * 5)
            self.assertRefused(page, 413, 422)

    def test_only_the_picture_is_kept(self):
        """No position, no camera, no program behind the last pixel, no name of a file."""
        exif = Image.Exif()
        exif[0x010F] = "SecretCamera"
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (52.0, 22.0, 1.0)
        photo = self._make_photo(exif=exif, comment=b"SecretComment")
        self.assertIn(b"SecretCamera", photo)
        page = self._send(photo + b"<script>alert(1)</script>PK\x03\x04", name="../../<b>\r\nx.php")
        self.assertEqual(page.status, 200, page.text[:200])
        _page, visit = self.book(self.hold(page))
        attachment = visit.answer_ids.attachment_ids.sudo()
        self.assertEqual(attachment.name, "photo-1.jpg")
        self.assertEqual(attachment.mimetype, "image/jpeg")
        self.assertFalse(attachment.public)
        for secret in (b"Secret", b"script", b"PK\x03\x04"):
            self.assertNotIn(secret, attachment.raw)
        kept = Image.open(io.BytesIO(attachment.raw))
        self.assertFalse(dict(kept.getexif()))
        self.assertEqual(kept.size, (40, 30))
        response = self.url_open(f"/web/content/{attachment.id}")
        self.assertEqual(response.status_code, 404)

    def test_questions_of_another_type(self):
        photos, text = self.foreign
        page = self._send(self._make_photo(), question=photos, **{f"answer_{text.id}": "x"})
        self.assertEqual(page.status, 200)
        _page, visit = self.book(self.hold(page))
        self.assertFalse(visit.answer_ids)
        self.assertFalse(self.env["pylot.appointment.answer"].search([("value", "=", "x")]))

    def test_reader_that_fails(self):
        """Whatever a broken file does to the library that reads it."""
        for error in (zlib.error, struct.error, EOFError, IndexError, KeyError, MemoryError):
            with (
                self.subTest(error),
                self.assertNothingHappens(),
                patch.object(Image, "open", side_effect=error("broken")),
            ):
                self.assertRefused(self._send(self._make_photo()), 422)


@tagged("post_install", "-at_install")
class TestHostileChoices(HostileCase):
    def test_answers_nobody_offered(self):
        choice, yesno = self.env["pylot.appointment.question"].create(
            [
                {
                    "appointment_type_id": self.kind.id,
                    "name": "Which?",
                    "kind": "choice",
                    "choices": "Gas\nOil",
                },
                {"appointment_type_id": self.kind.id, "name": "Lift?", "kind": "yesno"},
            ]
        )
        self.kind.technician_ids = [Command.set(self.anna.ids)]
        self.env.flush_all()
        for values in (
            {f"answer_{choice.id}": "Coal"},
            {f"answer_{choice.id}": "Gas\nOil"},
            {f"answer_{yesno.id}": "maybe"},
            {"zip": ""},
            {"zip": "x" * MANY},
            {"zip": "abc"},
        ):
            with self.subTest(str(values)[:60]), self.assertNothingHappens():
                page = self.post(f"/book/{self.kind.id}/start", **{"zip": "10115", **values})
                self.assertRefused(page, 422)
        for code in ("²²²²²", "10115".translate(ARABIC), "1\x0000", "<1>"):
            with self.subTest(code), self.assertNoLogs("odoo", "ERROR"):
                page = self.post(f"/book/{self.kind.id}/start", zip=code)
                self.assertLess(page.status, 500)


@tagged("post_install", "-at_install")
class TestHostilePortal(HostileCase):
    def test_odd_addresses(self):
        user = new_test_user(self.env, "frieda", groups="base.group_portal", name="Frieda")
        visit = self._create_visit(self.anna, customer_id=self.customer.id)
        visit._promise("confirmed")
        self.assertNotEqual(user.partner_id, self.customer)
        self.authenticate("frieda", "frieda".ljust(8, "x"))
        self.csrf = self.get(f"/book/{self.kind.id}").get_form("/start").fields["csrf_token"]
        for path in (
            "?page=x",
            "?page=-1",
            "?page=99999999999999999999",
            "/page/0",
            "/page/99999999999999999999",
            "?access_token=x",
        ):
            with self.subTest(path), self.assertNothingHappens():
                page = self.get(f"/my/appointments{path}")
                self.assertEqual(page.status, 200)
        places = set()
        for number in (visit.id, 0, 2**31, 10**40):
            with self.subTest(number), self.assertNothingHappens():
                page = self.post(f"/my/appointments/{number}/open")
                places.add((page.status, page.path))
        self.assertEqual(places, {(200, "/my/appointments")})
