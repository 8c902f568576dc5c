from odoo import api, models


class PylotComplaint(models.Model):
    """What we write reaches the customer, and the answer comes back into the same thread."""

    _inherit = "pylot.complaint"

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        complaints._let_customers_follow()
        return complaints

    def write(self, vals):
        if not {"partner_id", "contact_ids"} & vals.keys():
            return super().write(vals)
        before = {complaint: complaint._get_customers() for complaint in self}
        result = super().write(vals)
        for complaint, customers in before.items():
            # whoever is not concerned any more hears nothing any more; colleagues may stay
            gone = (customers - complaint._get_customers()).filtered("partner_share")
            if gone:
                complaint.sudo().message_unsubscribe(gone.ids)
        self._let_customers_follow()
        return result

    def _get_customers(self):
        """:return: contacts who hear of every answer"""
        complaints = self.sudo()
        return complaints.partner_id | complaints.contact_ids

    def _let_customers_follow(self):
        wanted = [
            (complaint.id, partner_id)
            for complaint in self.sudo()
            for partner_id in {complaint.partner_id.id, *complaint.contact_ids.ids} - {False}
        ]
        if wanted:
            external = self.env["mail.message.subtype"].sudo().default_subtypes(self._name)[2]
            self.env["mail.followers"]._insert_complaint_followers(wanted, external.ids)

    def _message_post_after_hook(self, message, msg_values):
        if self._is_answer(message):
            self.sudo()._mark_first_response()
            address = self._get_unlinked_address(message)
            if address:
                # there is no contact who could follow
                message.sudo().outgoing_email_to = address
                msg_values["outgoing_email_to"] = address
        return super()._message_post_after_hook(message, msg_values)

    def _is_answer(self, message):
        """:return: whether somebody of us has written this to the customer, and no machine"""
        message = message.sudo()
        author = message.author_id
        return (
            message.message_type in ("comment", "email")
            and bool(author)
            and not author.partner_share
            and bool(message.subtype_id)
            and not message.subtype_id.internal
            and author != self.env.ref("base.partner_root")
            and author not in self._get_customers()
        )

    def _get_unlinked_address(self, message):
        """:return: where the customer is written to who is no contact, "" for the others"""
        message = message.sudo()
        address = self._get_notice_email()
        if self.partner_id or not address or message.outgoing_email_to:
            return ""
        known = message.partner_ids | self.sudo().message_partner_ids
        return "" if address in known.mapped("email_normalized") else address
