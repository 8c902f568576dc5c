import hashlib
import io
from base64 import b64decode
from unittest.mock import patch

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .day_common import make_photo, make_signature
from .test_day_steps import DayCase

REPORTS = "odoo.addons.base.models.ir_actions_report.IrActionsReport"


@tagged("post_install", "-at_install")
class TestDayChecklist(DayCase):
    def test_missing_items_stop_the_end(self):
        self.tap("start")
        with self.assertRaisesRegex(UserError, "Pressure, Valve tight"):
            self.tap("finish")
        self.assertEqual(self.visit.visit_state, "in_progress")
        self.answer_all()
        self.tap("finish")
        self.assertEqual(self.visit.visit_state, "done")

    def test_answers(self):
        self.answer_all()
        self.tap("check", item_id=self.item_text.id, answer="All fine")
        self.tap("check", item_id=self.item_photo.id, photo=make_photo())
        values = {check.name: check.value for check in self.visit.check_ids}
        self.assertEqual(
            values,
            {
                "Pressure": "1.8 bar",
                "Valve tight?": "Yes",
                "Remarks": "All fine",
                "Type plate": "Photo",
            },
        )
        self.assertEqual(self.visit.check_ids[:1].limits, "1 – 3 bar")

    def test_outside_the_limits_is_kept_and_said(self):
        self.tap("check", item_id=self.item_pressure.id, answer="3.5")
        self.assertTrue(self.visit.check_ids.is_out_of_limits)
        self.tap("check", item_id=self.item_pressure.id, answer="2")
        self.assertFalse(self.visit.check_ids.is_out_of_limits)

    def test_no_answers(self):
        for item, answer in (
            (self.item_pressure, "a lot"),
            (self.item_pressure, ""),
            (self.item_pressure, "1e400"),
            (self.item_pressure, "nan"),
            (self.item_valve, "maybe"),
            (self.item_text, ""),
            (self.item_photo, "x"),
        ):
            with self.assertRaises(UserError, msg=(item.name, answer)):
                self.tap("check", item_id=item.id, answer=answer)
        self.assertFalse(self.visit.check_ids)

    def test_item_of_another_type(self):
        other = self._create_type("Other")
        item = self.item_text.copy({"appointment_type_id": other.id})
        with self.assertRaises(UserError):
            self.tap("check", item_id=item.id, answer="x")

    def test_the_newest_answer_counts(self):
        self.tap("check", item_id=self.item_valve.id, answer="no", minutes_ago=1)
        self.tap("check", item_id=self.item_valve.id, answer="yes", minutes_ago=5)
        self.assertEqual(self.visit.check_ids.yes_no, "no")

    def test_limits_make_sense(self):
        with self.assertRefused("smallest"):
            self.item_pressure.minimum = 5

    def test_archived_items_are_not_asked(self):
        (self.item_pressure | self.item_valve).active = False
        self.tap("finish")
        self.assertEqual(self.visit.visit_state, "done")


