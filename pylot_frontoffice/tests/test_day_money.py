from odoo.tests import tagged

from .cash_pages_common import IBAN, CashPagesCase


@tagged("post_install", "-at_install")
class TestDayMoney(CashPagesCase):
    """From finish to paid, on the technician's phone."""

    def _count(self):
        return self.env["pylot.cash.entry"].search_count([])

    # === THE WHOLE WAY ===

    def test_from_finish_to_paid(self):
        visit = self._do_visit((self.service, 1), (self.pump, 1))
        page = self.get_pay(visit)
        self.assertEqual(page.title, "Invoice")
        page = page.send("/pay/invoice")
        invoice = visit.visit_invoice_id
        self.assertEqual(invoice.state, "posted")
        self.assertIn(self.say(357), page.text)
        # a part in cash
        page = self.get_pay(visit, "/cash?amount=100")
        self.assertIn(self.say(100), page.text)
        self.assertIn("paid by bank transfer, not in cash", page.text)
        page = page.send("/pay/cash")
        self.assertEqual(page.path, f"/my/day/{visit.id}/pay")
        self.assertIn(f"{self.say(100)} received", page.text)
        self.assertIn(self.say(257), page.text)
        entry = self.env["pylot.cash.entry"].search([])
        self.assertRecordValues(entry, [{"amount": 100, "user_id": self.technician_user.id}])
        receipt = page.click(entry.name)
        self.assertIn(self.say(100), receipt.text)
        self.assertIn(invoice.name, receipt.text)
        # the rest by the link
        invoice.access_token = False
        page = self.get_pay(visit, "/link")
        self.assertFalse(page.main.xpath(".//img"))
        page = page.send("/pay/share")
        self.assertIn("Waiting for the payment", page.text)
        before = self.get_status(visit)
        url = page.main.xpath(".//a[@class='money-link']/@href")[0]
        self.assertIn(f"/my/invoices/{invoice.id}?access_token={invoice.access_token}", url)
        self.assertIn("amount=257.0", url)
        transaction = self.pay_online(invoice, 257)
        self.assertNotEqual(self.get_status(visit), before)
        page = self.get_pay(visit)
        self.assertEqual(page.title, "Paid")
        self.assertEqual(invoice.payment_state, "paid")
        self.assertTrue(transaction.payment_id)
        self.assertIn("Paid", self.render_slot(visit).xpath("string()"))

    def get_status(self, visit, token=""):
        base = f"/day/{token}" if token else "/my/day"
        self.env.flush_all()
        return self.url_open(f"{base}/{visit.id}/pay/status").json()

    def pay_online(self, invoice, amount, state="done"):
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.provider.payment_method_ids[:1].id,
                "amount": amount,
                "currency_id": invoice.currency_id.id,
                "partner_id": invoice.partner_id.id,
                "reference": f"{invoice.name}-{amount}",
                "operation": "online_redirect",
                "invoice_ids": [(6, 0, invoice.ids)],
                "state": state,
            }
        )
        if state == "done":
            transaction._post_process()
        self.env.flush_all()
        return transaction

    def test_payment_on_its_way(self):
        visit = self._do_visit()
        invoice = visit._invoice_visit()
        before = self.get_status(visit)
        self.provider.code = "none"
        self.pay_online(invoice, 238, state="pending")
        page = self.get_pay(visit)
        self.assertIn("A payment is on its way", page.text)
        self.assertNotEqual(self.get_status(visit), before)
        self.assertEqual(self.get_pay(visit, "/link").status, 422)

    # === INVOICE ===

    def test_what_is_missing_is_said(self):
        visit = self._create_visit(self.anna, customer_id=self.customer.id, visit_state="done")
        page = self.get_pay(visit)
        self.assertIn("neither an order nor an appointment type", page.text)
        self.assertFalse(page.main.xpath(".//form"))
        page = self.send_unseen(f"/my/day/{visit.id}/pay/invoice")
        self.assertEqual(page.status, 422)
        self.assertIn("neither an order nor an appointment type", page.text)

    def test_draft(self):
        self.company.pylot_site_invoice = "draft"
        visit = self._do_visit()
        page = self.get_pay(visit).send("/pay/invoice")
        self.assertIn("There is nothing to pay now", page.text)
        for way in ("cash", "bank", "link"):
            self.assertEqual(self.get_pay(visit, f"/{way}").status, 422)

    def test_before_it_is_finished(self):
        visit = self._create_visit(self.anna, customer_id=self.customer.id)
        self.assertIn("Finish the visit first", self.get_pay(visit).text)
        for way in ("cash", "bank", "link"):
            page = self.get_pay(visit, f"/{way}")
            self.assertEqual(page.status, 422)
            self.assertIn("Make the invoice first", page.text)

    def test_section_of_the_visit(self):
        visit = self._do_visit()
        slot = self.render_slot(visit)
        self.assertEqual(slot.xpath("//form/@action"), [f"/my/day/{visit.id}/pay/invoice"])
        visit._invoice_visit()
        slot = self.render_slot(visit)
        self.assertEqual(slot.xpath("//a/@href"), [f"/my/day/{visit.id}/pay"])
        self.assertIn("238.00", slot.xpath("string()"))

    # === AMOUNTS ===

    def test_wrong_amounts(self):
        visit = self._do_visit()
        visit._invoice_visit()
        form = self.get_pay(visit, "/cash")
        for amount in ("0", "-1", "1e308", "NaN", "238.01", "1.234,56", "abc", "10.001", "9" * 300):
            for way in ("cash", "bank", "link"):
                with self.subTest(amount=amount, way=way):
                    page = self.get_pay(visit, f"/{way}?amount={amount}")
                    self.assertEqual(page.status, 422)
                    self.assertTrue(page.main.xpath(".//*[@role='alert']"))
            with self.subTest(amount=amount):
                page = form.send("/pay/cash", amount=amount)
                self.assertEqual(page.status, 422)
        self.assertEqual(self._count(), 0)

    def test_amounts_of_the_language(self):
        """What stands in the form of one language is read as in that language."""
        self.env["res.lang"]._activate_lang("de_DE")
        self.customer.lang = self.env.user.lang
        visit = self._do_visit((self.service, 1), (self.pump, 10))
        self.company.pylot_cash_limit = 5000
        invoice = visit._invoice_visit()
        self.assertEqual(invoice.amount_total, 1428)
        for lang, preset, typed, amount in (
            ("en_US", "1,428.00", "1,000.50", 1000.5),
            ("de_DE", "427,50", "27,50", 27.5),
            ("de_DE", "400,00", "100.5", 100.5),
        ):
            self.technician_user.lang = lang
            with self.subTest(lang=lang, typed=typed):
                page = self.get_pay(visit)
                self.assertEqual(page.main.xpath(".//input[@name='amount']/@value"), [preset])
                self.get_pay(visit, f"/cash?amount={typed}").send("/pay/cash")
                self.env.invalidate_all()
                entry = self.env["pylot.cash.entry"].search([], limit=1)
                self.assertEqual(entry.amount, amount)
        self.technician_user.lang = "de_DE"
        self.assertEqual(self.get_pay(visit, "/cash?amount=1.234").status, 422, "more than open")

    def test_over_the_limit(self):
        self.company.pylot_cash_limit = 100
        visit = self._do_visit()
        visit._invoice_visit()
        page = self.get_pay(visit, "/cash")
        self.assertEqual(page.status, 422)
        self.assertIn(f"at most {self.say(100)}", page.text)
        self.get_pay(visit, "/cash?amount=100").send("/pay/cash")
        page = self.get_pay(visit)
        self.assertIn("that much was taken", page.text)
        self.assertFalse(page.main.xpath(".//button[contains(@formaction, 'cash')]"))

    # === ONCE ===

    def test_double_tap(self):
        visit = self._do_visit()
        visit._invoice_visit()
        form = self.get_pay(visit, "/cash?amount=50")
        first, second = form.send("/pay/cash"), form.send("/pay/cash")
        self.assertEqual(first.response.url, second.response.url)
        self.assertEqual(self._count(), 1)
        page = form.send("/pay/cash", amount="60")
        self.assertEqual(page.status, 422)
        self.assertIn("was taken with this form already", page.text)
        self.get_pay(visit, "/cash?amount=50").send("/pay/cash")
        self.assertEqual(self._count(), 2)

    def test_form_without_a_key(self):
        visit = self._do_visit()
        visit._invoice_visit()
        form = self.get_pay(visit, "/cash?amount=50")
        for key in ("", "short", "ä" * 20, "x" * 65):
            with self.subTest(key):
                self.assertEqual(form.send("/pay/cash", key=key).status, 422)
        self.assertEqual(self._count(), 0)

    # === BANK ===

    def test_bank(self):
        visit = self._do_visit()
        invoice = visit._invoice_visit()
        page = self.get_pay(visit, "/bank?amount=100")
        for words in (self.say(100), IBAN, "Pylot GmbH", invoice.payment_reference):
            self.assertIn(words, page.text)
        (code,) = page.main.xpath(".//img/@src")
        self.assertTrue(code.startswith("data:image/png"))

    def test_no_bank(self):
        self.company.partner_id.bank_ids.unlink()
        visit = self._do_visit()
        visit._invoice_visit()
        page = self.get_pay(visit)
        self.assertIn("no bank account", page.text)
        self.assertEqual(self.get_pay(visit, "/bank").status, 422)

    # === LINK ===

    def _get_link_form(self):
        visit = self._do_visit()
        visit._invoice_visit()
        return visit, self.get_pay(visit, "/link?amount=38")

    def test_not_set_up(self):
        self.env["ir.config_parameter"].set_param("account_payment.enable_portal_payment", "")
        visit, page = self._get_link_form()
        self.assertEqual(page.status, 422)
        self.assertIn("the office has not set it up", page.text)

    def test_send_by_email(self):
        visit, page = self._get_link_form()
        (form,) = page.main.xpath(".//form[.//input[@value='email']]")
        data = dict(form.form_values())
        self.assertEqual(data["recipient"], "frieda@example.com")
        url = f"/my/day/{visit.id}/pay/send"
        for _time in range(2):
            page = self.send(url, data)
            self.assertIn("It is on its way", page.text)
        link = self.env["pylot.pay.link"].search([])
        self.assertRecordValues(link, [{"amount": 38, "channel": "email"}])
        mail = self.env["mail.mail"].search([("model", "=", link._name), ("res_id", "=", link.id)])
        self.assertEqual(mail.email_to, "frieda@example.com")
        self.assertIn("amount=38.0", str(mail.body_html))
        for wrong in ("", "frieda", "a@b.de, c@d.de", "x\r\nBcc: e@example.com"):
            with self.subTest(wrong):
                page = self.send(url, {**data, "recipient": wrong, "key": "k" * 20})
                self.assertEqual(page.status, 422)
        page = self.send(url, {**data, "channel": "post", "key": "k" * 20})
        self.assertEqual(page.status, 422)
        self.assertEqual(self.env["pylot.pay.link"].search([]), link)

    def test_send_by_sms(self):
        visit, page = self._get_link_form()
        (form,) = page.main.xpath(".//form[.//input[@value='sms']]")
        data = {**dict(form.form_values()), "recipient": "+49 511 123456"}
        self.assertIn("on its way", self.send(f"/my/day/{visit.id}/pay/send", data).text)
        sms = self.env["sms.sms"].search([], limit=1)
        self.assertEqual(sms.number, "+49 511 123456")
        self.assertIn("/my/invoices/", sms.body)

    # === WHO ===

    def test_visits_of_others(self):
        visit = self._do_visit(technician=self.bert)
        visit._invoice_visit()
        pages = ("", "/cash", "/bank", "/link", "/status", "/receipt/1")
        for path in pages:
            with self.subTest(path):
                self.assertEqual(self.get_pay(visit, path).status, 404)
        for path in ("invoice", "cash", "share", "send"):
            page = self.send_unseen(f"/my/day/{visit.id}/pay/{path}")
            with self.subTest(path):
                self.assertEqual(page.status, 404)
        self.assertEqual(self.get("/my/day/999999999999/pay").status, 404)
        self.assertEqual(self._count(), 0)

    def test_no_form_of_others(self):
        """Without the secret of the session, nothing is taken."""
        visit = self._do_visit()
        visit._invoice_visit()
        data = {"amount": "1", "key": "k" * 20}
        self.assertEqual(self.send(f"/my/day/{visit.id}/pay/cash", data).status, 400)
        self.assertEqual(self._count(), 0)

    def test_receipt_of_another_visit(self):
        mine, other = self._do_visit(), self._do_visit(hour=14)
        for visit in (mine, other):
            visit._invoice_visit()
        entry = self._take(other, 10)
        self.assertEqual(self.get_pay(other, f"/receipt/{entry.id}").status, 200)
        self.assertEqual(self.get_pay(mine, f"/receipt/{entry.id}").status, 404)
        self.assertEqual(self.get_pay(mine, "/receipt/x").status, 404)

    def test_subcontractor(self):
        """By link, without a login: the same pages, and the same laws."""
        self.logout()
        self.bert.day_token = token = "b" * 32
        visit = self._do_visit(technician=self.bert)
        page = self.get_pay(visit, token=token).send("/pay/invoice")
        self.assertIn(self.say(238), page.text)
        page = self.get_pay(visit, "/cash", token).send("/pay/cash")
        self.assertEqual(page.title, "Paid")
        entry = self.env["pylot.cash.entry"].search([])
        self.assertRecordValues(entry, [{"resource_id": self.bert.id, "user_id": False}])
        page = self.get(f"/day/{token}/cash")
        self.assertIn(self.say(238), page.text)
        self.assertEqual(self.get_pay(visit, token="x" * 32).status, 404)
        mine = self._do_visit(hour=14)
        self.assertEqual(self.get_pay(mine, token=token).status, 404)

    # === PRICES HIDDEN BY RIGHT ===

    def test_prices_hidden(self):
        """What is to be collected is seen; what the work costs is not."""
        self.anna.may_see_prices = False
        visit = self._do_visit((self.service, 1), (self.pump, 1))
        invoice = visit._invoice_visit()
        labour = self.say(invoice._get_labour_share()[0])
        page = self.get_pay(visit, "/cash?amount=100")
        self.assertIn(self.say(100), page.text)
        self.assertIn("paid by bank transfer, not in cash", page.text)
        self.assertNotIn(labour, page.text)
        entry = self._take(visit, 100)
        page = self.get_pay(visit)
        self.assertIn(self.say(257), page.text)
        self.assertNotIn(self.say(357), page.text)
        self.assertNotIn(labour, self.get_pay(visit, f"/receipt/{entry.id}").text)
        invoice._portal_ensure_token()
        link = self.get_pay(visit, "/link")
        self.assertTrue(link.main.xpath(".//img"), "the customer scans it")
        self.assertFalse(link.main.xpath(".//a[contains(@href, '/my/invoices/')]"))
        self._take(visit, 257)
        self.assertNotIn(self.say(357), self.get_pay(visit).text)
        self.assertNotIn(self.say(357), self.render_slot(visit).xpath("string()"))

    def test_prices_hidden_in_a_draft(self):
        self.anna.may_see_prices = False
        self.company.pylot_site_invoice = "draft"
        visit = self._do_visit()
        visit._invoice_visit()
        self.assertNotIn("238", self.get_pay(visit).text)
        self.assertNotIn("238", self.render_slot(visit).xpath("string()"))

    # === POCKET ===

    def test_pocket(self):
        page = self.get("/my/day/cash")
        self.assertIn("You have no cash", page.text)
        visit = self._do_visit()
        visit._invoice_visit()
        self._take(visit, 138)
        self.env.flush_all()
        page = self.get("/my/day/cash")
        self.assertIn(self.say(138), page.text)
        for wrong in ("", "-1", "NaN", "1e308", "abc", "2000000"):
            with self.subTest(wrong):
                self.assertEqual(page.send("/cash", amount=wrong).status, 422)
        page.send("/cash", amount="130")
        page = page.send("/cash", amount="138")
        self.assertIn(f"You bring {self.say(138)}", page.text)
        handover = self.env["pylot.cash.handover"].search([])
        self.assertRecordValues(handover, [{"declared": 138, "state": "draft"}])
        handover.with_user(self.accountant_user).write({"counted": 138})
        handover.with_user(self.accountant_user).action_confirm()
        self.env.flush_all()
        self.assertIn("You have no cash", self.get("/my/day/cash").text)

    # === HOW MUCH WORK IT IS ===

    def test_query_budget(self):
        """The status is asked for every three seconds; the page grows with nothing."""
        visit = self._do_visit()
        visit._invoice_visit()
        for path, budget in (("/status", 13), ("", 25)):
            self.get_pay(visit, path)
            self.env.invalidate_all()
            with self.subTest(path), self.assertQueryCount(budget):
                self.url_open(f"/my/day/{visit.id}/pay{path}")

    def test_size(self):
        visit = self._do_visit()
        visit._invoice_visit()
        page = self.get_pay(visit, "/bank")
        self.assertLess(len(page.response.content), 60_000)
        self.assertNotIn("web.assets_frontend", page.response.text)
