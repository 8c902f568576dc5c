from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date


class PylotDunning(models.Model):
    """Customers say by themselves when they pay, one promise at a time. Called elevated, with the
    language of the customer."""

    _inherit = "pylot.dunning"

    answered_at = fields.Datetime(
        readonly=True, help="When the customer has last said on the page when the money comes."
    )

    def _get_today(self):
        """:return: date on the calendar of the company, whose visitors have no time zone"""
        tz = self.company_id.resource_calendar_id.tz or "UTC"
        return fields.Date.context_today(self.with_context(tz=tz))

    def _get_last_promise_day(self):
        """:return: until when customers may put off by themselves"""
        return self._get_today() + timedelta(days=self.company_id.pylot_dunning_promise_days)

    def _get_open_promise(self, page):
        """:return: the promise about what is open that may still be kept, or none"""
        promises = self.env["pylot.payment.promise"]
        if not page.moves:
            return promises
        about = Domain("move_ids", "in", page.moves.ids)
        return promises.search(about & promises._get_waiting_domain(), limit=1)

    def _get_promise_refusal(self, page, promise):
        """:return: why the customer cannot promise alone, "" when possible"""
        if not page.moves or page.total <= 0:
            return self.env._("Nothing is open any more. Thank you.")
        if promise:
            return self.env._(
                "You have told us that you pay by %s. Please call us if that has changed.",
                format_date(self.env, promise.date),
            )
        broken = Domain("move_ids", "in", page.moves.ids) & Domain("state", "=", "broken")
        if self.env["pylot.payment.promise"].search_count(broken, limit=1):
            return self.env._("Please call us so that we can find a solution.")
        if not self.company_id.pylot_dunning_promise_days:
            return self.env._("Please call us if you cannot pay at once.")
        return ""

    def _promise_by_customer(self, day, amount=None):
        """:param date day: when the money is there
        :param amount: in the currency of the message, None: all that is to be paid
        :return: ``pylot.payment.promise``; the same again when it is sent twice
        :raise UserError: with what the customer can do instead"""
        self.ensure_one()
        dunning = self.with_context(tz=self.company_id.resource_calendar_id.tz or "UTC")
        # a second click waits here, and begins anew when the first one is done
        dunning.answered_at = fields.Datetime.now()
        dunning.flush_recordset(["answered_at"])
        page = dunning._get_page()
        promise = dunning._get_open_promise(page)
        wished = page.total if amount is None else amount
        if promise and (promise.date, promise.amount) == (day, min(wished, promise.amount_before)):
            return promise
        refusal = dunning._get_promise_refusal(page, promise)
        if refusal:
            raise UserError(refusal)
        return promise._promise(page.moves, wished, day, origin="portal")
