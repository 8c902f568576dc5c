from odoo import api, fields, models
from odoo.exceptions import UserError

# More than fit under the search field are no help: the caller has to say more.
MAX_CANDIDATES = 6
QUIET = "pylot_phone_quiet"
CANDIDATE_FIELDS = {"search_text", "partner_id", "is_new", "email", "phone"}


class PylotPhoneCaller(models.AbstractModel):
    """Who is calling: the first part of every dialog for the phone. What is typed is saved at
    once, and answered with the contacts it may be about."""

    _name = "pylot.phone.caller"
    _description = "Caller"

    # xml id of the action that shows the dialog
    _action = None

    # trimming would eat the space before the next word while somebody is typing
    search_text = fields.Char(
        string="Search",
        trim=False,
        help="All words must match: name, phone, mail, street, town, postal code.",
    )
    has_more_candidates = fields.Boolean()
    partner_id = fields.Many2one("res.partner", string="Customer")
    partner_name = fields.Char(string="Customer's Name", related="partner_id.display_name")
    partner_phone = fields.Char(string="Customer's Phone", related="partner_id.phone")
    partner_email = fields.Char(related="partner_id.email")
    partner_address = fields.Char(compute="_compute_partner_address")
    is_new = fields.Boolean(string="New Customer")
    name = fields.Char()
    phone = fields.Char()
    email = fields.Char(string="E-mail")
    street = fields.Char()
    zip = fields.Char(string="Postal Code")
    city = fields.Char()
    country_id = fields.Many2one("res.country", default=lambda self: self.env.company.country_id)

    @api.depends("partner_id")
    def _compute_partner_address(self):
        for call in self:
            call.partner_address = call.partner_id._get_one_line_address()

    # === OPENING ===

    @api.model
    def _open(self, values=None):
        """:return: action that shows the dialog, on a saved record as its buttons need one"""
        self.check_access("create")
        action = self.env["ir.actions.act_window"]._for_xml_id(self._action)
        return {**action, "res_id": self.create(values or {}).id}

    @api.model_create_multi
    def create(self, vals_list):
        calls = super().create(vals_list)
        for call, vals in zip(calls, vals_list, strict=True):
            call._refresh({name for name, value in vals.items() if value})
        return calls

    def write(self, vals):
        result = super().write(vals)
        is_typed = not self.env.context.get(QUIET)
        if is_typed and self._get_answered_fields() & vals.keys():
            for call in self:
                call._refresh(set(vals))
        return result

    def _write_quietly(self, vals):
        """Write what follows from something else, which looks nothing up again."""
        self.with_context(**{QUIET: True}).write(vals)

    def _get_answered_fields(self):
        """:return: set of fields whose change changes what is shown"""
        return CANDIDATE_FIELDS

    def _refresh(self, changed):
        """Bring what is shown in line with what has been typed."""
        self.ensure_one()
        if CANDIDATE_FIELDS & changed:
            self._refresh_candidates()

    # === WHO ===

    def _refresh_candidates(self):
        """Contacts that match; for a new customer, those with the same mail or phone."""
        partners = self.env["res.partner"]
        found = partners
        if not self.partner_id:
            limit = MAX_CANDIDATES + 1
            if self.is_new:
                found = partners._find_same_contact(self.email, self.phone, limit=limit)
            else:
                found = partners._find_customers(self.search_text, limit=limit)
        shown = found[:MAX_CANDIDATES]
        commands = [fields.Command.clear()] if self.candidate_ids else []
        commands += [fields.Command.create({"partner_id": partner.id}) for partner in shown]
        self._write_quietly(
            {"candidate_ids": commands, "has_more_candidates": len(found) > MAX_CANDIDATES}
        )

    def action_new_customer(self):
        """What has been typed to search is the beginning of the new contact."""
        self.ensure_one()
        text = (self.search_text or "").strip()
        values = {"is_new": True, "partner_id": False}
        if "@" in text:
            values["email"] = text
        elif self.env["res.partner"]._get_phone_core(text):
            values["phone"] = text
        else:
            values["name"] = text
        self.write(values)

    def action_other_customer(self):
        """Back to the search; what was typed about the matter stays."""
        self.write({"partner_id": False, "is_new": False, **self._get_forgotten()})

    def _get_forgotten(self):
        """Hook: values to write when it is somebody else after all."""
        return {}

    def _get_customer(self):
        """:return: the chosen contact, or the new one"""
        if self.partner_id:
            return self.partner_id
        if not (self.name or "").strip():
            raise UserError(self.env._("Choose the customer, or type the name of the new one."))
        if not (self.phone or self.email):
            raise UserError(
                self.env._("Ask for a phone number or an e-mail address, so that we can call back.")
            )
        return self._create_customer_sudo()

    def _create_customer_sudo(self):
        """Agents take down who is calling, even those who may not change contacts."""
        partners = self.env["res.partner"].sudo()
        names = ("name", "phone", "email", "street", "zip", "city")
        values = {name: (self[name] or "").strip() or False for name in names}
        values["country_id"] = self.country_id.id
        return partners.create(values).with_env(self.env)
