from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

SENT, CONFIRMED = "sale.order.pylot_sent_at", "sale.order.pylot_confirmed_at"


class SaleOrder(models.Model):
    """Quotations are asked about, orders are confirmed: what both have in common."""

    _name = "sale.order"
    _inherit = ["sale.order", "pylot.reminder.document"]

    _reminder_triggers = frozenset({"state", "partner_id", "team_id", "pylot_sent_at"})

    def _filter_reminded(self):
        return self.sudo().filtered(lambda order: order.pylot_sent_at or order.pylot_confirmed_at)

    @api.model
    def _get_reminder_domain(self, policy):
        if policy.anchor == SENT:
            return Domain("state", "=", "sent")
        return Domain("state", "=", "sale") & self._get_unclaimed_domain(policy)

    @api.model
    def _get_reminder_source(self, policy, documents=None):
        source = super()._get_reminder_source(policy, documents)
        if policy.anchor != CONFIRMED:
            return source  # each quotation is asked about once, however often it is sent
        cycle = self._field_to_sql(self._table, "pylot_confirmation_round", source.query)
        return source._replace(cycle=SQL("COALESCE(%s, 0)", cycle))

    def _get_reminder_obstacle(self, reminder):
        if reminder.policy_id.anchor == SENT:
            return self._get_quotation_obstacle()
        return self._get_confirmation_obstacle(reminder)

    def _complete_reminder_mails(self, reminders, mails):
        """In the log of the order, where answers to them arrive."""
        result = super()._complete_reminder_mails(reminders, mails)
        comment = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment")
        # else the message goes with the mail when that has been delivered
        addresses = self.sudo()._notify_get_reply_to()
        by_address = {}
        for order, mail in zip(self, mails, strict=True):
            address = addresses[order.id] or mail.email_from
            by_address[address] = by_address.get(address, mails.browse()) | mail
        for address, group in by_address.items():
            group.write(
                {
                    "reply_to": address,
                    "message_type": "auto_comment",
                    "subtype_id": comment,
                    "is_notification": True,
                }
            )
        if reminders.level_id._is_order_confirmation():
            self._attach_order_pdf(mails)
            self._note_told()
        return result
