from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

# Whatever was typed on a public page proves nothing about who typed it.
UNVERIFIED = ("public", "waitlist")
ADDRESS = ("street", "street2", "zip", "city")


class CalendarEvent(models.Model):
    """Visits booked on the public page have a contact of their own: a mail address somebody types
    must not touch a customer we know. A colleague says whether they are the same."""

    _inherit = "calendar.event"

    known_customer_id = fields.Many2one(
        "res.partner",
        compute="_compute_known_customer_id",
        groups="pylot_frontoffice.group_agent",
        help="A customer with the mail address that was typed when this visit was booked.",
    )

    @api.depends("contact_email", "customer_id", "booked_via")
    def _compute_known_customer_id(self):
        """One query for all."""
        self.known_customer_id = False
        booked = {
            visit: email_normalize(visit.contact_email or "")
            for visit in self
            if visit.booked_via in UNVERIFIED and visit.customer_id
        }
        emails = [email for email in booked.values() if email]
        if not emails:
            return
        partners = self.env["res.partner"].search([("email_normalized", "in", emails)], order="id")
        by_email = partners.grouped("email_normalized")
        for visit, email in booked.items():
            same = by_email.get(email, partners.browse())[:1]
            # the first one who came with this address; the newest one was made for this visit
            if email and same and same.id < visit.customer_id.id:
                visit.known_customer_id = same

    def action_link_customer(self):
        """They are the same: the visit is that customer's, and the contact that was made for it
        goes, or becomes an address of the customer when it is another place."""
        self.ensure_one()
        customer, typed = self.known_customer_id, self.customer_id
        if not customer:
            raise UserError(self.env._("No other customer has this mail address any more."))
        self._check_role(
            "pylot_frontoffice.group_agent",
            self.env._("Customers are put together by agents and dispatchers."),
        )
        is_other_place = typed.street and any(
            (typed[name] or "").casefold() != (customer[name] or "").casefold() for name in ADDRESS
        )
        address = typed if is_other_place else customer
        self.write({"customer_id": customer.id, "visit_address_id": address.id})
        self._retire_contact_sudo(typed, customer, is_other_place)

    def _retire_contact_sudo(self, typed, customer, is_address):
        """Agents need not be able to change contacts for this."""
        typed = typed.sudo()
        self.sudo().request_activity_id.write({"res_id": customer.id})
        if self._is_contact_used(typed):
            return
        if is_address:
            typed.write({"parent_id": customer.id, "type": "delivery"})
        else:
            typed.active = False

    def _is_contact_used(self, partner):
        """Hook: whether anything but this visit points to ``partner``, elevated."""
        others = [("id", "!=", self.id)]
        mine = [("partner_id", "child_of", partner.id)]
        visits = self.env["calendar.event"].sudo().with_context(active_test=False)
        return bool(
            partner.user_ids
            or partner.child_ids
            or partner.parent_id
            or visits.search_count([*others, ("customer_id", "=", partner.id)], limit=1)
            or visits.search_count([*others, ("visit_address_id", "=", partner.id)], limit=1)
            or self.env["sale.order"].sudo().search_count(mine, limit=1)
            or self.env["account.move"].sudo().search_count(mine, limit=1)
        )
