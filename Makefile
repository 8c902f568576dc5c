# Every target sets up what it needs; the first one takes minutes, later ones seconds.
# The work is done in dev/, `python3 -m dev --help` names its commands.

PYTHON ?= python3
DEV = @$(PYTHON) -m dev
DB ?= main

.PHONY: help run test lint bench shell i18n upstream screenshots wheel reset

help:
	$(DEV) --help || true

run:  ## ARGS: further options for the Odoo server
	$(DEV) run $(ARGS)

test:  ## ARGS: paths and options for pytest; DB: a name, to test beside somebody else
	$(DEV) test --db $(DB) $(ARGS)

lint:
	$(DEV) lint $(ARGS)

bench:
	$(DEV) bench $(ARGS)

shell:
	$(DEV) shell $(ARGS)

i18n:  ## CHECK=1: change nothing, fail when something would change or is untranslated
	$(DEV) i18n $(if $(CHECK),--check)

upstream:
	$(DEV) upstream $(ARGS)

screenshots:
	$(DEV) screenshots $(ARGS)

wheel:
	$(DEV) wheel $(ARGS)

reset:
	$(DEV) reset $(ARGS)
