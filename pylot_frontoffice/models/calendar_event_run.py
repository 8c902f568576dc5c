import logging

from psycopg2 import OperationalError

from odoo import api, models
from odoo.fields import Domain

# Visits read at a time; each is a transaction of its own.
BATCH = 100

_logger = logging.getLogger(__name__)


class CalendarEvent(models.Model):
    """One bad visit never stops a run (law 6)."""

    _inherit = "calendar.event"

    @api.model
    def _run_each(self, domain, action):
        """Do ``action`` with every event of ``domain``, one transaction each, by id. What failed
        is left for the next run, its reason on the record.

        :param action: function of one event
        :return: whether there was time for all of them
        """
        domain, last = Domain(domain), 0
        cron = self.env["ir.cron"]
        if not cron._commit_progress(remaining=self.search_count(domain)):
            return False
        while events := self.search(domain & Domain("id", ">", last), order="id", limit=BATCH):
            for id_ in events.ids:
                # alone: after each commit the cache is empty, and others need not be read again
                self.browse(id_)._run_one(action)
                if not cron._commit_progress(1):
                    return False
            last = events.ids[-1]
        return True

    def _run_one(self, action):
        try:
            with self.env.cr.savepoint():
                action(self)
                if self.run_error:
                    self.run_error = False
        except OperationalError as error:
            # somebody else is writing the same: their word counts, the next run sees it
            _logger.info("%s is left for the next run: %s", self, error)
        except Exception as error:
            _logger.warning("%s could not go on", self, exc_info=True)
            self.run_error = str(error) or type(error).__name__
