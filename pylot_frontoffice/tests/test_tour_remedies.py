from odoo.tests import HttpCase, tagged

from .remedies_common import RemedyCommon


@tagged("post_install", "-at_install")
class TestRemedyTours(RemedyCommon, HttpCase):
    """Agent and dispatcher settle complaints, in a real browser, in German."""

    browser_size = "1280x900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        (cls.agent_user | cls.dispatcher_user).lang = "de_DE"

    def test_refund_with_four_eyes(self):
        complaint = self._complain(self._create_invoice((1000, 1, self.vat)))
        path = f"/odoo/complaints/{complaint.id}"
        self.start_tour(path, "pylot_refund_ask_tour", login=self.agent_user.login)
        refund = complaint.action_ids
        self.assertRecordValues(refund, [{"state": "approval", "amount": 1190}])
        self.start_tour(path, "pylot_refund_approve_tour", login=self.dispatcher_user.login)
        self.assertRecordValues(
            refund, [{"state": "done", "approved_by_id": self.dispatcher_user.id}]
        )
        self.assertEqual(refund.refund_move_id.state, "posted")

    def test_repair_visit(self):
        kind = self._create_type("Reparatur", technician_ids=self.anna.ids, grid=60)
        before = self._create_visit(self.bert, appointment_type_id=kind.id)
        complaint = self._create_complaint(event_id=before.id)
        self.start_tour(
            f"/odoo/complaints/{complaint.id}", "pylot_repair_tour", login=self.agent_user.login
        )
        self.assertRecordValues(complaint.action_ids, [{"kind": "repair", "state": "draft"}])
        self.assertEqual(complaint.action_ids.event_id.visit_state, "confirmed")
        self.assertEqual(complaint.state, "waiting_remedy")
