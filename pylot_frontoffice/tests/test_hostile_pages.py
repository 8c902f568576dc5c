"""What no page of ours would ever send is refused politely, and changes nothing."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .hostile_common import HostileCase
from .pages_common import CONTACT

FORMAT = "%Y%m%dT%H%M%SZ"
MANY = 5 * 1024 * 1024


@tagged("post_install", "-at_install")
class TestHostileTimes(HostileCase):
    """Times that are not offered."""

    def _get_bad_keys(self):
        free = self._at(9)
        other = self._create_type(
            "Windows",
            access="public",
            arrival="window",
            technician_ids=self.anna.ids,
            window_ids=[Command.create({"hour_from": 8, "hour_to": 12})],
        )
        return {
            "past": f"{fields.Datetime.now() - timedelta(days=3):%Y%m%dT%H0000Z}",
            "too soon": f"{fields.Datetime.now() + timedelta(hours=1):%Y%m%dT%H0000Z}",
            "in ten years": f"{free + timedelta(days=3654):{FORMAT}}",
            "a minute off": f"{free + timedelta(minutes=1):{FORMAT}}",
            "a second off": f"{free + timedelta(seconds=1):{FORMAT}}",
            "Sunday": f"{free - timedelta(days=1):{FORMAT}}",
            "night": f"{self._at(2, 30):{FORMAT}}",
            "skipped by the clock": "20270328T023000Z",
            "no day": "20270230T080000Z",
            "year 0": "00000101T000000Z",
            "year 9999": "99991231T235959Z",
            "local": f"{free:%Y-%m-%dT%H:%M:%S}",
            "window of another type": f"w{other.window_ids.id}-{self.monday:%Y%m%d}",
            "window of nobody": f"w999999999-{self.monday:%Y%m%d}",
            "other digits": f"{free:{FORMAT}}".translate({48 + n: 0x660 + n for n in range(10)}),
            "trailing line": f"{free:{FORMAT}}\n0",
            "SQL": "' OR 1=1 --",
            "NUL": "\0",
            "nothing": "",
            "long": "2" * MANY,
        }

    def test_keys(self):
        token = self.open_times().path.rpartition("/")[2]
        for name, key in self._get_bad_keys().items():
            with self.subTest(name), self.assertNothingHappens():
                page = self.post(f"/book/request/{token}/hold", key=key)
                self.assertRefused(page, 409)
                self.assertTrue(page.get_times(), "other times are offered")

    def test_keys_of_a_move(self):
        _page, visit = self.book()
        token = visit.customer_token
        for name, key in self._get_bad_keys().items():
            with self.subTest(name), self.assertNothingHappens():
                self.assertRefused(self.post(f"/visit/{token}/move", key=key), 409)

    def test_foreign_technician(self):
        """Whoever is not asked for must not come instead of the one who was."""
        self.kind.technician_choice = "time"
        page = self.open_times()
        token = page.path.rpartition("/")[2]
        key = f"{self._at(9):{FORMAT}}"
        for technician in (self.bert.id, 2**31, 10**30, "x", "-1", self.customer.id + 10**6):
            with self.subTest(technician), self.assertNothingHappens():
                page = self.post(f"/book/request/{token}/hold", key=key, technician=technician)
                self.assertRefused(page, 409)
        page = self.post(f"/book/request/{token}/hold", key=key, technician=self.anna.id)
        self.assertEqual(page.title, "Your details")

    def test_types_that_are_not_for_everybody(self):
        other = self._create_type("Other", access="public", technician_ids=self.anna.ids)
        token = self.open_times(kind=other).path.rpartition("/")[2]
        self.kind.access = "internal"
        archived = self._create_type("Gone", access="public", active=False)
        invited = self._create_type("Invited", access="invitation")
        other.access = "internal"
        self.env.flush_all()
        pages = []
        slugs = (self.kind.id, archived.id, invited.id, 2**31 - 1, 2**63, 0, -1, "x", "%00", "%ff")
        for slug in slugs:
            for path in (f"/book/{slug}", f"/book/{slug}?invite=x", f"/book/{slug}/waitlist"):
                with self.subTest(path), self.assertNothingHappens():
                    pages.append(self.get(path))
            for path in (f"/book/{slug}/start", f"/book/{slug}/waitlist"):
                with self.subTest(path), self.assertNothingHappens():
                    data = {**CONTACT, "zip": "10115", "key": f"{self._at(9):{FORMAT}}"}
                    pages.append(self.post(path, **data))
        with self.assertNothingHappens():
            pages.append(self.get(f"/book/request/{token}"))
            for action in ("hold", "extend", "confirm"):
                pages.append(self.post(f"/book/request/{token}/{action}", **CONTACT))
        self.assertEqual({page.status for page in pages}, {404})
        self.assertEqual(len({self._get_main(page) for page in pages}), 1)

    def _get_main(self, page):
        return page.main.text_content()


@tagged("post_install", "-at_install")
class TestHostileLinks(HostileCase):
    """Links of other things, old links, no links."""

    def _get_links(self):
        """:return: list of (method, path), ``%s`` for the token"""
        pages = {
            "/book/request/%s": ("", "?change=1"),
            "/visit/%s": ("", "/move", "/cancel", "/appointment.ics", "?new=1"),
            "/waitlist/%s": ("",),
        }
        posts = {
            "/book/request/%s": ("/hold", "/extend", "/confirm"),
            "/visit/%s": ("/accept", "/move", "/cancel", "/pay", "/earlier"),
            "/waitlist/%s": ("/take", "/leave"),
        }
        return [
            *(("GET", path + end) for path, ends in pages.items() for end in ends),
            *(("POST", path + end) for path, ends in posts.items() for end in ends),
        ]

    def test_links_of_other_things(self):
        page = self.open_times()
        request_token = page.path.rpartition("/")[2]
        _page, visit = self.book()
        _page, old = self.book()
        past = fields.Datetime.now() - timedelta(days=400)
        self.env.cr.execute(
            "UPDATE calendar_event SET start = %s, stop = %s WHERE id = %s",
            [past, past + timedelta(hours=1), old.id],
        )
        page = self.get(f"/book/{self.kind.id}/waitlist").send("/waitlist", **CONTACT, zip="10115")
        entry = self.env["pylot.waitlist"].search([], limit=1, order="id desc")
        self.assertIn(entry.token, page.path)
        self.kind.access = "invitation"
        self.env.flush_all()
        tokens = {
            "request": ("/visit", "/waitlist"),
            "visit": ("/book", "/waitlist"),
            "entry": ("/book", "/visit"),
            "type": ("/book/request", "/visit", "/waitlist"),
            "expired": ("/visit",),
            "unknown": ("/book", "/visit", "/waitlist"),
            "garbage": ("/book", "/visit", "/waitlist"),
            "NUL": ("/book", "/visit", "/waitlist"),
            "no UTF-8": ("/book", "/visit", "/waitlist"),
            "surrogate": ("/book", "/visit", "/waitlist"),
            "line end": ("/book", "/visit", "/waitlist"),
        }
        values = {
            "request": request_token,
            "visit": visit.customer_token,
            "entry": entry.token,
            "type": self.kind.invite_token,
            "expired": old.customer_token,
            "unknown": "x" * 32,
            "garbage": "..%5c..%5cx",
            "NUL": f"{visit.customer_token}%00",
            "no UTF-8": "%ff%fe",
            "surrogate": "%ed%a0%80" * 8,
            "line end": f"{visit.customer_token}%0d%0aSet-Cookie:%20x=1",
        }
        self.kind.access = "public"
        mains = set()
        for name, places in tokens.items():
            for method, path in self._get_links():
                if not path.startswith(places):
                    continue
                with self.subTest(f"{name}: {method} {path}"), self.assertNothingHappens():
                    ask = self.get if method == "GET" else self.post
                    page = ask(path % values[name])
                    self.assertRefused(page, 404)
                    self.assertNotIn("x", page.response.cookies)
                    self.assertEqual(page.response.headers["Referrer-Policy"], "no-referrer")
                    mains.add(self._get_markup(page))
        self.assertEqual(len(mains), 1, "the answer tells what there is")

    def _get_markup(self, page):
        text = page.response.text
        start = text.index('id="wrap"')
        return text[start : text.index("</main>", start)]

    def test_feeds(self):
        self.anna.feed_token = "a" * 32
        self.env.flush_all()
        for token in ("x" * 32, "%00" * 20, "%ff", "..%2f..", "a" * 31, "a" * 3000):
            with self.subTest(token), self.assertNothingHappens():
                self.assertRefused(self.get(f"/visits/feed/{token}.ics"), 404)

    def test_twice(self):
        """Forms sent again do what they did, which is done."""
        contact = self.hold()
        page, visit = self.book(contact)
        token = visit.customer_token
        request_path = contact.path
        key = f"{self._at(9, days=1):{FORMAT}}"
        self.post(f"/visit/{token}/move", key=key)
        self.env.invalidate_all()
        self.assertEqual(visit.start, self._at(9, days=1))
        with self.assertNothingHappens():
            for path, data in (
                (f"{request_path}/confirm", {**CONTACT, "name": "Somebody else"}),
                (f"{request_path}/hold", {"key": f"{self._at(10):{FORMAT}}"}),
                (f"{request_path}/extend", {}),
                (f"/visit/{token}/move", {"key": key}),
            ):
                page = self.post(path, **data)
                self.assertEqual((page.status, page.path), (200, f"/visit/{token}"), path)
        visit.write({"visit_state": "planned", "awaiting": "customer"})
        self.env.flush_all()
        self.post(f"/visit/{token}/accept")
        with self.assertNothingHappens():
            self.assertEqual(self.post(f"/visit/{token}/accept").status, 200)
        self.post(f"/visit/{token}/cancel")
        self.env.invalidate_all()
        self.assertEqual(visit.visit_state, "cancelled")
        with self.assertNothingHappens():
            self.assertEqual(self.post(f"/visit/{token}/cancel", note="again").status, 200)
            for action in ("accept", "move", "earlier"):
                self.assertRefused(self.post(f"/visit/{token}/{action}", key=key), 409)

    def test_without_the_token_of_the_form(self):
        contact = self.hold()
        token = contact.path.rpartition("/")[2]
        _page, visit = self.book(self.hold(number=2))
        paths = [
            f"/book/{self.kind.id}/start",
            f"/book/{self.kind.id}/waitlist",
            *(f"/book/request/{token}/{action}" for action in ("hold", "extend", "confirm")),
            *(
                f"/visit/{visit.customer_token}/{action}"
                for action in ("accept", "move", "cancel", "pay", "earlier")
            ),
        ]
        for path in paths:
            for csrf in ("", "x", f"{'0' * 40}o9999999999"):
                with self.subTest(path), self.assertNothingHappens():
                    page = self.post(path, **CONTACT, zip="10115", csrf_token=csrf)
                    self.assertRefused(page, 400)

    def test_by_the_wrong_method(self):
        _page, visit = self.book()
        token = self.open_times().path.rpartition("/")[2]
        actions = [
            *(f"/visit/{visit.customer_token}/{each}" for each in ("accept", "pay", "earlier")),
            *(f"/book/request/{token}/{each}" for each in ("hold", "extend", "confirm")),
            f"/book/{self.kind.id}/start",
        ]
        for path in actions:
            with self.subTest(path), self.assertNothingHappens():
                self.assertRefused(self.get(path), 404, 405)
        for method in ("PUT", "DELETE", "PATCH", "TRACE"):
            with self.subTest(method), self.assertNothingHappens():
                response = self.url_open(f"/visit/{visit.customer_token}", method=method)
                self.assertIn(response.status_code, (400, 404, 405))

    def test_a_new_link_ends_all_old_ways(self):
        """Also the one by the request the visit came from."""
        contact = self.hold()
        _page, visit = self.book(contact)
        visit.action_renew_customer_token()
        self.env.flush_all()
        self.assertRefused(self.get(contact.path), 404)

    def test_visit_without_a_type(self):
        """Whoever planned it by hand has chosen none: there is nothing to move it by."""
        visit = self._create_visit(self.anna, customer_id=self.customer.id)
        visit._promise("confirmed")
        self.env.flush_all()
        path = f"/visit/{visit.customer_token}"
        with self.assertNothingHappens():
            for end in ("", "/move", "/cancel", "/appointment.ics"):
                self.assertIn(self.get(path + end).status, (200, 409), end)
            for end in ("/move", "/accept", "/earlier", "/pay"):
                self.assertRefused(self.post(path + end, key="20300101T080000Z"), 404, 409)
