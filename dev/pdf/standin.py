"""Which wkhtmltopdf Odoo finds: the machine's when it is a good one, else our stand-in."""

from __future__ import annotations

import shutil
from pathlib import Path

from dev import process, say
from dev.places import CLONE, state

# Without it wkhtmltopdf prints neither headers nor footers, nor two documents at once.
PATCHED = "with patched qt"


def ensure(python: Path, browser: Path | None) -> Path:
    """The folder to put first on PATH."""
    folder = state("bin")
    program = folder / "wkhtmltopdf"
    found = shutil.which("wkhtmltopdf")
    if found and PATCHED in (process.output([found, "--version"]) or ""):
        program.unlink(missing_ok=True)
    elif browser:
        script = CLONE / "dev" / "pdf" / "wkhtmltopdf.py"
        program.write_text(f'#!/bin/sh\nexec "{python}" "{script}" "$@"\n')
        program.chmod(0o755)
    else:
        program.unlink(missing_ok=True)
        say.loud("NO PDF: neither a patched wkhtmltopdf nor Chromium. Sending quotations fails.")
    return folder