@tagged("post_install", "-at_install")
class TestDayPhotos(DayCase):
    def test_smaller_and_without_place(self):
        content = make_photo()
        self.assertTrue(Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825))
        self.tap("photo", when="before", photo=content)
        stored = b64decode(self.visit.photo_ids.image)
        image = Image.open(io.BytesIO(stored))
        self.assertLessEqual(max(image.size), 1920)
        self.assertFalse(image.getexif())
        self.assertNotIn(b"Camera Maker", stored)
        self.assertEqual(self.visit.photo_ids.checksum, hashlib.sha256(stored).hexdigest())

    def test_attachment_is_as_visible_as_the_photo(self):
        self.tap("photo", when="after", photo=make_photo((40, 40)))
        file = self.env["ir.attachment"].search(
            [("res_model", "=", "pylot.visit.photo"), ("res_field", "=", "image")]
        )
        self.assertEqual(file.res_id, self.visit.photo_ids.id)
        file.with_user(self.technician_user).check_access("read")
        self.visit.technician_id = self.bert
        for user in (self.technician_user, self.plain_user, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                file.with_user(user).check_access("read")

    def test_what_is_no_photo(self):
        for content in (b"", b"MZ", b"<svg onload=alert(1)/>", b"%PDF-1.4 %%EOF"):
            with self.assertRaises(UserError):
                self.tap("photo", when="before", photo=content)
        with self.assertRaises(UserError):
            self.tap("photo", when="door", photo=make_photo((9, 9)))

    def test_late_photo_is_kept_apart(self):
        self.answer_all()
        self.tap("finish", signed_by="Frieda", signature=make_signature())
        text = self.visit.report_ids.text
        self.tap("photo", when="before", photo=make_photo((40, 40)), minutes_ago=30)
        self.assertTrue(self.visit.photo_ids.is_late)
        self.assertEqual(self.visit.report_ids.text, text)


@tagged("post_install", "-at_install")
class TestDayParts(DayCase):
    def test_search(self):
        visit_product = self.env["product.product"].create(
            {"name": "Copper visit", "type": "service", "appointment_type_id": self.repair.id}
        )
        foreign = self.env["product.product"].create(
            {"name": "Copper foreign", "company_id": self.other_company.id}
        )
        found = self.visit._find_parts("copper")
        self.assertIn(self.pipe, found)
        self.assertFalse(found & (visit_product | foreign))
        self.assertEqual(self.visit._find_parts("4006381333931"), self.pipe)
        for product in (visit_product, foreign):
            with self.assertRaises(UserError):
                self.tap("part", product_id=product.id, quantity="1")

    def test_draft_until_signed(self):
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        order.action_confirm()
        self.visit.sale_order_id = order
        self.tap("part", product_id=self.pipe.id, quantity="2")
        self.assertFalse(order.order_line)
        self.tap("part", product_id=self.pipe.id, quantity="3")
        self.tap("sign_parts", signed_by="Frieda", signature=make_signature())
        line = order.order_line
        self.assertEqual((line.product_uom_qty, line.price_unit), (3, 12.5))
        self.assertEqual(self.visit.part_ids.state, "ordered")
        self.assertEqual(self.visit.part_ids.signed_by, "Frieda")
        self.assertTrue(self.visit.part_ids.signature)
        self.tap("part", product_id=self.pipe.id, quantity="1")
        self.assertEqual(len(self.visit.part_ids), 2, "more of it has to be signed again")

    def test_signed_price_counts(self):
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        order.action_confirm()
        self.visit.sale_order_id = order
        self.tap("part", product_id=self.pipe.id, quantity="2")
        self.pipe.list_price = 99
        self.tap("sign_parts", signed_by="Frieda")
        self.assertEqual(order.order_line.price_unit, 12.5)
        self.assertEqual(order.order_line.price_total, self.visit.part_ids.price_total)

    def test_without_an_order(self):
        self.tap("part", product_id=self.pipe.id, quantity="2")
        self.tap("sign_parts", signed_by="Frieda", signature=make_signature())
        order = self.visit.sale_order_id
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.signed_by, "Frieda")
        self.assertEqual(order.order_line.product_uom_qty, 2)
        self.assertEqual(order.amount_total, 25)

    def test_locked_order(self):
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        order.action_confirm()
        order.locked = True
        self.visit.sale_order_id = order
        self.tap("part", product_id=self.pipe.id, quantity="1")
        self.tap("sign_parts", signed_by="Frieda")
        self.assertFalse(order.order_line)
        self.assertTrue(self.visit.part_ids.sale_line_id)

    def test_signed_twice_is_ordered_once(self):
        key = self.make_key()
        self.tap("part", product_id=self.pipe.id, quantity="2")
        for _time in range(2):
            self.tap("sign_parts", key=key, signed_by="Frieda")
        self.assertEqual(len(self.visit.sale_order_id.order_line), 1)
        with self.assertRaisesRegex(UserError, "nothing"):
            self.tap("sign_parts", signed_by="Frieda")

    def test_old_taps_do_not_bring_it_back(self):
        self.tap("part", product_id=self.pipe.id, quantity="2", minutes_ago=5)
        self.tap("part", product_id=self.pipe.id, quantity="0", minutes_ago=1)
        self.tap("part", product_id=self.pipe.id, quantity="3", minutes_ago=3)
        self.assertFalse(self.visit._get_draft_parts())

    def test_quantities(self):
        for text in ("-1", "x", "10000", "", "nan"):
            with self.assertRaises(UserError, msg=text):
                self.tap("part", product_id=self.pipe.id, quantity=text)
        self.tap("part", product_id=self.pipe.id, quantity="1,5")
        self.assertEqual(self.visit.part_ids.quantity, 1.5)

    def test_office_agrees(self):
        self.tap("part", product_id=self.pipe.id, quantity="1")
        with self.assertRaises(AccessError):
            self.visit.part_ids.with_user(self.technician_user).action_order()
        self.visit.part_ids.with_user(self.agent_user).action_order()
        self.assertEqual(self.visit.part_ids.state, "ordered")


