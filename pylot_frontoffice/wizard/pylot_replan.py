from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

DISPATCHER = "pylot_frontoffice.group_dispatcher"
# More is a plan of its own, for the planner.
MAX_VISITS = 100


class PylotReplan(models.TransientModel):
    """The day has changed: somebody is absent, a visit takes longer, something urgent came in.

    One page says who is concerned, proposes for each visit who can come instead, and tells who
    hears of it. What is not concerned stays. Nothing is written before "Apply".
    """

    _name = "pylot.replan"
    _description = "Change of the Day"

    kind = fields.Selection(
        [
            ("absence", "Somebody is absent"),
            ("overrun", "A visit takes longer"),
            ("urgent", "Something urgent came in"),
        ],
        string="What Happened",
        default="absence",
        required=True,
    )
    state = fields.Selection(
        [("ask", "Question"), ("proposed", "Proposal"), ("done", "Applied")],
        default="ask",
        readonly=True,
    )
    technician_id = fields.Many2one(
        "resource.resource", domain="[('is_technician', '=', True)]", string="Who"
    )
    absence = fields.Selection(
        [("now", "From now on, for the rest of the day"), ("days", "Whole days")],
        string="How Long",
        default="days",
    )
    date_from = fields.Date(string="From", default=fields.Date.context_today)
    date_to = fields.Date(string="Up To", default=fields.Date.context_today)
    visit_id = fields.Many2one("calendar.event", domain="[('visit_state', '!=', False)]")
    minutes = fields.Integer(string="Minutes Longer", default=60)
    start = fields.Datetime(string="Begins At", help="Empty: as soon as somebody can be there.")
    inform_customers = fields.Boolean(
        default=True, help="Whoever gets another time, or none, is told in one message."
    )
    line_ids = fields.One2many("pylot.replan.line", "replan_id", string="Concerned Visits")
    summary = fields.Text(compute="_compute_summary")

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for replan in self:
            replan.display_name = kinds.get(replan.kind, "")

    @api.model
    def _open(self, **values):
        """:return: action that asks what happened, with what is known already"""
        self.browse()._check_may_replan()
        return self.create(values)._reopen()

    @api.model
    def action_open(self):
        return self._open()

    def _reopen(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.pylot_replan_action"
        )
        return {**action, "res_id": self.id}

    def _check_may_replan(self):
        self.env["calendar.event"]._check_role(
            DISPATCHER, self.env._("The plan of a day is changed by dispatchers.")
        )

    def action_propose(self):
        """Look who is concerned, and for each visit what can be done."""
        self.ensure_one()
        self._check_may_replan()
        self._check_open()
        self._check_question()
        lines = [Command.create(values) for values in self._propose()]
        self.write({"line_ids": [Command.clear(), *lines], "state": "proposed"})
        return True

    def action_look_again(self):
        """The same question, as things are now."""
        return self.action_propose()

    def action_ask_again(self):
        self.ensure_one()
        self._check_open()
        self.write({"line_ids": [Command.clear()], "state": "ask"})
        return True

    def _check_open(self):
        if self.state == "done":
            raise UserError(self.env._("This has been applied already."))

    def _check_question(self):
        if self.kind == "absence":
            if not self.technician_id:
                raise UserError(self.env._("Say who is absent."))
            if self.absence == "days" and not (self.date_from and self.date_to):
                raise UserError(self.env._("Say from when to when."))
            if self.absence == "days" and self.date_to < self.date_from:
                raise UserError(self.env._("The last day is before the first one."))
        elif not self.visit_id.visit_state:
            raise UserError(self.env._("Say which visit it is about."))
        elif self.kind == "overrun" and not 0 < self.minutes <= 24 * 60:
            raise UserError(
                self.env._("Say how many minutes longer it takes: at least 1, at most a day.")
            )
        self._check_visit()

    def _check_visit(self):
        """The visit must be one this can happen to."""
        visit = self.visit_id
        if self.kind == "overrun":
            if visit.visit_state not in ("planned", "confirmed", "on_the_way", "in_progress"):
                raise UserError(self.env._("Only a visit that is not over can take longer."))
            if visit.allday:
                raise UserError(self.env._("A visit of whole days cannot take minutes longer."))
        if self.kind == "urgent" and visit.visit_state not in ("draft", "planned", "confirmed"):
            raise UserError(self.env._("This visit has begun already, is over or is cancelled."))

    @api.depends("line_ids.outcome", "line_ids.is_told", "state", "inform_customers")
    def _compute_summary(self):
        for replan in self:
            replan.summary = replan.state != "ask" and replan._describe()

    def _describe(self):
        """:return: what it comes to, a line for each kind of thing"""
        lines = self.line_ids
        if not lines:
            return self.env._("No other visit is concerned.")
        moved = lines.filtered(lambda line: line.outcome == "move")
        tray = lines.filtered(lambda line: line.outcome == "tray")
        kept = lines.filtered(lambda line: line.outcome == "keep")
        told = lines.filtered("is_told").visit_id.customer_id
        counts = [
            (moved, self.env._("Visits that are planned anew: %(count)s", count=len(moved))),
            (tray, self.env._("Visits that go back to the tray: %(count)s", count=len(tray))),
            (kept, self.env._("Visits to decide by hand: %(count)s", count=len(kept))),
        ]
        texts = [text for found, text in counts if found]
        if self.inform_customers:
            texts.append(self.env._("Customers who are told: %(count)s", count=len(told)))
        return "\n".join(texts)
