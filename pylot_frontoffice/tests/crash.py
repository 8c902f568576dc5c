"""Workers of a real server that are killed while they work, again and again."""

import os
import random
import signal
import time

from .odoo_server import PATIENCE, OdooServer

WORKERS = 2
NO_LIMIT = 24 * 3600
# Seconds between two looks at what is left to do, and until the workers are woken up once more:
# what a busy one is told too often blocks the connection it listens on.
LOOK, WAKE = 0.2, 5


class CrashingServer(OdooServer):
    """Nothing but processes for scheduled actions. Killed ones are replaced by their parent.

    :param int seed: of the moments, and of who is hit
    :attr kills: how many processes have been killed
    """

    def __init__(self, database, seed):
        super().__init__(
            database,
            http_enable="False",
            max_cron_threads=WORKERS,
            # nobody else kills
            limit_time_cpu=NO_LIMIT,
            limit_time_real=NO_LIMIT,
        )
        self.rng, self.kills = random.Random(seed), 0

    def run(self, kills, pause, count, is_done, wake):
        """Kill one or both of the workers at random moments, until all is done.

        :param int kills: about how many, evenly over the work: whoever is killed has done some
        :param int pause: greatest number of messages between two moments
        :param count: function without arguments: how many messages have arrived
        :param is_done: function without arguments: whether nothing is left to do
        :param wake: function without arguments: lets them look for work at once
        """
        deadline = time.monotonic() + PATIENCE
        next_kill, next_wake = self.rng.randint(0, pause), 0
        while not is_done():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError(f"The work is never done:\n{self.read_log()}")
            if time.monotonic() >= next_wake:
                wake()
                next_wake = time.monotonic() + WAKE
            if self.kills < kills and count() >= next_kill:
                time.sleep(self.rng.uniform(0, LOOK))
                self._kill_some()
                next_kill = count() + self.rng.randint(0, pause)
                next_wake = time.monotonic() + LOOK
            time.sleep(LOOK)

    def _kill_some(self):
        workers = self.get_workers()
        for pid in self.rng.sample(workers, self.rng.randint(1, len(workers)) if workers else 0):
            os.kill(pid, signal.SIGKILL)
            self.kills += 1
