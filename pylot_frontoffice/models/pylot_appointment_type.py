from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Start times are counted from local midnight, so the grid must fit into a day.
MINUTES_PER_DAY = 24 * 60


class PylotAppointmentType(models.Model):
    """What a customer can book or buy: how long it takes, who can do it, when it may start."""

    _name = "pylot.appointment.type"
    _description = "Appointment Type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    description = fields.Html(translate=True, help="What the customer should know beforehand.")
    company_id = fields.Many2one("res.company", index=True, help="Empty: all companies.")
    duration = fields.Float(default=1.0, required=True, help="Hours a visit takes.")
    buffer_before = fields.Integer(
        string="Minutes Before",
        help="Minutes kept free before the visit, for driving and preparation.",
    )
    buffer_after = fields.Integer(
        string="Minutes After", default=15, help="Minutes kept free after the visit."
    )
    grid = fields.Integer(
        string="Start Every",
        default=30,
        required=True,
        help="Visits start every so many minutes, counted from midnight.",
    )
    notice = fields.Float(
        string="Minimum Notice", default=24.0, help="Hours between booking and the earliest visit."
    )
    horizon = fields.Integer(
        string="Bookable Ahead", default=60, required=True, help="Days ahead that can be booked."
    )
    place = fields.Selection(
        [
            ("customer", "At the customer"),
            ("company", "At our place"),
            ("online", "Phone or online"),
        ],
        default="customer",
        required=True,
    )
    crew_size = fields.Integer(
        string="Technicians Needed",
        default=1,
        required=True,
        help="A time is offered when so many technicians are free at once.",
    )
    skill_ids = fields.One2many(
        "pylot.appointment.type.skill", "appointment_type_id", string="Required Skills", copy=True
    )
    technician_ids = fields.Many2many(
        "resource.resource",
        "pylot_appointment_type_technician_rel",
        "appointment_type_id",
        "resource_id",
        string="Technicians",
        domain="[('is_technician', '=', True)]",
        help="Empty: everybody who has the required skills.",
    )

    _duration_positive = models.Constraint(
        "CHECK(duration > 0 AND duration <= 744)",
        "The duration must be more than nothing and at most 31 days (744 hours).",
    )
    _buffers_sane = models.Constraint(
        "CHECK(buffer_before BETWEEN 0 AND 1440 AND buffer_after BETWEEN 0 AND 1440)",
        "Buffers are minutes between 0 and 1440 (one day).",
    )
    _notice_sane = models.Constraint(
        "CHECK(notice >= 0 AND horizon BETWEEN 1 AND 1095)",
        "The notice cannot be negative; the horizon is 1 to 1095 days.",
    )
    _crew_positive = models.Constraint(
        "CHECK(crew_size BETWEEN 1 AND 20)", "A visit needs 1 to 20 technicians."
    )

    @api.constrains("grid")
    def _check_grid(self):
        for appointment_type in self:
            grid = appointment_type.grid
            if grid < 5 or MINUTES_PER_DAY % grid:
                raise ValidationError(
                    self.env._(
                        "“%(type)s” cannot start every %(grid)s minutes. Choose a number from 5 "
                        "that fits evenly into a day, such as 10, 15, 20, 30, 60 or 120.",
                        type=appointment_type.name,
                        grid=grid,
                    )
                )

    def _get_technicians(self):
        """:return: bookable resources this type may be assigned to, as far as company and the
        explicit list go; skills are looked at by slots and ranking"""
        self.ensure_one()
        if not self.technician_ids:
            return self._get_company_technicians(self.company_id)
        companies = self.company_id or self.env.companies
        return self.technician_ids.filtered(
            lambda technician: (
                technician.active
                and technician.is_technician
                and (not technician.company_id or technician.company_id in companies)
            )
        )

    @api.model
    def _get_company_technicians(self, companies):
        """:return: people bookable in ``companies``, by default in those of the user; a van can
        help, but nobody expects it to ring the bell"""
        companies = [False, *(companies or self.env.companies).ids]
        domain = [
            ("is_technician", "=", True),
            ("resource_type", "=", "user"),
            ("company_id", "in", companies),
        ]
        return self.env["resource.resource"].search(domain, order="id")
