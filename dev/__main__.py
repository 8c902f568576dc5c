"""`python3 -m dev`: first a Python that fits, then the command."""

from dev import interpreter

interpreter.ensure()

# Only now: these files use syntax an older Python does not know.
from dev.cli import main  # noqa: E402

raise SystemExit(main())
