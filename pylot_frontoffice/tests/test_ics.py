"""The file that a customer's calendar takes in, follows and drops again (RFC 5545, 5546, 6047)."""

import email
from datetime import timedelta
from email import policy
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo import fields
from odoo.tests import freeze_time, tagged

from .calendar_program import CalendarProgram
from .common import FrontofficeCommon
from .ics_reading import read_ics

INJECTION = "Eve\r\nATTENDEE:mailto:eve@example.com\r\nX-EVIL:1\nEND:VEVENT\u2028BEGIN:VEVENT"


@tagged("post_install", "-at_install")
class TestIcs(FrontofficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"name": "Höfler & Söhne, Heizung", "email": "Büro <buero@example.com>"})
        cls.customer.write({"email": "frieda@example.com", "street": "Görlitzer Straße 1"})
        cls.type = cls._create_type("Wartung; groß", company_id=cls.company.id)

    def _promise(self, kind="confirmed", **values):
        """:return: a visit that its customer knows about"""
        values = {"appointment_type_id": self.type.id, "customer_id": self.customer.id, **values}
        visit = self._create_visit(values.pop("technician", self.anna), **values)
        visit._promise(kind)
        return visit

    def _read(self, visit, method="REQUEST"):
        return read_ics(visit._get_ics(method))

    def assertFile(self, visit, method="REQUEST", **expected):
        """The file says this of the visit, besides what all its files have in common."""
        read = self._read(visit, method)
        common = {
            "method": method,
            "uid": visit.ics_uid,
            "sequence": visit.ics_sequence,
            "start": visit.start,
            "stop": visit.stop,
            "organizer": "mailto:buero@example.com",
            "attendee": "mailto:frieda@example.com",
            "attendee_name": "Frieda Kunde",
            "summary": "Wartung; groß – Höfler & Söhne, Heizung",
            "url": visit.customer_url,
            **expected,
        }
        self.assertEqual({name: getattr(read, name) for name in common}, common)

    # === EVERY TRANSITION ===

    def test_confirmed(self):
        visit = self._promise(visit_state="confirmed")
        self.assertFile(visit, status="CONFIRMED", sequence=0)
        read = self._read(visit)
        self.assertIn("Görlitzer Straße 1", read.location)
        self.assertIn("10115", read.location)
        self.assertNotIn("\n", read.location)
        self.assertIn(visit.customer_url, read.description)

    def test_waiting_for_somebody(self):
        for awaiting, kind in (
            ("business", "requested"),
            ("customer", "proposed"),
            ("payment", "payment"),
        ):
            visit = self._promise(kind, technician=self.bert, hour=9, awaiting=awaiting)
            self.assertFile(visit, status="TENTATIVE")
            answer = b"NEEDS-ACTION" if awaiting == "customer" else b"ACCEPTED"
            unfolded = visit._get_ics().replace(b"\r\n ", b"")
            self.assertIn(b"PARTSTAT=" + answer, unfolded)
            visit.awaiting = False
            self.assertFile(visit, status="CONFIRMED", sequence=1)
            visit.action_cancel_visit()

    def test_moved(self):
        visit = self._promise()
        uid = visit.ics_uid
        visit.write({"start": self._at(14, days=1), "stop": self._at(15, days=1)})
        self.assertFile(visit, start=self._at(14, days=1), stop=self._at(15, days=1), uid=uid)
        self.assertEqual(visit.ics_sequence, 1)

    def test_cancelled(self):
        visit = self._promise()
        uid = visit.ics_uid
        visit.action_cancel_visit()
        self.assertFile(visit, "CANCEL", status="CANCELLED", uid=uid, sequence=1)
        self.assertFile(visit, "PUBLISH", status="CANCELLED", attendee="", attendee_name="")
        # a request that comes too late invites nobody
        self.assertEqual(self._read(visit, "REQUEST").method, "CANCEL")
        self.assertIn("method=CANCEL", visit._prepare_ics_attachment("REQUEST")["mimetype"])

    def test_archived(self):
        visit = self._promise()
        visit.active = False
        self.assertEqual(self._read(visit, "REQUEST").status, "CANCELLED")

    def test_postponed(self):
        """There is no time any more: the old one is taken back, and the next one is the same
        appointment again."""
        visit = self._promise()
        uid = visit.ics_uid
        visit.action_to_plan()
        self.assertFile(visit, "CANCEL", status="CANCELLED", sequence=1)
        visit.write({"technician_id": self.bert.id, "start": self._at(11), "stop": self._at(12)})
        self.assertFile(visit, status="CONFIRMED", uid=uid, start=self._at(11))
        self.assertGreater(visit.ics_sequence, 1)

    def test_published(self):
        """For whoever takes the file from the page: nobody is invited by that."""
        self.assertFile(self._promise(), "PUBLISH", attendee="", attendee_name="")

    def test_finished(self):
        visit = self._promise()
        visit.action_finish_visit()
        self.assertFile(visit, "PUBLISH", status="CONFIRMED", attendee="", attendee_name="")

    # === TIMES ===

    def test_whole_days(self):
        visit = self._promise(
            allday=True,
            start=self.monday,
            stop=self.monday + timedelta(days=1),
            start_date=self.monday,
            stop_date=self.monday + timedelta(days=1),
        )
        read = self._read(visit)
        self.assertEqual(read.start, self.monday)
        self.assertEqual(read.stop, self.monday + timedelta(days=2))
        self.assertIn(b"DTSTART;VALUE=DATE:", visit._get_ics())

    def test_arrival_window(self):
        """The exact plan is nobody's business but ours."""
        visit = self._promise(hour=10, window_start=self._at(8), window_stop=self._at(12))
        for method in ("REQUEST", "PUBLISH", "CANCEL"):
            read = self._read(visit, method)
            self.assertEqual((read.start, read.stop), (self._at(8), self._at(12)))
            for moment in (visit.start, visit.stop):
                self.assertNotIn(f"{moment:T%H%M%S}".encode(), visit._get_ics(method))
        self.assertIn("arrival between 8:00", read.description)
        # inside the window we plan as we like: the promise stays the same
        visit.write({"start": self._at(9), "stop": self._at(10)})
        self.assertEqual(self._read(visit).sequence, 0)

    def test_occurrences_of_a_series(self):
        """Each is an appointment of its own, with its own name and no rule."""
        visit = self._create_visit(
            self.anna,
            recurrency=True,
            interval=1,
            count=3,
            end_type="count",
            event_tz="Europe/Berlin",
            rrule_type="weekly",
            rrule_type_ui="weekly",
            mon=True,
            customer_id=self.customer.id,
            appointment_type_id=self.type.id,
        )
        series = visit.recurrence_id.calendar_event_ids.sorted("start")
        self.assertEqual(len(series), 3)
        series._promise("confirmed")
        reads = [self._read(occurrence) for occurrence in series]
        self.assertEqual(len({read.uid for read in reads}), 3)
        for week, read in enumerate(reads):
            self.assertEqual(read.start, self._at(9, days=7 * week))

    # === WHAT IT IS CALLED ===

    def test_uid_never_changes(self):
        visit = self._promise()
        first, second = visit._get_ics(), visit._get_ics("CANCEL")
        self.assertEqual(read_ics(first).uid, read_ics(second).uid)
        self.assertRegex(visit.ics_uid, r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}@[\w.-]+$")
        self.assertEqual(visit._ensure_ics_uid(), visit.ics_uid)
        self.assertFalse(visit.copy().ics_uid)

    def test_stamp_is_when_it_was_written(self):
        visit = self._promise()
        with freeze_time("2026-12-01 10:11:12"):
            self.assertIn(b"DTSTAMP:20261201T101112Z", visit._get_ics())

    # === TEXTS ===

    def test_our_own_notes_stay_ours(self):
        visit = self._promise(name="Frau Kunde zahlt nie", description="<p>geheime Notiz</p>")
        for method in ("REQUEST", "CANCEL", "PUBLISH"):
            for note in ("zahlt nie", "geheim", "Anna"):
                self.assertNotIn(note, visit._get_ics(method).decode())

    def test_umlauts(self):
        self.customer.name = "Jürgen Größmann-Øster 王"
        visit = self._promise(location="Überall, 1. Stock; „hinten“")
        read = self._read(visit)
        self.assertEqual(read.attendee_name, "Jürgen Größmann-Øster 王")
        self.assertEqual(read.location, "Überall, 1. Stock; „hinten“")

    def test_names_cannot_become_properties(self):
        self.company.name = self.type.name = self.customer.name = INJECTION
        self.customer.write({"street": INJECTION, "city": INJECTION, "zip": INJECTION})
        visit = self._promise(name=INJECTION, location=INJECTION)
        visit.ics_uid = f"{INJECTION}@example.com"
        for _each in ("typed", "of the contact"):
            for method in ("REQUEST", "CANCEL", "PUBLISH"):
                raw = visit._get_ics(method)
                expected = "" if method == "PUBLISH" else "mailto:frieda@example.com"
                self.assertEqual(read_ics(raw).attendee, expected)
                self.assertNotIn(b"\nX-EVIL", raw)
            visit.write({"contact_name": INJECTION, "location": False})

    def test_addresses_cannot_become_properties(self):
        visit = self._promise(contact_email=f"frieda@example.com{INJECTION}", contact_name='"')
        self.assertNotIn("eve@", self._read(visit).attendee)
        self.company.email = f"buero@example.com{INJECTION}"
        self.assertTrue(self._read(visit).organizer.startswith("mailto:"))

    def test_long_texts(self):
        """More than a mail program would ever keep on a line, in letters of two bytes."""
        text = "ä" * 2500
        read = self._read(self._promise(location=text))
        self.assertEqual(read.location, text)
        with patch.object(
            type(self.env["calendar.event"]), "_get_ics_description", lambda self: text
        ):
            self.assertEqual(self._read(self._promise(hour=14)).description, text)

    def test_what_is_missing_is_left_out(self):
        self.company.write({"email": False})
        self.company.alias_domain_id = False
        customer = self.env["res.partner"].create({"name": "Ohne alles"})
        visit = self._create_visit(self.bert, customer_id=customer.id, visit_state="planned")
        read = self._read(visit)
        self.assertEqual((read.attendee, read.location, read.url), ("", "", ""))
        self.assertRegex(read.organizer, r"^mailto:noreply@[\w.-]+$")
        self.assertIn(self.company.name, read.summary)
        visit.customer_id = False
        self.assertEqual(self._read(visit).attendee, "")

    def test_customers_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.type.with_context(lang="de_DE").name = "Wartung"
        self.type.with_context(lang="en_US").name = "Maintenance"
        self.customer.lang = "de_DE"
        visit = self._promise(hour=10, window_start=self._at(8), window_stop=self._at(12))
        read = read_ics(visit.with_context(lang="en_US")._get_ics())
        self.assertTrue(read.summary.startswith("Wartung – "), read.summary)
        self.assertIn(f"{self.monday.day}. ", read.description)

    # === IN A MAIL ===

    def _create_attachments(self, vals):
        """:return: the same attachment as created by everybody who may"""
        users = (self.agent_user, self.plain_user, self.env.ref("base.public_user"))
        attachments = self.env["ir.attachment"]
        for user in users:
            attachments |= attachments.with_user(user).sudo().create(vals).sudo()
        return attachments | attachments.with_user(self.agent_user).create(vals).sudo()

    def test_type_of_the_attachment(self):
        for method in ("REQUEST", "CANCEL", "PUBLISH"):
            vals = self._promise(hour=9, technician=None)._prepare_ics_attachment(method)
            expected = f"text/calendar; method={method}; charset=UTF-8"
            for attachment in self._create_attachments(vals):
                self.assertEqual(attachment.mimetype, expected)
                self.assertEqual(attachment.raw, vals["raw"])

    def test_other_types_are_as_before(self):
        types = {
            "text/calendar; method=REQUEST; charset=UTF-8\r\nX: 1": None,
            "text/calendar": "text/calendar",
            "Text/HTML": "text/html",
        }
        for given, kept in types.items():
            attachment = self.env["ir.attachment"].create(
                {"name": "x", "raw": b"x", "mimetype": given}
            )
            self.assertEqual(attachment.mimetype, kept or given.lower())

    def _send(self, vals):
        """:return: the message as it would leave"""
        mail = self.env["mail.mail"].create(
            {
                "subject": "Termin",
                "body_html": "<p>Hallo</p>",
                "email_from": "buero@example.com",
                "email_to": "frieda@example.com",
                "attachment_ids": [fields.Command.create(vals)],
            }
        )
        sent = []
        server = type(self.env["ir.mail_server"])
        with (
            patch.object(server, "_connect__", lambda *args, **kwargs: None),
            patch.object(server, "send_email", lambda _self, message, **_kw: sent.append(message)),
            patch.object(server, "_disable_send", lambda self: False, create=True),
        ):
            mail.send()
        (message,) = sent
        return email.message_from_bytes(message.as_bytes(), policy=policy.default)

    def test_mail_programs_see_an_invitation(self):
        visit = self._promise()
        for method in ("REQUEST", "CANCEL"):
            message = self._send(visit._prepare_ics_attachment(method))
            (part,) = [part for part in message.walk() if part.get_filename()]
            self.assertEqual(part.get_content_type(), "text/calendar")
            self.assertEqual(part.get_param("method"), method)
            self.assertEqual(part.get_content_charset(), "utf-8")
            self.assertEqual(part.get_filename(), "appointment.ics")
            read = read_ics(part.get_payload(decode=True))
            self.assertEqual((read.method, read.uid), (method, visit.ics_uid))

    # === IN A CALENDAR PROGRAM ===

    def _open_program(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return CalendarProgram(folder.name)

    def test_calendar_program_has_one_entry_with_the_last_state(self):
        """As khal keeps it; see :class:`CalendarProgram` for why that one."""
        program, visit = self._open_program(), self._promise()
        title = "Wartung; groß – Höfler & Söhne, Heizung"
        steps = (
            ({}, "CONFIRMED"),
            ({"start": self._at(14, days=1), "stop": self._at(15, days=1)}, "CONFIRMED"),
            ({"awaiting": "customer"}, "TENTATIVE"),
            ({"awaiting": False}, "CONFIRMED"),
            ({"visit_state": "cancelled"}, "CANCELLED"),
        )
        for sequence, (vals, status) in enumerate(steps):
            visit.write(vals)
            raw = visit._get_ics("CANCEL" if status == "CANCELLED" else "REQUEST")
            self.assertEqual(read_ics(raw).sequence, sequence)
            self.assertTrue(program.receive(raw))
            entry = (visit.ics_uid, visit.start, visit.stop, status, title)
            self.assertEqual(program.get_events(self._at(12)), [entry])

    def test_calendar_program_is_not_fooled_by_a_late_mail(self):
        program, visit = self._open_program(), self._promise()
        first = visit._get_ics()
        visit.write({"start": self._at(15), "stop": self._at(16)})
        self.assertTrue(program.receive(visit._get_ics()))
        self.assertFalse(program.receive(first))
        visit.action_cancel_visit()
        self.assertTrue(program.receive(visit._get_ics("CANCEL")))
        self.assertFalse(program.receive(first))
        ((_uid, start, _stop, status, _title),) = program.get_events(self._at(12))
        self.assertEqual((start, status), (self._at(15), "CANCELLED"))

    def test_calendar_program_takes_everything_we_write(self):
        program = self._open_program()
        exact = self._promise()
        window = self._promise(hour=14, window_start=self._at(13), window_stop=self._at(17))
        days = self._promise(
            technician=self.bert,
            allday=True,
            start=self.monday,
            stop=self.monday,
            start_date=self.monday,
            stop_date=self.monday,
        )
        for visit in (exact, window, days):
            for method in ("REQUEST", "PUBLISH"):
                self.assertTrue(program.receive(visit._get_ics(method)))
        times = {uid: (start, stop) for uid, start, stop, *_rest in program.get_events(exact.start)}
        self.assertEqual(
            times,
            {
                exact.ics_uid: (exact.start, exact.stop),
                window.ics_uid: (self._at(13), self._at(17)),
                days.ics_uid: (self.monday, self.monday),
            },
        )
