import doctest
from email import message_from_string

from odoo.tests import BaseCase, tagged

from ..tools import mail_headers, mail_kind

# Written for this test; each is one kind of machine that is met in the wild.
MACHINES = [
    ("auto_reply", "Auto-Submitted: auto-replied"),
    ("auto_reply", "Auto-Submitted: auto-replied; owner-email=kim@example.org"),
    ("auto_reply", "Auto-Submitted: auto-generated\nIn-Reply-To: <1@ours>"),
    ("auto_reply", "X-Autoreply: yes\nPrecedence: bulk"),
    ("auto_reply", "X-Autorespond: Away"),
    ("auto_reply", "X-Auto-Reply: 1"),
    ("auto_reply", "X-Apple-Action: VACATION"),
    ("auto_reply", "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent"),
    ("auto_reply", "Precedence: auto_reply"),
    ("auto_reply", "Delivered-To: Autoresponder"),
    ("auto_reply", "Return-Path: <>"),
    ("auto_reply", "Subject: Abwesenheitsnotiz: Re: Termin"),
    ("auto_reply", "Subject: Automatische Antwort: Ihre Beschwerde"),
    ("auto_reply", "Subject: =?utf-8?Q?R=C3=A9ponse_automatique_:_Fuite?="),
    ("auto_reply", "Subject: Automatic reply: Nothing"),
    ("auto_reply", "Subject: Out of Office: back on Monday"),
    ("auto_reply", "Subject: Auto: Thank you"),
    ("auto_reply", "Subject: AutoReply: x"),
    ("bounce", "From: MAILER-DAEMON@example.org\nSubject: failure notice"),
    ("bounce", "From: Postmaster <postmaster@example.org>\nSubject: Unzustellbar: Ihre Anfrage"),
    ("bounce", "Return-Path: <>\nFrom: mail@example.org\nSubject: Undelivered Mail Returned"),
    ("bounce", "X-Failed-Recipients: kim@example.org"),
    ("bounce", 'Content-Type: multipart/report; report-type="delivery-status"; boundary=x'),
    ("receipt", "Content-Type: multipart/report; report-type=disposition-notification; boundary=x"),
    ("report", "Content-Type: multipart/report; report-type=feedback-report; boundary=x"),
    ("calendar", 'Content-Type: text/calendar; method="REPLY"'),
    ("list", "Precedence: bulk"),
    ("list", "Precedence: junk"),
    ("list", "Precedence: list"),
    ("list", "List-Id: <taps.example.org>"),
    ("list", "List-Unsubscribe: <https://example.org/u>"),
    ("list", "From: owner-taps@example.org"),
    ("list", "Sender: taps-request@example.org"),
    ("list", "To: taps@example.org\nSubject: [taps] Dripping"),
    ("notification", "From: noreply@example.org"),
    ("notification", "From: No Reply <do-not-reply@example.org>"),
    ("notification", "From: newsletter@example.org"),
    ("notification", "From: postmaster@example.org"),
    ("notification", "Auto-Submitted: auto-generated"),
    ("notification", "X-Cron-Env: <SHELL=/bin/sh>"),
    ("own", "From: Kim <service@pylot.example>"),
    ("own", "From: info@example.org\nTo: info@example.org"),
]
PEOPLE = [
    "",
    "Auto-Submitted: no",
    "X-Autoreply: no",
    "Subject: Re: Automatische Antwort: Termin",
    "Subject: AW: Abwesenheitsnotiz",
    "Subject: Your autumn offer came back undelivered",
    "Subject: Automatic door does not open",
    "Subject: Automat defekt",
    "Subject: Abwesenheit Ihres Technikers",
    "From: Norbert Replinger <norepl@example.org>",
    "From: auto@example.org",
    "From: Newsome <newsome@example.org>",
    "X-Auto-Response-Suppress: DR, RN, NRN",
    "List-Id: <service.pylot.example>\nPrecedence: list\nList-Post: <mailto:service@pylot.example>",
    "Return-Path: <kim@example.org>",
    "X-Loop: kim@example.org",
    "Precedence: first-class",
]
SILENT_PEOPLE = [
    "X-Auto-Response-Suppress: All",
    "X-Auto-Response-Suppress: OOF, AutoReply",
    "Feedback-ID: 1.eu-west-1:1:AmazonSES",
    "From: ",
    "From: nobody in particular",
    "To: somebody@else.example",
    "To: undisclosed-recipients:;",
]


@tagged("post_install", "-at_install")
class TestMailKind(BaseCase):
    """Machines and people by what their e-mails look like."""

    def _classify(self, headers):
        given = {line.partition(":")[0].lower() for line in headers.splitlines()}
        default = {
            "From": "Kim <kim@example.org>",
            "To": "service@pylot.example",
            "Subject": "It drips",
        }
        lines = [f"{key}: {value}" for key, value in default.items() if key.lower() not in given]
        message = message_from_string("\n".join([*lines, headers]).strip() + "\n\nHello\n")
        return mail_kind.classify(
            message,
            own_addresses=["service@pylot.example"],
            own_domains=["pylot.example"],
            must_address=True,
        )

    def test_machines(self):
        for kind, headers in MACHINES:
            with self.subTest(headers=headers):
                found = self._classify(headers)
                self.assertEqual((found.kind, found.may_answer), (kind, False))
                self.assertTrue(found.reason)

    def test_people(self):
        for headers in PEOPLE:
            with self.subTest(headers=headers):
                self.assertEqual(self._classify(headers), ("human", "", True))

    def test_people_who_want_silence(self):
        for headers in SILENT_PEOPLE:
            with self.subTest(headers=headers):
                found = self._classify(headers)
                self.assertEqual((found.kind, found.may_answer), ("human", False))
                self.assertTrue(found.reason)

    def test_nonsense_never_raises(self):
        for raw in ("", "\n", "From", "From: <\nTo: ;;@\nContent-Type: ;;=\n\n", "\0: \0\n\n\0"):
            with self.subTest(raw=raw):
                self.assertFalse(mail_kind.classify(message_from_string(raw)).may_answer)

    def test_examples_in_docstrings(self):
        for module in (mail_kind, mail_headers):
            failed, tried = doctest.testmod(module)
            self.assertTrue(tried)
            self.assertFalse(failed)
