from email import message_from_bytes, policy

from odoo.tests import tagged
from odoo.tools import mute_logger

from .complaint_mail_common import ComplaintMailCommon


@tagged("post_install", "-at_install")
class TestComplaintOddMail(ComplaintMailCommon):
    """Whatever is broken in an e-mail, what the customer wanted to say is taken in."""

    def _deliver_text(self, head, body="It drips."):
        return self._deliver(head.encode() + b"\n" + body.encode())

    def test_unknown_encoding(self):
        head = (
            "From: frieda@example.com\nTo: service@pylot.example\nMessage-ID: <1.odd@example.com>\n"
            'Subject: Cold\nMIME-Version: 1.0\nContent-Type: text/plain; charset="x-nobody"\n'
        )
        complaint = self._deliver_text(head, "Es ist kühl")
        self.assertIn("Es ist kühl", complaint.description)

    def test_unknown_encoding_of_a_part(self):
        raw = self._write_mail("frieda@example.com")
        mail = message_from_bytes(raw, policy=policy.SMTP)
        mail.add_attachment("Grüße", filename="a.txt")
        broken = mail.as_bytes().replace(b'charset="utf-8"', b"charset=klingon-1")
        self.assertIn(b"klingon", broken)
        complaint = self._deliver(broken)
        self.assertIn("It drips.", complaint.description)
        self.assertEqual(complaint.message_ids.attachment_ids.name, "a.txt")

    def test_unknown_encoding_elsewhere(self):
        """Other models get what they always got."""
        head = "From: kim@example.org\nTo: nobody@else.example\nMessage-ID: <2.odd@example.com>\n"
        head += "Content-Type: text/plain; charset=x-nobody\n"
        with self.assertRaises(LookupError):
            self._deliver_text(head)

    def test_nobody_wrote_it(self):
        head = "To: service@pylot.example\nSubject: Cold\nMessage-ID: <3.odd@example.com>\n"
        complaint = self._deliver_text(head)
        self.assertFalse(complaint.partner_id or complaint.email_from)
        self.assertFalse(complaint.message_ids.filtered("body").author_id)
        self.assertFalse(self._get_new_mails(self._send_due))
        self.assertEqual(complaint.notice_ids.state, "skipped")

    def test_sender_without_brackets(self):
        head = "From: Kim Neu kim@example.org\nTo: service@pylot.example\nMessage-ID: <4.odd@x>\n"
        complaint = self._deliver_text(head)
        self.assertEqual(complaint.email_normalized, "kim@example.org")
        self.assertEqual(complaint.partner_id.name, "Kim Neu")

    def test_nul(self):
        head = (
            "From: frieda@example.com\nTo: service@pylot.example\nMessage-ID: <5\0.odd@x>\n"
            "Subject: Co\0ld\n"
        )
        complaint = self._deliver_text(head, "It\0 drips\0.")
        self.assertEqual(complaint.name, "Cold")
        self.assertIn("It drips.", complaint.description)

    def test_nul_in_an_encoded_text(self):
        head = (
            "From: frieda@example.com\nTo: service@pylot.example\nMessage-ID: <6.odd@x>\n"
            "Subject: =?utf-8?Q?Co=00ld?=\nMIME-Version: 1.0\n"
            "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n"
        )
        complaint = self._deliver_text(head, "<p>It=00 drips.</p>")
        self.assertEqual(complaint.name, "Cold")
        self.assertRegex(complaint.description, r"It\s+drips")

    def test_no_subject_and_no_text(self):
        head = "From: frieda@example.com\nTo: service@pylot.example\nMessage-ID: <7.odd@x>\n"
        complaint = self._deliver_text(head, "")
        self.assertTrue(complaint.name)
        self.assertFalse(complaint.description)

    def test_nested_parts(self):
        inner = message_from_bytes(self._write_mail(body="Inside"), policy=policy.SMTP)
        for depth in range(30):
            outer = message_from_bytes(self._write_mail(body=str(depth)), policy=policy.SMTP)
            outer.make_mixed()
            outer.attach(inner)
            inner = outer
        complaint = self._deliver(inner.as_bytes())
        self.assertIn("29", complaint.description)

    def test_broken_boundary(self):
        head = (
            "From: frieda@example.com\nTo: service@pylot.example\nMessage-ID: <8.odd@x>\n"
            'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="a"\n'
        )
        self.assertTrue(self._deliver_text(head, "--b\nContent-Type: text/plain\n\nDrip\n"))

    @mute_logger("odoo.addons.base.models.ir_attachment")
    def test_25_megabytes(self):
        content = bytes(range(256)) * 4096 * 18  # 18 MB, which travel as 25
        mail = message_from_bytes(self._write_mail("frieda@example.com"), policy=policy.SMTP)
        mail.add_attachment(content, maintype="image", subtype="jpeg", filename="tap.jpg")
        raw = mail.as_bytes()
        self.assertGreater(len(raw), 25_000_000)
        complaint = self._deliver(raw)
        self.assertEqual(complaint.message_ids.attachment_ids.file_size, len(content))

    def test_long_lines_and_many_recipients(self):
        raw = self._write_mail("frieda@example.com", body="drip " * 100_000)
        raw = raw.replace(
            b"To: service@pylot.example",
            b"To: " + b", ".join(b"n%d@example.org" % each for each in range(200)) + b", x",
        )
        raw = raw.replace(b", x\r\n", b",\r\n service@pylot.example\r\n")
        self.assertEqual(len(self._deliver(raw)), 1)

    def test_same_mail_twice(self):
        raw = self._write_mail("frieda@example.com")
        self.assertEqual(len(self._deliver(raw)), 1)
        self.assertFalse(self._deliver(raw))

    def test_header_in_a_subject(self):
        raw = self._write_mail("frieda@example.com").replace(
            b"Subject: The tap", b"Subject: =?utf-8?Q?Cold=0D=0ABcc:_eve@evil.example?= tap"
        )
        complaint = self._deliver(raw)
        self.assertNotIn("\n", complaint.name)
        [mail] = self._get_new_mails(self._send_due)
        self.assertNotIn("\n", mail.subject)

    def test_a_mailbox_without_an_alias(self):
        """Odoo's own setting of an incoming server: every mail becomes a complaint."""
        raw = self._write_mail("frieda@example.com", {"To": "info@elsewhere.example"})
        complaint = self._deliver(raw, model="pylot.complaint")
        self.assertEqual(complaint.team_id, self.team)
        self.assertEqual(len(self._get_new_mails(self._send_due)), 1)
