from odoo.tests import tagged

from .matters_common import DAY, Matters
from .pages_common import PagesCase

MAX_BYTES = 60_000
FEW, MANY = 3, 60
# Session, user, layout and menu of the portal, and five sections. A third of them looks for the
# people of the customer's firm, once for each domain of core's; two are of the FAQ's box.
QUERIES = 67


@tagged("post_install", "-at_install")
class TestMattersBudget(Matters, PagesCase):
    """What the page costs does not depend on how much the customer has."""

    def _create_some(self, first, number):
        promises = self.env["pylot.payment.promise"]
        for turn in range(first, number):
            self._promise_visit(turn % 20, **({"awaiting": "customer"} if turn % 2 else {}))
            self._create_order("sent" if turn % 2 else "sale", require_signature=True)
            # to be paid, promised, and asked for
            bill = self._create_bill((5, -1, -2)[turn % 3])
            if turn % 3 == 1:
                promises._promise(bill, 100, self.today + DAY * (turn % 9))
            elif turn % 3 == 2:
                self._create_dunning(bill)
            complaint = self._create_complaint("Drips", partner_id=self.user.partner_id.id)
            if turn % 3 == 2:
                complaint._decide("accepted", "A new one.", channel="phone")
            complaint._set_state(("waiting_customer", "working", "closed")[turn % 3])
            self._create_complaint("Wrong", move_id=bill.id, is_dispute=bool(turn % 2))

    def _count(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        page = self.get("/my/matters")
        self.assertEqual(page.status, 200)
        self.assertLess(len(page.response.content), MAX_BYTES)
        return self.env.cr.sql_log_count - before, page

    def test_page(self):
        self.log_in("frieda")
        counts, have = [], 0
        for number in (FEW, MANY):
            self._create_some(have, number)
            have = number
            self._count()
            count, page = self._count()
            counts.append(count)
            self.assertEqual(len(self.get_titles("invoices", page)), min(5, number))
        # with few of them, what is settled is looked for as well
        self.assertLessEqual(counts[1], counts[0])
        self.assertLessEqual(counts[0], QUERIES)
