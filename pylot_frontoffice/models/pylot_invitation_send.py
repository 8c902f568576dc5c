from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command


class PylotInvitation(models.Model):
    """How a booking link gets to its customer: by mail, or copied into whatever they use."""

    _inherit = "pylot.invitation"

    @api.model
    def _open(self, partner=None, visits=None):
        """Open the dialog for a link of ``partner``, or for the links that plan ``visits``. Links
        that exist already are shown again.

        :return: action
        """
        self.check_access("create")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.pylot_invitation_action_send"
        )
        if visits is None:
            return {**action, "context": {"default_partner_id": partner.id}}
        invitations = self._invite_to_visits(visits)
        if len(invitations) == 1:
            return {**action, "res_id": invitations.id}
        several = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.pylot_invitation_action"
        )
        return {**several, "domain": [("id", "in", invitations.ids)], "context": {}}

    @api.model
    def _invite_to_visits(self, visits):
        """:return: an open link for each order and type of these visits, and for each visit
        without an order"""
        waiting = visits.filtered(
            lambda visit: (
                visit.visit_state == "draft" and visit.appointment_type_id and visit.customer_id
            )
        )
        if not waiting:
            raise UserError(
                self.env._(
                    "There is nothing to book: a link plans visits that wait in the tray and have "
                    "a customer and an appointment type."
                )
            )
        groups = {}
        for visit in waiting.sorted(lambda visit: (visit.start, visit.id)):
            order = visit.sudo().sale_order_id
            key = (order.id, visit.appointment_type_id.id) if order else visit.id
            groups.setdefault(key, visit)
        known = self._get_open_links(waiting)
        missing = [
            self._prepare_invitation_vals(visit)
            for key, visit in groups.items()
            if key not in known
        ]
        created = self.create(missing)
        return self.browse([known[key].id for key in groups if key in known]) | created

    @api.model
    def _get_open_links(self, visits):
        """:return: dict of links that are still good, by order and type or by visit"""
        orders = visits.sudo().sale_order_id
        found = self.search(
            [
                ("state", "=", "open"),
                "|",
                ("expires_at", "=", False),
                ("expires_at", ">", "now"),
                "|",
                ("event_id", "in", visits.ids),
                ("sale_order_id", "in", orders.ids),
            ]
        )
        return {
            (link.sudo().sale_order_id.id, link.appointment_type_id.id)
            if link.sudo().sale_order_id
            else link.event_id.id: link
            for link in found
        }

    @api.model
    def _prepare_invitation_vals(self, visit):
        return {
            "partner_id": visit.customer_id.id,
            "appointment_type_id": visit.appointment_type_id.id,
            "event_id": visit.id,
            "sale_order_id": visit.sudo().sale_order_id.id,
            "company_id": (visit.visit_company_id or self.env.company).id,
        }

    def action_show_link(self):
        """The link exists now: show it, to be copied."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.pylot_invitation_action_send"
        )
        return {**action, "res_id": self.id}

    def action_write_mail(self):
        """Open the message with the link, to be read and sent by the agent."""
        self.ensure_one()
        template = self.env.ref(
            "pylot_frontoffice.mail_template_pylot_invitation_link", raise_if_not_found=False
        )
        form = self.env.ref("mail.email_compose_message_wizard_form")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send Booking Link"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [(form.id, "form")],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_template_id": template.id if template else False,
                "default_partner_ids": [Command.link(self.partner_id.id)],
                "default_email_layout_xmlid": "mail.mail_notification_light",
            },
        }
