import uuid

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.urls import urljoin

AGENT = "pylot_frontoffice.group_agent"


class PylotComplaint(models.Model):
    """The customer's own page: its link, and who else may see it."""

    _inherit = "pylot.complaint"

    # each has its link from birth: looking at a page must not make one
    access_token = fields.Char(default=lambda self: str(uuid.uuid4()), groups=AGENT)
    customer_url = fields.Char(
        string="Customer's Link", compute="_compute_customer_url", groups=AGENT
    )
    is_shared = fields.Boolean(
        string="Shared with Colleagues",
        help="All portal users of the customer's company see it, not only who complained.",
    )

    _access_token_unique = models.UniqueIndex(
        "(access_token) WHERE access_token IS NOT NULL", "Please create the link anew."
    )

    @api.depends("access_token")
    def _compute_customer_url(self):
        for complaint in self:
            path = complaint.access_token and f"/complaint/{complaint.access_token}"
            complaint.customer_url = path and urljoin(complaint.get_base_url(), path)

    def _compute_access_url(self):
        """Where core sends customers, who then show the token: see the controller."""
        result = super()._compute_access_url()
        for complaint in self:
            complaint.access_url = f"/my/complaints/{complaint.id}"
        return result

    def _get_customer_url(self):
        """:return: absolute address of the page, with the secret that opens it; of the complaint
        that goes on, when this one was merged into another of the same customer"""
        self.ensure_one()
        complaint = self.sudo()._get_survivor_for_customer()
        path = f"/complaint/{complaint._portal_ensure_token()}"
        return urljoin(complaint.get_base_url(), path)

    def action_renew_customer_link(self):
        """A new link; the old one leads nowhere from now on."""
        self.check_access("write")
        for complaint in self.sudo():
            complaint.access_token = str(uuid.uuid4())

    def write(self, vals):
        before = {}
        if {"partner_id", "email_from"} & vals.keys():
            before = {
                complaint: (complaint.partner_id, complaint.email_normalized) for complaint in self
            }
        result = super().write(vals)
        for complaint, (partner, email) in before.items():
            if complaint._is_of_another(partner, email):
                complaint._shut_out(partner)
        return result

    def _is_of_another(self, partner, email):
        """:return: whether it was of somebody, and is of somebody else now; a colleague is
        somebody else, a company and its people are not"""
        if partner:
            customer = self.partner_id
            return customer != partner and partner not in customer.parent_id | customer.child_ids
        return bool(email) and self.email_normalized != email

    def _shut_out(self, partner):
        """Whoever had it by mistake neither hears of it any more nor keeps the link."""
        complaint = self.sudo()
        family = partner.sudo().commercial_partner_id
        followers = complaint.message_partner_ids.filtered(
            lambda follower: follower.commercial_partner_id == family
        )
        still = complaint.partner_id | complaint.contact_ids
        complaint.message_unsubscribe((followers - still).ids)
        if complaint.access_token:
            complaint.access_token = str(uuid.uuid4())

    @api.model
    def _get_thread_with_access(self, thread_id, **kwargs):
        """Core lets whoever has the token read and write by ways that know no limits and show
        more than our page does. The link opens our page, and nothing else."""
        for name in ("token", "hash", "pid"):
            kwargs.pop(name, None)
        return super()._get_thread_with_access(thread_id, **kwargs)

    def _prepare_next_vals(self):
        return {**super()._prepare_next_vals(), "is_shared": self.is_shared}

    # === WHO SEES IT ===

    @api.model
    def _find_by_access_token(self, token):
        """:return: the complaint behind a customer's link (already checked to look like one), or
        none when there is none any more"""
        return self.search(
            Domain("access_token", "=", token) & Domain("merged_into_id", "=", False), limit=1
        )

    @api.model
    def _get_portal_domain(self, user):
        """Hook: those that ``user``, logged in at the portal, may see: own ones, and those of the
        own company that are shared; of the companies the login belongs to, as with Odoo's own
        documents."""
        partner = user.partner_id
        own = Domain("partner_id", "=", partner.id) | Domain("contact_ids", "in", partner.ids)
        firm = partner.commercial_partner_id
        shared = Domain("is_shared", "=", True) & Domain("partner_id", "child_of", firm.ids)
        ours = Domain("company_id", "in", [*self.env.companies.ids, False])
        return Domain("merged_into_id", "=", False) & ours & (own | shared)
