from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import ormcache


class PylotReminderPolicy(models.Model):
    """What people are told by themselves about documents of one kind: counted from a date of the
    document, at one or several levels."""

    _name = "pylot.reminder.policy"
    _description = "Reminder Policy"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index=True, help="Empty: of all companies.")
    anchor = fields.Selection(
        [
            ("calendar.event.start", "Start of an appointment"),
            ("calendar.event.remind_at", "Reminder time of the appointment type"),
            ("sale.order.pylot_sent_at", "Sending of a quotation"),
            ("sale.order.pylot_confirmed_at", "Confirmation of an order"),
            ("account.move.invoice_date_due", "Due date of an invoice"),
            ("pylot.complaint.waiting_at", "Complaint waits for the customer"),
            ("resource.resource.visit_day", "Beginning of a day with visits"),
        ],
        string="Counted From",
        required=True,
        help="The date the levels are counted from. It also says which documents it is about.",
    )
    res_model = fields.Char(
        string="Document Model", compute="_compute_res_model", store=True, index=True
    )
    state = fields.Selection(
        [("off", "Off"), ("dry_run", "Try out"), ("on", "On")],
        string="Status",
        default="off",
        required=True,
        help="Try out: shows what would be sent, and sends nothing.",
    )
    domain = fields.Char(
        string="Only If", default="[]", required=True, help="Condition the document must meet."
    )
    is_ladder = fields.Boolean(
        string="One Level after the Other",
        help="A level follows only when the one before has been sent, and keeps its distance.",
    )
    max_age_days = fields.Integer(
        string="Not Later Than",
        default=3,
        help="Days after which a message that was not planned in time is not sent any more, so "
        "that old documents stay quiet. 0: no limit.",
    )
    is_optional = fields.Boolean(
        string="Customers May Opt Out",
        default=True,
        help="Not sent to customers who want no automatic messages.",
    )
    level_ids = fields.One2many("pylot.reminder.level", "policy_id", string="Levels", copy=True)

    @api.depends("anchor")
    def _compute_res_model(self):
        for policy in self:
            policy.res_model = (policy.anchor or "").rpartition(".")[0]

    @api.constrains("domain", "anchor")
    def _check_domain(self):
        for policy in self:
            try:
                self.env[policy.res_model]._search(policy._get_condition())
            except Exception as error:
                raise ValidationError(
                    self.env._(
                        "The condition of “%(policy)s” cannot be read: %(error)s",
                        policy=policy.name,
                        error=error,
                    )
                ) from error

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def _get_anchor_field(self):
        """:return: name of the date or datetime field of the document"""
        self.ensure_one()
        return self.anchor.rpartition(".")[2]

    def _get_condition(self):
        """:return: :class:`Domain` its owner has set"""
        return Domain(literal_eval(self.domain or "[]"))

    def _get_domain(self):
        """:return: :class:`Domain` of its documents"""
        self.ensure_one()
        documents = self.env[self.res_model]
        domain = documents._get_reminder_domain(self) & self._get_condition()
        domain &= Domain(self._get_anchor_field(), "!=", False)
        if self.company_id:
            domain &= Domain(documents._reminder_company, "=", self.company_id.id)
        return domain

    @api.model
    def _get_running(self, res_model=None):
        """:return: the policies that are on, elevated, about documents of ``res_model``"""
        return self.sudo().browse(self._get_running_ids(res_model))

    @ormcache("res_model")
    def _get_running_ids(self, res_model):
        """By model, so that documents nobody is reminded of cost no query."""
        domain = Domain("state", "=", "on")
        if res_model:
            domain &= Domain("res_model", "=", res_model)
        return tuple(self.sudo().search(domain).ids)

    def _get_levels(self):
        """:return: the levels that are used, in their order"""
        return self.env["pylot.reminder.level"].browse(self._get_level_ids())

    @ormcache("self.id")
    def _get_level_ids(self):
        return tuple(self.sudo().level_ids.filtered("active").ids)
