from functools import cached_property

from odoo.fields import Domain
from odoo.tools import format_amount

from ..wording import describe_near_day
from .matters_section import SHOWN, Entry, MattersSection, Rank, Step

DUNNING = "/my/dunning"
# Before that it is nothing to think of every day.
DAYS_NEAR = 3


class PromisesSection(MattersSection):
    """When the customer has said to pay; as long as it can be kept."""

    name = "promises"

    @cached_property
    def promises(self):
        promises = self.env["pylot.payment.promise"].sudo().with_context(tz=self.tz)
        # the same as the messages they answer
        mine = Domain("partner_id", "=", self.partner.commercial_partner_id.id)
        ours = Domain("company_id", "in", self.company_ids)
        domain = mine & ours & promises._get_waiting_domain()
        return promises.search(domain, order="date, id", limit=SHOWN)

    def get_title(self):
        return self.env._("Promises to pay")

    def get_links(self):
        return [(DUNNING, self.env._("All open payments"))]

    def get_entries(self):
        return [self._get_entry(promise) for promise in self.promises]

    def _get_entry(self, promise):
        env = self.env
        return Entry(
            self._say_amount(promise),
            env._("to be paid by %(day)s", day=self._say_day(promise)),
            self._get_url(promise),
            env._("Pay"),
            note=", ".join(promise.move_ids.mapped("name")),
        )

    def _say_amount(self, promise):
        return format_amount(self.env, promise.amount, promise.currency_id)

    def _say_day(self, promise):
        return describe_near_day(self.env, promise.date, self.today)

    @cached_property
    def dunning_companies(self):
        return self.portal._get_open_dunnings_sudo().company_id

    def _get_url(self, promise):
        """To the message, or to the invoice when nobody was reminded of it."""
        if promise.company_id in self.dunning_companies:
            return DUNNING
        return f"/my/invoices/{promise.move_ids[:1].id}?payment=True#portal_pay"

    def get_steps(self):
        return [self._get_step(promise) for promise in self.promises]

    def _get_step(self, promise):
        env = self.env
        words = {"amount": self._say_amount(promise), "day": self._say_day(promise)}
        if promise.date < self.today:
            text = env._("You have promised to pay %(amount)s by %(day)s. Please pay now.", **words)
        else:
            text = env._("Please pay %(amount)s by %(day)s, as you have promised.", **words)
        is_near = (promise.date - self.today).days <= DAYS_NEAR
        rank = Rank.PROMISE if is_near else Rank.INVOICE
        return Step(rank, promise.date, text, env._("Pay"), self._get_url(promise))
