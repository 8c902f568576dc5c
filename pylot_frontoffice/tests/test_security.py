from odoo.fields import Command
from odoo.tests import tagged

from .security_common import ELSEWHERE, ROLES, SecurityCommon

# What each role may do with a record: (r)ead, (w)rite, (c)reate, (u)nlink. Core lets employees
# change every event of their colleagues, and shows invited portal users theirs; both go on. The
# technician is Anna.
MATRIX = {
    #                  public portal plain sales tech  agent disp  manager both
    "visit_anna":     "-      -      rwcu  rwcu  rwcu  rwcu  rwcu  rwcu    rwcu",
    "visit_helped":   "-      -      rwcu  rwcu  rwcu  rwcu  rwcu  rwcu    rwcu",
    "visit_bert":     "-      -      rwcu  rwcu  -     rwcu  rwcu  rwcu    rwcu",
    "visit_draft":    "-      -      rwcu  rwcu  -     rwcu  rwcu  rwcu    rwcu",
    "visit_invited":  "-      r      rwcu  rwcu  -     rwcu  rwcu  rwcu    rwcu",
    "visit_foreign":  "-      -      -     -     -     -     -     -       rwcu",
    "meeting":        "-      -      rwcu  rwcu  rwcu  rwcu  rwcu  rwcu    rwcu",
    "booking_anna":   "-      -      -     -     r     r     r     r       r",
    "booking_bert":   "-      -      -     -     -     r     r     r       r",
    "booking_foreign":"-      -      -     -     -     -     -     -       r",
    "type_ours":      "-      -      r     r     r     r     r     rwcu    r",
    "type_shared":    "-      -      r     r     r     r     r     rwcu    r",
    "type_foreign":   "-      -      -     -     -     -     -     -       r",
    "skill_ours":     "-      -      r     r     r     r     r     rwcu    r",
    "skill_foreign":  "-      -      -     -     -     -     -     -       r",
    "conflict_ours":  "-      -      -     -     -     -     r     r       r",
    "conflict_foreign":"-     -      -     -     -     -     -     -       r",
    "tech_ours":      "-      -      r     r     r     r     rwc   rwc     rwc",
    "tech_foreign":   "-      -      -     -     -     -     -     -       rwc",
    "dialog_agent":   "-      -      -     -     -     rwcu  -     -       -",
    "row_agent":      "-      -      -     -     -     rwcu  -     -       -",
    "line_agent":     "-      -      -     -     -     rwcu  -     -       -",
    "time_agent":     "-      -      -     -     -     rwcu  -     -       -",
    "window_ours":    "-      -      r     r     r     r     r     rwcu    r",
    "window_foreign": "-      -      -     -     -     -     -     -       r",
    "question_ours":  "-      -      r     r     r     r     r     rwcu    r",
    "question_foreign":"-     -      -     -     -     -     -     -       r",
    "cancel_reason":  "-      -      r     r     r     r     r     rwcu    r",
    "base_rate":      "-      -      r     r     r     r     r     rwcu    r",
    "answer_anna":    "-      -      -     -     r     r     r     r       r",
    "answer_bert":    "-      -      -     -     -     r     r     r       r",
    "answer_foreign": "-      -      -     -     -     -     -     -       r",
    "request_ours":   "-      -      -     -     -     r     r     r       r",
    "request_foreign":"-      -      -     -     -     -     -     -       r",
    "invitation_ours":"-      -      -     -     -     rwc   rwc   rwc     rwc",
    "invitation_foreign":"-   -      -     -     -     -     -     -       rwc",
    "notice_ours":    "-      -      -     -     -     r     r     r       r",
    "notice_foreign": "-      -      -     -     -     -     -     -       r",
    "plan_ours":      "-      -      -     -     -     r     rwcu  rwcu    rwcu",
    "plan_foreign":   "-      -      -     -     -     -     -     -       rwcu",
    "plan_line_ours": "-      -      -     -     -     r     rwcu  rwcu    rwcu",
    "plan_line_foreign":"-    -      -     -     -     -     -     -       rwcu",
    "call_agent":     "-      -      -     -     -     rwcu  -     -       -",
    "call_candidate_agent":"- -      -     -     -     rwcu  -     -       -",
    "call_answer_agent":"-    -      -     -     -     rwcu  -     -       -",
    "call_time_agent":"-      -      -     -     -     rwcu  -     -       -",
    "complaint_call_agent":"- -      -     -     -     rwcu  -     -       -",
    "complaint_call_candidate_agent":"- - -    -     -     rwcu  -     -       -",
    "calculator_mail":"-      -      -     -     -     -     -     r       -",
    "dunning_ours":   "-      -      -     -     -     r     r     r       r",
    "dunning_foreign":"-      -      -     -     -     -     -     -       r",
    "dunning_line_ours":"-    -      -     -     -     r     r     r       r",
    "dunning_line_foreign":"- -      -     -     -     -     -     -       r",
    "promise_ours":   "-      -      -     -     -     r     r     r       r",
    "promise_foreign":"-      -      -     -     -     -     -     -       r",
    "promise_call_agent":"-   -      -     -     -     rwcu  -     -       -",
    "waitlist_ours":  "-      -      -     -     -     rwcu  rwcu  rwcu    rwcu",
    "waitlist_foreign":"-     -      -     -     -     -     -     -       rwcu",
    "waitlist_offer_ours":"-  -      -     -     -     r     r     r       r",
    "waitlist_offer_foreign":"- -    -     -     -     -     -     -       r",
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestSecurity(SecurityCommon):
    """Least sight, record by record: role x company x operation."""

    def test_every_record_for_every_role(self):
        self.check_matrix(MATRIX)

    def test_matrix_is_complete(self):
        ours = {name for name in self.get_our_models() if not name.startswith(ELSEWHERE)}
        self.assertLessEqual(ours, {record._name for record in self.records.values()})

    def test_company_switched_off(self):
        """Who works for two companies sees those that are switched on."""
        events = self.env["calendar.event"].with_user(self.both_user)
        ids = (self.records["visit_bert"] | self.records["visit_foreign"]).ids
        for companies, name in (
            (self.company, "visit_bert"),
            (self.other_company, "visit_foreign"),
        ):
            found = events.with_context(allowed_company_ids=companies.ids).search(
                [("id", "in", ids)]
            )
            self.assertEqual(found.ids, self.records[name].ids)

    def test_no_field_of_ours_makes_reading_fail(self):
        """Whoever may read a record may read all of our fields that are offered to him: an export
        or an integration that takes every field goes on as before."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.portal_user.partner_id.id,
                "user_id": self.salesperson_user.id,
                "order_line": [Command.create({"product_id": self._create_service().id})],
            }
        )
        order.action_confirm()
        records = (
            order,
            order.order_line,
            order.order_line.product_id,
            order.order_line.product_template_id,
            self.portal_user.partner_id,
            self.company,
            self.records["visit_anna"],
            self.records["meeting"],
            self.anna,
            self.anna.employee_id,
        )
        for role in ROLES:
            for record in records:
                seen = self._as(role, record)
                if not seen.has_access("read"):
                    continue
                ours = [
                    name
                    for name in seen.fields_get()
                    if "pylot_frontoffice" in seen._fields[name]._modules
                ]
                with self.subTest(role=role, model=record._name):
                    self.assertTrue(seen.read(ours))
        self.assertTrue(self._as("portal", order).has_access("read"), "or nothing was tested")

    def _create_service(self):
        return self.env["product.product"].create(
            {
                "name": "Service",
                "type": "service",
                "appointment_type_id": self.records["type_ours"].id,
            }
        )
