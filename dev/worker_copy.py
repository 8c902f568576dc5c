"""The database of one of several processes that share out the tests.

pytest-odoo has such copies too, but names them in a way this Odoo does not read, and the servers
that tests start do not find their files.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def lent(worker: str):
    """Odoo's configuration and the environment name the copy as long as the block takes."""
    from odoo.tools import config  # noqa: PLC0415  the rest of dev/ is tested without Odoo

    (origin,) = config["db_name"]
    name = f"{origin}_{worker}"
    files = Path(config["data_dir"]) / "filestore"
    # or pytest-odoo makes its own
    del os.environ["PYTEST_XDIST_WORKER"]
    drop(name, files)
    subprocess.run(["createdb", "-T", origin, name], check=True)
    if (files / origin).exists():
        shutil.copytree(files / origin, files / name, copy_function=os.link)
    choose(name)
    try:
        yield
    finally:
        choose(origin)
        drop(name, files)


def choose(name: str) -> None:
    from odoo import sql_db  # noqa: PLC0415  as above
    from odoo.tools import config  # noqa: PLC0415

    sql_db.close_all()
    config["db_name"], config["dbfilter"] = [name], f"^{name}$"
    os.environ["PGDATABASE"] = name


def drop(name: str, files: Path) -> None:
    subprocess.run(
        ["dropdb", "--if-exists", "--force", name], check=True, stderr=subprocess.DEVNULL
    )
    shutil.rmtree(files / name, ignore_errors=True)
