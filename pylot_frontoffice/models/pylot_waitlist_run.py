import logging
from datetime import datetime, timedelta

from odoo import api, fields, models

from ..const import OPEN_STATES
from ..tools.wall_time import day_to_utc, to_local
from .pylot_waitlist_offer import TIMES

_logger = logging.getLogger(__name__)

# Times in one mail. All others that are free are on the page it leads to.
OFFERS_PER_MAIL = 3
# Nobody gets two such mails within this time, however much becomes free.
PAUSE = timedelta(hours=2)
# On the clock of the business: no mail from nine in the evening to seven in the morning.
QUIET_FROM, QUIET_TO = 21, 7

CRON = "pylot_frontoffice.ir_cron_pylot_waitlist_offer"
TEMPLATE = "pylot_frontoffice.mail_template_pylot_waitlist_offer"
MAIL_CRON = "mail.ir_cron_mail_scheduler_action"


class PylotWaitlist(models.Model):
    """Tell those who wait what has become free.

    Everybody who wants a time is told of it, and of the same time only once. What is offered and
    the mail that says so are written in one transaction, so a run that is killed at any moment
    has either done both or neither.
    """

    _inherit = "pylot.waitlist"

    @api.model
    def _cron_offer(self):
        self._close_outdated()
        todo = self.search([("state", "=", "waiting")], order="checked_at ASC NULLS FIRST, id")
        remaining = len(todo)
        self.env["ir.cron"]._commit_progress(remaining=remaining)
        for group in todo._split_groups():
            done = len(group)
            group = group.try_lock_for_update().filtered(lambda entry: entry.state == "waiting")
            if group:
                group._offer_freed()
            remaining -= done
            if not self.env["ir.cron"]._commit_progress(done, remaining=remaining):
                break

    def _offer_freed(self):
        """Compare what is free now with what was free before, for one group of entries."""
        self.checked_at = fields.Datetime.now()
        try:
            with self.env.cr.savepoint():
                news = self._find_news()
        except Exception as error:
            _logger.exception("Free times for entries %s of the waiting list", self.ids)
            self.failure = str(error)
            return
        wake_at = set()
        for entry in self:
            possible, fresh = news[entry]
            try:
                with self.env.cr.savepoint():
                    wake_at.add(entry._offer_news(possible, fresh))
            except Exception as error:
                _logger.exception("Offers to entry %s of the waiting list", entry.id)
                entry.failure = str(error)
        for moment in wake_at - {None}:
            self._wake(moment)

    def _find_news(self):
        """:return: dict of entry to tuple of keys that are free or only held by a visitor who
        types, and of offers that have become free since the last mail"""
        # A time that is held and let go has not become free, so holds are looked through first.
        held = (
            self.env["pylot.booking"]
            .sudo()
            .search([("state", "=", "hold"), ("expires_at", ">", fields.Datetime.now())])
        )
        possible = self._list_free(ignore_booking_ids=tuple(held.ids))
        wanted = {entry: entry._select_wanted(possible) for entry in self}
        fresh = {entry: entry._select_fresh(wanted[entry]) for entry in self}
        if held and any(fresh.values()):
            free = {offer["key"]: offer for offer in self._list_free()}
            fresh = {
                entry: [free[offer["key"]] for offer in offers if offer["key"] in free]
                for entry, offers in fresh.items()
            }
        return {entry: ({offer["key"] for offer in wanted[entry]}, fresh[entry]) for entry in self}

    def _select_fresh(self, offers):
        """:return: list of those among ``offers`` that were neither known nor ever offered"""
        old = {*(self.known_keys or "").split(), *self.offer_ids.mapped("offer_key")}
        return [offer for offer in offers if offer["key"] not in old]

    def _offer_news(self, possible, fresh):
        """Tell of ``fresh`` now, or say when to.

        :return: moment to look again, None when there is nothing to wait for"""
        known = set((self.known_keys or "").split()) & possible
        wake_at = self._get_pause() if fresh and self._may_be_offered() else None
        if fresh and not wake_at and self._may_be_offered():
            self._send_offers(fresh[:OFFERS_PER_MAIL])
            known |= {offer["key"] for offer in fresh}
        if known != set((self.known_keys or "").split()):
            self.known_keys = " ".join(sorted(known))
        if self.failure:
            self.failure = False
        self.offer_ids.filtered(
            lambda offer: offer.state == "open" and offer.offer_key not in possible
        ).state = "gone"
        return wake_at

    def _may_be_offered(self):
        """:return: whether a time could be taken at all; with an appointment, while customers
        may still move it"""
        event = self.event_id
        return not event or not event._get_customer_refusal("move")

    def _get_pause(self):
        """:return: when a mail may be sent (UTC), None when it may be now"""
        now = fields.Datetime.now()
        moment = max(now, (self.offered_at or datetime.min) + PAUSE)
        zone = self._get_zone()
        local = to_local(moment, zone)
        if local.hour >= QUIET_FROM or local.hour < QUIET_TO:
            day = local.date() + timedelta(days=local.hour >= QUIET_FROM)
            moment = day_to_utc(day, QUIET_TO, zone)
        return moment if moment > now else None

    def _send_offers(self, offers):
        self.ensure_one()
        now = fields.Datetime.now()
        self.env["pylot.waitlist.offer"].create(
            [
                {
                    "waitlist_id": self.id,
                    "offer_key": offer["key"],
                    "sent_at": now,
                    **{name: offer[name] for name in TIMES},
                }
                for offer in offers
            ]
        )
        self.offered_at = now
        self.env.ref(TEMPLATE).send_mail(self.id)
        self.env.ref(MAIL_CRON)._trigger()

    def _get_news(self):
        """:return: the offers of the last mail"""
        self.ensure_one()
        return self.offer_ids.filtered(lambda offer: offer.sent_at == self.offered_at)

    @api.model
    def _wake(self, at=None):
        """Run the job at that moment, by default soon; asking twice is asking once."""
        cron = self.env.ref(CRON, raise_if_not_found=False)
        if not cron:
            return
        triggers = self.env["ir.cron.trigger"].sudo()
        if not at or not triggers.search_count([("cron_id", "=", cron.id), ("call_at", "=", at)]):
            cron._trigger(at)

    @api.model
    def _close_outdated(self):
        """The last day wanted is over, or the appointment has begun or was cancelled."""
        today = fields.Datetime.now().date()
        waiting = self.search([("state", "=", "waiting"), ("date_to", "<=", today)])
        over = waiting.filtered(lambda entry: entry._get_range()[1] <= fields.Datetime.now())
        over |= self.search(
            [
                ("state", "=", "waiting"),
                ("event_id", "!=", False),
                "|",
                ("event_id.visit_state", "not in", OPEN_STATES),
                "&",
                ("event_id.visit_state", "!=", "draft"),
                ("event_id.start", "<=", fields.Datetime.now()),
            ]
        )
        over.offer_ids.filtered(lambda offer: offer.state == "open").state = "gone"
        over.state = "expired"
