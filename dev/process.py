"""Run other programs: with their messages shown, with one-line errors, ended by pid only."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from dev import say


def run(
    command: Sequence, problem: str, remedy: str, env: Mapping[str, str] | None = None, **options
) -> subprocess.CompletedProcess:
    """Run to the end; a missing program and a failing one are the same problem to the reader."""
    try:
        done = subprocess.run(list(map(str, command)), env=env, check=False, **options)
    except FileNotFoundError:
        raise say.Problem(f"{problem} ({command[0]} is not installed).", remedy) from None
    if done.returncode:
        said = (done.stderr or done.stdout or "") if options.get("text") else ""
        last = said.strip().splitlines()[-1:] or ["its messages stand above"]
        raise say.Problem(f"{problem} ({last[0].strip()}).", remedy)
    return done


def output(command: Sequence, env: Mapping[str, str] | None = None) -> str | None:
    """What a program prints, or None when it is missing or fails."""
    try:
        done = subprocess.run(
            list(map(str, command)),
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode(errors="replace") if done.returncode == 0 else None


def alive(pid: int) -> bool:
    """A zombie counts as ended: it only waits for its parent to look."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (OSError, IndexError):
        return False


def stop(process: subprocess.Popen, patience: float = 20) -> None:
    """Ask, wait, insist; only this very process."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Stopped(SystemExit):
    """Somebody asked us to end (Ctrl-C, SIGTERM, closed terminal)."""


def stop_on_signals() -> None:
    """Turn the usual signals into one exception, so that every `finally` runs. Further ones
    are ignored: make and the terminal may both send one, and cleaning up must not be cut."""

    def ask(number, _frame):
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.SIG_IGN)
        raise Stopped(0 if number == signal.SIGINT else 128 + number)

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, ask)


@contextmanager
def locked(path: Path, waiting_for: str):
    """One at a time, across processes; the kernel lets go when the holder dies."""
    with open(path, "a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say.line(f"    waiting: another process is busy with {waiting_for}")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def single(path: Path, problem: str, remedy: str = "use that one, or end it with Ctrl-C."):
    """Like `locked`, for what makes no sense twice: the second one is told so."""
    with open(path, "a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise say.Problem(problem, remedy) from None
        yield


def with_path(env: Mapping[str, str], *folders: Path) -> dict[str, str]:
    """The environment with these folders first on PATH."""
    path = os.pathsep.join([*map(str, folders), env.get("PATH", os.defpath)])
    return {**env, "PATH": path}
