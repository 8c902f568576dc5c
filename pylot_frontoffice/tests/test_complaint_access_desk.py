"""What providers see of complaints on their desk."""

import doctest
import re

from odoo.fields import Command
from odoo.tests import tagged

from ..tools import quoting
from .complaint_access_common import MISSING, ComplaintAccessCase


@tagged("post_install", "-at_install")
class TestComplaintAccessDesk(ComplaintAccessCase):
    def _get_desk_paths(self, number, file_number):
        return [
            f"/desk/{number}",
            f"/desk/{number}/visit",
            f"/desk/{number}/file/{file_number}",
        ]

    def test_foreign_and_missing_are_alike_on_the_desk(self):
        file = self.comment.attachment_ids
        self.log_in(self.max)
        page = self.open_desk(f"/{self.foreign.id}")
        token = page.main.xpath(".//input[@name='csrf_token']/@value")[0]
        answers = set()
        numbers = (self.complaint.id, self.own.id, MISSING, 2**40, "x", "-1", "0")
        for number in numbers:
            for path in self._get_desk_paths(number, file.id):
                gone = self.get(path)
                answers.add((gone.status, gone.text))
            for action in ("take", "reply", "note", "stage", "propose", "handover", "address"):
                gone = self.send(f"/desk/{number}/{action}", {"csrf_token": token, "text": "x"})
                answers.add((gone.status, gone.text))
            gone = self.send(f"/desk/{number}/visit", {"csrf_token": token, "key": "x"})
            answers.add((gone.status, gone.text))
        self.assertEqual(len(answers), 1)
        self.assertEqual({status for status, _text in answers}, {404})
        self.assertNotIn("WORD", next(iter(answers))[1])
        self.env.invalidate_all()
        self.assertEqual(self.complaint.team_id, self.ring_team)

    def test_two_providers_and_everybody_else_at_the_desk(self):
        """Each sees their own; nobody else has a desk at all."""
        for user, expected in (
            (self.kim, {"WORD-complaint"}),
            (self.max, {"The boiler hums"}),
            (self.portal_a, None),
            (self.agent_user, None),
        ):
            self.log_in(user)
            page = self.open_desk()
            if expected is None:
                self.assertEqual(page.status, 404, user.login)
                continue
            found = {" ".join(each.text_content().split()) for each in page.main.xpath(".//h2")}
            self.assertEqual(found, expected)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/desk").url)
        self.assertIn("/web/login", self.url_open(f"/desk/{self.complaint.id}").url)

    def test_page_of_the_desk_leaves_out_what_is_the_business_s(self):
        self.log_in(self.kim)
        page = self.open_desk(f"/{self.complaint.id}")
        words = {word for word in re.findall(r"WORD-[a-z-]+", page.response.text)}
        self.assertEqual(
            words, {"WORD-complaint", "WORD-description", "WORD-comment", "WORD-answer"}
        )
        self.assertNotIn(self.agent_user.name, page.response.text)
        self.assertNotIn(self.complaint.access_token, page.response.text)
        self.assertIn("customer.txt", page.text)
        for name in ("note.txt", "invoice.txt"):
            self.assertNotIn(name, page.text)
        allowed = {
            file.name: self.get(f"/desk/{self.complaint.id}/file/{file.id}").status
            for file in self.said.attachment_ids
        }
        self.assertEqual(allowed, {"customer.txt": 200, "note.txt": 404, "invoice.txt": 404})
        # a file of the page of one complaint is none of another
        other = self._create_complaint("Other", self.ring_team)
        path = f"/desk/{other.id}/file/{self.comment.attachment_ids.id}"
        self.assertEqual(self.get(path).status, 404)

    def test_files_are_downloaded_and_never_shown(self):
        file = self.env["ir.attachment"].create(
            {
                "name": "x.html",
                "raw": b"<script>alert(1)</script>",
                "mimetype": "text/html",
                "res_model": "pylot.complaint",
                "res_id": self.complaint.id,
            }
        )
        self.complaint.message_post(
            body="See",
            subtype_xmlid="mail.mt_comment",
            message_type="comment",
            author_id=self.portal_a.partner_id.id,
            attachment_ids=file.ids,
        )
        self.log_in(self.kim)
        response = self.url_open(f"/desk/{self.complaint.id}/file/{file.id}")
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.headers["Content-Disposition"].startswith("attachment"))

    def test_keys_and_quotes_are_left_out(self):
        """A customer's answer quotes our mail, with the link and what was written above it."""
        url = self.complaint._get_customer_url()
        self.complaint.with_context(mail_post_autofollow=False).message_post(
            body=self.env["mail.message"]
            ._fields["body"]
            .convert_to_column_insert(
                f"<p>Still drips, see {url}</p>"
                f"<blockquote>QUOTED <a href='{url}'>Your complaint</a></blockquote>",
                self.comment,
            ),
            body_is_html=True,
            subtype_xmlid="mail.mt_comment",
            message_type="email",
            author_id=self.portal_a.partner_id.id,
        )
        self.log_in(self.kim)
        page = self.open_desk(f"/{self.complaint.id}")
        self.assertIn("Still drips", page.text)
        self.assertIn("/complaint/…", page.text)
        self.assertNotIn(self.complaint.access_token, page.response.text)
        self.assertNotIn("QUOTED", page.response.text)

    def test_examples_of_quoting(self):
        outcome = doctest.testmod(quoting)
        self.assertGreater(outcome.attempted, 2)
        self.assertEqual(outcome.failed, 0)

    def test_typed_markup_stays_text(self):
        evil = "<img src=x onerror=alert(1)>"
        self.complaint.write({"name": evil, "partner_name": evil, "phone": evil, "lot_name": evil})
        self.log_in(self.kim)
        for path in ("", f"/{self.complaint.id}", "?search=" + evil):
            page = self.open_desk(path)
            self.assertFalse(page.main.xpath(".//img[@onerror]"), path)
            self.assertIn(evil, page.text)

    def test_no_price_on_the_desk(self):
        product = self.env["product.product"].create({"name": "Blue tap", "list_price": 9876.54})
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": product.id})],
            }
        )
        self.complaint.write({"sale_order_id": order.id, "product_id": product.id})
        self.log_in(self.kim)
        page = self.open_desk(f"/{self.complaint.id}")
        self.assertIn("Blue tap", page.text)
        self.assertIn(order.name, page.text)
        for amount in ("9876", "9,876", "9.876", "€", "$"):
            self.assertNotIn(amount, page.text)
