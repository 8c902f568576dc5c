from odoo import api, fields, models
from odoo.exceptions import AccessError


class ResPartner(models.Model):
    """How often a customer was not there. Counted for the whole company a contact belongs to:
    whoever opens the door, the way was in vain for the same business."""

    _inherit = "res.partner"

    no_show_count = fields.Integer(
        string="Not at Home",
        compute="_compute_no_show_count",
        groups="base.group_user",
        help="Visits at which nobody was there, without those that were forgiven.",
    )
    no_show_forgiven = fields.Integer(
        string="Forgiven",
        copy=False,
        groups="pylot_frontoffice.group_agent",
        help="So many visits at which nobody was there do not count any more.",
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_no_show_count(self):
        counts = self._count_no_shows()
        for partner in self:
            partner.no_show_count = counts.get(partner._origin.id, 0)

    def _count_no_shows(self, company=None):
        """:param company: only visits of this one
        :return: dict of numbers by id of these contacts; the caller's rights count"""
        partners = self._origin
        families = partners.sudo().commercial_partner_id
        domain = [
            ("visit_state", "=", "no_show"),
            ("customer_id.commercial_partner_id", "in", families.ids),
        ]
        if company:
            domain.append(("visit_company_id", "in", [False, company.id]))
        counts = dict.fromkeys(families.ids, 0)
        groups = self.env["calendar.event"]._read_group(domain, ["customer_id"], ["__count"])
        for customer, count in groups:
            counts[customer.sudo().commercial_partner_id.id] += count
        return {
            partner.id: max(
                0,
                counts[partner.sudo().commercial_partner_id.id]
                - partner.sudo().commercial_partner_id.no_show_forgiven,
            )
            for partner in partners
        }

    def action_forgive_no_shows(self):
        """From here on it starts from nothing; a click more changes nothing."""
        if not self.env.user.has_group("pylot_frontoffice.group_dispatcher"):
            raise AccessError(
                self.env._(
                    "Only dispatchers may forgive that nobody was there. Ask a colleague who "
                    "plans the visits."
                )
            )
        self.check_access("read")
        families = self.sudo().commercial_partner_id
        for family, count in families._count_no_shows().items():
            if count:
                partner = families.browse(family)
                partner.no_show_forgiven += count
                partner._message_log(
                    body=self.env._(
                        "%(name)s forgave %(count)s visit(s) at which nobody was there.",
                        name=self.env.user.name,
                        count=count,
                    )
                )
        self.invalidate_recordset(["no_show_count"])

    def action_view_no_shows(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.calendar_event_action_visits"
        )
        action["domain"] = [
            ("visit_state", "=", "no_show"),
            ("customer_id", "child_of", self.commercial_partner_id.ids),
        ]
        action["context"] = {"create": False}
        return action
