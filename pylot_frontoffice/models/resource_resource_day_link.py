import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools.urls import urljoin

DISPATCHER = "pylot_frontoffice.group_dispatcher"


class ResourceResource(models.Model):
    """The day on a phone for subcontractors, who have no login: a secret link that dispatchers
    make, replace and take back. It shows the visits of this technician and nothing else."""

    _inherit = "resource.resource"

    day_token = fields.Char(copy=False, groups=DISPATCHER)
    day_url = fields.Char(
        string="Link to “My Day”",
        compute="_compute_day_url",
        groups=DISPATCHER,
        help="Whoever has this link works on these visits without a login. People with a login "
        "do not need it.",
    )

    may_see_prices = fields.Boolean(
        string="Sees Prices",
        default=True,
        help="On the phone: what parts, extra work and the visit cost. Switched off, customers "
        "sign the quantities only, and the technician sees just what is to be collected.",
    )

    _day_token_unique = models.UniqueIndex(
        "(day_token) WHERE day_token IS NOT NULL", "Please create the link anew."
    )

    @api.depends("day_token")
    def _compute_day_url(self):
        for resource in self:
            path = resource.day_token and f"/day/{resource.day_token}"
            resource.day_url = path and urljoin(resource.get_base_url(), path)

    def action_renew_day_link(self):
        """A new link; the old one leads nowhere from now on."""
        self._check_may_make_day_link()
        for resource in self:
            resource._set_day_token(secrets.token_urlsafe(24))

    def action_revoke_day_link(self):
        """No link any more."""
        self._check_may_make_day_link()
        for resource in self:
            resource._set_day_token(False)

    def _check_may_make_day_link(self):
        self.check_access("read")
        if not self.env.user.has_group(DISPATCHER):
            raise AccessError(
                self.env._("Links for subcontractors are made by dispatchers of the front office.")
            )
        if not all(self.mapped("is_technician")):
            raise UserError(
                self.env._("Only who or what can be booked has visits. Tick “Bookable” first.")
            )

    def _set_day_token(self, token):
        """Elevated: dispatchers need not be able to change resources, and this is checked
        before."""
        self.sudo().day_token = token

    @api.model
    def _get_by_day_token(self, token):
        """:return: the technician of a link (already checked to look like one); nobody once they
        or their login are archived"""
        technician = self.search(
            Domain("day_token", "=", token) & Domain("is_technician", "=", True)
        )
        user = technician.with_context(active_test=False).user_id
        return technician if not user or user.active else self.browse()

    @api.model
    def _get_by_day_user(self, user):
        """:return: the technicians that ``user`` is: one for each company, usually one"""
        return self.search(Domain("user_id", "=", user.id) & Domain("is_technician", "=", True))
