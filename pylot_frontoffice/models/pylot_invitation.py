import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.urls import urljoin

DAYS_VALID = 30
# Longer than any token: nobody makes us look up a novel.
MAX_TOKEN = 64
STATUS = [("open", "Open"), ("used", "Booked"), ("revoked", "Revoked"), ("expired", "Expired")]


class PylotInvitation(models.Model):
    """A personal link with which one customer books: an appointment type, or a visit that has
    been sold and waits in the tray. The link of an order goes on to its next visit of the type
    until all have a time."""

    _name = "pylot.invitation"
    _description = "Booking Invitation"
    _order = "id desc"
    _rec_name = "partner_id"

    token = fields.Char(
        required=True,
        default=lambda self: secrets.token_urlsafe(24),
        copy=False,
        groups="pylot_frontoffice.group_agent",
    )
    url = fields.Char(
        string="Booking Link", compute="_compute_url", groups="pylot_frontoffice.group_agent"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    appointment_type_id = fields.Many2one(
        "pylot.appointment.type", required=True, index=True, ondelete="cascade"
    )
    event_id = fields.Many2one(
        "calendar.event",
        string="Visit",
        index="btree_not_null",
        ondelete="cascade",
        help="The visit that is planned with this link; once booked, the one it became.",
    )
    sale_order_id = fields.Many2one(
        "sale.order", string="Sales Order", index="btree_not_null", ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", index=True, default=lambda self: self.env.company)
    expires_at = fields.Datetime(
        string="Valid Until",
        default=lambda self: fields.Datetime.add(fields.Datetime.now(), days=DAYS_VALID),
        help="Empty: until it is used or revoked.",
    )
    state = fields.Selection(
        [("open", "Open"), ("used", "Booked"), ("revoked", "Revoked")],
        default="open",
        required=True,
    )
    status = fields.Selection(STATUS, compute="_compute_status")

    _token_unique = models.UniqueIndex("(token)", "Please create the link anew.")

    @api.depends("token", "appointment_type_id")
    def _compute_url(self):
        for invitation in self:
            invitation.url = invitation.appointment_type_id and invitation._get_url()

    @api.depends("state", "expires_at")
    def _compute_status(self):
        now = fields.Datetime.now()
        for invitation in self:
            is_over = invitation.expires_at and invitation.expires_at <= now
            invitation.status = (
                "expired" if invitation.state == "open" and is_over else invitation.state
            )

    def write(self, vals):
        if vals.get("state") != "used":
            return super().write(vals)
        for invitation in self:
            following = invitation._get_waiting_visits()[:1]
            super(PylotInvitation, invitation).write(
                {**vals, "state": "open", "event_id": following.id} if following else vals
            )
        return True

    def _get_url(self):
        """:return: the link, as the customer gets it"""
        self.ensure_one()
        slug = self.env["ir.http"]._slug(self.appointment_type_id)
        return urljoin(self.get_base_url(), f"/book/{slug}?invite={self.sudo().token}")

    def _get_waiting_visits(self):
        """:return: visits of the order that this link has still to plan, elevated"""
        self.ensure_one()
        waiting = self.sudo().sale_order_id.visit_ids.filtered(
            lambda visit: (
                visit.visit_state == "draft"
                and visit.appointment_type_id == self.appointment_type_id
            )
        )
        return waiting.sorted(lambda visit: (visit.start, visit.id))

    @api.model
    def _find_valid(self, token):
        """:param str token: whatever a visitor put into the address
        :return: the invitation, elevated; empty when it is unknown, used, revoked or over, or when
            there is nothing to book with it any more"""
        invitations = self.sudo()
        if not isinstance(token, str) or not token or len(token) > MAX_TOKEN:
            return invitations.browse()
        found = invitations.search(
            [
                ("token", "=", token),
                ("state", "=", "open"),
                "|",
                ("expires_at", "=", False),
                ("expires_at", ">", fields.Datetime.now()),
                ("appointment_type_id.active", "=", True),
                ("partner_id.active", "=", True),
            ],
            limit=1,
        )
        return found if not found.event_id or found._get_visit() else invitations.browse()

    def _get_visit(self):
        """:return: the visit that is planned next with this link, elevated; somebody may have
        planned the one it was made for meanwhile"""
        self.ensure_one()
        visit = self.sudo().event_id
        return visit if visit.visit_state == "draft" else self._get_waiting_visits()[:1]

    def action_revoke(self):
        """Whoever has the link cannot book with it any more."""
        self.filtered(lambda invitation: invitation.state == "open").state = "revoked"

    def action_renew(self):
        """A new link with a new time limit; the old one leads nowhere."""
        for invitation in self:
            if invitation.state == "used":
                raise UserError(
                    self.env._(
                        "%(customer)s has booked with this link. Create a new one.",
                        customer=invitation.partner_id.display_name,
                    )
                )
            invitation.write(
                {
                    "token": secrets.token_urlsafe(24),
                    "state": "open",
                    "expires_at": fields.Datetime.add(fields.Datetime.now(), days=DAYS_VALID),
                }
            )
