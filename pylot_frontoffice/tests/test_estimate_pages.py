from urllib.parse import parse_qs, urlencode, urlsplit

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .estimate_common import EstimateRecords
from .pages_common import PagesCase

TYPED = {"name": "Frieda Flink", "email": "frieda@example.com", "consent": "1"}


@tagged("post_install", "-at_install")
class TestEstimatePages(EstimateRecords, PagesCase):
    """A visitor works something out, and books or asks for a quotation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind.place = "company"
        cls.estimate = cls._create_estimate()
        cls.booked = cls._create_estimate(ends_in="booking", appointment_type_id=cls.kind.id)

    def work_out(self, estimate, **typed):
        self.env.flush_all()
        query = urlencode(self._get_query(estimate, **typed))
        return self.get(f"{self._get_path(estimate)}?{query}")

    def get_stamp(self, page):
        (link,) = page.main.xpath(".//section[@id='result']//a/@href")
        return parse_qs(urlsplit(link).query)["estimate"][0]

    # === THE PAGE ===

    def test_page(self):
        page = self.get(self._get_path(self.estimate))
        self.assertEqual(page.status, 200)
        self.assertNotIn("X-Robots-Tag", page.response.headers)
        form = page.get_form(self.estimate._get_public_path())
        choice = self.estimate.input_ids.choice_ids[0]
        expected = {"i_area": "20", "i_walls": str(choice.id), "i_ceiling": "yes"}
        self.assertEqual(dict(form.form_values()), expected)
        self.assertFalse(page.main.xpath(".//*[@id='result']"))

    def test_result(self):
        page = self.work_out(self.estimate)
        self.assertEqual(page.status, 200)
        # 40 * 5 * 1.5 = 300, give or take 30
        self.assertRegex(page.text, r"roughly \D*270–330\D* incl. VAT")
        self.assertIn("not an offer", page.text)
        self.assertEqual(page.response.headers["X-Robots-Tag"], "noindex")
        form = page.get_form(self.estimate._get_public_path())
        self.assertEqual(dict(form.form_values()), self._get_query(self.estimate))

    def test_numbers_by_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.env.flush_all()
        query = urlencode(self._get_query(self.estimate, i_area="1.234,5"))
        page = self.get(f"/de{self._get_path(self.estimate)}?{query}")
        self.assertEqual(page.status, 200)
        self.assertRegex(page.text, r"8\.330–10\.190")
        self.opener.cookies.clear()
        page = self.work_out(self.estimate, i_area="1,234.5")
        self.assertRegex(page.text, r"8,330–10,190")

    def test_links(self):
        links = self.env["pylot.estimate"]._get_public_links()
        ours = [each for each in links if each["url"] == self.estimate._get_public_path()]
        self.assertEqual(ours[0]["name"], "Painting")
        self.env.flush_all()
        page = self.get("/calculators").click("^Painting$")
        self.assertIn("How large is it?", page.text)
        self.estimate.is_published = False
        links = self.env["pylot.estimate"]._get_public_links()
        self.assertNotIn(self.estimate._get_public_path(), [each["url"] for each in links])

    def test_unpublished_foreign_and_wrong_are_alike(self):
        hidden = self._create_estimate(is_published=False)
        archived = self._create_estimate(active=False)
        foreign = self._create_estimate(company_id=self.other_company.id)
        self.env.flush_all()
        answers = set()
        for number in (hidden.id, archived.id, foreign.id, 2**31 - 1, 10**15, 0, "x", "é", "-1"):
            for path in ("", "/request", "/sent"):
                page = self.get(f"/calculators/estimate/{number}{path}")
                answers.add((page.status, page.text))
        self.assertEqual(len(answers), 1)
        self.assertEqual(answers.pop()[0], 404)

    # === IT ENDS IN A BOOKING ===

    def test_ends_in_a_booking(self):
        page = self.work_out(self.booked).click("Book an inspection")
        self.assertRegex(page.text, r"We take your estimate along: Painting: roughly \D*270–330")
        page, visit = self.book(self.hold(page))
        self.assertEqual(visit.estimate_id, self.booked)
        self.assertRegex(visit.estimate_summary, r"Painting: roughly \D*270–330")
        self.assertIn(self.booked.version, visit.estimate_summary)
        answers = [(each.name, each.value) for each in visit.answer_ids]
        self.assertEqual(
            answers,
            [
                ("How large is it?", "40 m²"),
                ("What do the walls look like?", "Wallpaper"),
                ("The ceiling, too?", "No"),
            ],
        )
        seen = visit.with_user(self.technician_user)
        self.assertEqual(seen.technician_id, self.anna)
        self.assertIn("270–330", seen.estimate_summary)
        self.assertEqual(seen.answer_ids[0].value, "40 m²")

    def test_through_questions_and_errors(self):
        """Questions of the type, a wrong answer and other days: it is not lost on the way."""
        self.kind.question_ids = [Command.create({"name": "Where?", "is_required": True})]
        page = self.work_out(self.booked).click("Book an inspection")
        self.assertIn("We take your estimate along", page.text)
        page = page.send("/start")
        self.assertEqual(page.status, 422)
        self.assertIn("We take your estimate along", page.text)
        (where,) = self.kind.question_ids
        page = page.send("/start", **{f"answer_{where.id}": "Here"})
        _page, visit = self.book(self.hold(page))
        self.assertEqual(len(visit.answer_ids), 4)
        self.assertTrue(visit.estimate_summary)

    def test_through_months_and_persons(self):
        self.kind.write(
            {
                "technician_ids": [Command.set((self.anna | self.bert).ids)],
                "technician_choice": "person",
            }
        )
        page = self.work_out(self.booked).click("Book an inspection").click("Bert")
        days = page.main.xpath(".//nav//a[contains(@href, 'day=')]/@href")
        page = self.get(days[-1])
        self.assertIn("We take your estimate along", page.text)
        _page, visit = self.book(self.hold(page))
        self.assertEqual(visit.technician_id, self.bert)
        self.assertTrue(visit.estimate_summary)

    def test_what_was_shown_counts(self):
        """A formula that changes meanwhile changes nothing of what was said, and the version
        tells it."""
        page = self.work_out(self.booked).click("Book an inspection")
        version = self.booked.version
        self.booked.formula = "area * 1000"
        self.env.flush_all()
        _page, visit = self.book(self.hold(page))
        self.assertIn("270–330", visit.estimate_summary)
        self.assertIn(version, visit.estimate_summary)
        self.assertNotEqual(version, self.booked.version)

    def test_in_the_words_of_the_office(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.booked.with_context(lang="de_DE").name = "Streichen"
        self.company.partner_id.lang = "de_DE"
        _page, visit = self.book(self.hold(self.work_out(self.booked).click("Book an insp")))
        self.assertTrue(visit.estimate_summary.startswith("Streichen: "))

    def test_a_type_that_cannot_be_booked_any_more(self):
        self.kind.access = "internal"
        page = self.work_out(self.booked)
        self.assertEqual(page.status, 200)
        self.assertFalse(page.main.xpath(".//section[@id='result']//a[contains(@href, 'book')]"))

    def test_plain_bookings_have_none(self):
        page, visit = self.book()
        self.assertFalse(visit.estimate_summary)
        self.assertNotIn("estimate", page.text)

    # === IT ENDS IN A QUOTATION ===

    def _get_orders(self):
        self.env.invalidate_all()
        return self.env["sale.order"].search([("pylot_estimate_id", "=", self.estimate.id)])

    def test_ends_in_a_quotation(self):
        self.estimate.user_id = self.salesperson_user
        page = self.work_out(self.estimate).click("Request a quotation")
        self.assertIn("Wallpaper", page.text)
        page = page.send("/request", **TYPED, note="<b>Soon</b>, please", phone="0511 123456")
        self.assertEqual(page.path, f"{self.estimate._get_public_path()}/sent")
        order = self._get_orders()
        self.assertRecordValues(
            order,
            [
                {
                    "state": "draft",
                    "user_id": self.salesperson_user.id,
                    "origin": "Painting",
                    "order_line": [],
                }
            ],
        )
        self.assertIn("270–330", order.pylot_estimate_summary)
        self.assertEqual(order.partner_id.email, "frieda@example.com")
        self.assertEqual(order.activity_ids.user_id, self.salesperson_user)
        log = "".join(order.message_ids.mapped("body"))
        self.assertIn("40 m²", log)
        self.assertIn("&lt;b&gt;Soon&lt;/b&gt;", log)
        # colleagues are told, nobody else: anybody could have typed this address
        mails = self.env["mail.mail"].search([("model", "=", "sale.order")])
        self.assertNotIn("frieda", " ".join(mails.mapped(lambda mail: mail.email_to or "")))
        self.assertNotIn(order.partner_id, mails.recipient_ids)
        self.assertNotIn(order.partner_id, order.message_partner_ids)

    def test_twice_is_once(self):
        page = self.work_out(self.estimate).click("Request a quotation")
        for _turn in range(2):
            answer = page.send("/request", **TYPED)
            self.assertEqual(answer.status, 200)
        self.assertEqual(len(self._get_orders()), 1)

    def test_known_customers(self):
        user = new_test_user(
            self.env, "berta", "base.group_portal", name="Berta", email="b@example.com"
        )
        self.authenticate("berta", "berta".ljust(8, "x"))
        page = self.work_out(self.estimate).click("Request a quotation")
        page = page.send("/request", consent="1")
        self.assertEqual(page.title, "Thank you")
        self.assertEqual(self._get_orders().partner_id, user.partner_id)

    def test_strangers_do_not_become_somebody_else(self):
        self.customer.write({"name": "Frieda Flink", "email": "frieda@example.com", "phone": "1"})
        self.work_out(self.estimate).click("Request a quot").send("/request", **TYPED)
        self.assertNotEqual(self._get_orders().partner_id, self.customer)
        self.assertEqual(self.customer.phone, "1")

    def test_what_is_missing(self):
        page = self.work_out(self.estimate).click("Request a quotation")
        page = page.send("/request", name="", email="nobody", phone="call me")
        self.assertEqual(page.status, 422)
        errors = page.main.xpath(".//*[@id='errors']//a/@href")
        self.assertEqual(set(errors), {"#name", "#email", "#phone", "#consent"})
        self.assertFalse(self._get_orders())

    def test_robots(self):
        page = self.work_out(self.estimate).click("Request a quotation")
        self.assertEqual(page.send("/request", **TYPED, website_url="x").status, 404)
        self.assertFalse(self._get_orders())

    def test_too_many(self):
        self.env["ir.config_parameter"].set_param(
            "pylot_frontoffice.max_estimate_requests_per_visitor", "2"
        )
        statuses = []
        for number in range(3):
            page = self.work_out(self.estimate, i_area=str(10 + number))
            page = page.click("Request a quotation").send("/request", **TYPED)
            statuses.append(page.status)
        self.assertEqual(statuses, [200, 200, 429])
        self.assertEqual(len(self._get_orders()), 2)
