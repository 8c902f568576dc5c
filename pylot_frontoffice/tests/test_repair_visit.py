from odoo.exceptions import UserError
from odoo.tests import tagged

from .remedies_common import RemedyCommon


@tagged("post_install", "-at_install")
class TestRepairVisit(RemedyCommon):
    """A visit out of the same screen; the remedy is what becomes of the visit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type = cls._create_type("Repair", technician_ids=cls.anna.ids, grid=60)
        cls.complaint = cls._create_complaint(env=cls.env(user=cls.agent_user))

    def _open(self, complaint=None):
        action = (complaint or self.complaint).action_add_repair()
        return self.env["pylot.phone.booking"].with_user(self.agent_user).browse(action["res_id"])

    def _book(self, complaint=None, number=0):
        dialog = self._open(complaint)
        dialog.appointment_type_id = self.type
        dialog.time_ids[number].action_book()
        return dialog.event_id

    def test_one_click_books(self):
        dialog = self._open()
        self.assertEqual(dialog.partner_id, self.customer)
        dialog.appointment_type_id = self.type
        self.assertEqual(len(dialog.time_ids), 5)
        chosen = dialog.time_ids[1]
        chosen.action_book()
        chosen.action_book()
        visit = dialog.event_id
        self.assertRecordValues(
            visit,
            [
                {
                    "complaint_id": self.complaint.id,
                    "visit_state": "confirmed",
                    "technician_id": self.anna.id,
                    "customer_id": self.customer.id,
                    "start": chosen.start,
                }
            ],
        )
        self.assertIn(self.complaint.number, visit.notes)
        self.assertRecordValues(
            self.complaint.action_ids,
            [{"kind": "repair", "state": "draft", "event_id": visit.id}],
        )
        self.assertEqual(self.complaint.state, "waiting_remedy")
        self.assertTrue(self.complaint._has_open_actions())

    def test_done_with_the_visit(self):
        self.company.pylot_hour_cost = 48
        visit = self._book()
        remedy = self.complaint.action_ids
        visit.with_user(self.technician_user).action_start_visit()
        self.assertEqual(remedy.state, "draft")
        visit.with_user(self.technician_user).action_finish_visit()
        self.assertRecordValues(
            remedy, [{"state": "done", "done_by_id": self.technician_user.id, "cost": 48}]
        )
        self.assertEqual(self.complaint.state, "working", "somebody has to tell the customer")
        self.assertEqual(self.complaint.repair_attempts, 1)
        visit.visit_state = "in_progress"
        self.assertEqual((remedy.state, remedy.cost), ("draft", 0))

    def test_moved_visit(self):
        visit = self._book()
        before = self.complaint.action_ids.state
        visit.write({"start": self._at(10, days=3), "stop": self._at(11, days=3)})
        self.assertEqual(self.complaint.action_ids.state, before)
        self.assertEqual(self.complaint.state, "waiting_remedy")

    def test_cancelled_visit(self):
        visit = self._book()
        visit.action_cancel_visit()
        self.assertEqual(self.complaint.action_ids.state, "cancelled")
        self.assertEqual(self.complaint.state, "working")
        visit.action_to_plan()
        self.assertEqual(self.complaint.action_ids.state, "draft", "it takes place after all")
        self.assertEqual(self._open().visit_id, visit, "no second one")

    def test_deleted_visit(self):
        visit = self._book()
        visit.sudo().unlink()
        self.assertEqual(self.complaint.action_ids.state, "cancelled")
        self.assertEqual(self.complaint.state, "working")

    def test_given_up_remedy(self):
        visit = self._book()
        self.complaint.action_ids.action_cancel()
        self.assertEqual(visit.visit_state, "cancelled")
        self.assertEqual(self.complaint.action_ids.state, "cancelled")

    def test_no_show_is_still_to_be_done(self):
        visit = self._book()
        visit.action_no_show()
        self.assertEqual(self.complaint.action_ids.state, "draft")
        self.assertFalse(self.complaint.repair_attempts)

    def test_by_link(self):
        """The customer chooses; the dialog goes on with the same visit."""
        dialog = self._open()
        dialog.appointment_type_id = self.type
        action = dialog.action_send_repair_link()
        link = self.env["pylot.invitation"].browse(action["res_id"])
        visit = link.event_id
        self.assertRecordValues(
            visit,
            [
                {
                    "visit_state": "draft",
                    "complaint_id": self.complaint.id,
                    "appointment_type_id": self.type.id,
                }
            ],
        )
        self.assertEqual(self.complaint.state, "waiting_remedy")
        self.assertEqual(self.complaint.action_ids.event_id, visit)
        again = self._open()
        self.assertEqual(again.visit_id, visit)
        self.assertEqual(again.action_send_repair_link()["res_id"], link.id)
        again.time_ids[0].action_book()
        self.assertEqual(visit.visit_state, "confirmed")
        self.assertEqual(len(self.complaint.action_ids), 1)

    def test_nobody_known_yet(self):
        complaint = self._create_complaint(
            partner_id=False, partner_name="Otto", env=self.env(user=self.agent_user)
        )
        dialog = self._open(complaint)
        dialog.appointment_type_id = self.type
        with self.assertRefused("Choose the customer", UserError):
            dialog.action_send_repair_link()
        dialog.partner_id = self.customer
        dialog.time_ids[0].action_book()
        self.assertEqual(complaint.partner_id, self.customer)

    def test_proposed_type(self):
        before = self._create_visit(self.bert, appointment_type_id=self.type.id)
        complaint = self._create_complaint(event_id=before.id, env=self.env(user=self.agent_user))
        self.assertEqual(self._open(complaint).appointment_type_id, self.type)

    def test_who_repairs_sees_the_complaint(self):
        mine = self.env["pylot.complaint"].with_user(self.technician_user)
        self.assertNotIn(self.complaint, mine.search([]))
        visit = self._book()
        self.assertIn(self.complaint, mine.search([]))
        self.assertEqual(visit.with_user(self.technician_user).complaint_id, self.complaint)

    def test_ordinary_calls_are_left_alone(self):
        call = self.env["pylot.phone.booking"].with_user(self.agent_user)
        dialog = call.create({"partner_id": self.customer.id, "appointment_type_id": self.type.id})
        dialog.time_ids[0].action_book()
        self.assertFalse(dialog.event_id.complaint_id)
        self.assertFalse(self.complaint.action_ids)
