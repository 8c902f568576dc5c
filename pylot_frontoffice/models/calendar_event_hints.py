from odoo import api, fields, models

TECHNICIAN = "pylot_frontoffice.group_technician"
# Read by the pages of technicians only, elevated: by what is theirs and by their rights.
OFFICE = "pylot_frontoffice.group_dispatcher"


class CalendarEvent(models.Model):
    """What a technician should know before ringing the bell."""

    _inherit = "calendar.event"

    door_hints = fields.Text(
        string="Hints at the Door",
        compute="_compute_door_hints",
        compute_sudo=True,
        groups=TECHNICIAN,
    )
    # Fields and not methods: a page with a day's stops asks one after the other, and the first
    # question is answered for all of them.
    stop_visits = fields.Json(
        string="Last Visits", compute="_compute_stop_visits", compute_sudo=True, groups=OFFICE
    )
    stop_complaints = fields.Json(
        string="Open Complaints",
        compute="_compute_stop_complaints",
        compute_sudo=True,
        groups=OFFICE,
    )
    stop_balance = fields.Json(
        string="Open Balance",
        compute="_compute_stop_balance",
        compute_sudo=True,
        groups="account.group_account_invoice",
    )

    @api.depends("visit_address_id.door_hint", "customer_id.door_hint")
    def _compute_door_hints(self):
        for event in self:
            event.door_hints = "\n".join(event._get_door_hints()) or False

    def _get_door_hints(self):
        """:return: list of texts: of the address, then of the customer"""
        event = self.sudo()
        # one after the other: contacts of all events are then read at once
        contacts = (event.visit_address_id, event.customer_id)
        hints = (contact._get_door_hint() for contact in contacts)
        return list(dict.fromkeys(hint for hint in hints if hint))

    def _get_stop_hints(self, technician):
        """All a page shows above a stop, in the language of the context. Of several visits of one
        recordset it is read at once.

        :param technician: ``resource.resource``, for whom it is
        :return: dict of ``hints`` (list of texts), ``visits`` (list of dicts ``day``, ``what``,
            ``who`` and ``state``), ``complaints`` (list of dicts ``number`` and ``name``) and
            ``balance`` (None, or dict of ``due``, ``overdue`` and ``currency``)
        """
        self.ensure_one()
        visit = self.sudo()
        balance = technician.sudo()._sees_balance() and visit.stop_balance
        currency = visit._get_hint_company().currency_id
        return {
            "hints": visit._get_door_hints(),
            "visits": visit.stop_visits or [],
            "complaints": visit.stop_complaints or [],
            "balance": {**balance, "currency": currency} if balance else None,
        }

    def _get_hint_company(self):
        return self.visit_company_id or self._get_customer_company()
