from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import format_date

from ..tools.wall_time import day_to_utc

MOST_DAYS = 14
SEED = 1
# Seconds a search may take: of a day, and of more.
DAY_SECONDS = 30
WEEK_SECONDS = 120
MOST_SECONDS = 600


class PylotPlan(models.Model):
    """A run of the planner: what is asked, how far it has come, and the proposal it ends with.

    The aspects are in files of their own: ``pylot_plan_problem`` (what is asked of the engine),
    ``_run`` (from the queue to the engine), ``_propose`` (lines), ``_apply`` and ``_undo``.
    Others extend it by ``kind`` and the hooks named there.
    """

    _name = "pylot.plan"
    _description = "Plan"
    _order = "id desc"
    _check_company_auto = True

    kind = fields.Selection([("plan", "Plan")], default="plan", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        string="Planned By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self._get_default_day()
    )
    date_to = fields.Date(
        string="Up To", required=True, default=lambda self: self._get_default_last_day()
    )
    tz = fields.Char(
        string="Time Zone",
        required=True,
        readonly=True,
        default=lambda self: self._get_default_tz(),
        help="The days begin and end on the clock of this zone.",
    )
    scope = fields.Selection(
        [
            ("open", "Everything open"),
            ("visits", "Selected visits"),
            ("technicians", "Selected technicians"),
        ],
        string="What",
        required=True,
        default="open",
        help="Selected technicians: whatever is open is planned, but only with them. Everything "
        "else stays where it is.",
    )
    visit_ids = fields.Many2many("calendar.event", string="Visits")
    technician_ids = fields.Many2many(
        "resource.resource",
        string="Technicians",
        check_company=True,
        domain="[('is_technician', '=', True), ('resource_type', '=', 'user')]",
    )
    move = fields.Selection(
        [
            ("none", "Nothing: only gaps are filled"),
            ("planned", "Visits the customer does not know of"),
            ("told", "Visits the customer knows of, too: promised times are kept"),
        ],
        string="May Be Moved",
        required=True,
        default="planned",
        help="What a customer has been promised is never broken: a visit from 8 to 12 stays "
        "between 8 and 12, and where a time was promised only somebody else may come. Visits "
        "that were fixed, have begun or need several people stay as they are.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("queued", "Waiting"),
            ("running", "Running"),
            ("proposed", "Proposed"),
            ("applied", "Carried Out"),
            ("undone", "Taken Back"),
            ("failed", "Failed"),
            ("expired", "Too Old"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
        copy=False,
    )
    seed = fields.Integer(
        default=SEED,
        help="Another number finds another plan. The same one and the same number of steps "
        "find the same.",
    )
    seconds = fields.Integer(
        string="Seconds to Think",
        compute="_compute_seconds",
        store=True,
        readonly=False,
        precompute=True,
    )
    iterations = fields.Integer(
        string="Steps",
        help="0: until the time is over, or sooner when there is little to plan.",
    )
    message = fields.Text(readonly=True, copy=False)

    _days_sane = models.Constraint(
        f"CHECK(date_to >= date_from AND date_to < date_from + {MOST_DAYS})",
        f"A plan ends after it begins, and is about at most {MOST_DAYS} days.",
    )
    _limits_sane = models.Constraint(
        f"CHECK(seconds BETWEEN 1 AND {MOST_SECONDS} AND iterations >= 0)",
        f"The planner thinks 1 to {MOST_SECONDS} seconds, and takes no less than 0 steps.",
    )

    @api.model
    def _get_default_tz(self):
        company = self.env.company.sudo()
        return company.resource_calendar_id.tz or self.env.user.tz or "UTC"

    @api.model
    def _get_default_day(self):
        """:return: tomorrow, as most plans are made the evening before"""
        return fields.Date.context_today(self) + timedelta(days=1)

    @api.model
    def _get_default_last_day(self):
        """:return: as many days later as the menu says"""
        days = self.env.context.get("pylot_plan_days", 1)
        return self._get_default_day() + timedelta(days=days - 1)

    @api.depends("date_from", "date_to", "company_id")
    def _compute_seconds(self):
        for plan in self:
            company = plan.company_id
            is_day = plan.date_from == plan.date_to
            plan.seconds = (
                company.pylot_plan_seconds_day if is_day else company.pylot_plan_seconds_week
            )

    @api.depends("date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for plan in self:
            days = [format_date(self.env, day) for day in (plan.date_from, plan.date_to) if day]
            plan.display_name = " – ".join(dict.fromkeys(days))

    @api.constrains("scope", "visit_ids", "technician_ids")
    def _check_scope(self):
        for plan in self:
            if plan.scope == "visits" and not plan.visit_ids:
                raise ValidationError(self.env._("Select the visits that shall be planned."))
            if plan.scope == "technicians" and not plan.technician_ids:
                raise ValidationError(self.env._("Select the technicians to plan for."))

    def _get_period(self):
        """:return: the midnights the plan begins and ends at, naive UTC"""
        self.ensure_one()
        return (
            day_to_utc(self.date_from, 0, self.tz),
            day_to_utc(self.date_to, 24, self.tz),
        )

    def _open(self):
        """:return: action that shows this plan"""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.pylot_plan_action"
        )
        return {**action, "views": [(False, "form")], "res_id": self.id, "context": {}}
