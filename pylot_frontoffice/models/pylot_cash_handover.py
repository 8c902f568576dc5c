from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import formatLang

# What somebody types; everything else is filled in by counting.
TYPED = {"resource_id", "company_id", "counted", "note"}
# More than this is a typing mistake.
MOST = 1_000_000.0


class PylotCashHandover(models.Model):
    """A technician hands over the cash in the pocket, and somebody of the office counts it. What
    was counted is never changed."""

    _name = "pylot.cash.handover"
    _description = "Cash Hand-over"
    _order = "id DESC"
    _check_company_auto = True
    _allow_sudo_commands = False

    name = fields.Char(string="Number", readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    resource_id = fields.Many2one(
        "resource.resource",
        string="Technician",
        required=True,
        index=True,
        check_company=True,
        domain="[('is_technician', '=', True)]",
        ondelete="restrict",
    )
    state = fields.Selection(
        [("draft", "To Count"), ("done", "Handed Over")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    declared = fields.Monetary(
        readonly=True, help="What the technician has counted on the phone, if they did."
    )
    declared_at = fields.Datetime(string="Announced On", readonly=True)
    expected = fields.Monetary(
        compute="_compute_expected",
        compute_sudo=True,
        help="The receipts that have not been handed over; once it was counted, those that were.",
    )
    counted = fields.Monetary()
    difference = fields.Monetary(
        compute="_compute_expected", compute_sudo=True, help="Counted less expected."
    )
    note = fields.Char(string="Remark", help="Such as why there is a difference.")
    entry_ids = fields.One2many("pylot.cash.entry", "handover_id", string="Receipts", readonly=True)
    received_by_id = fields.Many2one("res.users", readonly=True)
    received_at = fields.Datetime(string="Received On", readonly=True)
    account_move_id = fields.Many2one(
        "account.move",
        string="Journal Entry",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="account.group_account_invoice",
    )

    _one_draft = models.UniqueIndex(
        "(company_id, resource_id) WHERE state = 'draft'",
        "This technician's cash is waiting to be counted already.",
    )
    _number_unique = models.UniqueIndex(
        "(company_id, name) WHERE name IS NOT NULL",
        "There is a hand-over with this number already.",
    )

    @api.depends("name", "resource_id")
    def _compute_display_name(self):
        for handover in self:
            parts = (handover.name, handover.resource_id.name)
            handover.display_name = ": ".join(part for part in parts if part)

    @api.depends("resource_id", "company_id", "state", "counted", "entry_ids")
    def _compute_expected(self):
        """What is in the pocket now; once it was counted, what has been there then."""
        waiting = self.filtered(lambda handover: handover.state != "done")
        floats = waiting.resource_id._get_cash_floats(waiting.company_id)
        for handover in self:
            key = (handover.company_id.id, handover.resource_id.id)
            expected = floats.get(key, 0.0) if handover in waiting else handover._get_taken()
            handover.expected = expected
            handover.difference = handover.counted - expected

    def _get_taken(self):
        return self.currency_id.round(sum(self.entry_ids.mapped("amount")))

    # === WRITTEN ONCE ===

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_typed(vals)
        if self.env.su:
            return super().create(vals_list)
        # nor does a default of the browser say what was counted
        context = {
            name: value
            for name, value in self.env.context.items()
            if not name.startswith("default_") or name.removeprefix("default_") in TYPED
        }
        # kwargs would add to the context, and this takes away
        clean = self.with_context(context)  # pylint: disable=context-overridden
        return super(PylotCashHandover, clean).create(vals_list)

    def write(self, vals):
        """Nobody changes what was counted, whoever may do what, and however they come."""
        if any(handover.state == "done" for handover in self.sudo()):
            self._refuse_change()
        self._check_typed(vals)
        return super().write(vals)

    def _check_typed(self, vals):
        if not self.env.su and vals.keys() - TYPED:
            raise AccessError(
                self.env._(
                    "Technician, what was counted and a remark are typed in; everything else "
                    "comes from counting."
                )
            )

        counted = vals.get("counted") or 0
        # not "counted < 0": a number that is none compares with nothing
        if not isinstance(counted, int | float) or not 0 <= counted <= MOST:
            raise ValidationError(
                self.env._(
                    "Please enter what was counted: an amount from 0 to %s.",
                    formatLang(self.env, MOST, digits=0),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if any(handover.state == "done" for handover in self):
            self._refuse_change()

    def _refuse_change(self):
        done = self.sudo().filtered(lambda handover: handover.state == "done")
        raise UserError(
            self.env._(
                "%s has been counted and cannot be changed any more. Book a correction in "
                "accounting, or with the next hand-over.",
                done[:1].name,
            )
        )

    def copy_data(self, default=None):
        raise UserError(self.env._("Cash is handed over once. Make a new hand-over."))

    # === ANNOUNCED BY THE TECHNICIAN ===

    @api.model
    def _announce(self, technician, company, declared):
        """A technician has counted the cash and brings it. Announced twice, the later count is
        what they say.

        :param Decimal declared: in the currency of the company; None when it was no number
        :return: the hand-over that waits to be counted, elevated
        :raise UserError: when it cannot be meant"""
        if declared is None or not 0 <= declared <= MOST:
            raise UserError(self.env._("Please enter the amount that you have counted."))
        handovers = self.sudo().with_company(company)
        domain = (
            Domain("company_id", "=", company.id)
            & Domain("resource_id", "=", technician.id)
            & Domain("state", "=", "draft")
        )
        waiting = handovers.search(domain, limit=1)
        vals = {
            "declared": company.currency_id.round(float(declared)),
            "declared_at": fields.Datetime.now(),
        }
        if waiting:
            waiting.write(vals)
            return waiting
        try:
            with self.env.cr.savepoint():
                return handovers.create(
                    {**vals, "resource_id": technician.id, "company_id": company.id}
                )
        except UniqueViolation:
            # tapped twice: the other one waits to be counted
            return handovers.browse()
