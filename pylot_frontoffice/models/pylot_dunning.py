import uuid

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.urls import urljoin


class PylotDunning(models.Model):
    """One reminder to pay: what was said to one customer in one currency on one day. It is written
    with the message and does not change; what is open now is in the invoices."""

    _name = "pylot.dunning"
    _description = "Dunning Message"
    _order = "date DESC, id DESC"
    _rec_names_search = ["name", "partner_id"]

    name = fields.Char(string="Number", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, readonly=True
    )
    recipient_id = fields.Many2one(
        "res.partner", required=True, index=True, readonly=True, help="Who was written to."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        readonly=True,
        index="btree_not_null",
        help="Who gets the answers.",
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    level_id = fields.Many2one(
        "pylot.reminder.level", required=True, index=True, readonly=True, ondelete="restrict"
    )
    date = fields.Date(required=True, readonly=True, index=True)
    line_ids = fields.One2many("pylot.dunning.line", "dunning_id", string="Items", readonly=True)
    is_consumer = fields.Boolean(
        readonly=True, help="No business: other interest, no lump sum, other fees."
    )
    amount_open = fields.Monetary(string="Overdue", readonly=True)
    amount_netted = fields.Monetary(
        string="Credits", readonly=True, help="Credit notes and payments without an invoice."
    )
    amount_interest = fields.Monetary(string="Late Interest", readonly=True)
    amount_lump_sum = fields.Monetary(string="Lump Sum", readonly=True)
    amount_fee = fields.Monetary(string="Reminder Fee", readonly=True)
    amount_total = fields.Monetary(string="To Pay", readonly=True)
    mail_id = fields.Many2one(
        "mail.mail", ondelete="set null", index="btree_not_null", readonly=True
    )
    mail_state = fields.Selection(
        related="mail_id.state",
        string="Delivery",
        help="Of the e-mail; empty once it has been delivered.",
    )
    activity_id = fields.Many2one(
        "mail.activity", ondelete="set null", index="btree_not_null", readonly=True
    )
    state = fields.Selection(
        [("open", "Open"), ("settled", "Settled")],
        string="Status",
        compute="_compute_state",
        search="_search_state",
        help="Settled: nothing of its items is open any more.",
    )
    # each has its link from birth: looking at a page must not make one
    access_token = fields.Char(
        default=lambda self: str(uuid.uuid4()),
        readonly=True,
        copy=False,
        groups="pylot_frontoffice.group_agent,account.group_account_invoice",
    )

    _access_token_unique = models.UniqueIndex(
        "(access_token) WHERE access_token IS NOT NULL", "Please create the link anew."
    )
    _name_unique = models.UniqueIndex("(company_id, name)", "This number is taken.")

    @api.depends("line_ids.move_line_id.reconciled")
    def _compute_state(self):
        for dunning in self:
            claims = dunning.sudo().line_ids.filtered(lambda line: not line.is_credit)
            is_open = any(not line.move_line_id.reconciled for line in claims if line.move_line_id)
            dunning.state = "open" if is_open else "settled"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        # agents see the message, and may see nothing of accounting
        unpaid = Domain("move_line_id", "any!", Domain("reconciled", "=", False))
        still_open = Domain("line_ids", "any!", Domain("is_credit", "=", False) & unpaid)
        domains = {"open": still_open, "settled": ~still_open}
        return Domain.OR(domains[each] for each in value if each in domains)

    # === THE CUSTOMER'S PAGE ===

    @api.model
    def _find_by_access_token(self, token):
        """:return: the message behind a customer's link, or none"""
        return self.search(Domain("access_token", "=", token), limit=1) if token else self.browse()

    def _get_page_url(self):
        """:return: absolute address of the customer's page, with the secret that opens it"""
        self.ensure_one()
        return urljoin(self.get_base_url(), f"/dunning/{self.sudo().access_token}")

    def action_renew_link(self):
        """A new link; the old one leads nowhere from now on."""
        self.check_access("read")
        for dunning in self.sudo():
            dunning.access_token = str(uuid.uuid4())
