from datetime import timedelta

from lxml import html

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .day_common import DayRecords, make_photo, make_signature
from .pages_common import PagesCase

KILOBYTE = 1024
MAX_PAGE = 60 * KILOBYTE


class DayPagesCase(DayRecords, PagesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._fill_day()
        cls.bert.with_user(cls.dispatcher_user).sudo(False).action_renew_day_link()
        cls.token = cls.bert.day_token
        cls.foreign = cls._create_today(11, technician=cls.bert)

    def log_in(self, user=None):
        user = user or self.technician_user
        self.authenticate(user.login, user.login.ljust(8, "x"))

    def act(self, kind, visit=None, script=True, key=None, files=None, base=None, **values):
        """Send a step as the script does; :return: the response"""
        visit = visit or self.visit
        base = base or "/my/day"
        data = {"key": key or self.make_key(), **values}
        if script:
            data["script"] = "1"
        if base == "/my/day":
            data["csrf_token"] = self.get_csrf()
        url = f"{base}/{visit.id}/act/{kind}"
        response = self.url_open(url, data=data, files=files, allow_redirects=False)
        self.env.invalidate_all()
        return response

    def get_csrf(self):
        page = html.fromstring(self.url_open(f"/my/day/{self.visit.id}").text)
        return page.xpath("//input[@name='csrf_token']/@value")[0]


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


@tagged("post_install", "-at_install")
class TestDayLink(DayPagesCase):
    """Subcontractors without a login."""

    def test_works_with_their_visits(self):
        base = f"/day/{self.token}"
        page = self.get(base)
        self.assertEqual(page.status, 200)
        self.assertIn(f"{base}/{self.foreign.id}", page.response.text)
        self.assertNotIn(f"{base}/{self.visit.id}", page.response.text)
        page = self.get(f"{base}/{self.foreign.id}").send("/act/start")
        self.assertEqual(page.path, f"{base}/{self.foreign.id}")
        self.env.invalidate_all()
        self.assertEqual(self.foreign.visit_state, "in_progress")
        self.assertEqual(self.foreign.time_ids.resource_id, self.bert)

    def act_by_link(self, kind, **values):
        data = {"key": self.make_key(), "script": "1", **values}
        files = {name: data.pop(name) for name in ("photo", "signature") if name in data}
        response = self.url_open(
            f"/day/{self.token}/{self.foreign.id}/act/{kind}", data=data, files=files or None
        )
        self.env.invalidate_all()
        return response

    def test_everything_without_a_login(self):
        self.authenticate(None, None)
        photo = ("a.jpg", make_photo(), "image/jpeg")
        for kind, values in (
            ("on_the_way", {}),
            ("start", {}),
            ("pause", {}),
            ("resume", {}),
            ("check", {"item": self.item_pressure.id, "answer": "2"}),
            ("check", {"item": self.item_valve.id, "answer": "yes"}),
            ("photo", {"when": "before", "photo": photo}),
            ("note", {"text": "Done"}),
            ("part", {"product": self.pipe.id, "quantity": "2"}),
            ("sign_parts", {"signed_by": "Frieda"}),
            ("follow_up", {"reason": "Paint"}),
            (
                "finish",
                {"signed_by": "Frieda", "signature": ("s.png", make_signature(), "image/png")},
            ),
        ):
            response = self.act_by_link(kind, **values)
            self.assertEqual(response.status_code, 200, (kind, response.text[:300]))
        self.assertEqual(self.foreign.visit_state, "done")
        self.assertTrue(self.foreign.report_ids.signature)
        self.assertEqual(self.foreign.sale_order_id.state, "sale")

    def test_nobody_home_and_declined_without_a_login(self):
        self.authenticate(None, None)
        second = self._create_today(13, technician=self.bert)
        self.env.flush_all()
        self.assertEqual(self.act_by_link("nobody_home", reason="Nobody").json(), {"ok": True})
        self.assertEqual(self.foreign.visit_state, "no_show")
        self.foreign = second
        self.assertEqual(self.act_by_link("decline", reason="Ill").json(), {"ok": True})
        self.assertEqual(second.visit_state, "draft")

    def test_a_link_says_nothing_to_the_next_page(self):
        response = self.url_open(f"/day/{self.token}")
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_old_visits_are_gone(self):
        self.foreign.write(
            {
                "start": self.foreign.start - timedelta(days=40),
                "stop": self.foreign.stop - timedelta(days=40),
            }
        )
        self.env.flush_all()
        self.assertEqual(self.get(f"/day/{self.token}/{self.foreign.id}").status, 404)

    def test_revoked_and_replaced(self):
        dispatcher = self.bert.with_user(self.dispatcher_user)
        dispatcher.action_renew_day_link()
        self.env.flush_all()
        self.assertEqual(self.get(f"/day/{self.token}").status, 404)
        new = self.bert.day_token
        self.assertEqual(self.get(f"/day/{new}").status, 200)
        dispatcher.action_revoke_day_link()
        self.env.flush_all()
        self.assertEqual(self.get(f"/day/{new}").status, 404)
        self.assertEqual(self.get(f"/day/{new}/{self.foreign.id}").status, 404)

    def test_archived(self):
        self.bert.active = False
        self.env.flush_all()
        self.assertEqual(self.get(f"/day/{self.token}").status, 404)


@tagged("post_install", "-at_install")
class TestDayAccess(DayPagesCase):
    """Wrong and foreign look the same, and nothing happens."""

    def assertGone(self, path, kind=None, status=404):
        response = self.url_open(path, allow_redirects=False)
        self.assertEqual(response.status_code, status, path)
        self.assertNotIn("Frieda", response.text)
        return response.text

    def test_technician_a_and_b(self):
        self.log_in()
        missing = self.assertGone("/my/day/999999999")
        base = f"/my/day/{self.foreign.id}"
        self.assertEqual(self.assertGone(base), missing)
        self.assertGone(f"{base}/parts")
        for number in ("0", "-1", "x", "1e5", "٣", str(10**30), "%00", "1%27"):
            self.assertGone(f"/my/day/{number}")
        response = self.act("start", self.foreign)
        self.assertEqual(response.status_code, 404)
        self.assertEqual(self.foreign.visit_state, "planned")

    def test_photos_of_others(self):
        self.tap("photo", when="before", photo=make_photo((40, 40)))
        self.tap("photo", self.foreign, self.bert, when="before", photo=make_photo((40, 40)))
        self.env.flush_all()
        self.log_in()
        own, other = self.visit.photo_ids.id, self.foreign.photo_ids.id
        self.assertEqual(self.url_open(f"/my/day/{self.visit.id}/photo/{own}").status_code, 200)
        self.assertGone(f"/my/day/{self.visit.id}/photo/{other}")
        self.assertGone(f"/my/day/{self.foreign.id}/photo/{other}")
        self.assertGone(f"/day/{self.token}/{self.visit.id}/photo/{own}")

    def test_who_is_no_technician(self):
        for user in (self.plain_user, self.agent_user, self.manager_user):
            self.log_in(user)
            self.assertGone("/my/day")
            self.assertGone(f"/my/day/{self.visit.id}")
        portal = new_test_user(self.env, "day_portal", groups="base.group_portal")
        self.env.flush_all()
        self.log_in(portal)
        self.assertGone("/my/day")
        self.assertGone(f"/my/day/{self.visit.id}")

    def test_portal_user_who_is_a_technician(self):
        portal = new_test_user(self.env, "day_portal", groups="base.group_portal")
        self.carla.user_id = portal
        visit = self._create_today(10, technician=self.carla)
        self.env.flush_all()
        self.log_in(portal)
        self.assertEqual(self.get("/my/day").status, 200)
        self.assertEqual(self.get(f"/my/day/{visit.id}").status, 200)
        self.assertGone(f"/my/day/{self.visit.id}")

    def test_public(self):
        self.authenticate(None, None)
        for path in ("/my/day", f"/my/day/{self.visit.id}"):
            response = self.url_open(path, allow_redirects=False)
            self.assertIn(response.status_code, (302, 303))
        for token in ("x" * 32, "x", "%00" * 20, "a" * 500, self.token[:-1] + "!"):
            self.assertGone(f"/day/{token}")
            self.assertGone(f"/day/{token}/{self.foreign.id}")
        self.assertGone(f"/day/{self.token}/{self.visit.id}")

    def test_other_company(self):
        stranger = self._create_technician(
            "Stranger", user=self.technician_user, company=self.other_company
        )
        visit = self._create_today(
            10, technician=stranger, appointment_type_id=False, customer_id=False
        )
        self.env.flush_all()
        self.log_in()
        self.assertGone(f"/my/day/{visit.id}")
        self.technician_user.company_ids = [Command.link(self.other_company.id)]
        self.env.flush_all()
        self.assertEqual(self.get(f"/my/day/{visit.id}").status, 200)

    def test_what_is_in_the_tray(self):
        self.visit.action_to_plan()
        self.env.flush_all()
        self.log_in()
        self.assertGone(f"/my/day/{self.visit.id}")

    def test_links_are_made_by_dispatchers(self):
        for user in (self.agent_user, self.technician_user):
            with self.assertRaisesRegex(Exception, "dispatcher"):
                self.bert.with_user(user).action_renew_day_link()
            self.assertNotIn("day_token", self.bert.with_user(user).fields_get())

    def test_customer_reads_the_report(self):
        self.answer_all()
        self.tap("finish", signed_by="Frieda", signature=make_signature())
        token = self.visit._ensure_customer_token()
        self.env.flush_all()
        page = self.get(f"/visit/{token}/report")
        self.assertEqual(page.status, 200)
        self.assertIn("Valve tight?", page.text)
        self.assertEqual(self.get(f"/visit/{'x' * 32}/report").status, 404)
        other = self.foreign._ensure_customer_token()
        self.env.flush_all()
        self.assertEqual(self.get(f"/visit/{other}/report").status, 404, "there is none")
