from odoo import api, fields, models
from odoo.tools import email_normalize

from ..const import CHANNELS, PRIORITIES, REMEDIES, SEVERITIES


class PylotComplaint(models.Model):
    """A customer is not content. One record from the receipt to the end of the remedy, as ISO
    10002 wants it: number, channel, what is wanted, who works on it, what was decided and told."""

    _name = "pylot.complaint"
    _description = "Complaint"
    _inherit = ["portal.mixin", "rating.mixin", "mail.activity.mixin"]
    _order = "priority desc, id desc"
    _rec_names_search = ["number", "name"]
    _primary_email = "email_from"
    _check_company_auto = True
    # customers answer, and may not read what they answer to
    _mail_post_access = "write"

    number = fields.Char(readonly=True, copy=False, help="What customers and staff quote.")
    name = fields.Char(string="Subject", required=True, tracking=True)
    active = fields.Boolean(default=True)
    description = fields.Html(help="In the customer's words.")
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company",
        store=True,
        precompute=True,
        index=True,
        help="That of the team.",
    )
    team_id = fields.Many2one(
        "pylot.team",
        required=True,
        index=True,
        tracking=True,
        ondelete="restrict",
        compute="_compute_team",
        store=True,
        readonly=False,
        precompute=True,
    )
    user_id = fields.Many2one(
        "res.users", string="Responsible", index=True, tracking=True, copy=False
    )
    type_id = fields.Many2one(
        "pylot.complaint.type",
        string="Cause",
        index="btree_not_null",
        tracking=True,
        check_company=True,
    )
    tag_ids = fields.Many2many("pylot.complaint.tag", string="Tags")
    priority = fields.Selection(
        PRIORITIES,
        compute="_compute_priority",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        tracking=True,
    )
    severity = fields.Selection(
        SEVERITIES,
        compute="_compute_severity",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="How bad it is for the customer, whoever is right.",
    )
    is_safety = fields.Boolean(
        string="Safety", tracking=True, help="Somebody may come to harm: act at once."
    )
    channel = fields.Selection(CHANNELS, default="other", required=True, copy=False)
    remedy_wanted = fields.Selection(
        REMEDIES, string="Wanted Remedy", tracking=True, help="What the customer asks for."
    )
    received_at = fields.Datetime(
        string="Received", default=fields.Datetime.now, required=True, copy=False
    )
    # === WHO ===
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        ondelete="set null",
    )
    contact_ids = fields.Many2many(
        "res.partner", string="Further Contacts", help="They hear of every answer, too."
    )
    partner_name = fields.Char(
        string="Customer's Name",
        compute="_compute_partner_data",
        store=True,
        readonly=False,
        precompute=True,
    )
    email_from = fields.Char(
        string="E-mail",
        compute="_compute_partner_data",
        store=True,
        readonly=False,
        precompute=True,
    )
    email_normalized = fields.Char(
        compute="_compute_email_normalized", store=True, index="btree_not_null", precompute=True
    )
    phone = fields.Char(
        compute="_compute_partner_data", store=True, readonly=False, precompute=True
    )
    lang = fields.Char(
        string="Language", help="In which the customer wrote or chose to be answered."
    )
    # === WHAT IT IS ABOUT ===
    sale_order_id = fields.Many2one(
        "sale.order", string="Sales Order", index="btree_not_null", check_company=True
    )
    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        index="btree_not_null",
        check_company=True,
        domain="[('move_type', '=', 'out_invoice')]",
    )
    event_id = fields.Many2one(
        "calendar.event",
        string="Visit",
        index="btree_not_null",
        domain="[('visit_state', '!=', False)]",
    )
    product_id = fields.Many2one("product.product", index="btree_not_null", check_company=True)
    lot_name = fields.Char(string="Serial or Lot Number")
    # new ones have no rating, which need not be looked up
    rating_last_value = fields.Float(
        compute="_compute_rating_last_value", store=True, precompute=True
    )
    # === BEFORE AND AFTER ===
    previous_id = fields.Many2one(
        "pylot.complaint",
        string="Earlier Complaint",
        index="btree_not_null",
        copy=False,
        help="It was over when the customer wrote again.",
    )
    next_ids = fields.One2many("pylot.complaint", "previous_id", string="Later Complaints")

    _number_unique = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL", "This number is taken."
    )

    @api.depends("team_id")
    def _compute_company(self):
        for team, complaints in self.grouped("team_id").items():
            complaints.company_id = team.company_id or self.env.company

    @api.depends("type_id")
    def _compute_team(self):
        # whoever has it passes it on; a better word for it does not
        movable = self.filtered(lambda each: not (each.team_id and each._origin))
        for cause, complaints in movable.grouped("type_id").items():
            team = cause._get_nearest("team_id")
            waiting = complaints if team else complaints.filtered(lambda each: not each.team_id)
            if waiting:
                waiting.team_id = team or self.env["pylot.team"]._get_default()

    @api.depends("type_id")
    def _compute_priority(self):
        for (cause, known), complaints in self.grouped(
            lambda each: (each.type_id, each.priority)
        ).items():
            complaints.priority = cause._get_nearest("priority") or known or "1"

    @api.depends("type_id")
    def _compute_severity(self):
        for (cause, known), complaints in self.grouped(
            lambda each: (each.type_id, each.severity)
        ).items():
            complaints.severity = cause._get_nearest("severity") or known or "minor"

    @api.depends("partner_id")
    def _compute_partner_data(self):
        for complaint in self:
            partner = complaint.partner_id
            complaint.partner_name = partner.name or complaint.partner_name
            complaint.email_from = partner.email or complaint.email_from
            complaint.phone = partner.phone or complaint.phone

    @api.depends("email_from")
    def _compute_email_normalized(self):
        for complaint in self:
            complaint.email_normalized = email_normalize(complaint.email_from or "") or False

    @api.depends("number", "name")
    def _compute_display_name(self):
        for complaint in self:
            number = f"[{complaint.number}] " if complaint.number else ""
            complaint.display_name = f"{number}{complaint.name or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(self._add_numbers(vals_list))

    def _creation_message(self):
        """Said here, the name of the model need not be looked up."""
        return self.env._("Complaint received")

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["partner_id"]

    def _get_customer_lang(self):
        """:return: code of an active language in which this customer is written to"""
        wanted = self.lang or self.partner_id.lang or self.company_id.partner_id.lang
        return self.env["res.lang"]._get_code(wanted) or self.env.lang or "en_US"
