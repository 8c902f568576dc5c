from odoo import fields, models

TIMES = ("start", "stop", "window_start", "window_stop")


class PylotWaitlistOffer(models.Model):
    """A time somebody who waits has been told of, once. It is held for nobody."""

    _name = "pylot.waitlist.offer"
    _description = "Waiting List Offer"
    _order = "start, id"
    _rec_name = "offer_key"

    waitlist_id = fields.Many2one(
        "pylot.waitlist", string="Entry", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="waitlist_id.company_id", store=True, index=True)
    offer_key = fields.Char(required=True)
    start = fields.Datetime(required=True)
    stop = fields.Datetime(required=True)
    window_start = fields.Datetime(string="Arrival From")
    window_stop = fields.Datetime(string="Arrival Until")
    sent_at = fields.Datetime(string="Sent On")
    state = fields.Selection(
        [
            ("open", "Open"),
            ("taken", "Taken"),
            ("gone", "Gone"),
            ("declined", "Declined"),
        ],
        default="open",
        required=True,
    )

    _once = models.UniqueIndex(
        "(waitlist_id, offer_key)", "This time has been offered to this person already."
    )

    def _describe(self):
        """:return: dict of this time in the words of the one who waits, as of
        ``_describe_customer_time``"""
        self.ensure_one()
        entry = self.waitlist_id
        # not a visit yet, and may never become one; it is told like one
        visit = self.env["calendar.event"].new(
            {
                **{name: self[name] for name in TIMES},
                "allday": False,
                "appointment_type_id": entry.appointment_type_id.id,
            }
        )
        return visit._describe_customer_time(tz=entry.tz, lang=entry.lang)
