from datetime import timedelta

from odoo.tests import tagged

from .day_common import make_photo, make_signature
from .day_pages_common import DayPagesCase

KILOBYTE = 1024
MAX_PAGE = 60 * KILOBYTE


@tagged("post_install", "-at_install")
class TestDayPages(DayPagesCase):
    def test_the_day_in_order(self):
        self._create_today(7, name="Early", notes="x")
        self._create_today(15)
        self.log_in()
        page = self.get("/my/day")
        self.assertEqual(page.status, 200)
        times = [each.text_content() for each in page.tree.xpath("//span[@class='when']/b")]
        self.assertEqual(
            [time.split()[0] for time in times], ["7:00", "9:00", "3:00"], "in driving order"
        )
        self.assertIn("Frieda Kunde", page.text)
        self.assertEqual(page.tree.xpath("//a[text()='Call']/@href")[0], "tel:+49301234567")
        geo = page.tree.xpath("//a[text()='Navigate']/@href")[0]
        self.assertTrue(geo.startswith("geo:0,0?q=Torstr.%201"), geo)
        self.assertNotIn("token", geo)

    def test_other_days(self):
        tomorrow = self._create_today(24 + 9, name="Tomorrow")
        self.log_in()
        page = self.get("/my/day").click("›")
        self.assertIn(f"/my/day/{tomorrow.id}", page.response.text)
        self.assertNotIn(f"/my/day/{self.visit.id}", page.response.text)
        for day in ("x", "2026-13-45", "1800-01-01", "9999-12-31"):
            self.assertIn(f"/my/day/{self.visit.id}", self.get(f"/my/day?day={day}").response.text)

    def test_windows_and_complaints(self):
        self.visit.write({"window_start": self.visit.start - timedelta(hours=1)})
        self.visit.write({"window_stop": self.visit.start + timedelta(hours=3)})
        for name in ("Leaks again", "Noise"):
            self.env["pylot.complaint"].create(
                {"name": name, "partner_id": self.customer.id, "description": "x"}
            )
        self.log_in()
        page = self.get("/my/day")
        self.assertIn("Promised: 8:00 AM – 12:00 PM", page.text)
        self.assertIn("2 open complaints", page.text)
        self.assertIn("Leaks again", self.get(f"/my/day/{self.visit.id}").text)

    def test_size_and_queries(self):
        """12 stops fit through a bad network, and cost as many queries as two."""
        self.log_in()
        counts, page = [], None
        for number in range(12):
            partner = self.customer.copy({"name": f"Customer {number}", "street": f"Road {number}"})
            self._create_today(
                8 + number * 0.5, hours=0.25, customer_id=partner.id, is_blocking=False,
                not_blocking_reason="Many", notes="<p>Ring twice</p>",
            )  # fmt: skip
            if number in (1, 11):
                self.env.flush_all()
                self.get("/my/day")
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                page = self.get("/my/day")
                counts.append(self.cr.sql_log_count - before)
        self.assertEqual(len(page.tree.xpath("//li[contains(@class, 'stop')]")), 13)
        self.assertLessEqual(len(page.response.content), MAX_PAGE)
        self.assertLessEqual(counts[1], counts[0] + 2, counts)
        for number in range(12):
            self.item_text.copy({"name": f"Item {number}"})
        page = self.get(f"/my/day/{self.visit.id}")
        self.assertLessEqual(len(page.response.content), MAX_PAGE)

    def test_own_scripts_only(self):
        self.log_in()
        page = self.get(f"/my/day/{self.visit.id}")
        sources = page.tree.xpath("//script/@src | //link[@rel='stylesheet']/@href")
        self.assertTrue(sources)
        size = 0
        for source in sources:
            self.assertIn("assets_day", source)
            size += len(self.url_open(source).content)
        self.assertLess(size, 40 * KILOBYTE)
        self.assertNotIn("http://", "".join(page.tree.xpath("//img/@src | //script/@src")))

    def test_whole_day_without_script(self):
        self.log_in()
        page = self.get("/my/day").click("Frieda Kunde")
        page = page.send("/act/on_the_way")
        self.assertEqual(page.path, f"/my/day/{self.visit.id}")
        page = page.send("/act/start")
        self.assertIn("In Progress", page.text)
        page = page.send("/act/finish", signed_by="Frieda")
        self.assertEqual(page.status, 422)
        self.assertIn("Pressure", page.main.xpath("//*[@role='alert']")[0].text_content())
        for item, answer in ((self.item_pressure, "2"), (self.item_valve, "yes")):
            form = page.main.xpath(f".//form[.//input[@name='item'][@value='{item.id}']]")[0]
            page = self.send(form.get("action"), {**dict(form.form_values()), "answer": answer})
        page = page.send("/act/photo", files={"photo": ("a.jpg", make_photo(), "image/jpeg")})
        page = page.send("/act/note", text="Done\nwell")
        page = page.send("/act/pause")
        page = page.send("/act/resume")
        parts = page.click("Parts and extra work")
        parts = self.get(f"{parts.path}?q=copper").send("/act/part")
        self.assertIn("Copper pipe", parts.text)
        parts = parts.send("/act/part", quantity="2")
        self.assertIn("25.00", parts.text)
        parts = parts.send("/act/sign_parts", signed_by="Frieda")
        page = self.get(f"/my/day/{self.visit.id}")
        page = page.send("/act/finish", signed_by="Frieda Kunde")
        self.env.invalidate_all()
        self.assertEqual(page.status, 200)
        self.assertIn("has signed the report", page.text)
        self.assertEqual(self.visit.visit_state, "done")
        self.assertEqual(self.visit.work_note, "Done\nwell")
        self.assertEqual(self.visit.part_ids.sale_line_id.product_uom_qty, 2)
        photo = page.main.xpath("//figure/img/@src")[0]
        self.assertEqual(self.url_open(photo).headers["Content-Type"], "image/jpeg")

    def test_prices_only_for_who_may(self):
        self.anna.may_see_prices = False
        self.tap("part", product_id=self.pipe.id, quantity="2")
        self.env.flush_all()
        self.log_in()
        for path in ("", "/parts", "/parts?q=copper"):
            page = self.get(f"/my/day/{self.visit.id}{path}")
            self.assertIn("Copper pipe", page.text)
            self.assertNotIn("25.00", page.text)
            self.assertNotIn("12.5", page.text)

    def test_double_tap_without_script(self):
        self.log_in()
        page = self.get(f"/my/day/{self.visit.id}")
        for _time in range(2):
            self.assertEqual(page.send("/act/start").status, 200)
        self.assertEqual(len(self.visit.act_ids), 1)

    def test_decline_sent_twice(self):
        self.log_in()
        key = self.make_key()
        token = self.get_csrf()
        for _time in range(2):
            response = self.url_open(
                f"/my/day/{self.visit.id}/act/decline",
                data={"key": key, "reason": "Ill", "script": "1", "csrf_token": token},
            )
            self.assertEqual(response.json(), {"ok": True})
        self.env.invalidate_all()
        self.assertFalse(self.visit.technician_id)
        self.assertEqual(self.get("/my/day?done=declined").status, 200)
        self.assertEqual(self.get(f"/my/day/{self.visit.id}").status, 404)

    def test_capture_time(self):
        self.log_in()
        self.act("start", age="1800")
        self.act("pause", age="0")
        self.assertEqual(self.get_times()[0], ("work", 30))

    def test_refused_with_words(self):
        self.log_in()
        response = self.act("finish")
        self.assertEqual(response.status_code, 422)
        self.assertIn("Pressure", response.json()["message"])
        self.assertFalse(self.visit.act_ids)
        self.answer_all()
        self.env.flush_all()
        files = {"signature": ("s.png", make_signature(), "image/png")}
        response = self.act("finish", signed_by="Frieda", files=files)
        self.assertEqual(response.json(), {"ok": True})
        self.assertTrue(self.visit.report_ids.signature)

    def test_hostile_input(self):
        self.log_in()
        for kind, values in (
            ("check", {"item": "x", "answer": "1"}),
            ("check", {"item": str(10**20), "answer": "1"}),
            ("check", {}),
            ("part", {"product": "-1", "quantity": "1"}),
            ("photo", {"when": "door"}),
            ("photo", {"photo": "no file"}),
            ("note", {"text": "\x00\ud800x".encode("utf-8", "replace")}),
            ("start", {"age": "1e999"}),
            ("sign", {"signed_by": "x", "signature": "text"}),
        ):
            response = self.act(kind, **values)
            self.assertIn(response.status_code, (200, 422), (kind, values))
        for kind in ("cut", "unlink", "_do_day_start", "x"):
            self.assertEqual(self.act(kind).status_code, 404, kind)
        for key in ("x", "", "a" * 500):
            self.assertEqual(self.act("start", key=key or " ").status_code, 422)

    def test_no_csrf_no_step(self):
        self.log_in()
        response = self.url_open(
            f"/my/day/{self.visit.id}/act/start", data={"key": self.make_key(), "script": "1"}
        )
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self.visit.act_ids)

    def test_too_large(self):
        self.log_in()
        files = {"photo": ("a.jpg", b"x" * (13 * KILOBYTE * KILOBYTE), "image/jpeg")}
        try:
            response = self.act("photo", when="before", files=files)
        except OSError:
            return  # the server stopped listening
        self.assertEqual(response.status_code, 413)

    def test_menu(self):
        action = self.env.ref("pylot_frontoffice.action_my_day")
        self.assertEqual(action.url, "/my/day")
        menu = self.env.ref("pylot_frontoffice.menu_my_day")
        self.assertIn(menu.id, menu.with_user(self.technician_user)._visible_menu_ids())
