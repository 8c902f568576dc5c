from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain

from .sale_order_reminder import CONFIRMED

PDF_TOOL_STATES = ("ok", "upgrade")
STANDARD = "sale.mail_template_sale_confirmation"


class SaleOrder(models.Model):
    """One confirmation for an order. While a policy confirms it, the mail of Odoo for the same
    occasion is replaced by that of the policy; else Odoo's goes out as ever."""

    _inherit = "sale.order"

    # === WHICH POLICY ===

    @api.model
    def _get_unclaimed_domain(self, policy):
        """Of several policies that confirm orders, such as one for each team, the first that fits
        does it.

        :return: :class:`Domain` of orders that ``policy`` may speak of"""
        domain = Domain.TRUE
        if not policy._is_order_confirmation():
            return domain
        for other in policy._get_running(self._name):
            if (other.sequence, other.id) >= (policy.sequence, policy._origin.id):
                break
            if other._is_order_confirmation():
                domain &= ~other._get_owner_domain()
        return domain

    def _get_confirmations(self):
        """:return: the rows, elevated, by which this order has been or will be confirmed"""
        self.ensure_one()
        reminders = self.env["pylot.reminder"].sudo()
        domain = (
            Domain("res_model", "=", self._name)
            & Domain("res_id", "=", self.id)
            & Domain("cycle", "=", self.pylot_confirmation_round)
            & Domain("policy_id.anchor", "=", CONFIRMED)
            & Domain("policy_id.state", "=", "on")
            & (Domain("state", "!=", "cancelled") | Domain("is_taken_back", "=", True))
        )
        found = reminders.search(domain, order="id")
        return found.filtered(lambda one: one.level_id._is_order_confirmation())

    def _get_confirmation_obstacle(self, reminder):
        """:return: why nothing must be said of this order, "" when it may be"""
        order = self.sudo()
        if order.state != "sale":
            return self.env._("The order has been cancelled.")
        if reminder.cycle != order.pylot_confirmation_round:
            return self.env._("The order has been confirmed anew.")
        if not reminder.level_id._is_order_confirmation():
            return ""
        if order.pylot_told and order.pylot_told == order._get_told_digest():
            return self.env._("The order has been confirmed to the customer already.")
        other = order._get_confirmations().policy_id.sorted()[:1]
        if other and other != reminder.policy_id and reminder.policy_id.state == "on":
            return self.env._("The policy “%s” confirms this order.", other.name)
        return ""

    # === ODOO'S OWN CONFIRMATION ===

    def message_post_with_source(self, source_ref, **kwargs):
        """Odoo confirms by posting its template, at once or from its queue."""
        confirming = (
            source_ref._name if isinstance(source_ref, models.BaseModel) else ""
        ) == "mail.template" and self.filtered(
            lambda order: (
                order.state == "sale" and order.sudo()._get_confirmation_template() == source_ref
            )
        )
        if not confirming:
            return super().message_post_with_source(source_ref, **kwargs)
        claimed = confirming.filtered(lambda order: order._get_confirmations())
        if self.env.context.get("send_email"):
            # the customer has just signed or paid, and waits for it
            for order in claimed:
                order._get_confirmations()._send_at_once()
        result = super(SaleOrder, self - claimed).message_post_with_source(source_ref, **kwargs)
        (confirming - claimed)._note_told()
        return result

    def _get_reminder_template(self, level):
        """What is chosen for confirmations in the quotation template or in the settings of Sales
        goes before the words of the policy."""
        template = super()._get_reminder_template(level)
        if not level._is_order_confirmation():
            return template
        order = self.sudo()
        own = order._get_confirmation_template()
        standard_id = self.env["ir.model.data"]._xmlid_to_res_id(STANDARD, raise_if_not_found=False)
        if not own or own.id == standard_id or (own.report_template_ids and not self._can_print()):
            return template
        return own

    # === PDF ===

    @api.model
    def _can_print(self):
        """:return: whether there is a tool that makes PDF files"""
        return self.env["ir.actions.report"].get_wkhtmltopdf_state() in PDF_TOOL_STATES

    def _attach_order_pdf(self, mails):
        """Put the order into its e-mail, unless the template has done so. Without a tool that
        prints, the link in the text has to do."""
        if not self._can_print():
            return
        # as a record, which need not be looked up for each
        report = self.env.ref("sale.action_report_saleorder").with_user(SUPERUSER_ID)
        vals_list, attached = [], []
        for order, mail in zip(self, mails, strict=True):
            if mail.attachment_ids:
                continue
            content, kind = report._render_qweb_pdf(report, order.ids)
            attached.append(mail)
            vals_list.append(
                {
                    "name": f"{order.name.replace('/', '-')}.{kind}",
                    "raw": content,
                    "res_model": "mail.message",
                    "res_id": mail.mail_message_id.id,
                }
            )
        attachments = self.env["ir.attachment"].sudo().create(vals_list)
        for mail, attachment in zip(attached, attachments, strict=True):
            mail.attachment_ids |= attachment
