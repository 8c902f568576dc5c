from psycopg2.errors import ExclusionViolation, SerializationFailure

from odoo import api, fields, models
from odoo.tools import SQL

from ..const import BOOKING_LOCK

# What a booking row consists of; anything an integrator adds is written after the insert.
BOOKING_COLUMNS = (
    "resource_id",
    "start",
    "stop",
    "event_id",
    "appointment_type_id",
    "state",
    "expires_at",
)


class PylotBooking(models.Model):
    """One technician's occupied time: of a visit, or of a hold while a customer types.

    Law 1 lives here. Whatever way a visit is written, its technicians' time ends up in this
    table, and PostgreSQL refuses two rows of one technician that overlap. ``start`` and ``stop``
    include the buffers of the appointment type; both are UTC.
    """

    _name = "pylot.booking"
    _description = "Booking"
    _order = "start, id"
    _allow_sudo_commands = False

    resource_id = fields.Many2one(
        "resource.resource", string="Technician", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="resource_id.company_id", store=True, index=True)
    start = fields.Datetime(required=True)
    stop = fields.Datetime(required=True)
    hours = fields.Float(compute="_compute_hours", store=True, help="Occupied hours.")
    event_id = fields.Many2one("calendar.event", string="Visit", index=True, ondelete="cascade")
    appointment_type_id = fields.Many2one("pylot.appointment.type", index="btree_not_null")
    state = fields.Selection(
        [("hold", "Hold"), ("booked", "Booked")], default="booked", required=True
    )
    expires_at = fields.Datetime(
        help="A hold counts until this moment (UTC) and not a second longer, cron or no cron."
    )

    # int4range instead of btree_gist's "=", so that no extension is needed.
    _no_overlap = models.Constraint(
        """EXCLUDE USING gist (
            int4range(resource_id, resource_id, '[]') WITH &&,
            tsrange(start, stop, '[)') WITH &&
        )""",
        "This technician is already booked at that time.",
    )
    _positive = models.Constraint("CHECK(start < stop)", "A booking must end after it starts.")
    _hold_expires = models.Constraint(
        "CHECK(state = 'booked' OR expires_at IS NOT NULL)", "A hold needs a moment it ends."
    )
    # GiST answers "does this overlap"; reading a calendar wants a plain B-tree by end.
    _calendar_idx = models.Index("(resource_id, stop, start)")

    @api.depends("start", "stop")
    def _compute_hours(self):
        for booking in self:
            booking.hours = (booking.stop - booking.start).total_seconds() / 3600

    @api.depends("resource_id", "event_id")
    def _compute_display_name(self):
        for booking in self:
            what = booking.event_id.display_name or self.env._("Hold")
            booking.display_name = f"{booking.resource_id.name}: {what}"

    @api.model_create_multi
    def create(self, vals_list):
        """Book, or raise :class:`CollisionError` that says what stands in the way."""
        if not vals_list:
            return super().create(vals_list)
        rows = [{"state": "booked", **vals} for vals in vals_list]
        bookings = self._occupy(rows)
        for booking, vals in zip(bookings, rows, strict=True):
            extra = {key: value for key, value in vals.items() if key not in BOOKING_COLUMNS}
            if extra:
                booking.write(extra)
        return bookings

    @api.model
    def _occupy(self, rows, release=()):
        """Replace the bookings ``release`` (ids) by ``rows``, all or nothing.

        :param rows: list of dicts with the keys of ``BOOKING_COLUMNS``, times in UTC
        :return: the new bookings, in the order of ``rows``
        :raise CollisionError: when a technician would be booked twice
        """
        self.check_access("create")
        rows = [self._normalize_row(row) for row in rows]
        self.flush_model()
        self.env["resource.resource"].flush_model(["company_id"])
        self._lock_technicians({row["resource_id"] for row in rows})
        bookings = self._try_replace(rows, release)
        # What stands in the way may be a hold that has run out: the constraint cannot know the
        # time of day. Only then is it worth a second try.
        if bookings is None and self._drop_expired_holds(rows):
            bookings = self._try_replace(rows, release)
        if bookings is None:
            raise self._prepare_collision(rows, release)
        return bookings

    def _try_replace(self, rows, release):
        """:return: the new bookings, or None when a technician would be booked twice

        The savepoint holds plain SQL only. Flushing everything for it would log changes and write
        attendees once for each visit instead of once for each transaction.
        """
        try:
            with self.env.cr.savepoint(flush=False):
                return self._replace(rows, release)
        except ExclusionViolation:
            return None

    def _normalize_row(self, row):
        row = {column: row.get(column) or None for column in BOOKING_COLUMNS}
        for column in ("start", "stop", "expires_at"):
            row[column] = fields.Datetime.to_datetime(row[column])
        return row

    @api.model
    def _lock_technicians(self, resource_ids):
        """Let writers to one technician's calendar queue up until the transaction ends.

        The constraint alone is right but rude: two transactions that insert at the same moment
        wait for each other, and PostgreSQL ends one of them as a deadlock. The locks are taken
        in the order of the ids, so they cannot deadlock within one statement either.
        """
        if resource_ids:
            self.env.cr.execute(
                SQL(
                    "SELECT pg_advisory_xact_lock(%s, id)"
                    " FROM (SELECT unnest(%s::int[]) AS id ORDER BY 1) AS technician",
                    BOOKING_LOCK,
                    sorted(resource_ids),
                ),
                # a transaction that books in several steps may still meet another one half way:
                # Odoo repeats it, and nobody has to read about it
                log_exceptions=False,
            )

    def _replace(self, rows, release):
        """Delete and insert in plain SQL: the violation is an answer here, not an error worth a
        line in the log, and a thousand visits are one statement."""
        if release:
            self.env.cr.execute(SQL("DELETE FROM pylot_booking WHERE id = ANY(%s)", list(release)))
            self.browse(release).invalidate_recordset(flush=False)
        if not rows:
            return self.browse()
        columns = SQL(", ").join(SQL.identifier(column) for column in BOOKING_COLUMNS)
        values = SQL(", ").join(
            SQL("(%s)", SQL(", ").join(SQL("%s", row[column]) for column in BOOKING_COLUMNS))
            for row in rows
        )
        query = SQL(
            """
            INSERT INTO pylot_booking (
                %(columns)s, company_id, hours, create_uid, create_date, write_uid, write_date
            )
            SELECT %(qualified)s, technician.company_id,
                   EXTRACT(epoch FROM row.stop - row.start) / 3600,
                   %(uid)s, %(now)s, %(uid)s, %(now)s
              FROM (VALUES %(types)s, %(values)s) AS row (%(columns)s)
              JOIN resource_resource AS technician ON technician.id = row.resource_id
            RETURNING id, resource_id, start
            """,
            columns=columns,
            qualified=SQL(", ").join(SQL.identifier("row", column) for column in BOOKING_COLUMNS),
            # a first row of typed NULLs, dropped by the join, tells PostgreSQL the types
            types=SQL(
                "(NULL::int, NULL::timestamp, NULL::timestamp, NULL::int, NULL::int,"
                " NULL::varchar, NULL::timestamp)"
            ),
            values=values,
            uid=self.env.uid,
            now=self.env.cr.now(),
        )
        self.env.cr.execute(query, log_exceptions=False)
        # Two rows of one technician never start together, so this finds each row's booking.
        ids = {(resource, start): id_ for id_, resource, start in self.env.cr.fetchall()}
        bookings = self.browse([ids[row["resource_id"], row["start"]] for row in rows])
        self.env["calendar.event"].browse(
            [row["event_id"] for row in rows if row["event_id"]]
        ).invalidate_recordset(["booking_ids"], flush=False)
        self.env["resource.resource"].invalidate_model(["booking_ids"], flush=False)
        return bookings

    def _drop_expired_holds(self, rows):
        """:return: whether a hold that has run out was in the way of ``rows`` and is gone"""
        now = fields.Datetime.now()
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(
                    SQL(
                        "DELETE FROM pylot_booking"
                        " WHERE state = 'hold' AND expires_at <= %s AND resource_id = ANY(%s)",
                        now,
                        list({row["resource_id"] for row in rows}),
                    ),
                    log_exceptions=False,
                )
                dropped = self.env.cr.rowcount
        except SerializationFailure:
            # somebody else has just removed it; whether they took the time shows on the insert
            return True
        if dropped:
            self.invalidate_model(flush=False)
        return bool(dropped)

    @api.autovacuum
    def _gc_expired_holds(self):
        """Tidy up; nothing depends on it."""
        self.search([("state", "=", "hold"), ("expires_at", "<=", fields.Datetime.now())]).unlink()
