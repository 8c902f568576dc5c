from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class PylotCashEntry(models.Model):
    """Cash that came into a technician's pocket, taken at a customer's or given by the office as
    change: the receipt, and a line of what is in this pocket until it is handed over. It is
    written once."""

    _name = "pylot.cash.entry"
    _description = "Cash Taken on Site"
    _order = "taken_at DESC, id DESC"
    _check_company_auto = True
    _allow_sudo_commands = False

    name = fields.Char(string="Receipt", required=True, readonly=True)
    kind = fields.Selection(
        [("customer", "From a Customer"), ("float", "Change Money")],
        default="customer",
        required=True,
        readonly=True,
        help="Change money is given by the office, and comes back with the next hand-over.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True, help="Below zero: taken back.")
    taken_at = fields.Datetime(string="Taken On", required=True, readonly=True)
    resource_id = fields.Many2one(
        "resource.resource",
        string="Technician",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users", string="Entered By", readonly=True, help="Empty: by a link without a login."
    )
    event_id = fields.Many2one(
        "calendar.event",
        string="Visit",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        readonly=True,
        index=True,
        ondelete="restrict",
        groups="pylot_frontoffice.group_manager,account.group_account_invoice",
    )
    invoice_name = fields.Char(string="Invoice Number", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, ondelete="restrict"
    )
    payment_id = fields.Many2one(
        "account.payment",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="account.group_account_invoice",
    )
    account_move_id = fields.Many2one(
        "account.move",
        string="Journal Entry",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="account.group_account_invoice",
        help="From the cash box of the office into the pocket.",
    )
    reversed_id = fields.Many2one(
        "pylot.cash.entry",
        string="Takes Back",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    reversal_ids = fields.One2many("pylot.cash.entry", "reversed_id", string="Taken Back By")
    reason = fields.Char(readonly=True, help="Why it was taken back.")
    handover_id = fields.Many2one(
        "pylot.cash.handover",
        string="Handed Over With",
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    key = fields.Char(
        required=True,
        readonly=True,
        groups="base.group_system",
        help="Of the form it was entered with: sent twice, it is taken once.",
    )

    _key_unique = models.UniqueIndex("(key)", "This cash has been entered already.")
    _number_unique = models.UniqueIndex(
        "(company_id, name)", "There is a receipt with this number already."
    )
    _reversed_once = models.UniqueIndex(
        "(reversed_id) WHERE reversed_id IS NOT NULL", "This cash has been taken back already."
    )
    _float_idx = models.Index("(company_id, resource_id) WHERE handover_id IS NULL")
    _amount_not_zero = models.Constraint("CHECK(amount <> 0)", "Nothing is not taken.")
    _of_a_customer = models.Constraint(
        "CHECK(kind = 'float' OR (move_id IS NOT NULL AND partner_id IS NOT NULL))",
        "What is taken from a customer is for an invoice.",
    )

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = f"{entry.name}: {entry._get_giver()}"

    def _get_giver(self):
        """:return: of whom the cash is"""
        return self.partner_id.display_name or self.env._("Change money")

    # === WRITTEN ONCE ===

    def write(self, vals):
        """Nobody changes what was taken. Handing it over is the one thing that still happens to
        it, and once: whoever may do what, and however they come."""
        if set(vals) != {"handover_id"} or not vals["handover_id"] or self.handover_id:
            self._refuse_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_taken(self):
        self._refuse_change()

    def _refuse_change(self):
        name = self[:1].name
        if self.handover_id:
            raise UserError(
                self.env._("%s has been handed over and cannot be changed any more.", name)
            )
        raise UserError(
            self.env._(
                "%s says what was taken in cash and is not changed. If it is wrong, use “Take "
                "Back” in the list of cash.",
                name,
            )
        )

    def copy_data(self, default=None):
        self._refuse_change()
        return super().copy_data(default)

    @api.model
    def _get_float_domain(self, technicians, companies):
        """:return: :class:`Domain` of what is in these technicians' pockets"""
        return (
            Domain("resource_id", "in", technicians.ids)
            & Domain("company_id", "in", companies.ids)
            & Domain("handover_id", "=", False)
        )

    # === NUMBERS ===

    @api.model
    def _draw_number(self, company, code="pylot.cash.entry"):
        """:return: the next number of the company, without gaps: tax offices ask where the
        others are"""
        sequences = self.env["ir.sequence"].sudo().with_company(company)
        domain = Domain("code", "=", code) & Domain("company_id", "=", company.id)
        sequence = sequences.search(domain, limit=1) or sequences.create(
            {
                "name": self.env._("Cash on site of %(company)s", company=company.name),
                "code": code,
                "company_id": company.id,
                "prefix": "C%(y)s-" if code == "pylot.cash.entry" else "H%(y)s-",
                "padding": 5,
                "implementation": "no_gap",
            }
        )
        return sequence.next_by_id()
