from odoo import fields, models


class PylotReminderLevel(models.Model):
    """What a reminder to pay costs the customer, where the law and the company's settings allow
    it."""

    _inherit = "pylot.reminder.level"

    charges_interest = fields.Boolean(
        string="Interest", help="Shows late interest, if the company charges it."
    )
    charges_lump_sum = fields.Boolean(
        string="Lump Sum",
        help="Shows the lump sum of 40 euro, once for each claim and of businesses only, if the "
        "company charges interest.",
    )
    fee = fields.Float(
        digits=(16, 2),
        help="Of businesses, in the currency of the company. Only from the second message on, and "
        "not beside the lump sum.",
    )
    consumer_fee = fields.Float(
        string="Fee of Consumers",
        digits=(16, 2),
        help="Courts allow paper and postage only, and nothing for an e-mail.",
    )

    _fees_not_negative = models.Constraint(
        "CHECK(COALESCE(fee, 0) >= 0 AND COALESCE(consumer_fee, 0) >= 0)",
        "A fee cannot be negative.",
    )
