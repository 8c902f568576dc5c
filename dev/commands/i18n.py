"""`make i18n`: export the terms, bring de.po up to date, name what has no German yet."""

from __future__ import annotations

from dev import process, say, scratch
from dev.environment import Environment
from dev.places import ADDON, MODULE


def findings(environment: Environment, name: str, check: bool = True) -> list[str]:
    """What is wrong with the files, measured on an installed database."""
    config = environment.config(name)
    exported = environment.home / f"{MODULE}.po"
    arguments = ["export", "-c", config, "-d", name, MODULE, "-l", "pot", "-o", exported]
    process.run(
        [environment.python, environment.odoo.program, "i18n", *arguments],
        "exporting the terms failed",
        "`make shell` shows whether the add-on loads.",
        env=environment.env(config),
        text=True,
        capture_output=True,
    )
    core = environment.odoo.source / "odoo" / "addons"
    known = [core / module / "i18n" / "de.po" for module in ("base", "mail", "calendar", "sale")]
    command = [environment.python, "-m", "dev.catalogue", ADDON / "i18n", exported, *known]
    done = process.run(
        [*command, *(["--check"] if check else [])],
        "the translation files cannot be read",
        "repair what it names.",
        env=environment.env(),
        text=True,
        capture_output=True,
    )
    return [line for line in done.stdout.splitlines() if line]


def main(arguments: list[str]) -> int:
    check = "--check" in arguments
    environment = Environment("test", tools=True)
    say.line("Translations: about 15 s once the template database is there.")
    (ADDON / "i18n").mkdir(exist_ok=True)
    with scratch.database_for(environment, "i18n", bundles=False) as lent:
        lines = findings(environment, lent.name, check)
    for line in lines:
        say.line(f"    {line}")
    if lines and check:
        raise say.Problem("the translations are not complete.", "make i18n, then translate de.po.")
    say.line(f"{len(lines)} things left to do in {MODULE}/i18n." if lines else "i18n: complete")
    return 0
