"""`make wheel`: build the add-on's wheel with whool, and see that Odoo finds it installed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from dev import process, say
from dev.environment import Environment
from dev.places import ADDON, CLONE, MODULE

# Odoo's own question, asked with nothing but its code and the installed wheel in sight.
ASK = f"""
import odoo.tools.config
from odoo.modules import Manifest
odoo.tools.config.parse_config(["--log-level=warn"])
print(Manifest.for_addon("{MODULE}").path)
"""


def main(arguments: list[str]) -> int:
    environment = Environment("test", tools=True)
    target = CLONE / "dist"
    pip = [environment.python, "-m", "pip"]
    offline = ["--no-deps", "--no-index", "--disable-pip-version-check", "-q"]
    remedy = "pip says above why."
    with say.step("Build the wheel", "5 s"):
        build = ["wheel", *offline, "--no-build-isolation", "-w", target, ADDON]
        process.run([*pip, *build], "the wheel could not be built", remedy)
    wheel = max(target.glob("*.whl"), key=lambda path: path.stat().st_mtime)
    with say.step("Install it into an empty place and let Odoo look for it", "5 s"):
        with tempfile.TemporaryDirectory() as place:
            install = ["install", *offline, "--target", place, wheel]
            process.run([*pip, *install], "the wheel does not install", remedy)
            demand_found(environment, Path(place))
    say.line(f"{wheel}\nInstall it beside Odoo with: pip install --no-deps {wheel.name}")
    return 0


def demand_found(environment: Environment, place: Path) -> None:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(environment.odoo.source), str(place)])}
    env.pop("ODOO_RC", None)
    asked = process.run(
        [environment.python, "-c", ASK],
        "Odoo does not find the installed add-on",
        "look into the wheel with unzip -l.",
        env=env,
        cwd=place,
        text=True,
        capture_output=True,
    )
    if not asked.stdout.strip().startswith(str(place.resolve())):
        raise say.Problem(f"Odoo found {asked.stdout.strip()} instead.", "unset PYTHONPATH.")
