from odoo import fields, models


class PylotDunningLine(models.Model):
    """An item of a reminder to pay as it was on that day: an instalment that is overdue, or a
    credit that is taken off."""

    _name = "pylot.dunning.line"
    _description = "Item of a Dunning Message"
    _order = "dunning_id, is_credit, date_due, id"

    dunning_id = fields.Many2one("pylot.dunning", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="dunning_id.company_id")
    currency_id = fields.Many2one(related="dunning_id.currency_id")
    # accounting may delete entries; the number says what it was
    move_id = fields.Many2one("account.move", index="btree_not_null", ondelete="set null")
    move_line_id = fields.Many2one("account.move.line", index="btree_not_null", ondelete="set null")
    name = fields.Char(string="Number", required=True)
    level_id = fields.Many2one(
        "pylot.reminder.level",
        help="The level this item has come to; the message has that of the highest.",
    )
    is_credit = fields.Boolean()
    date_invoice = fields.Date(string="Invoice Date")
    date_due = fields.Date(string="Due")
    date_default = fields.Date(string="In Default From", help="First day that bears interest.")
    days_late = fields.Integer()
    amount_total = fields.Monetary(string="Amount")
    amount_open = fields.Monetary(string="Open", help="Without what is disputed.")
    amount_interest = fields.Monetary(string="Late Interest")
    amount_lump_sum = fields.Monetary(string="Lump Sum")
    interest_segments = fields.Json(
        help="The arithmetic: list of dicts with first_day, last_day, days, principal, rate, "
        "year_days, amount, is_rate_missing."
    )
