from odoo import api, fields, models
from odoo.fields import Domain

OFFICE = "pylot_frontoffice.group_manager,account.group_account_invoice"


class ResourceResource(models.Model):
    """The cash in a technician's pocket."""

    _inherit = "resource.resource"

    cash_float = fields.Monetary(
        string="Cash",
        compute="_compute_cash_float",
        currency_field="cash_currency_id",
        groups=OFFICE,
        help="Taken from customers and not handed over yet, in the company you work in.",
    )
    cash_currency_id = fields.Many2one(
        "res.currency", compute="_compute_cash_float", string="Currency of the Cash", groups=OFFICE
    )
    cash_entry_ids = fields.One2many(
        "pylot.cash.entry", "resource_id", string="Cash Taken", groups=OFFICE
    )

    @api.depends("cash_entry_ids.handover_id", "cash_entry_ids.amount")
    @api.depends_context("company")
    def _compute_cash_float(self):
        company = self.env.company
        floats = self._get_cash_floats(company)
        for resource in self:
            resource.cash_currency_id = company.currency_id
            resource.cash_float = floats.get((company.id, resource.id), 0.0)

    def _get_cash_floats(self, companies):
        """:return: dict of (company id, technician id) to what is in the pocket"""
        if not self.ids or not companies.ids:
            return {}
        entries = self.env["pylot.cash.entry"].sudo()
        rows = entries._read_group(
            entries._get_float_domain(self, companies),
            ["company_id", "resource_id"],
            ["amount:sum"],
        )
        return {
            (company.id, resource.id): company.currency_id.round(amount)
            for company, resource, amount in rows
        }

    def action_view_cash(self):
        """Open the receipts of this technician that are not handed over."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.pylot_cash_entry_action"
        )
        action["domain"] = [("resource_id", "=", self.id)]
        action["context"] = {"search_default_in_pocket": 1}
        return action

    def action_hand_over_cash(self):
        """Open the form in which the office counts this technician's cash."""
        self.ensure_one()
        handovers = self.env["pylot.cash.handover"]
        domain = (
            Domain("resource_id", "=", self.id)
            & Domain("company_id", "=", self.env.company.id)
            & Domain("state", "=", "draft")
        )
        waiting = handovers.search(domain, limit=1)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand Over"),
            "res_model": "pylot.cash.handover",
            "view_mode": "form",
            "res_id": waiting.id,
            "context": {"default_resource_id": self.id},
        }
