"""Whatever is typed, imported or sent: a clear answer or a sensible result."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..const import MAX_VISIT_DAYS
from .common import FrontofficeCommon


@tagged("post_install", "-at_install")
class TestBadInput(FrontofficeCommon):
    def _create_event(self, **values):
        return self.env["calendar.event"].create({"name": "Odd", **values})

    # === TIMES ===

    def test_without_end(self):
        kind = self._create_type(duration=1.5)
        start = self._at(9)
        for values, hours in (
            ({"technician_id": self.anna.id, "appointment_type_id": kind.id}, 1.5),
            ({"technician_id": self.bert.id}, 1),
            ({"technician_id": self.carla.id, "duration": 2, "stop": False}, 2),
            ({"appointment_type_id": kind.id, "duration": 3}, 3),
        ):
            visit = self._create_event(start=start, **values)
            self.assertEqual(visit.stop - start, timedelta(hours=hours))
            self.assertEqual(visit.duration, hours)

    def test_without_start(self):
        """Core's default: the next half hour."""
        visit = self._create_event(technician_id=self.anna.id)
        self.assertEqual(visit.stop - visit.start, timedelta(hours=1))
        self.assertEqual(len(self._get_booked(visit)), 1)

    def test_end_before_start(self):
        times = {"start": self._at(10), "stop": self._at(9)}
        with self.assertRefused("cannot be earlier|must end after"):
            self._create_event(technician_id=self.anna.id, **times)
        visit = self._create_visit(self.anna)
        with self.assertRefused("cannot be earlier|must end after"):
            visit.write(times)
        with self.assertRefused("cannot be earlier"):
            visit.write(
                {
                    "allday": True,
                    "start_date": self.monday,
                    "stop_date": self.monday - timedelta(days=1),
                }
            )
        self.assertBooked(visit, (self.anna, self._at(9), self._at(10)))

    def test_negative_duration(self):
        visit = self._create_visit(self.anna)
        with self.assertRefused("cannot be earlier"):
            visit.duration = -2
        with self.assertRefused("cannot be earlier"):
            self._create_event(start=self._at(14), duration=-1, technician_id=self.anna.id)

    def test_no_duration(self):
        with self.assertRefused("“Odd” must end after it starts"):
            self._create_event(start=self._at(9), stop=self._at(9), technician_id=self.anna.id)
        event = self._create_event(start=self._at(9), stop=self._at(9))
        with self.assertRefused("must end after it starts"):
            event.technician_id = self.anna

    def test_endless(self):
        for days in (400, MAX_VISIT_DAYS):
            with self.assertRefused(f"would take {days} days"):
                self._create_visit(self.anna, hours=24 * days)
        visit = self._create_visit(self.anna, hours=24 * (MAX_VISIT_DAYS - 1))
        with self.assertRefused("would take 400 days"):
            visit.duration = 24 * 400
        with self.assertRefused("would take"):
            visit.write(
                {
                    "allday": True,
                    "start_date": self.monday,
                    "stop_date": self.monday + timedelta(days=400),
                }
            )

    def test_far_away(self):
        """The first and the last year people can type."""
        for year in (1900, 2999):
            day = self.monday.replace(year=year, day=1)
            start = self._at(9, day=day)
            values = {"start": start, "stop": start + timedelta(hours=1)}
            visit = self._create_event(technician_id=self.anna.id, **values)
            self.assertBooked(visit, (self.anna, values["start"], values["stop"]))

    # === WHO ===

    def test_technician_of_another_company(self):
        stranger = self._create_technician("Stranger", company=self.other_company)
        kind = self._create_type(company_id=self.company.id)
        with self.assertRefused("Stranger works for Next Door GmbH"):
            self._create_visit(stranger, appointment_type_id=kind.id)
        with self.assertRefused("Stranger works for Next Door GmbH"):
            self._create_visit(self.anna, helper_ids=[Command.link(stranger.id)])
        visit = self._create_visit(stranger)
        self.assertEqual(visit.visit_company_id, self.other_company)
        with self.assertRefused("Stranger works for Next Door GmbH"):
            visit.appointment_type_id = kind

    def test_nobody_of_another_company(self):
        """Back in the tray a visit is still that company's, and no other's."""
        stranger = self._create_technician("Stranger", company=self.other_company)
        visit = self._create_visit(stranger, appointment_type_id=False)
        visit.technician_id = False
        self.assertEqual(visit.visit_state, "draft")
        self.assertEqual(visit.visit_company_id, self.other_company)

    def test_technician_of_no_company(self):
        freelancer = self._create_equipment("Crane", company_id=False)
        kind = self._create_type(company_id=self.other_company.id)
        visit = self._create_visit(freelancer, appointment_type_id=kind.id)
        self.assertBooked(visit, (freelancer, self._at(9), self._at(10)))

    def test_archived_technician(self):
        visit = self._create_visit(self.bert, 14)
        self.bert.active = False
        with self.assertRefused("Bert is archived"):
            self._create_visit(self.bert)
        with self.assertRefused("Bert is archived"):
            self._create_visit(self.anna, helper_ids=[Command.link(self.bert.id)])
        # what was planned before stays, and can be given to somebody else
        visit.name = "Who goes there?"
        visit.technician_id = self.anna
        self.assertBooked(visit, (self.anna, self._at(14), self._at(15)))

    def test_resource_that_is_not_bookable(self):
        copier = self._create_equipment("Copier", is_technician=False)
        with self.assertRefused("Copier cannot be booked"):
            self._create_visit(copier)
        with self.assertRefused("Copier cannot be booked"):
            self._create_visit(self.anna, helper_ids=[Command.link(copier.id)])

    def test_resource_without_working_hours(self):
        """Flexible hours: any time can be booked, and the answer to a collision still comes."""
        flexible = self._create_equipment("Flexible", calendar_id=False)
        visit = self._create_visit(flexible, 22)
        self.assertBooked(visit, (flexible, self._at(22), self._at(23)))
        with self.assertRefused("Flexible is already booked"):
            self._create_visit(flexible, 22)

    def test_type_without_skills_or_technicians(self):
        kind = self._create_type()
        visit = self._create_visit(self.anna, appointment_type_id=kind.id)
        self.assertBooked(visit, (self.anna, self._at(9), self._at(10)))

    def test_visit_deleted_meanwhile(self):
        visit = self._create_visit(self.anna)
        visit.unlink()
        with self.assertRaises(UserError):
            visit.write({"start": self._at(14), "stop": self._at(15)})

    # === IMPORT ===

    def test_malformed_import(self):
        names = ["name", "start", "stop", "technician_id", "visit_state"]
        good = ["Odd", f"{self.monday} 09:00:00", f"{self.monday} 10:00:00", "Anna", "planned"]
        before = self.env["calendar.event"].search_count([])
        for position, value, answer in (
            (1, "next week", "does not seem to be a valid"),
            (2, "31.02.2027", "does not seem to be a valid"),
            (2, f"{self.monday} 08:00:00", "cannot be earlier"),
            (2, good[1], "must end after it starts"),
            (3, "Nobody", "No matching record"),
            (4, "beamed up", "not found in selection"),
        ):
            row = [*good]
            row[position] = value
            with self.subTest(value=value):
                result = self.env["calendar.event"].load(names, [row])
                self.assertFalse(result["ids"])
                texts = " ".join(message["message"] for message in result["messages"])
                self.assertIn(answer, texts)
                self.assertNotIn("Unknown error", texts)
                self.assertNotIn("Unknown database error", texts)
        self.assertEqual(self.env["calendar.event"].search_count([]), before)
        self.assertTrue(self.env["calendar.event"].load(names, [good])["ids"])

    def test_import_without_end(self):
        kind = self._create_type("Boiler check", duration=2)
        result = self.env["calendar.event"].load(
            ["name", "start", "technician_id", "appointment_type_id"],
            [["Odd", f"{self.monday} 09:00:00", "Anna", kind.name]],
        )
        visit = self.env["calendar.event"].browse(result["ids"])
        self.assertBooked(visit, (self.anna, self._at(9), self._at(11)))

    # === FORM ===

    def test_form(self):
        """The plain way, as a dispatcher fills it in."""
        with Form(self.env["calendar.event"].with_user(self.dispatcher_user)) as form:
            form.name = "From the form"
            form.start = self._at(9)
            form.stop = self._at(10)
            form.technician_id = self.anna
        self.assertBooked(form.record, (self.anna, self._at(9), self._at(10)))
