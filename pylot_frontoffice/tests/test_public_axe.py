from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..const import COMPLAINT_STATES, DONE_STATES
from .axe_common import AxeChecks
from .browser_common import BrowserCase
from .complaint_pages_common import ComplaintPages, make_picture
from .pages_common import CONTACT

FRAUGHT = ("text", "long", "choice", "yesno", "photo")


@tagged("post_install", "-at_install")
class TestPublicAxe(AxeChecks, ComplaintPages, BrowserCase):
    """Every public page, on a small and a large screen, as people with impairments meet it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind.write(
            {
                "sms_reminder": True,
                "description": "<p>We look at everything.</p>",
                "question_ids": [
                    Command.create(
                        {
                            "name": f"What about {kind}?",
                            "kind": kind,
                            "is_required": kind != "long",
                            "choices": "One\nTwo" if kind == "choice" else False,
                        }
                    )
                    for kind in FRAUGHT
                ],
            }
        )
        cls.company.write({"phone": "+49 511 123456", "email": "office@example.com"})
        cls.plain = cls._create_bookable("Maintenance", place="company")

    @classmethod
    def _create_bookable(cls, name, **values):
        return cls._create_type(
            name,
            access="public",
            technician_ids=[Command.set((cls.anna | cls.bert).ids)],
            grid=60,
            notice=48,
            horizon=60,
            **values,
        )

    def _promise_visit(self, hour, **values):
        values = {"customer_id": self.customer.id, "appointment_type_id": self.kind.id, **values}
        visit = self._create_visit(self.anna, hour, contact_email="frieda@example.com", **values)
        visit._promise("confirmed")
        return visit

    def test_booking(self):
        with self.open_browser():
            self._see("types", "/book")
            path = f"/book/{self.kind.id}"
            self._see("questions", path)
            self.evaluate("document.querySelector('.pylot-form').noValidate = true")
            self.click(".pylot-form button[type=submit]")
            self._check("questions with errors")

            self.visit(f"/book/{self.plain.id}")
            self._check("times")
            self.evaluate("document.querySelector('button[name=key]').value = '20200101T080000Z'")
            self.click("button[name=key]")
            self._check("time gone")
            self.click("button[name=key]")
            self._check("contact")
            self.click(".pylot-form button[type=submit]")
            self._check("contact with errors")
            self.fill(name=CONTACT["name"], email=CONTACT["email"], consent=True)
            self.click(".pylot-form button[type=submit]")
            self._check("booked")
            self._see("no page", "/visit/unknown")

    def test_persons(self):
        first = self._create_bookable("First", place="company", technician_choice="person")
        then = self._create_bookable("Then", place="company", technician_choice="time")
        with self.open_browser():
            self._see("person", f"/book/{first.id}")
            self.click(".pylot-page a[href*='technician=']:not([href$='=0'])")
            self._check("times of a person")
            self.visit(f"/book/{then.id}")
            self.click("a.pylot-time")
            self._check("person of a time")

    def test_visit(self):
        self.kind.question_ids.unlink()
        visits = {
            name: self._promise_visit(8 + number, **values)
            for number, (name, values) in enumerate(
                {
                    "confirmed": {"visit_state": "confirmed"},
                    "business": {"awaiting": "business"},
                    "customer": {"awaiting": "customer"},
                    "payment": {"awaiting": "payment"},
                }.items()
            )
        }
        self.kind.series_months = 12
        draft = self._create_visit(
            hour=15, customer_id=self.customer.id, appointment_type_id=self.kind.id
        )
        visits["draft"] = draft
        visits["cancelled"] = self._promise_visit(15)
        visits["cancelled"].action_cancel_visit()
        visits["done"] = self._promise_visit(16)
        visits["done"].visit_state = "done"
        paths = {name: f"/visit/{visit._ensure_customer_token()}" for name, visit in visits.items()}
        with self.open_browser():
            for name, path in paths.items():
                self._see(name, path)
            self._see("move", f"{paths['confirmed']}/move")
            self._see("cancel", f"{paths['confirmed']}/cancel")
            self._see("too late to move", f"{paths['done']}/move")

    def test_waitlist(self):
        self._create_visit(self.anna, 8, hours=4)
        with self.open_browser():
            self._see("join", f"/book/{self.kind.id}/waitlist")
            self.click(".pylot-form button[type=submit]")
            self._check("join with errors")
            self.visit(f"/book/{self.plain.id}/waitlist")
            self.fill(name=CONTACT["name"], email=CONTACT["email"], consent=True)
            self.click(".pylot-form button[type=submit]")
            self._check("waiting")
            self.click("form[action$='/leave'] button")
            self._check("left")

    def test_too_many(self):
        self.kind.question_ids.unlink()
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("pylot_frontoffice.max_requests_per_visitor", "0")
        parameters.set_param("pylot_frontoffice.max_waitlist_per_visitor", "0")
        with self.open_browser():
            self.visit(f"/book/{self.kind.id}")
            self.fill(zip="10115")
            self.click(".pylot-form button[type=submit]")
            self._check("too many requests")
            self.visit(f"/book/{self.plain.id}/waitlist")
            self.fill(name=CONTACT["name"], email=CONTACT["email"], consent=True)
            self.click(".pylot-form button[type=submit]")
            self._check("too many entries")

    def test_portal(self):
        user = new_test_user(
            self.env, "frieda", groups="base.group_portal", name="Frieda", lang="de_DE"
        )
        with self.open_browser("frieda"):
            self._see("nothing yet", "/my/appointments")
        self._promise_visit(9, customer_id=user.partner_id.id)
        self._promise_visit(11, customer_id=user.partner_id.id, awaiting="customer")
        self._promise_visit(14, customer_id=user.partner_id.id).action_cancel_visit()
        with self.open_browser("frieda"):
            self._see("mine", "/my/appointments")

    def test_complaint(self):
        self.team.form_intro = "<p>Where is the <a href='/book'>serial number</a>?</p>"
        answers = [{"question": "Why does it drip?", "url": "/book"}]
        with self.open_browser():
            self._see("complaint", "/complaint")
            self.click(".pylot-form button[type=submit]")
            self._check("complaint with errors")
            typed = {"text": "It drips", "name": CONTACT["name"], "email": CONTACT["email"]}
            self.fill(**typed, consent=True)
            with patch.object(
                type(self.Complaint),
                "_suggest_answers",
                lambda self, text, limit=3, values=None: answers,
            ):
                self.click(".pylot-form button[type=submit]")
                self._check("answers")
                self.click("button[name=seen]")
            self._check("complaint sent")

    def test_page_of_a_complaint(self):
        complaints = self.Complaint
        for state, _label in COMPLAINT_STATES:
            complaint = self._create_complaint(state)
            complaint._add_customer_reply(
                "It drips", attachments=[("a.jpg", make_picture()), ("b.pdf", b"%PDF")]
            )
            complaint.message_post(
                body="We look at it", message_type="comment", subtype_xmlid="mail.mt_comment"
            )
            if state in DONE_STATES:
                complaint._decide("partly", "Half.", channel="phone", recourse="Ask Bob.")
            complaint._set_state(state)
            complaints |= complaint
        paths = {complaint.state: self.get_path(complaint) for complaint in complaints}
        with self.open_browser():
            for state in ("new", "waiting_customer", "solved"):
                self._see(state, paths[state])
            self.evaluate("document.querySelector('#value_4').checked = true")
            self.click("form[action$='/rate'] button")
            self._check("rated")
            self.click("form[action$='/reply'] button[type=submit]")
            self._check("empty reply")

    def test_portal_of_complaints(self):
        user = self._create_portal_user("berta", "Berta")
        user.lang = "de_DE"
        with self.open_browser("berta"):
            self._see("no complaints", "/my/complaints")
        for state in ("new", "waiting_customer"):
            self._create_complaint(state, partner_id=user.partner_id.id)._set_state(state)
        with self.open_browser("berta"):
            self._see("complaints", "/my/complaints")
            self.click(".pylot-card a")
            self._check("my complaint")
            self._see("form of a customer", "/complaint")
