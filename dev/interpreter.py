"""Find a Python Odoo 19 runs on. Written so that older Pythons can read it, too."""

import os
import subprocess
import sys

OLDEST, NEWEST = (3, 10), (3, 13)
ASK = "import sys; print('%d %d' % sys.version_info[:2])"


def suits(version):
    return OLDEST <= tuple(version[:2]) <= NEWEST


def version_of(path):
    """Ask the program itself: a shim may be on PATH and still have nothing behind it."""
    try:
        answer = subprocess.run(
            [path, "-c", ASK],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=20,
        )
        return tuple(int(number) for number in answer.stdout.split())
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return ()


def find(path=None):
    """The newest fitting python3.x on PATH, or None."""
    folders = (path or os.environ.get("PATH", "")).split(os.pathsep)
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        for folder in folders:
            candidate = os.path.join(folder, "python3.%d" % minor)
            if os.access(candidate, os.X_OK) and suits(version_of(candidate)):
                return candidate
    return None


def ensure():
    """Go on in a fitting Python, or end with one line."""
    if suits(sys.version_info):
        return
    found = find()
    if found:
        print("Using %s, this is Python %d.%d." % ((found,) + sys.version_info[:2]))
        sys.stdout.flush()
        os.execv(found, [found, "-m", "dev"] + sys.argv[1:])
    sys.exit(
        "error: Odoo 19 needs Python 3.10 to 3.13, this is %d.%d and PATH holds no other.\n"
        "remedy: install one of them (Debian: apt-get install python3 python3-venv)."
        % sys.version_info[:2]
    )
