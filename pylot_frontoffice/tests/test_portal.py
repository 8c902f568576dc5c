"""My appointments: mine and my company's, nobody else's."""

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .pages_common import PagesCase


@tagged("post_install", "-at_install")
class TestPortal(PagesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, "frieda", groups="base.group_portal", name="Frieda")
        cls.partner = cls.user.partner_id
        cls.stranger = cls.env["res.partner"].create({"name": "Stranger"})

    def _promise_visit(self, partner, hour, **values):
        visit = self._create_visit(
            self.anna,
            hour,
            name=f"{partner.name} {hour}",
            customer_id=partner.id,
            appointment_type_id=self.kind.id,
            **values,
        )
        visit._promise("confirmed")
        return visit

    def test_own_only(self):
        self._promise_visit(self.partner, 9)
        self._promise_visit(self.stranger, 11)
        self.kind.name = "Inspection"
        self.authenticate("frieda", "frieda".ljust(8, "x"))
        page = self.get("/my/appointments")
        self.assertEqual(page.status, 200)
        self.assertEqual(page.text.count("Inspection"), 1)
        self.assertIn("Your next appointment", page.text)

    def test_next_step_first(self):
        self._promise_visit(self.partner, 9)
        later = self._promise_visit(self.partner, 11)
        later.write({"visit_state": "planned", "awaiting": "customer"})
        self.authenticate("frieda", "frieda".ljust(8, "x"))
        page = self.get("/my/appointments")
        self.assertIn("Next step: does this suit you?", page.text)
        page = page.send(f"/{later.id}/open")
        self.assertEqual(page.path, f"/visit/{later.customer_token}")

    def test_sold_visit_without_a_time(self):
        visit = self.env["calendar.event"].create(
            {
                "name": "Sold",
                "visit_state": "draft",
                "customer_id": self.partner.id,
                "appointment_type_id": self.kind.id,
                "start": self._at(9),
                "stop": self._at(10),
            }
        )
        self.authenticate("frieda", "frieda".ljust(8, "x"))
        page = self.get("/my/appointments")
        self.assertIn("Next step: choose a time", page.text)
        self.assertFalse(visit.customer_token, "looking makes no link")
        page = page.send(f"/{visit.id}/open")
        page = page.click("Choose a time")
        page = page.send("/move", key=page.get_times()[0][0])
        self.env.invalidate_all()
        self.assertEqual(visit.visit_state, "confirmed")
        self.assertEqual(visit.technician_id, self.anna)

    def test_foreign_visit_cannot_be_opened(self):
        foreign = self._promise_visit(self.stranger, 9)
        self._promise_visit(self.partner, 11)
        self.authenticate("frieda", "frieda".ljust(8, "x"))
        page = self.get("/my/appointments")
        csrf = page.main.xpath(".//input[@name='csrf_token']/@value")[0]
        answers = {
            self.send(f"/my/appointments/{number}/open", {"csrf_token": csrf}).path
            for number in (foreign.id, 2**31 - 1, 10**15)
        }
        self.assertEqual(answers, {"/my/appointments"})

    def test_colleague_sees_the_visits_of_the_company(self):
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        self.partner.parent_id = firm
        self._promise_visit(firm, 9)
        self.authenticate("frieda", "frieda".ljust(8, "x"))
        self.assertIn("Inspection", self.get("/my/appointments").text)

    def test_of_the_companies_of_the_login(self):
        visit = self._promise_visit(self.partner, 9)
        self.env.flush_all()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.env.cr.execute(
            "UPDATE calendar_event SET visit_company_id = %s WHERE id = %s", [other.id, visit.id]
        )
        self.env.invalidate_all()
        self.authenticate("frieda", "frieda".ljust(8, "x"))
        self.assertNotIn("Inspection", self.get("/my/appointments").text)
        counters = {"counters": ["appointment_count"]}
        answer = self.make_jsonrpc_request("/my/counters", counters)
        self.assertEqual(answer["appointment_count"], 0)
        self.user.company_ids |= other
        self.env.flush_all()
        self.assertIn("Inspection", self.get("/my/appointments").text)

    def test_card_is_shown_to_who_has_appointments(self):
        self.authenticate("frieda", "frieda".ljust(8, "x"))
        counters = {"counters": ["appointment_count"]}
        answer = self.make_jsonrpc_request("/my/counters", counters)
        self.assertEqual(answer["appointment_count"], 0)
        self._promise_visit(self.partner, 9)
        answer = self.make_jsonrpc_request("/my/counters", counters)
        self.assertEqual(answer["appointment_count"], 1)

    def test_number_of_queries_does_not_grow(self):
        self._promise_visit(self.partner, 9)
        self.authenticate("frieda", "frieda".ljust(8, "x"))
        self.get("/my/appointments")

        def count():
            # what is only done before a commit belongs to the visits
            self.env.cr.flush()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.get("/my/appointments")
            return self.env.cr.sql_log_count - before

        few = count()
        for hour in range(10, 17):
            if hour != 12:
                self._promise_visit(self.partner, hour, helper_ids=[Command.clear()])
        self.assertLessEqual(count(), few + 2)
