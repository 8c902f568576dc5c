"""What a calculator costs does not depend on how long somebody pays or how much is offered, and a
quotation without financing costs what it did."""

from odoo.tests import tagged

from .finance_common import FinanceCase

# Session, user, layout and menu of the portal, and what the page is about.
PAGE_QUERIES = 12
RESULT_QUERIES = 12
# Of a quotation: its invoices, whether something was asked for, and whether something is offered.
MORE_QUERIES = 3
MAX_BYTES = 60_000


@tagged("post_install", "-at_install")
class TestCalculatorBudget(FinanceCase):
    def _count(self, path):
        """:return: (number of statements, page), the second time it is opened"""
        for _turn in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            page = self.get(path)
            self.assertEqual(page.status, 200)
            count = self.env.cr.sql_log_count - before
        return count, page

    def test_pages(self):
        for slug in ("loan", "vat", "cash-discount", "late-interest", "price-reduction"):
            with self.subTest(slug):
                self.assertLessEqual(self._count(f"/calculators/{slug}")[0], PAGE_QUERIES)
                self.assertLessEqual(self._count(f"/calculators/{slug}/result")[0], RESULT_QUERIES)

    def test_loan(self):
        counts = {self._count(f"/calculators/loan?months={months}")[0] for months in (6, 600)}
        self.assertEqual(len(counts), 1, counts)

    def test_size(self):
        _count, page = self._count("/calculators/loan?months=120")
        self.assertLess(len(page.response.content), MAX_BYTES)

    def test_plans(self):
        path = "/calculators/instalments?amount=1000&months=24"
        counts = []
        for many in (1, 10):
            for number in range(many):
                self._create_plan(name=f"Plan {number}")
            counts.append(self._count(path)[0])
        self.assertEqual(counts[0], counts[1], counts)

    def test_quotation(self):
        path = self.get_path()
        offered = self._count(path)[0]
        self.plan.is_published = False
        self.env.flush_all()
        without = self._count(path)[0]
        orders = type(self.env["sale.order"])
        self.patch(orders, "_get_finance_offers", lambda order: [])
        core = self._count(path)[0]
        self.assertLessEqual(without - core, MORE_QUERIES)
        self.patch(orders, "_get_finance_offers", orders._get_finance_offers)
        self.assertLessEqual(offered - core, 12)
