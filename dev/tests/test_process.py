"""Only what we started is ended, and a lock dies with its holder."""

import os
import subprocess
import sys

import pytest

from dev import process, say

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(60)",
]


def test_stop_ends_this_process_and_no_other():
    ours, other = subprocess.Popen(SLEEP), subprocess.Popen(SLEEP)
    process.stop(ours)
    assert ours.poll() is not None and other.poll() is None
    other.kill()
    other.wait()


def test_stop_insists_when_asking_does_not_help():
    child = subprocess.Popen(STUBBORN, stdout=subprocess.PIPE)
    child.stdout.readline()
    process.stop(child, patience=0.2)
    assert child.poll() == -9
    child.stdout.close()


def test_a_zombie_is_not_alive():
    child = subprocess.Popen(SLEEP)
    assert process.alive(child.pid)
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert not process.alive(child.pid)
    child.wait()
    assert not process.alive(child.pid)


def test_a_missing_program_is_one_line_and_a_remedy():
    with pytest.raises(say.Problem) as caught:
        process.run(["/does/not/exist"], "nothing works", "do this.")
    assert str(caught.value) == (
        "error: nothing works (/does/not/exist is not installed).\nremedy: do this."
    )


def test_a_failing_program_is_quoted():
    with pytest.raises(say.Problem, match="broken pipe dream"):
        process.run(
            ["sh", "-c", "echo one; echo broken pipe dream >&2; exit 3"],
            "nothing works",
            "do this.",
            text=True,
            capture_output=True,
        )


def test_only_one_may_be_single(tmp_path):
    hold = f"import fcntl, time; f = open({str(tmp_path / 'l')!r}, 'a'); fcntl.flock(f, 2);"
    holder = subprocess.Popen(
        [sys.executable, "-c", f"{hold} print(1, flush=True); time.sleep(60)"],
        stdout=subprocess.PIPE,
    )
    holder.stdout.readline()
    with pytest.raises(say.Problem, match="busy"):
        with process.single(tmp_path / "l", "busy"):
            pass
    holder.kill()
    holder.communicate()
    with process.single(tmp_path / "l", "busy"):
        pass
