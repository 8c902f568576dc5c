"""What the person at the terminal reads: steps with their time, and problems with a remedy."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager


class Problem(Exception):
    """Something a person can put right: one line what, one line how. Never a traceback."""

    def __init__(self, what: str, remedy: str):
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"error: {self.what}\nremedy: {self.remedy}"


# `shell` moves this to stderr, so that stdout holds what the script printed and nothing else.
stream = None


def line(text: str) -> None:
    print(text, file=stream or sys.stdout, flush=True)


def loud(text: str) -> None:
    """For what must not be overlooked in a long log."""
    bar = "!" * 78
    line(f"\n{bar}\n!!! {text}\n{bar}\n")


@contextmanager
def step(text: str, about: str = ""):
    """Name a step before it starts and its real time when it is done."""
    line(f"==> {text}" + (f" ({about})" if about else ""))
    start = time.monotonic()
    yield
    line(f"    done in {time.monotonic() - start:.0f} s")
