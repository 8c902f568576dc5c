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
LOOK, WAKE = 0.5, 5


class CrashingServer(OdooServer):
    """Nothing but processes for scheduled actions. A killed one is replaced by its parent.

    :param int seed: of the moments, and of who is hit
    :param pause: least and greatest number of seconds between two kills
    """

    def __init__(self, database, seed, pause):
        super().__init__(
            database,
            http_enable="False",
            max_cron_threads=WORKERS,
            # nobody else kills
            limit_time_cpu=NO_LIMIT,
            limit_time_real=NO_LIMIT,
        )
        self.rng, self.pause, self.kills = random.Random(seed), pause, 0

    def run(self, kills, is_done, wake):
        """:param int kills: how many at most
        :param is_done: function without arguments: whether nothing is left to do
        :param wake: function without arguments: lets them look for work at once
        """
        now = time.monotonic()
        deadline = now + PATIENCE + kills * self.pause[1]
        next_kill, next_wake = now + self.rng.uniform(*self.pause), now
        while not is_done():
            now = time.monotonic()
            if now > deadline or self.process.poll() is not None:
                raise RuntimeError(f"The work is never done:\n{self.read_log()}")
            if now >= next_wake:
                wake()
                next_wake = now + WAKE
            if self.kills < kills and now >= next_kill:
                workers = self.get_workers()
                if len(workers) == WORKERS:
                    os.kill(self.rng.choice(workers), signal.SIGKILL)
                    self.kills += 1
                    next_wake = now + LOOK
                next_kill = now + self.rng.uniform(*self.pause)
            # a moment is random only if it is not one of those at which we look
            time.sleep(min(LOOK, max(0, next_kill - now)) if self.kills < kills else LOOK)
