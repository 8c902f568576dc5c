from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command, Domain
from odoo.tools import OrderedSet

from ..const import MAX_VISIT_DAYS, VISIT_STATES


class CalendarEvent(models.Model):
    """A visit is a calendar event with a technician or an appointment type; any other event is
    left as it is."""

    _inherit = "calendar.event"

    technician_id = fields.Many2one(
        "resource.resource",
        domain="[('is_technician', '=', True)]",
        index="btree_not_null",
        tracking=True,
        help="Leads the visit.",
    )
    helper_ids = fields.Many2many(
        "resource.resource",
        "calendar_event_helper_rel",
        "event_id",
        "resource_id",
        string="Helpers and Equipment",
        domain="[('is_technician', '=', True), ('id', '!=', technician_id)]",
        help="Everybody and everything else the visit needs. All are booked.",
    )
    technician_ids = fields.Many2many(
        "resource.resource",
        string="All Technicians",
        compute="_compute_technician_ids",
        inverse="_inverse_technician_ids",
        search="_search_technician_ids",
    )
    appointment_type_id = fields.Many2one("pylot.appointment.type", index="btree_not_null")
    customer_id = fields.Many2one("res.partner", index="btree_not_null", tracking=True)
    visit_address_id = fields.Many2one(
        "res.partner",
        compute="_compute_visit_address_id",
        store=True,
        readonly=False,
        precompute=True,
        help="Where the technician goes. Coordinates or the postal code of this contact are "
        "what travel is estimated from.",
    )
    sale_order_id = fields.Many2one(
        "sale.order", string="Sales Order", index="btree_not_null", copy=False
    )
    sale_line_id = fields.Many2one(
        "sale.order.line", string="Order Line", index="btree_not_null", copy=False
    )
    visit_state = fields.Selection(
        VISIT_STATES,
        string="Visit Status",
        compute="_compute_visit_state",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="Empty for events that are no visits.",
    )
    visit_priority = fields.Selection(
        [("0", "Normal"), ("1", "Urgent")], string="Urgency", default="0"
    )
    visit_company_id = fields.Many2one(
        "res.company",
        compute="_compute_visit_company_id",
        store=True,
        index="btree_not_null",
    )
    is_blocking = fields.Boolean(
        string="Blocks the Technicians",
        default=True,
        tracking=True,
        help="Switch off to allow a second visit at the same time. Give the reason; it is logged.",
    )
    not_blocking_reason = fields.Char(tracking=True)
    booking_ids = fields.One2many(
        "pylot.booking",
        "event_id",
        string="Bookings",
        groups="pylot_frontoffice.group_technician",
    )

    # Free times find busy events by core's index on start; only long ones hide behind it.
    _long_idx = models.Index(
        "(stop, start) WHERE active AND show_as = 'busy' AND stop > start + interval '2 days'"
    )
    _to_plan_idx = models.Index("(visit_state, create_date) WHERE visit_state = 'draft'")

    @api.depends("technician_id", "helper_ids")
    def _compute_technician_ids(self):
        for event in self:
            event.technician_ids = event.technician_id | event.helper_ids

    def _inverse_technician_ids(self):
        """The lead stays the lead while in the crew; else the first one leads."""
        for event in self:
            crew = event.technician_ids
            lead = event.technician_id if event.technician_id in crew else crew[:1]
            event.write({"technician_id": lead.id, "helper_ids": [Command.set((crew - lead).ids)]})

    def _search_technician_ids(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        if operator == "in" and False in value:
            others = OrderedSet(value) - {False}
            domain = Domain("technician_id", "=", False)
            return domain | Domain("technician_ids", "in", others) if others else domain
        return Domain("technician_id", operator, value) | Domain("helper_ids", operator, value)

    @api.depends("customer_id")
    def _compute_visit_address_id(self):
        for event in self:
            event.visit_address_id = event.customer_id

    @api.depends("technician_id", "helper_ids", "appointment_type_id")
    def _compute_visit_state(self):
        """An event becomes a visit with its technician or its type. Without a technician it is
        back in the tray; the states after that are only set by hand."""
        for event in self:
            state = event.visit_state
            if not state and event.technician_id:
                state = "planned"
            elif not state and (event.appointment_type_id or event.helper_ids):
                state = "draft"
            elif state in ("planned", "confirmed") and not event.technician_id:
                state = "draft"
            event.visit_state = state

    @api.depends("sale_order_id", "appointment_type_id", "technician_id")
    def _compute_visit_company_id(self):
        """What goes back to the tray stays with its company: without one, all would see it."""
        for event in self:
            event.visit_company_id = (
                event.sale_order_id.company_id
                or event.appointment_type_id.company_id
                or event.technician_id.company_id
                or event.visit_company_id
            )

    @api.depends("technician_id", "visit_state")
    def _compute_user_can_edit(self):
        """Whoever plans visits edits them, invited or not."""
        result = super()._compute_user_can_edit()
        if self.env.user.has_group("pylot_frontoffice.group_agent"):
            self.filtered("visit_state").user_can_edit = True
        return result

    @api.constrains(
        "start", "stop", "duration", "allday", "technician_id", "helper_ids", "visit_state"
    )
    def _check_visit_length(self):
        for event in self.browse(self.sudo().filtered("technician_id")._ids):
            # an all-day visit may start and stop at the same midnight: it means dates
            if event.stop < event.start or (event.stop == event.start and not event.allday):
                raise ValidationError(
                    self.env._(
                        "“%(visit)s” must end after it starts. Set an end or a duration.",
                        visit=event.name,
                    )
                )
            if (event.stop - event.start).days >= MAX_VISIT_DAYS:
                raise ValidationError(
                    self.env._(
                        "“%(visit)s” would take %(days)s days. A visit takes %(max)s days at "
                        "most; check start and end, or plan several visits.",
                        visit=event.name,
                        days=(event.stop - event.start).days,
                        max=MAX_VISIT_DAYS,
                    )
                )

    @api.constrains("technician_id", "helper_ids", "appointment_type_id", "sale_order_id")
    def _check_technicians(self):
        for event in self.sudo().with_context(active_test=False).filtered("technician_id"):
            company = event.visit_company_id
            for technician in event.technician_id | event.helper_ids:
                if not technician.is_technician:
                    raise ValidationError(
                        self.env._(
                            "%(resource)s cannot be booked for “%(visit)s”. Tick “Bookable” on "
                            "this person, van or tool first.",
                            resource=technician.name,
                            visit=event.name,
                        )
                    )
                if not technician.active:
                    raise ValidationError(
                        self.env._(
                            "%(technician)s is archived and cannot take “%(visit)s”. Choose "
                            "somebody else, or unarchive %(technician)s first.",
                            technician=technician.name,
                            visit=event.name,
                        )
                    )
                if company and technician.company_id and technician.company_id != company:
                    raise ValidationError(
                        self.env._(
                            "%(technician)s works for %(company)s, but “%(visit)s” is a visit of "
                            "%(visit_company)s. Choose a technician of that company.",
                            technician=technician.name,
                            company=technician.company_id.name,
                            visit=event.name,
                            visit_company=company.name,
                        )
                    )

    @api.constrains("is_blocking", "not_blocking_reason", "technician_id", "visit_state")
    def _check_not_blocking(self):
        for event in self:
            if not event.is_blocking and event.visit_state and not event.not_blocking_reason:
                raise ValidationError(
                    self.env._(
                        "“%(visit)s” does not block its technicians: say why, so that colleagues "
                        "who find two visits at once understand it.",
                        visit=event.name,
                    )
                )
