from odoo import fields, models

from ..const import VISIT_STATES


class PylotVisitAnalysis(models.Model):
    """How the days on the road went. A row for each visit and technician, with what was planned
    and what was noted; and a row for each day of a technician, with the time there was."""

    _name = "pylot.visit.analysis"
    _description = "Visit Analysis"
    _auto = False
    _order = "day desc, start desc, id desc"
    _rec_name = "event_id"

    event_id = fields.Many2one("calendar.event", string="Visit", readonly=True)
    resource_id = fields.Many2one("resource.resource", string="Technician", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    team_id = fields.Many2one(
        "pylot.team", readonly=True, help="The first one the technician is a member of."
    )
    appointment_type_id = fields.Many2one("pylot.appointment.type", readonly=True)
    customer_id = fields.Many2one("res.partner", readonly=True)
    area = fields.Char(readonly=True, help="The first two signs of the postal code.")
    state = fields.Selection(VISIT_STATES, readonly=True)
    start = fields.Datetime(readonly=True)
    day = fields.Date(readonly=True, help="On the technician's clock.")
    visit_count = fields.Integer(
        string="Visits", readonly=True, help="Each once, with the one who leads it."
    )
    planned_hours = fields.Float(readonly=True, help="Of the visits, without driving.")
    actual_hours = fields.Float(string="Worked Hours", readonly=True, help="As noted on site.")
    travel_hours = fields.Float(string="Travel Noted", readonly=True)
    planned_travel_hours = fields.Float(
        string="Travel Planned", readonly=True, help="Estimated, from home and back again."
    )
    available_hours = fields.Float(
        string="Working Hours", readonly=True, help="Without time off. By technician and day."
    )
    free_hours = fields.Float(
        readonly=True,
        help="Working hours less what is booked and the estimated driving. By technician and day.",
    )
    punctual = fields.Float(
        aggregator="avg",
        readonly=True,
        help="Share of the visits that began in their window, or at most 15 minutes late.",
    )
    late_count = fields.Integer(string="Late", readonly=True)
    first_time_fix = fields.Float(
        string="First-Time Fix",
        aggregator="avg",
        readonly=True,
        help="Share of the finished visits after which nobody had to come again or complained.",
    )
    again_count = fields.Integer(string="Not Fixed at Once", readonly=True)
    no_show = fields.Float(
        string="No-Show",
        aggregator="avg",
        readonly=True,
        help="Share of the visits that are over and did not take place.",
    )
    nobody_home = fields.Float(
        aggregator="avg", readonly=True, help="Share of the visits: somebody rang in vain."
    )
