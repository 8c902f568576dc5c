from functools import cached_property

from odoo.fields import Domain

from ..const import DONE_STATES
from .matters_section import SHOWN, Entry, MattersSection, Rank, Step

URL = "/my/complaints"


class ComplaintsSection(MattersSection):
    """Those that wait for the customer, those we are at, then what is over."""

    name = "complaints"

    def _get_some_sudo(self, domain, limit):
        domain &= self.portal._get_complaints_domain()
        complaints = self.portal._get_complaints_sudo()
        return complaints.search(domain, order="id DESC", limit=limit) if limit else complaints

    @cached_property
    def waiting(self):
        return self._get_some_sudo(Domain("state", "=", "waiting_customer"), SHOWN)

    def get_title(self):
        return self.env._("Complaints")

    def get_links(self):
        return [(URL, self.env._("All complaints"))]

    def get_entries(self):
        over = Domain("state", "in", DONE_STATES)
        shown = self.waiting
        at_it = ~over & Domain("state", "!=", "waiting_customer")
        for domain in (at_it, over):
            shown |= self._get_some_sudo(domain, SHOWN - len(shown))
        return [self._get_entry(complaint) for complaint in shown]

    def _get_entry(self, complaint):
        env = self.env
        button = env._("Answer") if complaint in self.waiting else env._("Look at it")
        status, _next = complaint._get_page_status()
        url = f"{URL}/{complaint.id}"
        return Entry(complaint.name, status, url, button, note=complaint.number)

    def get_steps(self):
        return [self._get_step(complaint) for complaint in self.waiting]

    def _get_step(self, complaint):
        text = self.env._("Please answer our question about %(number)s.", number=complaint.number)
        url, day = f"{URL}/{complaint.id}", complaint.create_date.date()
        return Step(Rank.QUESTION, day, text, self.env._("Answer"), url)
