import os
import subprocess
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo import sql_db
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tools import config

from .odoo_server import get_odoo_program, write_odoo_config
from .scratch_case import ScratchCase

MODULE = "pylot_frontoffice"
COLUMNS = ("visit_state", "visit_address_id", "visit_company_id", "technician_id")


@tagged("post_install", "-at_install")
class TestUninstall(ScratchCase):
    """The add-on goes and comes back: what remains is a working database, and years of
    overlapping events are no obstacle."""

    @classmethod
    def _prepare(cls):
        cls.common._create_visit(cls.common.anna, customer_id=cls.common.customer.id)
        cls.draft_id = cls.common._create_visit(visit_state="draft").id
        cls.user_id = (
            cls.common.env["hr.employee"].browse(cls.common.anna.employee_id.id).user_id.id
        )

    def test_uninstall_and_install_again(self):
        self._switch("uninstall")
        with self._transaction() as env:
            self.assertNotIn("technician_id", env["calendar.event"]._fields)
            self.assertNotIn("pylot.booking", env)
            for model in ("calendar.event", "sale.order", "res.partner", "hr.employee"):
                records = env[model].search([], limit=20)
                records.get_views([(False, "form"), (False, "list"), (False, "search")])
                records.read([name for name, field in records._fields.items() if field.store])
            env["calendar.event"].create({"name": "Life goes on"})
            draft = env["calendar.event"].browse(self.draft_id)
            self.assertFalse(draft.active, "no leftovers of the tray in anybody's calendar")
            self._fill_with_overlaps(env)
        self._switch("install")
        with self._transaction() as env:
            env.cr.execute(
                "SELECT count(*) FROM calendar_event WHERE name = 'Old' AND ("
                + " OR ".join(f"{column} IS NOT NULL" for column in COLUMNS)
                + ")"
            )
            self.assertEqual(env.cr.fetchone()[0], 0, "old events are no visits")
            self.assertFalse(env["pylot.conflict"].search([]), "nobody is bookable yet")
            technician = env["resource.resource"].search([("user_id", "=", self.user_id)])
            technician.is_technician = True
            env.flush_all()
            conflicts = env["pylot.conflict"].search([])
            self.assertGreater(len(conflicts), 100, "listed, not raised")
            self.assertEqual(conflicts.resource_id, technician)

    def _switch(self, command):
        """Odoo forbids module operations inside of a test, so another process does it."""
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
                    MODULE,
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

    def _fill_with_overlaps(self, env):
        """Two thousand overlapping meetings of Anna, half of them long ago."""
        env.cr.execute(
            """
            WITH event AS (
                INSERT INTO calendar_event (name, start, stop, active, show_as, allday)
                SELECT 'Old', now() + make_interval(hours => n - 1000),
                       now() + make_interval(hours => n - 998), true, 'busy', false
                  FROM generate_series(1, 2000) AS n
             RETURNING id
            )
            INSERT INTO calendar_attendee (event_id, partner_id, state)
            SELECT event.id, login.partner_id, 'accepted'
              FROM event, res_users AS login WHERE login.id = %s
            """,
            [self.user_id],
        )
