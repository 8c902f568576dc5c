from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import FrontofficeCommon


@tagged("post_install", "-at_install")
class TestPartner(FrontofficeCommon):
    """What a contact says about its visits: how many, the last, the next."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = cls.env["res.partner"].create({"name": "Bakery", "is_company": True})
        cls.branch, cls.baker = cls.env["res.partner"].create(
            [
                {"name": "Branch", "parent_id": cls.firm.id, "type": "other"},
                {"name": "Baker", "parent_id": cls.firm.id},
            ]
        )
        cls.oven = cls.env["res.partner"].create({"name": "Oven", "parent_id": cls.branch.id})

    def _visit(self, partner, technician=None, **values):
        return self._create_visit(technician, customer_id=partner.id, **values)

    def test_without_visits(self):
        self.assertRecordValues(
            self.firm, [{"visit_count": 0, "last_visit_at": False, "next_visit_at": False}]
        )
        self.assertEqual(self.env["res.partner"].new({"name": "New"}).visit_count, 0)

    def test_visits_of_everybody_below(self):
        self._visit(self.firm, self.anna, hour=8)
        self._visit(self.oven, self.bert, hour=10)
        self._visit(self.baker, self.carla, hour=9)
        self._visit(self.customer, self.anna, hour=14)
        contacts = self.firm | self.branch | self.baker | self.oven | self.customer
        self.assertEqual(contacts.mapped("visit_count"), [3, 1, 1, 1, 1])
        self.assertEqual(self.firm.next_visit_at, self._at(8))
        self.assertEqual(self.branch.next_visit_at, self._at(10))

    def test_archived_contacts_were_visited_too(self):
        self._visit(self.oven, self.anna)
        self.branch.active = False
        self.assertEqual(self.firm.visit_count, 1)

    def test_last_and_next(self):
        self._visit(self.customer, self.anna, days=-70, visit_state="done")
        self._visit(self.customer, self.anna, days=-42, visit_state="done")
        self._visit(self.customer, self.anna, days=7)
        self._visit(self.customer, self.anna, days=14)
        self.assertRecordValues(
            self.customer,
            [
                {
                    "visit_count": 4,
                    "last_visit_at": self._at(9, days=-42),
                    "next_visit_at": self._at(9, days=7),
                }
            ],
        )

    def test_what_does_not_count(self):
        """Nobody was there, nobody will come, or nobody knows when."""
        self._visit(self.customer, self.anna, days=-42, visit_state="no_show")
        self._visit(self.customer, self.anna, days=7, visit_state="cancelled")
        self._visit(self.customer, visit_state="draft")
        self._visit(self.customer)
        self.assertRecordValues(
            self.customer, [{"visit_count": 1, "last_visit_at": False, "next_visit_at": False}]
        )

    def test_button_opens_the_visits_of_everybody_below(self):
        visit = self._visit(self.oven, self.anna)
        self._visit(self.customer, self.bert)
        action = self.firm.action_view_visits()
        self.assertEqual(self.env["calendar.event"].search(action["domain"]), visit)
        self.assertEqual(action["context"]["default_customer_id"], self.firm.id)

    def test_contact_below_one_that_is_not_to_be_seen(self):
        """The head office is another company's affair; the branch can still be counted."""
        user = new_test_user(
            self.env,
            "pylot_branch",
            groups="pylot_frontoffice.group_agent",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self._visit(self.branch, self.anna)
        self.env.flush_all()
        # such data comes from before companies were separated: the ORM would refuse it
        self.env.cr.execute(
            "UPDATE res_partner SET company_id = %s WHERE id = %s",
            [self.other_company.id, self.firm.id],
        )
        self.env.invalidate_all()
        branch = self.branch.with_user(user)
        self.assertFalse(branch.parent_id.has_access("read"))
        self.env.invalidate_all()
        self.assertEqual(branch.visit_count, 1)

    def test_preferred_technician_is_proposed_first(self):
        kind = self._create_type()
        self.customer.preferred_technician_id = self.carla
        visit = self._visit(self.customer, appointment_type_id=kind.id)
        best = visit._rank_for_visit(self._at(9), 1)[0]
        self.assertEqual(best["resource_id"], self.carla.id)
        self.assertIn("preferred by the customer", best["reasons"])

    def test_preference_of_the_firm_holds_for_its_people(self):
        self.firm.preferred_technician_id = self.bert
        visit = self._visit(self.baker, appointment_type_id=self._create_type().id)
        self.assertEqual(visit._rank_for_visit(self._at(9), 1)[0]["resource_id"], self.bert.id)

    def test_deleted_preference(self):
        """A technician who left and was deleted leaves no trace on customers."""
        self.customer.preferred_technician_id = self._create_equipment("Old van")
        self.customer.preferred_technician_id.unlink()
        self.assertFalse(self.customer.preferred_technician_id)