@tagged("post_install", "-at_install")
class TestDayReport(DayCase):
    def finish(self, **values):
        self.tap("start", minutes_ago=60)
        self.answer_all()
        self.tap("note", text="Changed the valve")
        self.tap("photo", when="after", photo=make_photo((60, 40)))
        self.tap("part", product_id=self.pipe.id, quantity="2")
        self.tap("finish", **values)
        return self.visit.report_ids

    def sign(self):
        return self.finish(signed_by="Frieda Kunde", signature=make_signature())

    def test_hash_of_the_content(self):
        report = self.sign()
        for word in ("Frieda Kunde", "Changed the valve", "1.8 bar", "Copper pipe", "work"):
            self.assertIn(word, report.text)
        self.assertIn(self.visit.photo_ids.checksum, report.text)
        self.assertEqual(report.content_hash, hashlib.sha256(report.text.encode()).hexdigest())
        self.assertTrue(report.is_intact)
        self.assertEqual(self.visit._get_report_text(report), report.text, "still the same")
        self.env.cr.execute(
            "UPDATE pylot_visit_report SET text = replace(text, '1.8', '2.8') WHERE id = %s",
            [report.id],
        )
        report.invalidate_recordset()
        self.assertFalse(report.is_intact)

    def test_signed_parts_are_ordered(self):
        self.sign()
        self.assertEqual(self.visit.part_ids.state, "ordered")

    def test_unsigned_parts_wait_for_the_office(self):
        report = self.finish(reason="Nobody there")
        self.assertEqual(self.visit.visit_state, "done")
        self.assertEqual(self.visit.part_ids.state, "draft")
        self.assertEqual(report.unsigned_reason, "Nobody there")
        self.assertFalse(self.visit.is_report_signed)
        self.assertIn("not signed", " ".join(self.customer.activity_ids.mapped("summary")))

    def test_signed_later(self):
        report = self.finish()
        before = report.content_hash
        self.tap("sign", signed_by="Frieda", signature=make_signature())
        self.assertEqual(len(self.visit.report_ids), 1)
        self.assertNotEqual(report.content_hash, before)
        self.assertTrue(self.visit.is_report_signed)
        with self.assertRaisesRegex(UserError, "signed"):
            self.tap("sign", signed_by="Somebody else")

    def test_nothing_signed_is_changed(self):
        report = self.sign()
        admin = self.visit.with_user(self.manager_user)
        tries = (
            lambda: self.tap("check", item_id=self.item_valve.id, answer="no"),
            lambda: self.tap("note", text="Something else"),
            lambda: self.tap("part", product_id=self.pipe.id, quantity="9"),
            lambda: self.visit.time_ids.write({"stop": self._at(9)}),
            lambda: self.visit.time_ids.unlink(),
            lambda: self.visit.check_ids.write({"yes_no": "no"}),
            lambda: self.visit.check_ids.unlink(),
            lambda: self.visit.photo_ids.unlink(),
            lambda: self.visit.photo_ids.write({"kind": "before"}),
            lambda: self.visit.part_ids.write({"quantity": 5}),
            lambda: self.visit.part_ids.unlink(),
            lambda: admin.write({"work_note": "x"}),
            lambda: admin.write({"customer_id": self.manager_user.partner_id.id}),
            lambda: admin.write({"start": self._at(9), "stop": self._at(10)}),
            lambda: admin.write({"technician_id": self.bert.id}),
            lambda: admin.write({"visit_state": "draft"}),
            lambda: self.visit.unlink(),
            lambda: report.write({"signed_by": "Nobody"}),
            lambda: report.write({"text": "x"}),
            lambda: report.unlink(),
        )
        for number, attempt in enumerate(tries):
            with self.subTest(number=number), self.assertRefused("signed", UserError):
                attempt()
        admin.write({"is_report_signed": False})
        self.assertTrue(self.visit.is_report_signed)
        self.assertTrue(report.is_intact)

    def test_no_name_no_signature(self):
        with self.assertRaisesRegex(UserError, "cannot be read"):
            self.finish(signed_by="Frieda", signature=b"not a picture")
        self.assertFalse(self.visit.report_ids)

    def send(self):
        notice = self.get_notices(kind="report")
        self.assertEqual(len(notice), 1)
        notice._send_locked()
        self.assertEqual(notice.state, "sent", notice.reason)
        return notice.mail_id

    def test_mailed_with_the_pdf(self):
        self.sign()
        with (
            patch(f"{REPORTS}.get_wkhtmltopdf_state", lambda _self: "ok"),
            patch(f"{REPORTS}._run_wkhtmltopdf", lambda *_args, **_kwargs: b"%PDF-1.4 x"),
            patch(f"{REPORTS}._render_qweb_pdf", lambda *_args, **_kwargs: (b"%PDF-1.4", "pdf")),
        ):
            mail = self.send()
        self.assertEqual(mail.attachment_ids.mapped("mimetype"), ["application/pdf"])

    def test_link_without_a_pdf_tool(self):
        self.sign()
        with patch(f"{REPORTS}.get_wkhtmltopdf_state", lambda _self: "install"):
            mail = self.send()
        self.assertFalse(mail.attachment_ids)
        self.assertIn(f"/visit/{self.visit.customer_token}/report", str(mail.body_html))

    def test_on_paper(self):
        self.sign()
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html(
                "pylot_frontoffice.action_report_calendar_event_visit", self.visit.ids
            )[0]
            .decode()
        )
        for word in ("Frieda Kunde", "Changed the valve", "Copper pipe", "1.8 bar", "data:image"):
            self.assertIn(word, html)

    def test_a_copy_is_a_new_visit(self):
        self.sign()
        copy = self.visit.copy()
        self.assertFalse(
            copy.is_report_signed or copy.report_ids or copy.work_note or copy.time_ids
        )
        copy.write({"helper_ids": [Command.link(self.bert.id)]})
