from odoo import api, fields, models
from odoo.fields import Domain


class SaleOrder(models.Model):
    """When a quotation was sent, and whether its customer still has to be asked about it."""

    _inherit = "sale.order"

    pylot_sent_at = fields.Datetime(
        string="Sent On",
        readonly=True,
        copy=False,
        help="When the quotation was sent last, or marked as sent.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        now = fields.Datetime.now()
        return super().create(
            [
                # whoever brings in old quotations says when they were made
                {"pylot_sent_at": vals.get("date_order") or now, **vals}
                if vals.get("state") == "sent"
                else vals
                for vals in vals_list
            ]
        )

    def write(self, vals):
        if vals.get("state") == "sent" and "pylot_sent_at" not in vals:
            vals = {**vals, "pylot_sent_at": fields.Datetime.now()}
        return super().write(vals)

    def message_post(self, **kwargs):
        """Sent once more: the customer has time from now on."""
        if self.env.context.get("mark_so_as_sent"):
            self.filtered(lambda order: order.state == "sent").write(
                {"pylot_sent_at": fields.Datetime.now()}
            )
        return super().message_post(**kwargs)

    def _get_quotation_obstacle(self):
        """:return: why the customer must not be asked any more, "" when it may be"""
        if self.state == "sale":
            return self.env._("The quotation has been accepted.")
        if self.state != "sent":
            return self.env._("The quotation is not open any more.")
        if self.is_expired:
            return self.env._("The quotation has expired.")
        if self.transaction_ids.filtered(lambda one: one.state in ("pending", "authorized")):
            return self.env._("A payment is on its way.")
        if self._has_newer_quotation():
            return self.env._("There is a newer quotation or order of this customer.")
        if self._has_customer_answered():
            return self.env._("The customer has answered.")
        return ""

    def _has_newer_quotation(self):
        domain = (
            Domain("partner_id", "=", self.partner_id.id)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("id", ">", self.id)
            & Domain("state", "in", ("sent", "sale"))
        )
        return bool(self.sudo().search_count(domain, limit=1))

    def _has_customer_answered(self):
        """:return: whether the customer, or somebody of the same company, has written since"""
        family = Domain("author_id", "child_of", self.partner_id.commercial_partner_id.id)
        if self.partner_id.email_normalized:
            family |= Domain("email_from", "ilike", self.partner_id.email_normalized)
        domain = (
            Domain("model", "=", self._name)
            & Domain("res_id", "=", self.id)
            & Domain("date", ">", self.pylot_sent_at)
            & Domain("message_type", "in", ("email", "comment"))
        )
        return bool(self.env["mail.message"].sudo().search_count(domain & family, limit=1))
