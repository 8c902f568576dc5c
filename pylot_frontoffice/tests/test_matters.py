from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..controllers.matters import MattersPortal
from ..controllers.matters_section import Entry, MattersSection, Rank, Step
from .matters_common import DAY, Matters
from .pages_common import PagesCase

SECTIONS = ("appointments", "orders", "invoices", "complaints", "promises")


class ParcelsSection(MattersSection):
    """What another add-on adds."""

    name = "parcels"

    def get_title(self):
        return "Parcels"

    def get_entries(self):
        return [Entry("Parcel 1", "on its way", "/my/parcels", "Track")]

    def get_steps(self):
        return [Step(Rank.DEPOSIT - 1, self.today, "Pick up your parcel.", "Where?", "/my/parcels")]


@tagged("post_install", "-at_install")
class TestMatters(Matters, PagesCase):
    """What is to be done next, and what there is: mine, and what the portal shares with my firm."""

    def setUp(self):
        super().setUp()
        self.log_in("frieda")

    def test_nothing(self):
        page = self.see_matters()
        self.assertIn("nothing for you to do", self.get_step(page))
        self.assertEqual([self.get_titles(name, page) for name in SECTIONS], [None] * 5)
        self.assertTrue(page.main.xpath("//div[@id='pylot_matters_faq']"))
        page.click("Book an appointment")

    def test_precedence(self):
        """Whatever is first is taken away, until nothing is left."""
        visits = {
            "later": self._promise_visit(9, 9),
            "tomorrow": self._promise_visit(1, 12),
            "proposed": self._promise_visit(8, awaiting="customer"),
            "unpaid": self._promise_visit(
                7, awaiting="payment", hold_until=fields.Datetime.now() + DAY
            ),
            "draft": self._promise_visit(visit_state="draft", technician_id=False),
        }
        question = self._create_complaint("Drips", partner_id=self.user.partner_id.id)
        question._set_state("waiting_customer")
        near, far, overdue, late, coming = (self._create_bill(days) for days in (-9, -8, -7, -6, 5))
        promises = self.env["pylot.payment.promise"]
        promise = promises._promise(near, 100, self.today + DAY)
        promises._promise(far, 100, self.today + 20 * DAY)
        dunning = self._create_dunning(overdue)
        quotation = self._create_order(require_signature=True, validity_date=False)
        # late in the evening it is tomorrow already where the customer is: today or tomorrow
        steps = [
            ("Please pay the deposit for “Inspection”: the time is kept until", visits["unpaid"]),
            ("Your technician comes to", visits["tomorrow"]),
            ("Does this suit you for “Inspection”: ", visits["proposed"]),
            (f"Please answer our question about {question.number}.", question),
            ("Please pay € 100.00 by to", promise),
            ("Please pay what we have reminded you of.", overdue),
            (f"Please pay invoice {late.name}: it was due on ", late),
            ("Please choose a time for “Inspection”.", visits["draft"]),
            (f"Please accept quotation {quotation.name}.", quotation),
            (f"Please pay invoice {coming.name} by ", coming),
            ("Please pay € 100.00 by ", far),
            ("Your next appointment: Inspection, ", visits["later"]),
        ]
        for text, document in steps:
            page = self.see_matters()
            step = self.get_step(page).replace("\xa0", " ").replace("100.00 €", "€ 100.00")
            self.assertTrue(step.startswith(text), f"{step} is not {text}")
            self._settle(document)
        self.assertTrue(dunning)
        self.assertIn("nothing for you to do", self.get_step())

    def _settle(self, document):
        if document._name == "calendar.event":
            document.with_context(pylot_inform_customer=False).visit_state = "cancelled"
        elif document._name == "account.move":
            self._pay(document)
        elif document._name == "pylot.complaint":
            document._set_state("working")
        elif document._name == "pylot.payment.promise":
            document.state = "kept"
            self._pay(document.move_ids)
        else:
            document.state = "cancel"

    def test_buttons_lead_there(self):
        visit = self._promise_visit(1)
        page = self.see_matters()
        page = page.send(f"/my/appointments/{visit.id}/open")
        self.env.invalidate_all()
        self.assertEqual(page.path, f"/visit/{visit.customer_token}")
        visit.with_context(pylot_inform_customer=False).visit_state = "cancelled"
        late, coming = self._create_bill(-3), self._create_bill(3)
        page = self.see_matters().click("^Pay$")
        self.assertEqual(page.path, f"/my/invoices/{late.id}")
        self.assertTrue(page.tree.xpath("//*[@id='portal_pay'][@data-payment='True']"))
        self._create_dunning(late)
        page = self.see_matters()
        self.assertEqual(page.click("^Pay$").path, "/my/dunning")
        page = page.click(f"Pay ?: {coming.name}")
        self.assertEqual(page.path, f"/my/invoices/{coming.id}")

    def test_nobody_is_asked_for_what_they_dispute_or_pay(self):
        disputed, promised = self._create_bill(-3), self._create_bill(-3)
        self._create_dispute(disputed)
        self.env["pylot.payment.promise"]._promise(promised, 100, self.today + 9 * DAY)
        page = self.see_matters()
        self.assertIn("by", self.get_step(page))
        self.assertNotIn(disputed.name, self.get_step(page))
        self.assertIn("We deal with your complaint about it", page.text)
        self.assertEqual(len(self.get_titles("invoices", page)), 2)

    def test_at_most_five_of_each(self):
        for number in range(7):
            self._promise_visit(number, 9)
            self._create_order()
            self._create_order("sale")
            self._create_bill(number)
            self._create_complaint(f"Number {number}", partner_id=self.user.partner_id.id)
        self._pay(self._create_bill(1, 7))
        page = self.see_matters()
        for name in SECTIONS[:4]:
            self.assertEqual(len(self.get_titles(name, page)), 5, name)
        for link in ("appointments", "quotations", "orders", "invoices", "complaints"):
            self.assertEqual(page.click(f"^All {link}$").status, 200)

    def test_settled_ones_follow(self):
        paid, open_one = self._create_bill(-9), self._create_bill(5)
        self._pay(paid)
        self.assertEqual(self.get_titles("invoices"), [open_one.name, paid.name])

    # === WHOSE ===

    def _create_all(self, user, **values):
        partner = {"partner_id": user.partner_id.id, **values}
        visit = self._promise_visit(3, customer_id=user.partner_id.id)
        bill = self._create_bill(partner_id=user.partner_id.id)
        promise = self.env["pylot.payment.promise"]._promise(bill, 100, self.today + DAY)
        complaint = self._create_complaint(f"Of {user.name}", **partner)
        order = self._create_order(partner_id=user.partner_id.id)
        return visit, order, bill, complaint, promise

    def test_own_firms_and_foreign(self):
        """Orders, invoices, visits and promises belong to the firm, as in Odoo's own pages; a
        complaint does when it is shared."""
        colleague = self._create_portal_user("berta", "Berta")
        stranger = self._create_portal_user("carl", "Carl")
        colleague.partner_id.parent_id = self.firm
        self._create_all(stranger)
        page = self.see_matters()
        self.assertEqual([self.get_titles(name, page) for name in SECTIONS], [None] * 5)
        *_rest, complaint, _promise = self._create_all(colleague)
        page = self.see_matters()
        found = [len(self.get_titles(name, page) or ()) for name in SECTIONS]
        self.assertEqual(found, [1, 1, 1, 0, 1])
        complaint.is_shared = True
        self.assertEqual(self.get_titles("complaints"), ["Of Berta"])
        self.assertNotIn("Carl", self.see_matters().text)

    def test_never_of_another_company(self):
        visit, order, bill, complaint, promise = self._create_all(self.user)
        page = self.see_matters()
        found = [len(self.get_titles(name, page) or ()) for name in SECTIONS]
        self.assertEqual(found, [1] * 5)
        dunning = self._create_dunning(self._create_bill(-5))
        self.env.flush_all()
        for table, column, records in (
            ("calendar_event", "visit_company_id", visit),
            ("sale_order", "company_id", order),
            ("account_move", "company_id", self.env["account.move"].search([])),
            ("pylot_complaint", "company_id", complaint),
            ("pylot_payment_promise", "company_id", promise),
            ("pylot_dunning", "company_id", dunning),
        ):
            self.assertTrue(bill)
            self.env.cr.execute(
                f"UPDATE {table} SET {column} = %s WHERE id = ANY(%s)",  # pylint: disable=E8103
                [self.other_company.id, records.ids],
            )
        self.env.invalidate_all()
        page = self.see_matters()
        self.assertEqual([self.get_titles(name, page) for name in SECTIONS], [None] * 5)
        self.assertIn("nothing for you to do", self.get_step(page))

    def test_employees_see_their_own_only(self):
        self._create_all(self.user)
        boss = new_test_user(self.env, "boss", groups="account.group_account_manager")
        boss.group_ids = [Command.link(self.env.ref("sales_team.group_sale_manager").id)]
        self.log_in("boss")
        page = self.see_matters()
        self.assertEqual([self.get_titles(name, page) for name in SECTIONS], [None] * 5)
        self.assertIn("nothing for you to do", self.get_step(page))

    def test_employees_without_accounting(self):
        new_test_user(self.env, "plain", groups="base.group_user")
        self.log_in("plain")
        self.assertIn("nothing for you to do", self.get_step())

    def test_login_first(self):
        self.authenticate(None, None)
        self.assertEqual(self.get("/my/matters").path, "/web/login")

    # === AROUND ===

    def test_first_card_of_the_portal(self):
        links = self.get("/my").tree.xpath("//main//a/@href")
        cards = [link for link in links if link.startswith("/my/")]
        self.assertEqual(cards[0], "/my/matters")

    def test_an_extension_adds_a_section(self):
        sections = MattersPortal._get_matters_sections
        self.patch(
            MattersPortal,
            "_get_matters_sections",
            lambda portal: [*sections(portal), ParcelsSection],
        )
        page = self.see_matters()
        self.assertEqual(self.get_step(page), "Pick up your parcel.")
        self.assertEqual(self.get_titles("parcels", page), ["Parcel 1"])
