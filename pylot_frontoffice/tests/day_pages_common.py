"""A technician who is logged in, and a subcontractor with a link."""

from lxml import html

from .day_common import DayRecords
from .pages_common import PagesCase


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
