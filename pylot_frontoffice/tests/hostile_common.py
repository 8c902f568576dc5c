"""A visitor who means harm: sends what no page of ours has asked for."""

from contextlib import contextmanager

from odoo.tools import SQL

from .pages_common import PagesCase

# Beside our own tables: all that a booking could touch.
TABLES = (
    "calendar_event",
    "calendar_attendee",
    "res_partner",
    "mail_message",
    "mail_mail",
    "mail_activity",
    "ir_attachment",
    "sale_order",
    "sale_order_line",
)


class HostileCase(PagesCase):
    """Whatever is sent, the answer is a page or a refusal: no error, nothing in the log, and not
    one row is changed unless a test says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.cr.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'pylot\\_%'")
        cls.tables = sorted({*TABLES, *(name for (name,) in cls.env.cr.fetchall())})

    def setUp(self):
        super().setUp()
        # the first page of all writes its assets
        self.csrf = self.open_times().get_form("/hold").fields["csrf_token"]

    def _read_tables(self):
        """:return: dict of table to a checksum of all its rows"""
        self.env.flush_all()
        sums = {}
        for table in self.tables:
            # assets and other files of pages are no state of ours
            rows = SQL("WHERE url IS NULL") if table == "ir_attachment" else SQL()
            query = SQL(
                "SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM %s AS t %s",
                SQL.identifier(table),
                rows,
            )
            sums[table] = self.env.execute_query(query)[0]
        return sums

    @contextmanager
    def assertNothingHappens(self):
        before = self._read_tables()
        with self.assertNoLogs("odoo", "ERROR"):
            yield
        self.env.invalidate_all()
        after = self._read_tables()
        changed = [table for table in self.tables if before[table] != after[table]]
        self.assertFalse(changed, "tables a refused request has changed")

    def post(self, path, files=None, headers=None, **data):
        data.setdefault("csrf_token", self.csrf)
        return self.send(path, data, files=files, headers=headers)

    def assertRefused(self, page, *statuses):
        self.assertIn(page.status, statuses or (400, 404, 409, 413, 422, 429), page.text[:300])
        self.assertNotIn("Traceback", page.response.text)
