"""Instalments on the portal page of a quotation: shown to whom it may concern, asked for once, and
nothing happens by itself."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .finance_common import FinanceCase

PLACE = ".//section[@id='instalments']"


@tagged("post_install", "-at_install")
class TestFinanceRequest(FinanceCase):
    def ask_for(self, offer, order=None, **values):
        order = order or self.order
        page = self.open_order(order)
        self.assertTrue(page.main.xpath(PLACE), page.text[:500])
        return page.send("/instalments", offer=offer, **values)

    def test_what_is_shown(self):
        page = self.open_order()
        [place] = page.main.xpath(PLACE)
        text = " ".join(place.text_content().split())
        offer = self.plan._compute_offer(1000, 24)
        for sentence in (
            self.plan._describe_offer(offer),
            *self.plan._describe_terms(offer),
            *self.plan._get_example_sentences(),
        ):
            self.assertIn(" ".join(sentence.split()), text)
        self.assertIn("Borrowing money costs money", text)
        self.assertEqual(len(place.xpath(".//input[@type='radio']")), 3)
        self.assertTrue(page.main.xpath(".//a[@href='#instalments']"))

    def test_request(self):
        before = self.order.read()[0]
        page = self.ask_for(f"{self.plan.id}-24")
        self.assertEqual(page.status, 200)
        self.assertIn("We have got your request", page.text)
        self.assertIn("Requested on", page.text)
        self.assertFalse(page.main.xpath(f"{PLACE}//input[@type='radio']"))
        request = self.get_requests()
        offer = self.plan._compute_offer(1000, 24)
        self.assertRecordValues(
            request,
            [
                {
                    "plan_id": self.plan.id,
                    "partner_id": self.customer.id,
                    "term": 24,
                    "amount": 1000,
                    "instalment": float(offer["instalment"]),
                    "effective_rate": float(offer["effective_rate"]),
                    "stamp": offer["stamp"],
                    "state": "open",
                }
            ],
        )
        activity = request.activity_id
        self.assertEqual(activity.res_id, self.order.id)
        self.assertEqual(activity.user_id, self.salesperson_user)
        self.assertIn("24 instalments", activity.note)
        note = self.order.message_ids[0]
        self.assertIn("24 instalments", note.body)
        self.assertEqual(note.author_id, self.customer)
        self.assertTrue(note.subtype_id.internal, "the customer knows")
        after = self.order.read()[0]
        kept = ("state", "amount_total", "payment_term_id", "order_line", "signature")
        self.assertEqual([after[name] for name in kept], [before[name] for name in kept])

    def test_double_click_is_one(self):
        page = self.open_order()
        first = page.send("/instalments", offer=f"{self.plan.id}-24")
        again = page.send("/instalments", offer=f"{self.plan.id}-36")
        self.assertEqual((first.status, again.status), (200, 200))
        self.assertEqual(self.get_requests().mapped("term"), [24])
        activities = self.order.activity_ids
        self.assertEqual(len(activities), 1)
        other = self._create_plan(name="Other", nominal_rate=0, terms="6")
        self.env.flush_all()
        self.ask_for(f"{other.id}-6")
        self.assertEqual(self.get_requests().mapped("term"), [24, 6])

    def test_answers_that_are_none(self):
        foreign = self._create_plan(name="Hidden", is_published=False)
        page = self.open_order()
        for offer in ("", "x", "-", f"{foreign.id}-24", f"{self.plan.id}-25", f"{2**40}-24", "1-1"):
            with self.subTest(offer), self.assertNoLogs("odoo", "ERROR"):
                answer = page.send("/instalments", offer=offer)
                self.assertEqual(answer.status, 200)
                self.assertTrue(answer.main.xpath(f"{PLACE}//*[@role='status']/p"), answer.text)
        self.assertFalse(self.get_requests())

    def assertNotOffered(self, order=None):
        page = self.open_order(order)
        self.assertEqual(page.status, 200)
        self.assertFalse(page.main.xpath(PLACE))
        self.assertFalse(page.main.xpath(".//a[@href='#instalments']"))
        token = (order or self.order).access_token
        number = (order or self.order).id
        self.send(
            f"/my/orders/{number}/instalments",
            {
                "csrf_token": self.get("/complaint").main.xpath(
                    "//input[@name='csrf_token']/@value"
                )[0],
                "access_token": token,
                "offer": f"{self.plan.id}-24",
            },
        )
        self.assertFalse(self.get_requests(order))

    def test_nothing_without_a_plan(self):
        self.plan.is_published = False
        self.assertNotOffered()

    def test_of_another_place(self):
        self.plan.place = "page"
        self.assertNotOffered()

    def test_out_of_range(self):
        self.plan.write({"amount_from": 2000, "amount_to": 3000})
        self.assertNotOffered()

    def test_another_currency(self):
        self.plan.currency_id = self.env.ref("base.CHF")
        self.assertNotOffered()

    def test_another_company(self):
        self.plan.write(
            {
                "company_id": self.other_company.id,
                "lender_id": False,
                "payment_term_id": False,
                "is_published": False,
            }
        )
        self.plan.lender_id = self.other_company.partner_id
        self.plan.is_published = True
        self.assertNotOffered()

    def test_states(self):
        signed = self._create_quotation(
            signature=b"R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs="
        )
        expired = self._create_quotation(
            validity_date=fields.Date.subtract(fields.Date.today(), days=1)
        )
        sold, cancelled = self._create_quotation(), self._create_quotation()
        sold.action_confirm()
        cancelled._action_cancel()
        for name, order in {
            "signed": signed,
            "expired": expired,
            "sold": sold,
            "cancelled": cancelled,
        }.items():
            with self.subTest(name):
                self.assertNotOffered(order)

    def test_paid(self):
        provider = self.env["payment.provider"].create({"name": "Any"})
        methods = self.env["payment.method"].with_context(active_test=False)
        method = methods.search([], limit=1)
        self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "reference": "T1",
                "amount": 1000,
                "currency_id": self.euro.id,
                "partner_id": self.customer.id,
                "state": "pending",
                "sale_order_ids": [(6, 0, self.order.ids)],
            }
        )
        self.assertNotOffered()

    def test_who_may_not_see_the_order(self):
        """A wrong number, a foreign one and a wrong token get the same answer."""
        self.order._portal_ensure_token()
        new_test_user(self.env, "stranger", groups="base.group_portal", name="Stranger")
        csrf = self.get("/complaint").main.xpath("//input[@name='csrf_token']/@value")[0]
        answers = set()
        for number in (self.order.id, self.order.id + 10**6, 2**40, "x", "-1", "0"):
            for token in ("", "x" * 36):
                page = self.send(
                    f"/my/orders/{number}/instalments",
                    {"csrf_token": csrf, "access_token": token, "offer": f"{self.plan.id}-24"},
                    allow_redirects=False,
                )
                answers.add((page.status, page.response.headers.get("Location")))
        self.assertEqual(len(answers), 1, answers)
        self.assertFalse(self.get_requests())

    def test_with_a_login(self):
        user = new_test_user(self.env, "frieda", groups="base.group_portal", name="Frieda")
        order = self._create_quotation(partner_id=user.partner_id.id)
        self.authenticate("frieda", "friedaxx")
        page = self.get(f"/my/orders/{order.id}")
        page.send("/instalments", offer=f"{self.plan.id}-12")
        self.assertEqual(self.get_requests(order).partner_id, user.partner_id)

    def test_without_a_token_of_forms(self):
        response = self.url_open(
            f"/my/orders/{self.order.id}/instalments", data={"offer": f"{self.plan.id}-24"}
        )
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self.get_requests())

    # === THE SALESPERSON ===

    def test_apply(self):
        self.ask_for(f"{self.plan.id}-24")
        request = self.get_requests().with_user(self.salesperson_user)
        self.assertNotEqual(self.order.payment_term_id, self.term)
        request.action_apply()
        self.assertEqual(self.order.payment_term_id, self.term)
        self.assertEqual(self.order.state, "sent", "no contract by itself")
        self.assertEqual(request.state, "applied")
        self.assertFalse(self.order.activity_ids)

    def test_apply_only_to_quotations(self):
        self.ask_for(f"{self.plan.id}-24")
        request = self.get_requests().with_user(self.salesperson_user)
        self.order.action_confirm()
        with self.assertRaises(UserError):
            request.action_apply()
        request.action_done()
        self.assertEqual(request.state, "done")

    def test_foreign_salesperson(self):
        self.ask_for(f"{self.plan.id}-24")
        other = new_test_user(self.env, "other", groups="sales_team.group_sale_salesman")
        request = self.get_requests().with_user(other)
        self.assertFalse(request.search([]))
        with self.assertRaises(AccessError):
            request.action_apply()

    def test_a_plan_that_was_asked_for_is_kept(self):
        self.ask_for(f"{self.plan.id}-24")
        self.plan.is_published = False
        page = self.open_order()
        self.assertIn("Requested on", page.text)
        self.assertFalse(page.main.xpath(f"{PLACE}//input[@type='radio']"))
