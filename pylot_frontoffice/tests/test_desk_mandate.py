"""How long a provider has access, and who belongs to it."""

from datetime import date, datetime

import pytz

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .desk_common import DeskCase

LAST = date(2026, 12, 31)


@tagged("post_install", "-at_install")
class TestDeskMandate(DeskCase):
    def _has_desk(self, user):
        teams = self.env["pylot.team"]._get_desk_teams_sudo(user)
        return self.complaint.team_id in teams

    def _set_zone(self, zone):
        self.ring_team.resource_calendar_id = self._create_calendar("Far away", tz=zone)

    def test_access_ends_at_midnight_where_the_team_works(self):
        """The last day counts whole, and not one second longer; nothing runs in between."""
        for zone in ("Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles"):
            self._set_zone(zone)
            self.ring_team.mandate_end = LAST
            midnight = pytz.timezone(zone).localize(datetime(2027, 1, 1)).astimezone(pytz.utc)
            moments = (midnight.timestamp() - 1, midnight.timestamp())
            allowed = []
            for moment in moments:
                with freeze_time(datetime.utcfromtimestamp(moment)):
                    allowed.append(self._has_desk(self.kim))
            self.assertEqual(allowed, [True, False], zone)

    def test_access_begins_at_midnight(self):
        self._set_zone("Pacific/Auckland")
        self.ring_team.mandate_start = date(2026, 12, 1)
        # midnight of Auckland, which is eleven in the morning before in UTC
        for moment, expected in (("2026-11-30 10:59:59", False), ("2026-11-30 11:00:00", True)):
            with freeze_time(moment):
                self.assertEqual(self._has_desk(self.kim), expected, moment)

    def test_pages_end_with_the_mandate(self):
        self.log_in(self.kim)
        page = self.open_desk(f"/{self.complaint.id}")
        self.assertEqual(page.status, 200)
        self.ring_team.mandate_end = date.today().replace(year=date.today().year - 1)
        self.ring_team.mandate_start = False
        for path in ("", "/new", f"/{self.complaint.id}", f"/{self.complaint.id}/visit"):
            gone = self.open_desk(path)
            self.assertEqual((gone.status, gone.title), (404, "Nothing here for you"), path)
        # a page that was opened in time can do nothing any more
        gone = page.send("/reply", text="Too late")
        self.assertEqual(gone.status, 404)
        self.assertNotIn("Too late", str(self.complaint.message_ids.mapped("body")))
        self.assertFalse(self.get("/my").main.xpath(".//a[@href='/desk']"))

    def test_who_has_no_desk(self):
        cases = {
            "taken out of the team": lambda: self.ring_team.write(
                {"member_ids": [Command.unlink(self.kim.id)]}
            ),
            "moved to another company": lambda: self.kim.write(
                {
                    "company_ids": [Command.set(self.other_company.ids)],
                    "company_id": self.other_company.id,
                }
            ),
            "works for somebody else now": lambda: self.kim.partner_id.write(
                {"parent_id": self.bell.id}
            ),
            "works for nobody now": lambda: self.kim.partner_id.write({"parent_id": False}),
            "archived": lambda: self.kim.write({"active": False}),
            "team archived": lambda: self.ring_team.write({"active": False}),
        }
        self.assertTrue(self._has_desk(self.kim))
        for name, change in cases.items():
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                change()
                self.assertFalse(self._has_desk(self.kim))
                savepoint.rollback()
                self.env.invalidate_all()
        for user in (self.max, self.agent_user, self.env.ref("base.public_user")):
            self.assertFalse(self._has_desk(user), user.login)

    def test_members_fit_the_team(self):
        """Own people in own teams, theirs in theirs."""
        for team, user in (
            (self.ring_team, self.agent_user),
            (self.ring_team, self.max),
            (self.business, self.kim),
        ):
            with self.assertRaises(ValidationError) as caught:
                team.member_ids = [Command.link(user.id)]
            self.assertIn(f"“{user.name}”", str(caught.exception))
        with self.assertRaises(ValidationError):
            self.ring_team.provider_id = self.bell

    def test_a_provider_is_a_company(self):
        with self.assertRaises(ValidationError):
            self.bell_team.write({"member_ids": False, "provider_id": self.max.partner_id.id})

    def test_providers_take_nothing_by_default(self):
        self.ring_team.sequence = 0
        complaint = self.env["pylot.complaint"].create({"name": "Unsorted"})
        self.assertEqual(complaint.team_id, self.business)

    def test_what_a_provider_may_do_by_default(self):
        labels = self.ring_team._get_provider_remedies()
        self.assertEqual(labels, [("replacement", "Replacement"), ("repair", "Repair Visit")])
        allowed = self.env["pylot.complaint.stage"].search([("provider_allowed", "=", True)])
        self.assertEqual(
            set(allowed.mapped("state")), {"working", "waiting_customer", "waiting_remedy"}
        )

    def test_office_finds_what_is_outside(self):
        filters = self.env.ref("pylot_frontoffice.pylot_complaint_view_search_provider").arch
        self.assertIn("team_id.provider_id", filters)
        domain = [("team_id.provider_id", "!=", False)]
        complaints = self.env["pylot.complaint"].with_user(self.agent_user)
        self.assertEqual(complaints.search(domain), self.complaint | self.foreign)
        self.assertEqual(self.complaint.with_user(self.agent_user).provider_id, self.ring)
        self.ring_team.write({"mandate_end": date(2026, 1, 1), "mandate_start": False})
        over = [*domain, ("team_id.mandate_end", "<", "today")]
        self.assertEqual(complaints.search(over), self.complaint)
