from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.wall_time import to_day

# The plan of these days changes; what is older stays as it was.
PAST_DAYS = 2
FUTURE_DAYS = 14
BATCH = 100


class PylotTechnicianDay(models.Model):
    """How full one day of one technician is. Kept, because working hours and ways are not to be
    worked out anew for every line of an analysis, and because schedules of the past are changed
    without anybody meaning the past."""

    _name = "pylot.technician.day"
    _description = "Day of a Technician"
    _order = "day desc, resource_id"
    _rec_name = "day"

    resource_id = fields.Many2one(
        "resource.resource", string="Technician", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="resource_id.company_id", store=True, index=True)
    day = fields.Date(required=True, help="On the technician's clock.")
    available_minutes = fields.Integer(help="Working hours without time off.")
    work_minutes = fields.Integer(help="Booked, buffers included.")
    travel_minutes = fields.Integer(help="Estimated, from home and back again.")

    _day_unique = models.UniqueIndex("(resource_id, day)", "This day is there already.")

    @api.model
    def _refresh(self, technicians, first, last):
        """Work out these days anew, in a constant number of queries.

        :param date first, last: both included"""
        technicians = technicians.sudo().filtered(lambda each: each.resource_type == "user")
        if not technicians or first > last:
            return
        loads = technicians._get_day_loads(first, last)
        self.flush_model()
        self.env["resource.resource"].flush_model(["company_id"])
        rows = [
            SQL("(%s)", SQL(", ").join(SQL("%s", value) for value in values))
            for values in (
                (technician.id, day, load.available, load.work, load.travel)
                for (technician, day), load in loads.items()
            )
        ]
        if rows:
            self.env.cr.execute(self._get_upsert(SQL(", ").join(rows)))
        gone = self.sudo().search(
            Domain("resource_id", "in", technicians.ids)
            & Domain("day", ">=", first)
            & Domain("day", "<=", last)
        )
        gone.filtered(lambda row: (row.resource_id, row.day) not in loads).unlink()
        self.invalidate_model()

    @api.model
    def _fill(self, technicians, first, last):
        """Count days that were before anybody counted, once; others stay as they are."""
        known = self.search_count(
            Domain("resource_id", "in", technicians.ids)
            & Domain("day", ">=", first)
            & Domain("day", "<", first + timedelta(days=7)),
            limit=1,
        )
        if known:
            return
        counted = self.search(
            Domain("resource_id", "in", technicians.ids) & Domain("day", "<", last),
            order="day",
            limit=1,
        )
        until = counted.day if counted else last
        self._refresh(technicians, first, until - timedelta(days=1))

    def _get_upsert(self, rows):
        return SQL(
            """
            INSERT INTO pylot_technician_day AS known (
                resource_id, day, available_minutes, work_minutes, travel_minutes,
                company_id, create_uid, create_date, write_uid, write_date
            )
            SELECT wanted.*, technician.company_id, %(uid)s, %(now)s, %(uid)s, %(now)s
              FROM (VALUES %(rows)s) AS wanted (resource_id, day, available, work, travel)
              JOIN resource_resource AS technician ON technician.id = wanted.resource_id
            ON CONFLICT (resource_id, day) DO UPDATE
               SET available_minutes = EXCLUDED.available_minutes,
                   work_minutes = EXCLUDED.work_minutes,
                   travel_minutes = EXCLUDED.travel_minutes,
                   company_id = EXCLUDED.company_id,
                   write_date = EXCLUDED.write_date
             WHERE (known.available_minutes, known.work_minutes, known.travel_minutes,
                    known.company_id)
                   IS DISTINCT FROM
                   (EXCLUDED.available_minutes, EXCLUDED.work_minutes, EXCLUDED.travel_minutes,
                    EXCLUDED.company_id)
            """,
            rows=rows,
            uid=self.env.uid,
            now=fields.Datetime.now(),
        )

    @api.model
    def _cron_refresh(self):
        """Nightly, a batch of technicians at a time."""
        cron = self.env["ir.cron"]
        today = to_day(fields.Datetime.now(), self.env.company.resource_calendar_id.tz or "UTC")
        first, last = today - timedelta(days=PAST_DAYS), today + timedelta(days=FUTURE_DAYS)
        domain = Domain("is_technician", "=", True) & Domain("resource_type", "=", "user")
        ids = self.env["resource.resource"].search(domain, order="id").ids
        cron._commit_progress(remaining=len(ids))
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            self._refresh(self.env["resource.resource"].browse(batch), first, last)
            if not cron._commit_progress(len(batch)):
                break
