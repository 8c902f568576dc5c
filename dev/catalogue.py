"""The translation files: what Odoo exports, made comparable, and German brought up to date.

Needs polib, so it runs in the virtual environment: `python -m dev.catalogue FOLDER EXPORTED
CORE... [--check]` prints one line for each thing to do, and without --check does what it can.
A term we share with Odoo ("Created by", "Display Name") gets Odoo's own word from CORE.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polib

MODULE = "pylot_frontoffice"
# They change without anything having changed.
MOMENTS = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team")
# Odoo reads every program below the add-on, also the add-ons that tests install.
TESTS = f"/{MODULE}/tests/"
GERMAN = {"Language": "de", "Plural-Forms": "nplurals=2; plural=(n != 1);"}


def template(exported: Path) -> polib.POFile:
    """Odoo's export without moments and without what nobody but tests says, in an order that does
    not depend on the database."""
    pot = polib.pofile(str(exported), wrapwidth=78)
    for name in MOMENTS:
        pot.metadata.pop(name, None)
    for entry in list(pot):
        entry.occurrences = sorted(
            place for place in set(entry.occurrences) if TESTS not in place[0]
        )
        if not entry.occurrences:
            pot.remove(entry)
        entry.comment = "\n".join(sorted(set(entry.comment.splitlines())))
    pot.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    return pot


def words(paths) -> dict[str, polib.POEntry]:
    """What these files translate; the first one to know a term wins."""
    known = {}
    for path in filter(Path.exists, paths):
        for entry in polib.pofile(str(path)):
            if entry.msgstr and not entry.obsolete:
                known.setdefault(entry.msgid, entry)
    return known


def german(paths: list[Path], pot: polib.POFile) -> polib.POFile:
    """Every term of the template with the translation we have; others are dropped."""
    known = words(paths)
    new = polib.POFile(wrapwidth=78)
    new.header = pot.header
    new.metadata = {**pot.metadata, **GERMAN}
    for entry in pot:
        before = known.get(entry.msgid)
        new.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgstr=before.msgstr if before else "",
                flags=[f for f in entry.flags if f != "fuzzy"]
                + (["fuzzy"] if before and before.fuzzy else []),
                comment=entry.comment,
                occurrences=entry.occurrences,
            )
        )
    return new


def unfinished(catalogue: polib.POFile) -> list[str]:
    lines = [f"untranslated: {entry.msgid!r}" for entry in catalogue if not entry.msgstr.strip()]
    return lines + [f"fuzzy: {entry.msgid!r}" for entry in catalogue if entry.fuzzy]


def differs(path: Path, catalogue: polib.POFile) -> bool:
    return not path.exists() or path.read_text() != f"{catalogue}\n"


def main(folder: Path, exported: Path, *core: Path, check: bool) -> list[str]:
    pot = template(exported)
    po = german([folder / "de.po"] if check else [folder / "de.po", *core], pot)
    lines = []
    for path, catalogue in ((folder / f"{MODULE}.pot", pot), (folder / "de.po", po)):
        if not differs(path, catalogue):
            continue
        if check:
            lines.append(f"{path.name} is not up to date: make i18n")
        else:
            path.write_text(f"{catalogue}\n")
    return lines + [f"de.po: {line}" for line in unfinished(po)]


if __name__ == "__main__":
    paths = [Path(argument) for argument in sys.argv[1:] if argument != "--check"]
    print(*main(*paths, check="--check" in sys.argv), sep="\n")
