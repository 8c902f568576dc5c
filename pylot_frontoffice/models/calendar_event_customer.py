import secrets

from odoo import api, fields, models
from odoo.tools.urls import urljoin

AWAITING = [
    ("business", "Our Confirmation"),
    ("customer", "The Customer's Answer"),
    ("payment", "Payment"),
]
BOOKED_VIA = [
    ("public", "Booking Page"),
    ("invitation", "Invitation"),
    ("phone", "Phone"),
    ("portal", "Portal"),
    ("waitlist", "Waiting List"),
    ("series", "Series"),
]
AGENT = "pylot_frontoffice.group_agent"


class CalendarEvent(models.Model):
    """A visit as its customer knows it: one secret link, what was promised, what was typed."""

    _inherit = "calendar.event"

    customer_token = fields.Char(copy=False, groups=AGENT)
    customer_url = fields.Char(
        string="Customer's Link", compute="_compute_customer_url", groups=AGENT
    )
    awaiting = fields.Selection(
        AWAITING, string="Waiting For", copy=False, tracking=True, help="Empty: nothing is open."
    )
    hold_until = fields.Datetime(
        string="Kept Until", copy=False, help="Unpaid visits take their time only until then."
    )
    window_start = fields.Datetime(string="Arrival From", copy=False)
    window_stop = fields.Datetime(string="Arrival Until", copy=False)
    contact_name = fields.Char(help="As typed when booking.", copy=False)
    contact_email = fields.Char(string="Contact E-mail", copy=False)
    contact_phone = fields.Char(copy=False)
    customer_tz = fields.Char(string="Customer's Time Zone", copy=False)
    customer_lang = fields.Char(
        string="Booked in Language", copy=False, help="Empty: the customer's language."
    )
    booked_via = fields.Selection(BOOKED_VIA, copy=False)
    booked_at = fields.Datetime(string="Booked On", copy=False)
    consent_text = fields.Text(string="Agreed To", copy=False)
    sms_consent = fields.Boolean(string="Text Messages Wanted", copy=False)
    answer_ids = fields.One2many(
        "pylot.appointment.answer",
        "event_id",
        string="Answers",
        groups="pylot_frontoffice.group_technician",
    )
    cancel_reason_id = fields.Many2one(
        "pylot.cancel.reason", string="Cancellation Reason", copy=False, ondelete="restrict"
    )
    cancel_note = fields.Char(string="Cancellation Note", copy=False)
    cancelled_by = fields.Selection(
        [("customer", "Customer"), ("business", "Us"), ("system", "Time ran out")], copy=False
    )
    ics_uid = fields.Char(copy=False, groups=AGENT)
    ics_sequence = fields.Integer(copy=False, groups=AGENT)
    notice_ids = fields.One2many(
        "pylot.visit.notice", "event_id", string="Messages to the Customer", groups=AGENT
    )

    _customer_token_unique = models.UniqueIndex(
        "(customer_token) WHERE customer_token IS NOT NULL", "Please create the link anew."
    )
    _hold_until_idx = models.Index("(hold_until) WHERE hold_until IS NOT NULL")

    @api.depends("customer_token")
    def _compute_customer_url(self):
        for event in self:
            path = event.customer_token and f"/visit/{event.customer_token}"
            event.customer_url = path and urljoin(event.get_base_url(), path)

    def _ensure_customer_token(self):
        """:return: the secret of the customer's link, made when there is none yet"""
        self.ensure_one()
        if not self.customer_token:
            self.customer_token = secrets.token_urlsafe(24)
        return self.customer_token

    def action_renew_customer_token(self):
        """A new link; the old one leads nowhere from now on, and neither does the booking that
        would lead on to the new one."""
        requests = self.env["pylot.booking.request"].sudo()
        requests.search([("event_id", "in", self.ids), ("state", "=", "done")]).unlink()
        for event in self:
            event.customer_token = secrets.token_urlsafe(24)
