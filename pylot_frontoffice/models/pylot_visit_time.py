from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.wall_time import day_to_utc, to_day

KINDS = [("travel", "Travel"), ("work", "Work"), ("pause", "Pause")]


class PylotVisitTime(models.Model):
    """What somebody really did, and when: written from the taps on the phone. The office may
    correct it; from then on no tap changes it any more."""

    _name = "pylot.visit.time"
    _description = "Time of a Visit"
    _order = "start, id"

    event_id = fields.Many2one(
        "calendar.event", string="Visit", required=True, index=True, ondelete="cascade"
    )
    resource_id = fields.Many2one(
        "resource.resource", string="Technician", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="event_id.visit_company_id")
    kind = fields.Selection(KINDS, required=True)
    start = fields.Datetime(required=True, index=True)
    stop = fields.Datetime(help="Empty while it goes on.")
    minutes = fields.Float(
        compute="_compute_minutes", store=True, help="Until now while it goes on: none yet."
    )
    is_forgotten = fields.Boolean(
        string="Forgotten",
        readonly=True,
        help="Nobody stopped it; the end of the day did. Please correct it.",
    )
    is_corrected = fields.Boolean(
        string="Corrected", readonly=True, help="By the office; taps do not change it any more."
    )

    _stop_after_start = models.Constraint(
        "CHECK(stop IS NULL OR stop > start)", "A time must end after it starts."
    )
    _open_idx = models.Index("(start) WHERE stop IS NULL")

    @api.depends("start", "stop")
    def _compute_minutes(self):
        for time in self:
            span = (time.stop or time.start) - time.start if time.start else timedelta()
            time.minutes = span.total_seconds() / 60

    @api.depends("kind", "resource_id", "event_id")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for time in self:
            time.display_name = f"{time.resource_id.name}: {kinds.get(time.kind, '')}"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [{**vals, "is_corrected": True} for vals in vals_list]
        times = super().create(vals_list)
        times.event_id._check_report_open()
        return times

    def write(self, vals):
        self.event_id._check_report_open()
        if not self.env.su:
            vals = {**vals, "is_corrected": True, "is_forgotten": False}
        result = super().write(vals)
        self.event_id._check_report_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self.event_id._check_report_open()

    # === WHAT WAS FORGOTTEN ===

    @api.model
    def _cron_cut_forgotten(self):
        """Time that still runs after the technician's midnight ends there; somebody looks at it."""
        running = self.search(Domain("stop", "=", False))
        now = fields.Datetime.now()
        visits = running.filtered(lambda time: time._get_midnight() <= now).event_id
        domain = Domain("id", "in", visits.ids)
        self.env["calendar.event"]._run_each(domain, lambda visit: visit._cut_forgotten_times())

    def _get_midnight(self):
        """:return: the end of the day it began on, on the technician's clock, naive UTC"""
        tz = self.resource_id.tz or "UTC"
        return day_to_utc(to_day(self.start, tz) + timedelta(days=1), 0, tz)
