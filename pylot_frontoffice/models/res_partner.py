from odoo import api, fields, models

from ..tools import travel


class ResPartner(models.Model):
    _inherit = "res.partner"

    preferred_technician_id = fields.Many2one(
        "resource.resource",
        domain="[('is_technician', '=', True)]",
        help="Ranked higher whenever a visit to this customer is planned.",
    )
    visit_count = fields.Integer(compute="_compute_visits", groups="base.group_user")
    last_visit_at = fields.Datetime(
        string="Last Visit", compute="_compute_visits", groups="base.group_user"
    )
    next_visit_at = fields.Datetime(
        string="Next Visit", compute="_compute_visits", groups="base.group_user"
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_visits(self):
        """Visits to the contact and everybody below it, in a constant number of queries."""
        self.visit_count = 0
        self.last_visit_at = self.next_visit_at = False
        if not self.ids:
            return
        family = self.with_context(active_test=False).search_fetch(
            [("id", "child_of", self.ids)], ["parent_id"]
        )
        now = fields.Datetime.now()
        events = self.env["calendar.event"]
        domain = [
            ("customer_id", "in", family.ids),
            ("visit_state", "not in", [False, "cancelled", "no_show"]),
        ]
        planned = [("visit_state", "!=", "draft")]
        counts = dict(events._read_group(domain, ["customer_id"], ["__count"]))
        last = events._read_group(
            domain + planned + [("start", "<=", now)], ["customer_id"], ["start:max"]
        )
        upcoming = events._read_group(
            domain + planned + [("start", ">", now)], ["customer_id"], ["start:min"]
        )
        last, upcoming = dict(last), dict(upcoming)
        wanted, known = set(self.ids), set(family.ids)
        for contact in family:
            partner = contact
            # whoever is above the family is none of ours, and perhaps not to be seen
            while partner.id in known:
                if partner.id in wanted:
                    partner._add_visits(
                        counts.get(contact, 0), last.get(contact), upcoming.get(contact)
                    )
                partner = partner.parent_id

    def _add_visits(self, count, last, upcoming):
        self.visit_count += count
        if last:
            self.last_visit_at = max(self.last_visit_at or last, last)
        if upcoming:
            self.next_visit_at = min(self.next_visit_at or upcoming, upcoming)

    def action_view_visits(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.calendar_event_action_visits"
        )
        action["domain"] = [("customer_id", "child_of", self.ids)]
        action["context"] = {"default_customer_id": self.id if len(self) == 1 else False}
        return action

    @api.model
    def _get_place_fields(self):
        """Fields that travel is estimated from."""
        return ["partner_latitude", "partner_longitude", "street", "zip", "country_id"]

    def _get_one_line_address(self):
        """:return: street and town, as it stands on the technician's phone"""
        town = " ".join(part for part in (self.zip, self.city) if part)
        return ", ".join(part for part in (self.street, self.street2, town) if part)

    def _get_place(self):
        """:return: :class:`travel.Place` of the contact; unknown for an empty record"""
        return travel.Place(
            latitude=self.partner_latitude or None,
            longitude=self.partner_longitude or None,
            street=self.street or "",
            zip=self.zip or "",
            country=self.country_id.code or self.env.company.country_id.code or "DE",
        )
