"""The public form: taken in from everybody, and nothing given away."""

import io
from unittest.mock import patch

from freezegun import freeze_time
from PIL import Image

from odoo.fields import Command, Datetime
from odoo.tests import tagged

from .complaint_pages_common import (
    MIN_SECONDS,
    PDF,
    TYPED,
    ComplaintPagesCase,
    make_picture,
)


@tagged("post_install", "-at_install")
class TestComplaintForm(ComplaintPagesCase):
    def test_complaint_of_a_stranger(self):
        cause = self.env["pylot.complaint.type"].search([("is_public", "=", True)], limit=1)
        page, complaint = self.complain(
            remedy="repair", cause=str(cause.id), reference="4711", lot="SN 1"
        )
        self.assertEqual(page.status, 200)
        self.assertTrue(page.path.startswith("/complaint/sent/"))
        self.assertIn(complaint.number, page.text)
        self.assertIn("You hear from us by", page.text)
        self.assertNotIn(complaint.access_token, page.response.text, "the link goes by e-mail")
        self.assertRecordValues(
            complaint,
            [
                {
                    "name": "The tap drips.",
                    "team_id": self.team.id,
                    "partner_id": False,
                    "partner_name": "Frieda Flink",
                    "email_from": "frieda@example.com",
                    "phone": "0511 123456",
                    "channel": "form",
                    "remedy_wanted": "repair",
                    "type_id": cause.id,
                    "lot_name": "SN 1",
                    "customer_reference": "4711",
                    "lang": "en_US",
                    "state": "new",
                }
            ],
        )
        self.assertIn(self.company.name, complaint.consent_text)
        self.assertEqual(complaint.notice_ids.mapped("kind"), ["received"])
        self.assertEqual(len(complaint._get_page_messages_sudo()), 1)
        self.assertFalse(complaint.message_partner_ids, "nobody follows without having asked")

    def test_files(self):
        exif = Image.Exif()
        exif[0x010E] = "secret place"
        photo = make_picture(exif=exif)
        files = [
            ("files", ("../../Tap <b>.png", photo, "text/html")),
            ("files", ("bill.exe", PDF, "image/png")),
        ]
        _page, complaint = self.complain(files=files)
        kept = complaint._get_page_messages_sudo().attachment_ids.sorted("name")
        self.assertEqual(
            [(file.name, file.mimetype) for file in kept],
            [("Tap b.jpg", "image/jpeg"), ("bill.pdf", "application/pdf")],
        )
        self.assertNotIn(b"secret place", kept[0].raw)
        self.assertEqual(Image.open(io.BytesIO(kept[0].raw)).size, (60, 40))

    def test_what_is_missing_is_said_and_nothing_is_lost(self):
        before = self.Complaint.search_count([])
        page = self.get("/complaint").send(
            "/complaint", text="It drips", email="frieda@", phone="?", remedy="repair"
        )
        self.assertEqual(page.status, 422)
        errors = page.main.xpath("//*[@id='errors']//a/@href")
        self.assertEqual(set(errors), {"#name", "#email", "#phone", "#consent"})
        for error in errors:
            self.assertTrue(page.main.xpath(f"//*[@id='{error[1:]}']"), error)
            self.assertTrue(page.main.xpath(f"//*[@id='{error[1:]}_error']"), error)
        form = page.get_form("/complaint")
        self.assertEqual(form.fields["text"].strip(), "It drips")
        self.assertEqual(form.fields["email"], "frieda@")
        self.assertEqual(form.fields["remedy"], "repair")
        page = page.send("/complaint", **TYPED)
        self.assertTrue(page.path.startswith("/complaint/sent/"))
        self.assertEqual(self.get_newest().name, "The tap drips.")
        self.assertEqual(self.Complaint.search_count([]), before + 1)

    def test_sent_twice_is_one(self):
        form = self.get("/complaint")
        first = form.send("/complaint", **TYPED)
        complaint = self.get_newest()
        second = form.send("/complaint", **{**TYPED, "text": "Something else"})
        self.assertEqual(second.status, 200)
        self.assertEqual(self.get_newest(), complaint)
        self.assertIn(complaint.number, first.text)
        self.assertEqual(first.text, second.text)

    def test_time_trap(self):
        self.env["ir.config_parameter"].set_param(MIN_SECONDS, "3")
        known = self.get_newest()
        form = self.get("/complaint")
        page = form.send("/complaint", **TYPED)
        self.assertEqual(page.status, 422)
        self.assertIn("very quick", page.text)
        self.assertEqual(self.get_newest(), known)
        stamp = page.get_form("/complaint").fields["stamp"]
        with freeze_time(tick=True) as clock:
            clock.tick(10)
            page = page.send("/complaint", **TYPED)
            self.assertTrue(page.path.startswith("/complaint/sent/"), page.text)
        # neither without a stamp, nor with a forged one, nor with one of yesterday
        for wrong in ("", "x", stamp[:-3] + "AAA", "é", "A" * 5000):
            page = form.send("/complaint", **{**TYPED, "stamp": wrong})
            self.assertEqual(page.status, 422, wrong)
            self.assertIn("once more", page.text)

    def test_robots_fill_in_everything(self):
        known = self.get_newest()
        page = self.get("/complaint").send("/complaint", **TYPED, website_url="http://x.example")
        self.assertEqual(page.status, 404)
        self.assertEqual(self.get_newest(), known)

    def test_limits(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("pylot_frontoffice.max_complaints_per_sender", "2")
        for _turn in range(2):
            self.assertEqual(self.complain()[0].status, 200)
        page, _complaint = self.complain(email="FRIEDA@example.com")
        self.assertEqual(page.status, 429)
        self.assertIn("The tap drips.", page.get_form("/complaint").fields["text"])
        self.assertEqual(self.complain(email="other@example.com")[0].status, 200)
        parameters.set_param("pylot_frontoffice.max_complaints_per_visitor", "3")
        page = self.get("/complaint").send("/complaint", **{**TYPED, "email": "third@example.com"})
        self.assertEqual(page.status, 429)

    # === WHO AND WHAT IS FOUND ===

    def _sell(self, partner):
        product = self.env["product.product"].create({"name": "Tap", "type": "service"})
        order = self.env["sale.order"].create(
            {"partner_id": partner.id, "order_line": [Command.create({"product_id": product.id})]}
        )
        order.action_confirm()
        return order

    def test_answers_are_the_same_for_known_and_unknown(self):
        order = self._sell(self.customer)
        answers, found = set(), []
        now = Datetime.now()
        for email, reference in (
            ("kunde@example.com", order.name),
            ("kunde@example.com", "S99999"),
            ("nobody@example.com", order.name),
            ("nobody@example.com", ""),
        ):
            # the page says until when we answer, by the minute: all of them at one moment
            with freeze_time(now):
                page, complaint = self.complain(email=email, reference=reference)
            answers.add((page.status, page.text.replace(complaint.number, "")))
            found.append((complaint.partner_id, complaint.sale_order_id))
        self.assertEqual(len(answers), 1, "the answer tells who or what is known")
        nobody, nothing = self.env["res.partner"], self.env["sale.order"]
        self.assertEqual(
            found,
            [
                (self.customer, order),
                (self.customer, nothing),
                (nobody, nothing),
                (nobody, nothing),
            ],
        )

    def test_one_address_of_several_people(self):
        self.env["res.partner"].create({"name": "Her Husband", "email": "kunde@example.com"})
        order = self._sell(self.customer)
        _page, complaint = self.complain(email="kunde@example.com")
        self.assertFalse(complaint.partner_id)
        _page, complaint = self.complain(
            email="kunde@example.com", reference=f"order {order.name.lower()} of May"
        )
        self.assertEqual((complaint.partner_id, complaint.sale_order_id), (self.customer, order))

    def test_from_the_page_of_a_visit(self):
        visit = self._create_visit(
            self.anna,
            customer_id=self.customer.id,
            appointment_type_id=self.kind.id,
            contact_email="kunde@example.com",
        )
        visit._promise("confirmed")
        visit.visit_state = "done"
        self.env.flush_all()
        page = self.get(f"/visit/{visit.customer_token}").click("Something is wrong")
        self.assertIn("Inspection", page.text)
        fields = page.get_form("/complaint").fields
        self.assertEqual(fields["email"], "kunde@example.com")
        page = page.send("/complaint", text="Still drips", consent="1")
        complaint = self.get_newest()
        self.assertEqual(complaint.event_id, visit)
        self.assertEqual(complaint.partner_id, self.customer)
        plain = self.get(f"/complaint?visit={'x' * 32}")
        self.assertEqual(plain.get_form("/complaint").fields["email"], "")

    def test_order_by_its_link_only(self):
        order = self._sell(self.customer)
        key = order._portal_ensure_token()
        self.env.flush_all()
        self.assertIn(order.name, self.get(f"/complaint?order={order.id}&key={key}").text)
        plain = self.get("/complaint").text
        for query in (f"order={order.id}", f"order={order.id}&key=x", "order=999999999&key=é"):
            self.assertEqual(self.get(f"/complaint?{query}").text, plain, query)

    # === TEAMS ===

    def test_only_public_teams(self):
        other = self.env["pylot.team"].create({"name": "Returns", "company_id": self.company.id})
        self.assertEqual(self.get(f"/complaint?team={other.id}").status, 404)
        other.write({"is_public": True, "form_intro": "<p>Look <script>x</script>here</p>"})
        self.env.flush_all()
        page, complaint = self.complain(f"/complaint?team=returns-{other.id}")
        self.assertEqual(complaint.team_id, other)
        self.assertIn("Look here", self.get(f"/complaint?team={other.id}").text)
        self.assertTrue(other.form_url.endswith(f"/complaint?team=returns-{other.id}"))
        (self.team | other).is_public = False
        self.env.flush_all()
        self.assertEqual(self.get("/complaint").status, 404)
        self.assertEqual(page.status, 200)

    def test_cause_chooses_the_team(self):
        other = self.env["pylot.team"].create({"name": "Goods", "company_id": self.company.id})
        cause = self.env["pylot.complaint.type"].create({"name": "Broken", "team_id": other.id})
        hidden = cause.copy({"name": "Secret", "is_public": False})
        page, complaint = self.complain(cause=str(cause.id))
        self.assertEqual(complaint.team_id, other)
        page = self.get("/complaint")
        self.assertNotIn("Secret", page.text)
        page = page.send("/complaint", **TYPED, cause=str(hidden.id))
        self.assertEqual(page.status, 422)

    # === ANSWERS ===

    def test_answers_before_sending(self):
        answers = [{"question": "Why does it drip?", "url": "/help/drip"}]
        known = self.get_newest()
        with patch.object(
            type(self.Complaint),
            "_suggest_answers",
            lambda self, text, limit=3, values=None: answers,
        ):
            page = self.get("/complaint").send("/complaint", **TYPED, lot="SN 1")
            self.assertEqual(page.title, "Does one of these help?")
            self.assertIn("Why does it drip?", page.text)
            self.assertEqual(self.get_newest(), known, "nothing has been sent yet")
            back = page.send("/complaint", back="1")
            self.assertEqual(back.get_form("/complaint").fields["lot"], "SN 1")
            page = page.send("/complaint", seen="1")
        self.assertTrue(page.path.startswith("/complaint/sent/"), page.text)
        complaint = self.get_newest()
        self.assertEqual((complaint.lot_name, complaint.partner_name), ("SN 1", "Frieda Flink"))
