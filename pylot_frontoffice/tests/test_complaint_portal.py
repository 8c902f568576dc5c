"""My complaints: mine, and those of my company that are shared; nobody else's."""

from odoo.fields import Command
from odoo.tests import tagged

from .complaint_pages_common import PDF, ComplaintPagesCase


@tagged("post_install", "-at_install")
class TestComplaintPortal(ComplaintPagesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = cls.env["res.partner"].create({"name": "Firm", "is_company": True})
        cls.user = cls._create_portal_user()
        cls.colleague = cls._create_portal_user("berta", "Berta")
        cls.stranger = cls._create_portal_user("carl", "Carl")
        (cls.user | cls.colleague).partner_id.parent_id = cls.firm
        cls.mine = cls._create_complaint("Mine", partner_id=cls.user.partner_id.id)
        cls.hers = cls._create_complaint("Hers", partner_id=cls.colleague.partner_id.id)
        cls.foreign = cls._create_complaint("Foreign", partner_id=cls.stranger.partner_id.id)
        cls.nobodys = cls._create_complaint("Nobody's", partner_id=False)

    def _list(self):
        self.env.flush_all()
        self.env.invalidate_all()
        titles = self.get("/my/complaints").main.xpath("//h3")
        return [" ".join(title.text_content().split()) for title in titles]

    def test_own_and_shared(self):
        self.log_in("frieda")
        self.assertEqual(self._list(), ["Mine"])
        self.hers.is_shared = True
        self.assertEqual(self._list(), ["Hers", "Mine"])
        self.foreign.is_shared = True
        self.nobodys.is_shared = True
        self.assertEqual(self._list(), ["Hers", "Mine"])
        self.foreign.contact_ids = self.user.partner_id
        self.assertEqual(self._list(), ["Foreign", "Hers", "Mine"])
        self.mine.contact_ids = self.colleague.partner_id
        self.mine.partner_id = self.stranger.partner_id
        self.assertEqual(self._list(), ["Foreign", "Hers"])

    def test_of_the_companies_of_the_login(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.mine.company_id = False
        self.log_in("frieda")
        self.assertEqual(self._list(), ["Mine"])
        self.env.cr.execute(
            "UPDATE pylot_complaint SET company_id = %s WHERE id = %s", [other.id, self.mine.id]
        )
        self.assertEqual(self._list(), [])
        self.assertEqual(self.get(f"/my/complaints/{self.mine.id}").status, 404)
        self.assertEqual(self.get(f"/complaint/{self.mine.access_token}").status, 200, "by link")
        counters = {"counters": ["complaint_count"]}
        answer = self.make_jsonrpc_request("/my/counters", counters)
        self.assertEqual(answer["complaint_count"], 0)
        self.user.company_ids |= other
        self.assertEqual(self._list(), ["Mine"])

    def test_wrong_and_foreign_are_alike(self):
        file = self.foreign._add_customer_reply("x", attachments=[("d.pdf", PDF)])
        number = file._get_page_messages_sudo().attachment_ids.id
        self.log_in("frieda")
        csrf = self.get(f"/my/complaints/{self.mine.id}").get_form("/reply").fields["csrf_token"]
        self.hers.active = False
        self.env.flush_all()
        answers = set()
        for wrong in (self.foreign.id, self.nobodys.id, self.hers.id, 2**31 - 1, 10**15, "x", "é"):
            path = f"/my/complaints/{wrong}"
            for page in (
                self.get(path),
                self.get(f"{path}/file/{number}"),
                self.send(f"{path}/reply", {"csrf_token": csrf, "text": "x"}),
                self.send(f"{path}/rate", {"csrf_token": csrf, "value": "5"}),
            ):
                answers.add((page.status, page.text))
        self.assertEqual(len(answers), 1)
        self.assertEqual(answers.pop()[0], 404)
        self.assertEqual(self.get(f"/my/complaints/{self.mine.id}/file/{number}").status, 404)

    def test_page_by_login(self):
        self.log_in("frieda")
        page = self.get("/my/complaints").click("Mine")
        self.assertNotIn(self.mine.access_token, page.response.text)
        page = page.send(
            "/reply", text="By login", files=[("files", ("a.pdf", PDF, "application/pdf"))]
        )
        self.assertEqual(page.path, f"/my/complaints/{self.mine.id}")
        self.assertIn("By login", page.text)
        link = page.main.xpath("//a[contains(@href, '/file/')]/@href")[0]
        self.assertEqual(self.get(link).response.content, PDF)
        self.decide(self.mine)
        page = self.get(f"/my/complaints/{self.mine.id}").send("/rate", value="5")
        self.assertEqual(page.path, f"/my/complaints/{self.mine.id}")
        self.env.invalidate_all()
        self.assertEqual(self.mine.rating_id.rating, 5)

    def test_colleague_answers_what_is_shared(self):
        self.hers.is_shared = True
        self.log_in("frieda")
        page = self.get("/my/complaints").click("Hers")
        page = page.send("/reply", text="I know more")
        self.assertIn("I know more", page.text)
        self.assertEqual(self.hers._get_page_messages_sudo()[-1].author_id, self.user.partner_id)

    def test_new_one(self):
        self.log_in("frieda")
        page = self.get("/my/complaints").click("Something is wrong")
        self.assertIn("You write as Frieda", page.text)
        page = page.send(
            "/complaint", text="Broken", consent="1", shared="1", email="evil@example.com"
        )
        complaint = self.get_newest()
        self.assertEqual(page.path, f"/my/complaints/{complaint.id}")
        self.assertRecordValues(
            complaint,
            [
                {
                    "partner_id": self.user.partner_id.id,
                    "email_from": "frieda@example.com",
                    "channel": "portal",
                    "is_shared": True,
                }
            ],
        )
        self.authenticate(None, None)
        self.log_in("berta")
        self.assertIn("Broken", self._list())

    def test_customers_with_a_login_may_always_complain(self):
        self.team.is_public = False
        self.env.flush_all()
        self.assertEqual(self.get("/complaint").status, 404)
        self.log_in("frieda")
        self.assertEqual(self.get("/complaint").status, 200)

    def test_from_order_and_invoice(self):
        product = self.env["product.product"].create({"name": "Tap", "type": "service"})
        orders = self.env["sale.order"].create(
            [
                {
                    "partner_id": user.partner_id.id,
                    "order_line": [Command.create({"product_id": product.id})],
                }
                for user in (self.user, self.stranger)
            ]
        )
        orders.action_confirm()
        orders.order_line.qty_delivered = 1
        invoices = orders.with_context(default_move_type="out_invoice")._create_invoices()
        invoices.action_post()
        order, foreign = orders
        invoice = order.invoice_ids
        self.env.flush_all()
        self.log_in("frieda")
        for path, name, field, record in (
            (f"/my/orders/{order.id}", order.name, "sale_order_id", order),
            (f"/my/invoices/{invoice.id}", invoice.name, "move_id", invoice),
        ):
            link = self._find_link(path)
            page = self.get(link)
            self.assertIn(name, page.text)
            page.send("/complaint", text="Broken", consent="1")
            self.assertEqual(self.get_newest()[field], record)
        plain = self.get("/complaint").text
        for query in (f"order={foreign.id}", f"invoice={foreign.invoice_ids.id}", "order=0"):
            self.assertEqual(self.get(f"/complaint?{query}").text, plain)
        self.authenticate(None, None)
        link = self._find_link(order.get_portal_url())
        self.assertIn("key=", link)
        self.assertIn(order.name, self.get(link).text)

    def _find_link(self, path):
        page = self.get(path)
        links = page.tree.xpath("//a[starts-with(@href, '/complaint?')]/@href")
        self.assertEqual(len(links), 1, path)
        return links[0]

    def test_login_first(self):
        page = self.get(f"/my/complaints/{self.mine.id}")
        self.assertEqual(page.path, "/web/login")
        self.assertEqual(self.get("/my/complaints").path, "/web/login")

    def test_card_is_shown_to_who_has_complaints(self):
        self.log_in("frieda")
        counters = {"counters": ["complaint_count"]}
        answer = self.make_jsonrpc_request("/my/counters", counters)
        self.assertEqual(answer["complaint_count"], 1)
        self.assertEqual(self.get("/my").status, 200)
