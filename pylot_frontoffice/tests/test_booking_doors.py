"""Doors through which visits are written that are not the form: import, sync, people without
a role. Law 1 stands behind each."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import CollisionError
from .common import FrontofficeCommon

# As google_calendar and microsoft_calendar write what changed on the other side.
SYNC_CONTEXT = {
    "dont_notify": True,
    "no_mail_to_attendees": True,
    "mail_create_nolog": True,
    "mail_notrack": True,
}


@tagged("post_install", "-at_install")
class TestBookingDoors(FrontofficeCommon):
    # === IMPORT ===

    def _local(self, hour):
        """:return: as written into a spreadsheet, where times are those of the user's clock"""
        return f"{self.monday} {int(hour):02}:{round(hour % 1 * 60):02}:00"

    def _load(self, names, *rows):
        event = self.env["calendar.event"].with_user(self.dispatcher_user)
        cells = [[str(cell) for cell in row] for row in rows]
        return event.with_context(import_file=True).load(names, cells)

    def test_import(self):
        names = ["name", "start", "stop", "technician_id", "appointment_type_id"]
        self._create_type("Boiler check", buffer_after=15)
        result = self._load(
            names,
            ["First", self._local(9), self._local(10), "Anna", "Boiler check"],
            ["Second", self._local(14), self._local(15), "Anna", "Boiler check"],
        )
        self.assertFalse(result["messages"])
        self.assertBooked(
            self.env["calendar.event"].browse(result["ids"]),
            (self.anna, self._at(9), self._at(10.25)),
            (self.anna, self._at(14), self._at(15.25)),
        )

    def test_import_that_collides(self):
        before = self.env["calendar.event"].search_count([])
        result = self._load(
            ["name", "start", "stop", "technician_id"],
            ["First", self._local(9), self._local(10), "Anna"],
            ["Second", self._local(14), self._local(15), "Bert"],
            ["Third", self._local(9.5), self._local(10.5), "Anna"],
        )
        self.assertFalse(result["ids"])
        messages = [message["message"] for message in result["messages"]]
        self.assertTrue(any("Anna is already booked: “First”" in text for text in messages))
        self.assertEqual(result["messages"][-1]["record"], 2, "the row that collides is named")
        self.assertEqual(self.env["calendar.event"].search_count([]), before)

    def test_import_swaps_two_visits(self):
        first, second = self._create_visit(self.anna), self._create_visit(self.anna, 14)
        result = self._load(
            [".id", "start", "stop"],
            [first.id, self._local(14), self._local(15)],
            [second.id, self._local(9), self._local(10)],
        )
        self.assertFalse(result["messages"])
        self.assertBooked(first, (self.anna, self._at(14), self._at(15)))
        self.assertBooked(second, (self.anna, self._at(9), self._at(10)))

    def test_import_swaps_technicians(self):
        first, second = self._create_visit(self.anna), self._create_visit(self.bert)
        result = self._load([".id", "technician_id"], [first.id, "Bert"], [second.id, "Anna"])
        self.assertFalse(result["messages"])
        self.assertBooked(first, (self.bert, self._at(9), self._at(10)))
        self.assertBooked(second, (self.anna, self._at(9), self._at(10)))

    # === CALENDAR SYNC ===

    def _as_sync(self, event):
        return event.with_user(self.technician_user).with_context(**SYNC_CONTEXT)

    def test_sync_moves_visit(self):
        visit = self._create_visit(self.anna)
        self._as_sync(visit).write(
            {
                "start": self._at(14),
                "stop": self._at(15),
                "allday": False,
                "show_as": "busy",
                "need_sync": False,
            }
            if "need_sync" in visit
            else {"start": self._at(14), "stop": self._at(15), "allday": False, "show_as": "busy"}
        )
        self.assertBooked(visit, (self.anna, self._at(14), self._at(15)))

    def test_sync_cannot_double_book(self):
        visit = self._create_visit(self.anna)
        self._create_visit(self.anna, 14)
        with self.assertRaises(CollisionError):
            self._as_sync(visit).write({"start": self._at(14), "stop": self._at(15)})
        self.assertBooked(visit, (self.anna, self._at(9), self._at(10)))

    def test_sync_makes_it_a_whole_day(self):
        """Both services send a one-day event as starting and stopping at the same midnight."""
        visit = self._create_visit(self.anna)
        values = {"allday": True, "start": self.monday, "stop": self.monday}
        dates = {"start_date": self.monday, "stop_date": self.monday}
        self._as_sync(visit).write({**values, **dates})
        self.assertBooked(visit, (self.anna, self._at(0), self._at(0, days=1)))

    def test_sync_archives_and_deletes(self):
        """Cancelled on the other side: archived here, or deleted when it was synced."""
        visit = self._create_visit(self.anna)
        self._as_sync(visit).write({"active": False})
        self.assertBooked(visit)
        other = self._create_visit(self.anna)
        self._as_sync(other).unlink()
        self._create_visit(self.anna)

    def test_sync_brings_an_ordinary_event(self):
        """It is no visit, so it may stand beside one; slots and the conflict list know it."""
        self._create_visit(self.anna)
        event = self.env["calendar.event"].with_user(self.technician_user)
        partner = self.technician_user.partner_id
        event = event.with_context(**SYNC_CONTEXT).create(
            {
                "name": "Dentist",
                "start": self._at(9),
                "stop": self._at(10),
                "user_id": self.technician_user.id,
                "partner_ids": [Command.link(partner.id)],
                "attendee_ids": [Command.create({"partner_id": partner.id, "state": "accepted"})],
            }
        )
        self.assertBooked(event)
        self.assertEqual(event.partner_ids, partner)

    # === PEOPLE WITHOUT A ROLE ===

    def test_ordinary_events_of_ordinary_people(self):
        env = self.env(user=self.plain_user)
        event = self._create_visit(env=env)
        self.assertEqual(event.partner_ids, self.plain_user.partner_id)
        self.assertRecordValues(
            event,
            [{"visit_state": False, "technician_id": False, "show_as": "busy", "active": True}],
        )
        event.write({"start": self._at(14), "stop": self._at(15), "name": "Moved"})
        event.write({"technician_id": False, "helper_ids": [], "is_blocking": True})
        event.write({"allday": True, "start_date": self.monday, "stop_date": self.monday})
        copy = event.copy()
        self.assertEqual(copy.partner_ids, self.plain_user.partner_id)
        self.assertFalse(copy.visit_state)
        event.action_archive()
        event.action_unarchive()
        self.assertFalse(event.sudo().booking_ids)
        (event | copy).unlink()

    def test_ordinary_events_without_duration(self):
        """Core allows them; we have no reason to mind."""
        event = self._create_visit(hours=0, env=self.env(user=self.plain_user))
        self.assertEqual(event.start, event.stop)

    def test_nobody_assigns_without_the_role(self):
        visit = self._create_visit(self.anna)
        draft = self._create_visit(appointment_type_id=self._create_type().id)
        anna = Command.set(self.anna.ids)
        for user in (self.plain_user, self.technician_user, self.salesperson_user):
            env = self.env(user=user)
            own = self._create_visit(env=env)
            for event, values in (
                (own, {"technician_id": self.anna.id}),
                (own, {"technician_ids": [anna]}),
                (own, {"helper_ids": [anna]}),
                (draft, {"technician_id": self.anna.id}),
                (visit, {"technician_id": self.bert.id}),
                (visit, {"technician_id": False}),
            ):
                with self.subTest(user=user.login, **values), self.assertRaises(AccessError):
                    event.with_user(user).write(values)
            with self.assertRaises(AccessError):
                self._create_visit(self.bert, 14, env=env)
            with self.assertRaises(AccessError):
                self._create_visit(
                    hour=14, env=env(context={"default_technician_id": self.bert.id})
                )

    def test_agents_assign(self):
        visit = self._create_visit(self.anna, env=self.env(user=self.agent_user))
        visit.technician_id = self.bert
        self.assertBooked(visit, (self.bert, self._at(9), self._at(10)))

    def test_technician_moves_own_visit(self):
        visit = self._create_visit(self.anna).with_user(self.technician_user)
        visit.write({"start": self._at(14), "stop": self._at(15)})
        self.assertBooked(visit, (self.anna, self._at(14), self._at(15)))

    # === BOOKINGS THEMSELVES ===

    def test_nobody_writes_bookings(self):
        """They follow visits; even managers change the visit."""
        booking = self._create_visit(self.anna).booking_ids
        for user in (self.manager_user, self.dispatcher_user, self.plain_user):
            own = booking.with_user(user)
            with self.assertRaises(AccessError):
                own.write({"stop": self._at(9.5)})
            with self.assertRaises(AccessError):
                own.unlink()
            with self.assertRaises(AccessError):
                own.create(
                    {"resource_id": self.bert.id, "start": self._at(9), "stop": self._at(10)}
                )

    def test_letters_of_core(self):
        """Core writes to the attendees of an event that is a visit as to those of any other."""
        kind = self._create_type("At our place", place="company")
        visit = self._create_visit(
            self.anna,
            9,
            appointment_type_id=kind.id,
            location="Main Street 1",
            partner_ids=[Command.link(self.customer.id)],
        )
        attendee = visit.attendee_ids.filtered(lambda each: each.partner_id == self.customer)
        data = self.env["ir.model.data"].search(
            [("module", "=", "calendar"), ("model", "=", "mail.template")]
        )
        templates = self.env["mail.template"].browse(data.mapped("res_id"))
        self.assertGreater(len(templates), 3)
        for template in templates:
            record = attendee if template.model == attendee._name else visit
            with self.subTest(template=template.name):
                body = template._render_field("body_html", record.ids)[record.id]
                self.assertIn("Main Street 1", body)
        visit.copy()
