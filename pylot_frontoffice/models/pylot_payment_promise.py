from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

# A transfer may take a day.
GRACE = timedelta(days=1)


class PylotPaymentPromise(models.Model):
    """A customer has said when the money comes. Until then, and a day more, nobody is reminded;
    after that the reminders go on by themselves."""

    _name = "pylot.payment.promise"
    _description = "Promise to Pay"
    _order = "date DESC, id DESC"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one("res.currency", required=True)
    amount = fields.Monetary(required=True)
    date = fields.Date(string="Pays Until", required=True, index=True)
    move_ids = fields.Many2many(
        "account.move",
        "pylot_payment_promise_move_rel",
        "promise_id",
        "move_id",
        string="Invoices",
        check_company=True,
    )
    amount_before = fields.Monetary(
        string="Open before", help="What was open of these invoices when it was promised."
    )
    state = fields.Selection(
        [("open", "Open"), ("kept", "Kept"), ("broken", "Broken"), ("replaced", "Replaced")],
        default="open",
        required=True,
        index=True,
        help="Replaced: the customer has promised something else since.",
    )
    origin = fields.Selection(
        [("agent", "Told Us"), ("portal", "On the Page")], default="agent", required=True
    )

    _amount_positive = models.Constraint("CHECK(amount > 0)", "Promise more than nothing.")

    @api.depends("partner_id", "date")
    def _compute_display_name(self):
        for promise in self:
            promise.display_name = f"{promise.partner_id.display_name}: {promise.date}"

    @api.model
    def _get_waiting_domain(self):
        """:return: :class:`Domain` of promises that may still be kept"""
        last = fields.Date.context_today(self) - GRACE
        return Domain("state", "=", "open") & Domain("date", ">=", last)

    @api.model
    def _promise(self, moves, amount, date, origin="agent"):
        """A customer promises to pay ``amount`` of ``moves`` by ``date``. An earlier promise about
        one of them is replaced.

        :param moves: open invoices of one customer, company and currency
        :param origin: ``agent``, or ``portal`` when the customer did it alone: not far off, and
            not again after a promise that was broken
        :return: ``pylot.payment.promise``
        :raise UserError: when the customer may not
        :raise ValidationError: when it cannot be meant
        """
        moves = moves.sudo().filtered(lambda move: move.amount_residual > 0)
        today = fields.Date.context_today(self)
        if not moves:
            raise UserError(self.env._("Nothing is open any more."))
        if len(moves.commercial_partner_id) * len(moves.company_id) * len(moves.currency_id) > 1:
            raise ValidationError(
                self.env._("A promise is about invoices of one customer and one currency.")
            )
        currency, total = moves.currency_id, sum(moves.mapped("amount_residual"))
        amount = currency.round(amount)
        if date < today or currency.compare_amounts(amount, 0) <= 0:
            raise ValidationError(self.env._("Choose an amount, and a day that is not over."))
        earlier = self.sudo().search(Domain("move_ids", "in", moves.ids))
        if origin == "portal":
            # more is agreed with a person
            if date > today + timedelta(days=moves.company_id.pylot_dunning_promise_days):
                raise UserError(self.env._("This is too late. Please choose an earlier day."))
            if "broken" in earlier.mapped("state"):
                raise UserError(self.env._("Please call us so that we can find a solution."))
        earlier.filtered(lambda each: each.state == "open").state = "replaced"
        promise = self.sudo().create(
            {
                "partner_id": moves.commercial_partner_id.id,
                "company_id": moves.company_id.id,
                "currency_id": currency.id,
                "amount": min(amount, total),
                "amount_before": total,
                "date": date,
                "move_ids": moves.ids,
                "origin": origin,
            }
        )
        moves._refresh_reminders()
        return promise
