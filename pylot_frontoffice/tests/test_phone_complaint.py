from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .complaints_common import ComplaintCommon

HOSTILE = "<img src=x onerror=alert(1)>"


@tagged("post_install", "-at_install")
class TestPhoneComplaint(ComplaintCommon):
    """An agent takes a complaint down while the customer speaks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.phone = "+49 511 123456"
        cls.agent = cls.env(user=cls.agent_user)

    def _call(self, **values):
        dialog = self.agent["pylot.phone.complaint"]
        return dialog.browse(dialog._open(values)["res_id"])

    def test_known_caller(self):
        call = self._call()
        call.search_text = "0511 123456"
        call.candidate_ids.action_choose()
        self.assertEqual(call.partner_id, self.customer.with_env(self.agent))
        cause = self.env.ref("pylot_frontoffice.complaint_type_work_damage")
        with Form(call) as form:
            form.type_id = cause
            self.assertEqual(form.severity, "major")
            form.subject = " The tap drips "
            form.remedy_wanted = "repair"
            form.note = f"since\nMonday {HOSTILE}"
        call.action_save()
        complaint = call.complaint_id
        self.assertRecordValues(
            complaint,
            [
                {
                    "name": "The tap drips",
                    "partner_id": self.customer.id,
                    "channel": "phone",
                    "type_id": cause.id,
                    "priority": "2",
                    "severity": "major",
                    "remedy_wanted": "repair",
                    "email_from": "frieda@example.com",
                    "phone": "+49 511 123456",
                    "user_id": False,
                }
            ],
        )
        self.assertNotIn("<img", complaint.description)
        self.assertIn("Monday", complaint.description)
        self.assertIn(complaint.number, call.read_back)
        # a second Enter makes no second one
        call.action_save()
        self.assertEqual(self.Complaint.search_count([("partner_id", "=", self.customer.id)]), 1)
        following = self.agent["pylot.phone.complaint"].browse(call.action_next_call()["res_id"])
        self.assertEqual((following.state, following.partner_id.id), ("open", False))

    def test_new_caller(self):
        call = self._call(search_text="0511 777888")
        call.action_new_customer()
        self.assertEqual(call.phone, "0511 777888")
        call.write({"name": "Otto Neu", "subject": "Cold", "is_mine": True})
        call.action_save()
        self.assertEqual(call.complaint_id.partner_id.name, "Otto Neu")
        self.assertEqual(call.complaint_id.user_id, self.agent_user)

    def test_what_must_be_said(self):
        call = self._call(partner_id=self.customer.id)
        with self.assertRefused("what is wrong", UserError):
            call.action_save()
        call = self._call(subject="Cold")
        with self.assertRefused("Choose the customer", UserError):
            call.action_save()

    def test_calls_again(self):
        """No second complaint: the call is a word of the customer, which ends the waiting."""
        first = self._create_complaint()
        first._set_state("waiting_customer")
        call = self._call(partner_id=self.customer.id)
        [again] = call.similar_items
        self.assertEqual(again["id"], first.id)
        call.write({"same_id": first.id, "subject": "Still dripping", "note": HOSTILE})
        call.action_save()
        self.assertEqual(call.complaint_id, first.with_env(self.agent))
        self.assertEqual(first.state, "working")
        self.assertTrue(first.customer_message_at)
        note = first.message_ids[0]
        self.assertIn("Still dripping", note.body)
        self.assertNotIn("<img", note.body)
        self.assertTrue(note.subtype_id.internal)
        self.assertEqual(self.Complaint.search_count([("partner_id", "=", self.customer.id)]), 1)
        self.assertIn(first.number, call.read_back)

    def test_somebody_else_after_all(self):
        first = self._create_complaint()
        visit = self._create_visit(self.anna, customer_id=self.customer.id)
        call = self._call(partner_id=self.customer.id, event_id=visit.id, subject="Cold")
        call.same_id = first
        call.action_other_customer()
        self.assertFalse(call.partner_id or call.event_id or call.same_id)
        self.assertEqual(call.subject, "Cold")

    def test_open_matters_on_top(self):
        visit = self._create_visit(self.anna, customer_id=self.customer.id)
        call = self._call(partner_id=self.customer.id)
        self.assertEqual([matter["id"] for matter in call.open_matters], visit.ids)
        [kind] = call.recent_items
        self.assertEqual(kind["field"], "event_id")

    def test_from_the_booking_dialog(self):
        dialog = self.agent["pylot.phone.booking"]
        booking = dialog.browse(dialog._open({"search_text": "kunde"})["res_id"])
        call = self.agent["pylot.phone.complaint"].browse(booking.action_complain()["res_id"])
        self.assertEqual(call.search_text, "kunde")
        self.assertIn(self.customer, call.candidate_ids.partner_id.sudo())
        booking.partner_id = self.customer
        call = self.agent["pylot.phone.complaint"].browse(booking.action_complain()["res_id"])
        self.assertEqual(call.partner_id.id, self.customer.id)

    def test_foreign_complaint(self):
        """A call cannot be noted where the agent may not write."""
        other_team = self.env["pylot.team"]._get_default(self.other_company)
        foreign = self._create_complaint(team_id=other_team.id)
        call = self._call(partner_id=self.customer.id)
        call.same_id = foreign.id
        with self.assertRaises(AccessError):
            call.action_save()
        with self.assertRaises(AccessError):
            self.env["pylot.phone.complaint"].with_user(self.technician_user)._open()
