"""Several transactions at the same moment, as several people make them."""

import threading
from functools import partial

from odoo.service.model import retrying
from odoo.tools import mute_logger

from .scratch_case import ScratchCase

# Longer than any of this takes, so that a deadlock ends the test instead of hanging it.
PATIENCE = 120


class RaceCase(ScratchCase):
    """Everybody has looked at the data before the first of them writes, which is the case two
    people are in who press the same button; none sees what the others do."""

    @mute_logger("odoo.service.model")
    def _run_at_once(self, *actions, look=None, retry=True, uid=1, **context):
        """Run ``actions`` (functions of an environment) each in a transaction of its own, whose
        snapshot is older than anything the others write.

        :param look: function of an environment: what all have seen; default: the bookings
        :param retry: again, as a request is, when PostgreSQL could not bring one in line with
            the others
        :return: list of the exceptions raised, None for each success
        """
        barrier = threading.Barrier(len(actions))
        outcomes = [None] * len(actions)

        def run(number, action):
            try:
                with self._transaction(uid, **context) as env:
                    (look or (lambda env: env["pylot.booking"].search_count([])))(env)
                    barrier.wait(PATIENCE)
                    if retry:
                        retrying(partial(action, env), env)
                    else:
                        action(env)
            except Exception as error:
                outcomes[number] = error

        self._run_together(*[partial(run, *each) for each in enumerate(actions)])
        return outcomes

    def _run_together(self, *actions):
        """Run functions without arguments, each in a thread of its own, to their end."""
        self._join(*self._start(*actions))

    def _start(self, *actions):
        """:return: what :meth:`_join` wants: threads that run, and a list of what they raise"""
        errors = []

        def run(action):
            try:
                action()
            except Exception as error:
                errors.append(error)

        threads = [threading.Thread(target=run, args=[each], daemon=True) for each in actions]
        for thread in threads:
            thread.start()
        return threads, errors

    def _join(self, threads, errors):
        for thread in threads:
            thread.join(PATIENCE)
        self.assertFalse(any(thread.is_alive() for thread in threads), "still waiting: deadlock")
        self.assertFalse(errors)
