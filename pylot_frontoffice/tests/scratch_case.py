"""A database of its own for tests that must commit: races and servers."""

import os
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from passlib.context import CryptContext

from odoo import sql_db
from odoo.api import Environment
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import BaseCase, get_db_name
from odoo.tools import SQL, config

from odoo.addons.base.models.res_users import ResUsersPatchedInTest

from .odoo_server import get_odoo_program, write_odoo_config
from .records import FrontofficeRecords

# A database with the add-on installed that nobody is connected to, to be copied.
TEMPLATE = "PYLOT_TEMPLATE_DB"


class ScratchCase(BaseCase):
    """Each class works on a copy of the database, so nothing needs to be rolled back: several
    connections see what the others commit, as in production.

    Without a prepared template the database under test is copied; for this its idle connections
    are closed, and no server may run on it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        template = os.environ.get(TEMPLATE) or get_db_name()
        cls.scratch = f"{template[:40]}_{cls.__name__.lower()}_{os.getpid()}"
        sql_db.close_db(template)
        cls._execute_outside("DROP DATABASE IF EXISTS %s", cls.scratch)
        cls._execute_outside("CREATE DATABASE %s TEMPLATE %s", cls.scratch, template)
        cls.addClassCleanup(cls._execute_outside, "DROP DATABASE %s WITH (FORCE)", cls.scratch)
        cls.addClassCleanup(sql_db.close_db, cls.scratch)
        cls.addClassCleanup(Registry.delete, cls.scratch)
        # what Odoo does for its own cases: a password takes as long as a third of all records
        cls.classPatch(ResUsersPatchedInTest, "_crypt_context", cls._get_quick_hashes)
        # Odoo's own runner holds this lock for as long as tests run; our threads need it too
        cls.classPatch(Registry, "_lock", DummyRLock())
        # loading a registry under test runs the tests of its modules, this one among them
        with patch.dict(config.options, test_enable=False):
            cls.registry = Registry(cls.scratch)
        with cls._transaction() as env:
            cls.common = type("Common", (FrontofficeRecords,), {"env": env})
            cls.common._fill()
            cls._prepare()

    @staticmethod
    def _get_quick_hashes(_users):
        return CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__rounds=1)

    @classmethod
    def _prepare(cls):
        """Hook: keep ids of ``cls.common``, whose helpers and records are those of
        :class:`FrontofficeRecords`, or make more; committed afterwards."""

    @classmethod
    def _execute_outside(cls, statement, *names):
        """Run what cannot be done inside a database, such as copying it."""
        connection = sql_db.db_connect("postgres")
        with connection.cursor() as cr:
            cr._cnx.autocommit = True
            cr.execute(SQL(statement, *map(SQL.identifier, names)))

    @classmethod
    @contextmanager
    def _transaction(cls, uid=1, **context):
        """A transaction of its own, committed at the end unless something is raised."""
        with cls.registry.cursor() as cr:
            yield Environment(cr, uid, context)

    def _switch(self, command, module="pylot_frontoffice"):
        """Install or uninstall. Odoo forbids module operations inside of a test, so another
        process does it."""
        sql_db.close_db(self.scratch)
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                [
                    *get_odoo_program(),
                    "module",
                    command,
                    "-c",
                    write_odoo_config(Path(folder), self.scratch),
                    "-d",  # the environment may name another one, and outranks the file
                    self.scratch,
                    module,
                ],
                env={key: value for key, value in os.environ.items() if key != "ODOO_RC"},
                capture_output=True,
                text=True,
                check=False,
            )
        self.assertEqual(done.returncode, 0, done.stderr)
        complaints = [line for line in done.stderr.splitlines() if " ERROR " in line]
        self.assertFalse(complaints, done.stderr)
        Registry.delete(self.scratch)
        with patch.dict(config.options, test_enable=False):
            type(self).registry = Registry(self.scratch)
