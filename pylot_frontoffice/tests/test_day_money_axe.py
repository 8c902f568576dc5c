from contextlib import contextmanager

from odoo.tests import tagged

from .axe_common import AxeChecks
from .browser_common import BrowserCase
from .cash_pages_common import LOGIN, CashPages


@tagged("post_install", "-at_install")
class TestDayMoneyAxe(AxeChecks, CashPages, BrowserCase):
    """The money of a visit as people with impairments meet it."""

    page = ".pylot-day"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician_user.lang = "de_DE"
        # the receipt is in the customer's language
        cls.customer.lang = "de_DE"

    @contextmanager
    def phone(self):
        with self.open_browser(LOGIN):
            yield

    def _see(self, name, path):
        with self.next_page():
            self.call("Page.navigate", url=f"{self.base_url()}{path}")
        self._check(name)

    def test_pages(self):
        visit = self._do_visit((self.service, 1), (self.pump, 1))
        path = f"/my/day/{visit.id}"
        with self.phone():
            self._see("visit", path)
            self._see("to invoice", f"{path}/pay")
        visit._invoice_visit()
        with self.phone():
            self._see("to pay", f"{path}/pay")
            self._see("wrong amount", f"{path}/pay/cash?amount=x")
            self._see("cash", f"{path}/pay/cash")
            self._see("bank", f"{path}/pay/bank")
            self._see("link", f"{path}/pay/link")
        visit.visit_invoice_id._portal_ensure_token()
        entry = self._take(visit, 100)
        with self.phone():
            self._see("code of the link", f"{path}/pay/link?sent=email")
            self._see("a part was paid", f"{path}/pay?receipt={entry.id}")
            self._see("receipt", f"{path}/pay/receipt/{entry.id}")
            self._see("pocket", "/my/day/cash")
        self._take(visit, 257)
        self.env["pylot.cash.handover"]._announce(self.anna, self.company, 300)
        with self.phone():
            self._see("paid", f"{path}/pay")
            self._see("visit that is paid", path)
            self._see("announced", "/my/day/cash?done=announced")

    def test_draft_and_nothing(self):
        self.company.pylot_site_invoice = "draft"
        visit = self._do_visit()
        visit._invoice_visit()
        with self.phone():
            self._see("draft", f"/my/day/{visit.id}/pay")
            self._see("empty pocket", "/my/day/cash")
