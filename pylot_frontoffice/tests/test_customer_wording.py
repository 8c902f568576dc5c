from datetime import date, datetime, timedelta
from itertools import product

import pytz

from odoo.tests import tagged

from .notices_common import NoticesCommon

BERLIN, KOLKATA, NEW_YORK = "Europe/Berlin", "Asia/Kolkata", "America/New_York"
# In weeks in which clocks change: Europe's on March 28 and October 31, America's on March 14 and
# November 7, 2027.
DAYS = (date(2027, 3, 15), date(2027, 3, 29), date(2027, 11, 1), date(2027, 11, 8))


@tagged("post_install", "-at_install")
class TestCustomerWording(NoticesCommon):
    """One promise, one wording: page, mail and paper say the same instant."""

    def _describe(self, visit, **options):
        return visit._describe_customer_time(**options)

    def test_exact(self):
        visit = self._create_visit(self.anna, hours=1.5, customer_id=self.customer.id)
        words = self._describe(visit)
        self.assertRegex(words["text"], r"^Monday, \w+ \d+, \d{4}, 9:00 AM – 10:30 AM$")
        self.assertEqual((words["zone"], words["place"], words["own"]), (BERLIN, "Berlin", ""))

    def test_german(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.customer.lang = "de_DE"
        visit = self._create_visit(self.anna, hours=1.5, customer_id=self.customer.id)
        self.assertRegex(
            self._describe(visit)["text"], r"^Montag, \d+\. \w+ \d{4}, 09:00\s?–\s?10:30"
        )
        self.assertTrue(self._describe(visit, lang="en_US")["text"].startswith("Monday"))

    def test_window(self):
        visit = self._create_visit(
            self.anna, window_start=self._at(8), window_stop=self._at(12), hour=10
        )
        text = self._describe(visit, lang="en_US")["text"]
        self.assertIn("arrival between 8:00 AM and 12:00 PM", text)
        self.assertNotIn("10:00", text)

    def test_other_clock(self):
        visit = self._create_visit(self.anna, customer_tz="Europe/London")
        words = self._describe(visit, lang="en_US")
        self.assertIn("8:00 AM – 9:00 AM (time in London)", words["own"])
        self.assertEqual(self._describe(visit, tz="Europe/Paris", lang="en_US")["own"], "")

    def test_nonsense_zones(self):
        visit = self._create_visit(self.anna)
        for zone in ("Mars/Base", "../../etc/passwd", "\x00", "\ud800", "", "<b>"):
            self.assertEqual(self._describe(visit, tz=zone)["own"], "")

    def test_across_midnight(self):
        visit = self._create_visit(self.anna, hour=22, hours=4)
        text = self._describe(visit, lang="en_US")["text"]
        self.assertRegex(text, r"^Monday, .* 10:00 PM – Tuesday, .* 2:00 AM$")

    def test_all_day(self):
        visit = self.env["calendar.event"].create(
            {
                "name": "Days",
                "allday": True,
                "start_date": self.monday,
                "stop_date": self.monday + timedelta(days=1),
                "start": self.monday,
                "stop": self.monday + timedelta(days=1),
                "technician_id": self.anna.id,
                "customer_tz": NEW_YORK,
            }
        )
        words = self._describe(visit, lang="en_US")
        self.assertRegex(words["text"], r"^Monday, .* – Tuesday, [^:]*$")
        self.assertEqual(words["own"], "")

    def test_title_is_not_our_note(self):
        visit = self._promise(name="Repair – difficult customer")
        self.assertNotIn("difficult", visit._get_customer_subject())

    def test_matrix(self):
        """Zones of company, technician and visitor, in weeks in which clocks change."""
        zones = (BERLIN, KOLKATA, NEW_YORK)
        report = self.env["ir.actions.report"]
        name = "pylot_frontoffice.report_calendar_event_confirmation"
        for day, company_zone, visitor_zone in product(DAYS, zones, zones):
            for technician, zone in zip((self.anna, self.bert, self.carla), zones, strict=True):
                technician.tz = zone
            self.calendar.tz = company_zone
            start = self._at(9, day=day, tz=company_zone)
            wall = datetime.combine(day, datetime.min.time()).replace(hour=9)
            own = pytz.utc.localize(start).astimezone(pytz.timezone(visitor_zone))
            visits = self.env["calendar.event"]
            for technician in (self.anna, self.bert, self.carla):
                visits |= self._promise(
                    technician=technician,
                    start=start,
                    stop=start + timedelta(hours=1),
                    customer_tz=visitor_zone,
                )
            mails = self._get_new_mails(self._send_due)
            page = report._render_qweb_html(name, visits.ids)[0].decode()
            for visit, mail in zip(visits, mails, strict=True):
                words = self._describe(visit)
                self.assertIn(f"{wall:%A, %B} {wall.day}, {wall.year}, 9:00 AM", words["text"])
                self.assertEqual(bool(words["own"]), visitor_zone != company_zone)
                if words["own"]:
                    time = f"{own:%A, %B} {own.day}, {own.year}, {int(f'{own:%I}')}:{own:%M %p}"
                    self.assertIn(time, words["own"])
                for said in filter(None, (words["text"], words["own"])):
                    self.assertIn(said, mail.body_html)
                    self.assertIn(said, page)
            visits.with_context(pylot_inform_customer=False).unlink()
