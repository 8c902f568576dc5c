"""A provider proposes remedies and books repair visits."""

from odoo.fields import Command
from odoo.tests import tagged

from .desk_common import DeskCase


@tagged("post_install", "-at_install")
class TestDeskVisit(DeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"street": "Lange Laube 3"})
        cls.kind.write({"access": "internal", "notice": 0, "horizon": 21})
        cls.ring_team.provider_visit_type_ids = [Command.set(cls.kind.ids)]

    def setUp(self):
        super().setUp()
        self.log_in(self.kim)

    def _open_times(self, complaint=None):
        return self.open_desk(f"/{(complaint or self.complaint).id}/visit")

    # === REMEDIES ===

    def test_propose_what_is_allowed(self):
        page = self.act(self.complaint, "propose", remedy="replacement", text="Broken twice")
        self.assertIn("Your proposal is with the business.", page.text)
        self.assertIn("Remedies Replacement", page.text)
        self.assertRecordValues(
            self.complaint.action_ids,
            [{"kind": "replacement", "state": "draft", "amount": 0, "note": "Broken twice"}],
        )
        # the same once more is no second one, money is none of theirs, and neither is nonsense
        for remedy in ("replacement", "refund", "reduction", "nonsense"):
            page = self.act(self.complaint, "propose", remedy=remedy, text="Please")
            self.assertEqual(page.status, 422, remedy)
            self.assertIn("Please", page.get_form("/propose").text_content(), "kept")
        self.assertEqual(len(self.complaint.action_ids), 1)
        self.ring_team.provider_may_refund = True
        self.act(self.complaint, "propose", remedy="refund", text="Please")
        self.assertEqual(self.complaint.action_ids.mapped("kind"), ["replacement", "refund"])

    def test_amounts_of_remedies_are_not_shown(self):
        self.env["pylot.complaint.action"].create(
            {"complaint_id": self.complaint.id, "kind": "reduction", "amount": 98.76}
        )
        page = self.open_desk(f"/{self.complaint.id}")
        self.assertIn("Price Reduction", page.text)
        self.assertNotIn("98", page.text)

    # === VISITS ===

    def test_book_a_visit(self):
        page = self.open_desk(f"/{self.complaint.id}").click("Book a visit")
        self.assertIn("Lange Laube 3", page.text)
        key, name = page.get_times()[0]
        page = page.send("/visit", key=key)
        self.env.invalidate_all()
        visit = self.complaint.action_ids.event_id
        self.assertEqual(page.path, f"/desk/{self.complaint.id}")
        self.assertRecordValues(
            visit,
            [
                {
                    "visit_state": "confirmed",
                    "technician_id": self.anna.id,
                    "customer_id": self.customer.id,
                    "appointment_type_id": self.kind.id,
                    "booked_via": "phone",
                    "contact_name": "Frieda Kunde",
                    "create_uid": self.kim.id,
                }
            ],
        )
        self.assertEqual(visit.start.strftime("%Y%m%dT%H%M%SZ"), key)
        self.assertEqual(visit.booking_ids.mapped("state"), ["booked"])
        self.assertEqual(self.complaint.action_ids.mapped("kind"), ["repair"])
        self.assertIn("The visit is booked.", page.text)
        self.assertIn("Anna", page.text)
        self.assertFalse(page.main.xpath(".//a[contains(text(), 'Book a visit')]"))
        self.assertTrue(name)

    def test_sending_twice_books_once(self):
        page = self._open_times()
        keys = [key for key, _name in page.get_times()]
        page.send("/visit", key=keys[0])
        again = page.send("/visit", key=keys[1])
        self.env.invalidate_all()
        self.assertEqual(again.path, f"/desk/{self.complaint.id}")
        self.assertEqual(len(self.complaint.action_ids.event_id), 1)
        self.assertEqual(self._open_times().path, f"/desk/{self.complaint.id}")

    def test_somebody_else_was_faster(self):
        page = self._open_times()
        key = page.get_times()[0][0]
        colleague = self._create_complaint("Faster", self.ring_team)
        self._open_times(colleague).send("/visit", key=key)
        gone = page.send("/visit", key=key)
        self.assertEqual(gone.status, 409)
        self.assertNotIn(key, dict(gone.get_times()))
        self.env.invalidate_all()
        self.assertFalse(self.complaint.action_ids)

    def test_where_it_is_must_be_known(self):
        caller = self._create_complaint(
            "Called", self.ring_team, partner_id=False, partner_name="Kurt", phone="030 99999"
        )
        page = self._open_times(caller)
        self.assertFalse(page.get_times())
        page = page.send("/address", street="Weg 1", zip="10115", city="")
        self.assertEqual(page.status, 422)
        page = page.send("/address", city="Berlin")
        self.env.invalidate_all()
        self.assertRecordValues(
            caller.partner_id,
            [{"name": "Kurt", "street": "Weg 1", "zip": "10115", "company_id": self.company.id}],
        )
        self.assertTrue(page.get_times())

    def test_known_address_is_not_changed(self):
        self.customer.city = False
        page = self._open_times()
        page.send("/address", street="Evil street", zip="99999", city="Berlin")
        self.env.invalidate_all()
        self.assertRecordValues(
            self.customer, [{"street": "Lange Laube 3", "zip": "10115", "city": "Berlin"}]
        )

    def test_only_types_of_the_mandate(self):
        other = self._create_type("Other", technician_ids=self.anna.ids)
        page = self.open_desk(f"/{self.complaint.id}/visit?kind={other.id}")
        self.assertIn("Inspection", page.text)
        self.assertNotIn("Other", page.text)
        self.ring_team.provider_may_repair = False
        self.assertEqual(self._open_times().status, 404)
        page.send("/visit", key=page.get_times()[0][0])
        self.env.invalidate_all()
        self.assertFalse(self.complaint.action_ids)
