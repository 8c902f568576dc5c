"""What tests of the desk start from."""

from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import new_test_user

from .pages_common import PagesCase


class DeskCase(PagesCase):
    """A call centre with two people in one team, a second one with one, and the business's own
    team; a complaint of each, with a customer who has an e-mail address. Everybody speaks
    English."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"email": "frieda@example.com", "phone": "030 1234567"})
        cls.business = cls.env["pylot.team"]._get_default(cls.company)
        cls.business.write(
            {
                "name": "Service",
                "user_id": cls.dispatcher_user.id,
                "member_ids": [Command.link(cls.agent_user.id)],
                "resource_calendar_id": cls.calendar.id,
            }
        )
        cls.ring, cls.kim, cls.lou = cls._create_provider("Ring", "kim", "lou")
        cls.bell, cls.max = cls._create_provider("Bell", "max")
        cls.ring_team = cls._create_team("Evening", cls.ring, cls.kim | cls.lou)
        cls.bell_team = cls._create_team("Night", cls.bell, cls.max)
        cls.complaint = cls._create_complaint("The tap drips", cls.ring_team)
        cls.foreign = cls._create_complaint("The boiler hums", cls.bell_team)
        cls.own = cls._create_complaint("The roof leaks", cls.business)

    @classmethod
    def _create_provider(cls, name, *logins):
        """:return: company, and a portal user of it for each login"""
        firm = cls.env["res.partner"].create({"name": f"{name} GmbH", "is_company": True})
        users = []
        for login in logins:
            user = new_test_user(
                cls.env,
                f"desk_{login}",
                groups="base.group_portal",
                name=f"{login.capitalize()} Voice",
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            user.partner_id.parent_id = firm
            users.append(user)
        return firm, *users

    @classmethod
    def _create_team(cls, name, firm, users, **values):
        return cls.env["pylot.team"].create(
            {
                "name": name,
                "provider_id": firm.id,
                "member_ids": [Command.set(users.ids)],
                "resource_calendar_id": cls.calendar.id,
                "mandate_start": date.today() - timedelta(days=30),
                **values,
            }
        )

    @classmethod
    def _create_complaint(cls, name, team, **values):
        prepared = {"name": name, "team_id": team.id, "partner_id": cls.customer.id, **values}
        return cls.env["pylot.complaint"].create(prepared)

    def log_in(self, user):
        self.authenticate(user.login, user.login.ljust(8, "x"))

    def open_desk(self, path=""):
        page = self.get(f"/desk{path}")
        return page

    def act(self, complaint, action, **values):
        """Send that form of the page of ``complaint``."""
        page = self.open_desk(f"/{complaint.id}").send(f"/{action}", **values)
        self.env.invalidate_all()
        return page
