"""Law 4: looking changes nothing. Mail scanners, previews and search engines look at everything."""

from collections import Counter
from decimal import Decimal
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from lxml import html

from odoo import fields
from odoo.fields import Command
from odoo.http import request
from odoo.tests import new_test_user, tagged

from ..controllers.visit import VisitController
from .complaint_pages_common import PDF, TYPED, ComplaintPages
from .day_common import make_photo
from .dunning_pages_common import DunningPages
from .estimate_common import EstimateRecords
from .faq_common import FaqPages
from .pages_common import PagesCase

MODULE = "odoo.addons.pylot_frontoffice."
OURS = ("/book", "/visit", "/waitlist", "/my/appointments", "/complaint", "/my/complaints", "/desk")
OURS += ("/dunning", "/my/dunning")
OURS += ("/my/matters", "/calculators", "/faq", "/my/day", "/day")
# Links that differ only in what they ask for, such as the days of a month: so many of each.
ALIKE = 2
AWAITING = ("business", "customer", "payment")


@tagged("post_install", "-at_install")
class TestCrawler(FaqPages, EstimateRecords, DunningPages, ComplaintPages, PagesCase):
    """Every route of ours that answers a GET, and every link on its page, with links of visits in
    every state."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, "crawler", groups="base.group_portal", name="Frieda")
        cls.user.partner_id.write({"zip": "10115", "email": "frieda@example.com"})
        cls.kind.write({"grid": 120, "horizon": 30})
        cls.env["pylot.appointment.question"].create(
            {"appointment_type_id": cls.kind.id, "name": "What is it about?"}
        )
        cls.windows = cls._create_type(
            "Windows",
            access="invitation",
            arrival="window",
            place="company",
            technician_ids=cls.bert.ids,
            technician_choice="person",
            window_ids=[Command.create({"hour_from": 8, "hour_to": 12})],
        )
        cls.persons = cls._create_type(
            "Persons",
            access="public",
            place="company",
            grid=240,
            technician_ids=(cls.anna | cls.bert).ids,
            technician_choice="time",
        )
        states = cls.env["calendar.event"]._fields["visit_state"].get_values(cls.env)
        pairs = [*((state, False) for state in states), *(("planned", each) for each in AWAITING)]
        cls.visits = cls.env["calendar.event"]
        for days, (state, awaiting) in enumerate(pairs):
            visit = cls._create_visit(
                cls.carla,
                9,
                days=days,
                appointment_type_id=cls.kind.id,
                customer_id=cls.user.partner_id.id,
                contact_name="Frieda",
                contact_email="frieda@example.com",
            )
            visit._promise("confirmed")
            visit.with_context(pylot_inform_customer=False).write(
                {"visit_state": state, "awaiting": awaiting}
            )
            cls.visits |= visit
        for visit in cls.visits:
            visit._ensure_customer_token()
        cls.anna.feed_token = "f" * 32
        cls.carla.day_token = "d" * 32
        cls._make_day()
        cls._make_complaints()
        cls._make_desk()
        cls._make_dunnings()
        cls._make_estimates()
        cls._make_money()
        cls.env["pylot.finance.plan"].create({"name": "Bank", "is_published": True})
        cls.company.email = "office@example.com"

    @classmethod
    def _make_money(cls):
        """Visits of Anna that are to be invoiced, open in part, and paid."""
        cls.env["account.journal"].create({"name": "Cash", "code": "CSH9", "type": "cash"})
        cls.anna.day_token = "e" * 32
        cls.money_paths = []
        for number, amounts in enumerate((None, ("10",), ("10", "90"))):
            visit = cls._create_visit(
                cls.anna,
                8 + number,
                days=70,
                appointment_type_id=cls.kind.id,
                customer_id=cls.user.partner_id.id,
                visit_state="done",
            )
            paths = [f"{visit.id}/pay", f"{visit.id}/pay/status"]
            if amounts:
                visit.visit_invoice_id = cls._create_invoice(100)
                visit.visit_invoice_id._portal_ensure_token()
            for key in amounts or ():
                entry = cls.env["pylot.cash.entry"]._take(
                    visit, cls.anna, Decimal(key), f"{visit.id}-{key}"
                )
                paths.append(f"{visit.id}/pay/receipt/{entry.id}")
            paths += [f"{visit.id}/pay/{way}" for way in ("cash", "bank", "link")]
            cls.money_paths += paths

    @classmethod
    def _make_day(cls):
        """A visit of today with a photo and a report."""
        cls.carla.user_id = new_test_user(cls.env, "phone", groups="base.group_portal")
        days = (fields.Date.today() - cls.monday).days
        kind = cls._create_type("Repair", place="customer")
        visit = cls._create_visit(
            cls.carla,
            10,
            days=days,
            appointment_type_id=kind.id,
            customer_id=cls.user.partner_id.id,
        )
        taps = (("photo", {"photo": make_photo((40, 40))}), ("finish", {"signed_by": "Frieda"}))
        for tap, values in taps:
            visit._take_day_act(cls.carla, tap, f"key-{tap:020}", **values)
        visit._ensure_customer_token()
        cls.day_visit = visit

    @classmethod
    def _make_estimates(cls):
        """One that ends in a quotation, one that ends in a booking; and where results lead."""
        cls.estimates = cls._create_estimate()
        cls.estimates |= cls._create_estimate(ends_in="booking", appointment_type_id=cls.persons.id)
        cls.estimate_paths = [
            f"{cls._get_path(each)}?{urlencode(cls._get_query(each))}" for each in cls.estimates
        ]
        stamp = cls.estimates[0]._sign((Decimal(10), Decimal(20)), [("How large?", "40")])
        cls.estimate_paths += [
            f"{cls._get_path(cls.estimates[0])}/request?estimate={stamp}",
            f"/book/{cls.persons.id}?estimate={stamp}",
            f"/book/{cls.kind.id}?estimate={stamp}x",
        ]

    @classmethod
    def _make_dunnings(cls):
        """Of which something is open, promised, paid and disputed."""
        cls.dunnings = cls.env["pylot.dunning"]
        for name in ("open", "promised", "paid", "disputed"):
            invoices = cls._create_claims(partner_id=cls.user.partner_id.id)
            dunning = cls._create_dunning(invoices)
            if name == "promised":
                dunning._promise_by_customer(dunning._get_today())
            if name == "paid":
                cls._pay(invoices)
            if name == "disputed":
                cls._create_dispute(invoices[0])
            cls.dunnings |= dunning

    @classmethod
    def _make_desk(cls):
        """A provider's person, with a complaint that has a file and may be visited."""
        provider = new_test_user(cls.env, "provider", groups="base.group_portal", name="Kim")
        firm = cls.env["res.partner"].create({"name": "Ring GmbH", "is_company": True})
        provider.partner_id.parent_id = firm
        team = cls.env["pylot.team"].create(
            {
                "name": "Evening",
                "provider_id": firm.id,
                "member_ids": [Command.link(provider.id)],
                "provider_visit_type_ids": [Command.link(cls.kind.id)],
            }
        )
        cls.desk = cls._create_complaint(
            "Of the desk", team_id=team.id, partner_id=cls.user.partner_id.id
        )
        cls.desk._add_customer_reply("Look", attachments=[("a.pdf", PDF)])

    @classmethod
    def _make_complaints(cls):
        """Waiting for us, for the customer and for nobody; with words of both sides, files, and a
        vote to be given."""
        cls.complaints = cls.Complaint
        for state in ("new", "waiting_customer", "closed"):
            complaint = cls._create_complaint(state, partner_id=cls.user.partner_id.id)
            complaint._add_customer_reply("Look", attachments=[("a.pdf", PDF)])
            complaint.message_post(
                body="We see", message_type="comment", subtype_xmlid="mail.mt_comment"
            )
            if state == "closed":
                complaint._decide("accepted", "A new one.", channel="phone")
            complaint._set_state(state)
            cls.complaints |= complaint

    def setUp(self):
        super().setUp()
        self._prepare_requests()
        self.receipt = self.get("/complaint").send("/complaint", **TYPED).path.split("/")[-1]
        entries = self.env["pylot.waitlist"]
        self.entries = entries
        for state in entries._fields["state"].get_values(self.env):
            entry = entries.create(
                {
                    "appointment_type_id": self.kind.id,
                    "contact_name": "Frieda",
                    "contact_email": f"{state}@example.com",
                    "date_from": self.monday,
                    "date_to": self.monday,
                }
            )
            entry.state = state
            self.entries |= entry
        self.env.flush_all()

    def _prepare_requests(self):
        """One that has no time, one that has, one whose time has run out, and one that is done."""
        requests = self.env["pylot.booking.request"].search
        known = requests([])
        self.open_times()
        self.hold()
        self.hold()
        lapsed = requests([], limit=1, order="id desc")
        self.book(self.hold())
        past = fields.Datetime.subtract(fields.Datetime.now(), hours=1)
        lapsed.hold_until = past
        lapsed.booking_ids.expires_at = past
        self.env.flush_all()
        self.requests = requests([]) - known
        self.assertEqual(len(self.requests), 4)

    def _get_rules(self):
        """:return: dict of our routes that answer a GET to their arguments"""
        rules = {}
        for rule in self.env["ir.http"].routing_map().iter_rules():
            is_ours = rule.endpoint.func.__module__.startswith(MODULE)
            if is_ours and (not rule.methods or "GET" in rule.methods):
                rules[rule.rule] = rule.arguments
        self.assertGreater(len(rules), 10)
        return rules

    def _get_paths(self):
        """:return: every route, with everything that can stand in it"""
        values = {
            **self._get_money_values(),
            "/book/request/<string:token>": self.requests.mapped("token"),
            "/book/<string:slug>": [str(self.kind.id), str(self.persons.id), str(self.windows.id)],
            "/visit/<string:token>": self.visits.mapped("customer_token"),
            "/waitlist/<string:token>": self.entries.mapped("token"),
            "/visits/feed/<string:token>": [self.anna.feed_token],
            "/my/day/<string:number>/photo/<string:photo>": [
                f"{self.day_visit.id}/photo/{self.day_visit.photo_ids.id}"
            ],
            "/my/day/<string:number>": [str(self.day_visit.id), str(self.visits[0].id)],
            "/day/<string:token>/<string:number>/photo/<string:photo>": [
                f"{self.carla.day_token}/{self.day_visit.id}/photo/{self.day_visit.photo_ids.id}"
            ],
            "/day/<string:token>/<string:number>": [f"{self.carla.day_token}/{self.day_visit.id}"],
            "/day/<string:token>": [self.carla.day_token],
            "/my/appointments/page/<int:page>": ["1", "2"],
            "/complaint/sent/<string:receipt>": [self.receipt],
            "/complaint/<string:token>/file/<string:number>": [
                f"{complaint.access_token}/file/{file.id}"
                for complaint in self.complaints
                for file in complaint._get_page_messages_sudo().attachment_ids
            ],
            "/complaint/<string:token>": self.complaints.mapped("access_token"),
            "/my/complaints/page/<int:page>": ["1", "2"],
            "/my/complaints/<string:number>/file/<string:file>": [
                f"{complaint.id}/file/{file.id}"
                for complaint in self.complaints
                for file in complaint._get_page_messages_sudo().attachment_ids
            ],
            "/my/complaints/<string:number>": [str(number) for number in self.complaints.ids],
            "/dunning/<string:token>": self.dunnings.mapped("access_token"),
            "/calculators/estimate/<string:slug>": [str(each) for each in self.estimates.ids],
            "/my/dunning/<string:number>": [str(number) for number in self.dunnings.ids],
            "/calculators/<string:slug>": [
                each._calculator_slug for each in self.env["pylot.calculator"]._get_calculators()
            ],
            "/faq/category/<string:slug>/page/<int:page>": [
                f"{self.heating.id}/page/1",
                f"{self.heating.id}/page/2",
            ],
            "/faq/category/<string:slug>": [str(self.heating.id), str(self.radiators.id)],
            "/faq/search/page/<int:page>": ["1?q=heating", "2?q=heating"],
            "/faq/<string:slug>": [str(each) for each in self.Article.search([]).ids],
            "/desk/page/<int:page>": ["1", "2"],
            "/desk/<string:number>/file/<string:file_number>": [
                f"{self.desk.id}/file/{file.id}"
                for file in self.desk._get_page_messages_sudo().attachment_ids
            ],
            "/desk/<string:number>": [str(self.desk.id)],
        }
        paths = [
            *self.estimate_paths,
            f"/visit/{self.day_visit.customer_token}/report",
            f"/my/day?day={self.visits[0].start:%Y-%m-%d}",
            f"/my/day/{self.day_visit.id}/parts?q=service",
            "/faq/search?q=heating",
            f"/faq/{self.cold.id}?voted=no",
            f"/book/{self.windows.id}?invite={self.windows.invite_token}",
            f"/complaint?team={self.team.id}&visit={self.visits[0].customer_token}",
            "/calculators/loan?goal=rate&amount=1000&instalment=100&months=12&done=mail",
            "/calculators/loan?rate=-5",
        ]
        for rule, arguments in self._get_rules().items():
            if not arguments:
                paths.append(rule)
                continue
            start = next((each for each in values if rule.startswith(each)), None)
            self.assertTrue(start, f"nothing to put into {rule}")
            wrong = [] if "<int:" in rule else ["x" * 32]
            paths += [
                start.partition("<")[0] + value + rule.removeprefix(start)
                for value in [*values[start], *wrong]
            ]
        return paths

    def _get_money_values(self):
        """Routes of the money of a visit, by login and by link: the whole rest of each."""
        values = {}
        for start, token in (("/my/day/", ""), ("/day/<string:token>/", f"{self.anna.day_token}/")):
            for rule, part in (
                ("<string:number>/pay/receipt/<string:entry>", "/receipt/"),
                ("<string:number>/pay/<any('cash', 'bank', 'link'):way>", "/"),
                ("<string:number>/pay/status", "/status"),
                ("<string:number>/pay", ""),
            ):
                values[start + rule] = [
                    token + path for path in self.money_paths if f"/pay{part}" in path
                ]
        return {**values, "/day/<string:token>/cash": [f"{self.anna.day_token}/cash"]}

    def _count_writes(self):
        """:return: Counter of rows inserted, updated and deleted in this transaction, by table;
        those of what was rolled back again are counted as well"""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_all_tables"
            " WHERE schemaname = 'public'"
        )
        return Counter(dict(self.env.cr.fetchall()))

    def _crawl(self, user=None, below="/"):
        """:return: dict of path to a Counter of what a look at it has written, by table"""
        self.authenticate(user, user and user.ljust(8, "x"))
        todo = [path for path in self._get_paths() if path.startswith(below)]
        ours = set(todo)
        seen, alike, written, statuses = set(), Counter(), {}, Counter()
        # what Odoo itself writes for the first page of all, such as its assets
        for path in ("/book", f"/day/{'d' * 32}", "/my" if user else f"/visit/{'x' * 32}"):
            self.url_open(path)
        before = self._count_writes()
        for path in todo:
            if path in seen or not path.startswith(below):
                continue
            seen.add(path)
            # links lead to the same addresses with other parameters: one method is enough
            for method in ("HEAD", "GET") if path in ours else ("GET",):
                response = self.url_open(path, method=method, timeout=60)
                self.assertLess(response.status_code, 500, path)
                statuses[response.status_code] += 1
                after = self._count_writes()
                if after != before:
                    written[f"{method} {path}"] = after - before
                before = after
            if "text/html" in response.headers["Content-Type"]:
                todo += self._get_links(response, alike)
        if below == "/":
            self.assertGreater(len(seen), len(self._get_rules()) + 20)
            self.assertGreater(statuses[200], statuses[404])
        return written

    def _get_links(self, response, alike):
        links = []
        for link in html.fromstring(response.text).xpath("//main//a/@href"):
            parts = urlsplit(urljoin(response.url, link))
            if not parts.path.startswith(OURS):
                continue
            pattern = parts.path, *(name for name, _value in parse_qsl(parts.query))
            alike[pattern] += 1
            if alike[pattern] <= ALIKE:
                links.append(parts.path + (parts.query and f"?{parts.query}"))
        return links

    def test_visitor(self):
        self.assertEqual(self._crawl(), {})

    def test_portal_user(self):
        self.assertEqual(self._crawl("crawler"), {})

    def test_technician(self):
        self.assertEqual(self._crawl("phone"), {})

    def test_provider(self):
        self.assertEqual(self._crawl("provider"), {})

    def test_technician_who_collects(self):
        self.assertEqual(self._crawl("pylot_technician"), {})

    def test_a_page_that_writes_is_found(self):
        """This very test finds what it looks for."""
        show = VisitController._show

        def count_views(self, event, *args, **kwargs):
            request.env.cr.execute(
                "UPDATE calendar_event SET ics_sequence = ics_sequence WHERE id = %s", [event.id]
            )
            return show(self, event, *args, **kwargs)

        self.patch(VisitController, "_show", count_views)
        written = self._crawl(below="/visit/")
        self.assertIn(f"GET /visit/{self.visits[0].customer_token}", written)
        self.assertIn(f"HEAD /visit/{self.visits[0].customer_token}", written)
        self.assertEqual(
            {name for changes in written.values() for name in changes}, {"calendar_event"}
        )
