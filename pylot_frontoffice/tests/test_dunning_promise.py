from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .dunning_pages_common import DunningPagesCase


@tagged("post_install", "-at_install")
class TestDunningPromise(DunningPagesCase):
    """Customers say when they pay, on the page of their reminder."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoices = cls._create_claims()
        cls.dunning = cls._create_dunning(cls.invoices)
        cls.today = cls.dunning._get_today()

    def promise(self, days=3, path=None, **typed):
        typed.setdefault("date", (self.today + timedelta(days=days)).isoformat())
        return self.see(self.dunning).send("/promise", **typed)

    def get_promises(self):
        self.env.invalidate_all()
        return self.env["pylot.payment.promise"].search(
            [("move_ids", "in", self.invoices.ids)], order="id"
        )

    def test_promise(self):
        self.policy._plan()
        page = self.promise(amount="120,50")
        self.assertEqual(page.status, 200)
        self.assertIn("We expect", page.text)
        self.assertIn(self.say(120.5), page.text)
        self.assertFalse(page.main.xpath(".//form[contains(@action, '/promise')]"))
        promise = self.get_promises()
        self.assertRecordValues(
            promise,
            [
                {
                    "amount": 120.5,
                    "date": self.today + timedelta(days=3),
                    "origin": "portal",
                    "state": "open",
                    "partner_id": self.customer.id,
                }
            ],
        )
        self.assertEqual(promise.move_ids, self.invoices)
        self.assertIn("promised", self.invoices[0].pylot_dunning_hold)
        self.assertTrue(self.dunning.answered_at)
        waiting = self.env["pylot.reminder"].search(
            [("res_id", "in", self.invoices.ids), ("state", "=", "planned")]
        )
        self.assertFalse(waiting, "nobody is reminded until then")

    def test_wrong_answers(self):
        last = self.company.pylot_dunning_promise_days
        for typed in (
            {"date": ""},
            {"date": "tomorrow"},
            {"date": "2026-02-30"},
            {"date": "0000-00-00"},
            {"days": -1},
            {"days": last + 1},
            {"amount": "150.01"},
            {"amount": "0"},
            {"amount": "-5"},
            {"amount": "NaN"},
            {"amount": "1e2"},
            {"amount": "a lot"},
        ):
            with self.subTest(typed):
                page = self.promise(**typed)
                self.assertEqual(page.status, 422)
                field = "amount" if "amount" in typed else "date"
                self.assertTrue(page.main.xpath(f".//*[@id='{field}_error']"))
                if field == "amount":
                    form = page.get_form("/promise")
                    self.assertEqual(form.fields["amount"], typed["amount"])
                    day = (self.today + timedelta(days=3)).isoformat()
                    self.assertEqual(form.fields["date"], day, "nothing is lost")
        self.assertFalse(self.get_promises())

    def test_days_in_words_of_the_country(self):
        day = self.today + timedelta(days=2)
        self.assertEqual(self.promise(date=f"{day:%m/%d/%Y}").status, 200)
        self.assertEqual(self.get_promises().date, day)

    def test_last_day(self):
        self.promise(days=self.company.pylot_dunning_promise_days)
        self.assertEqual(len(self.get_promises()), 1)

    def test_twice(self):
        form = self.see(self.dunning)
        day = (self.today + timedelta(days=3)).isoformat()
        for _click in range(2):
            page = form.send("/promise", date=day)
            self.assertEqual(page.status, 200)
            self.assertIn("We expect", page.text)
        self.assertEqual(len(self.get_promises()), 1)
        later = (self.today + timedelta(days=9)).isoformat()
        page = form.send("/promise", date=later)
        self.assertEqual(page.status, 409)
        self.assertIn("Please call us if that has changed", page.text)
        self.assertEqual(len(self.get_promises()), 1, "nobody puts off for ever")

    def test_broken_before(self):
        self.promise()
        self.get_promises().state = "broken"
        page = self.see(self.dunning)
        self.assertIn("Please call us so that we can find a solution", page.text)
        self.assertFalse(page.main.xpath(".//form[contains(@action, '/promise')]"))
        with self.assertRaises(UserError):
            self.dunning._promise_by_customer(self.today)

    def test_nothing_open(self):
        form = self.see(self.dunning)
        for invoice in self.invoices:
            self._pay(invoice)
        page = form.send("/promise", date=self.today.isoformat())
        self.assertEqual(page.status, 409)
        self.assertEqual(page.title, "Thank you, everything is paid")
        self.assertFalse(self.get_promises())

    def test_switched_off(self):
        self.company.pylot_dunning_promise_days = 0
        page = self.see(self.dunning)
        self.assertIn("Please call us if you cannot pay at once", page.text)
        self.assertFalse(page.main.xpath(".//form[contains(@action, '/promise')]"))

    def test_kept(self):
        """The money that was promised is what was to pay, without the credits."""
        self._create_credit_note(30, currency_id=self.euro.id)
        self.promise()
        promise = self.get_promises()
        self.assertEqual(promise.amount, 120)
        self._pay(self.invoices[0])
        self.assertEqual(promise.state, "open")
        self._pay(self.invoices[1], 20)
        self.assertEqual(promise.state, "kept")

    def test_without_token(self):
        self.env.flush_all()
        page = self.send(f"/dunning/{'x' * 36}/promise", {"date": self.today.isoformat()})
        self.assertIn(page.status, (400, 404))
        page = self.send(f"{self.get_path(self.dunning)}/promise", {"date": "2026-12-01"})
        self.assertEqual(page.status, 400, "no CSRF token")
        self.assertFalse(self.get_promises())

    def test_robot(self):
        self.assertEqual(self.promise(website_url="x").status, 404)
        self.assertFalse(self.get_promises())
