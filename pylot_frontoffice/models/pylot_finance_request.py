from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError


class PylotFinanceRequest(models.Model):
    """A customer would like to pay an order in instalments. It says what was asked for, as it was
    shown then; it is no contract, and nothing follows from it by itself."""

    _name = "pylot.finance.request"
    _description = "Requested Financing"
    _order = "id desc"

    order_id = fields.Many2one(
        "sale.order", required=True, readonly=True, ondelete="cascade", index=True
    )
    plan_id = fields.Many2one(
        "pylot.finance.plan", required=True, readonly=True, ondelete="restrict", index=True
    )
    partner_id = fields.Many2one("res.partner", string="Requested By", readonly=True)
    requested_at = fields.Datetime(
        string="Requested On", required=True, readonly=True, default=fields.Datetime.now
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", related="order_id.company_id", store=True, index=True
    )
    amount = fields.Monetary(readonly=True)
    term = fields.Integer(string="Instalments", readonly=True)
    instalment = fields.Monetary(readonly=True)
    total = fields.Monetary(string="To Pay in All", readonly=True)
    effective_rate = fields.Float(string="Effective Rate (%)", digits=(7, 2), readonly=True)
    description = fields.Text(string="As Shown", readonly=True)
    stamp = fields.Char(readonly=True, help="Of the terms it was computed with.")
    state = fields.Selection(
        [("open", "Open"), ("applied", "Payment Terms Applied"), ("done", "Seen To")],
        required=True,
        readonly=True,
        default="open",
    )
    payment_term_id = fields.Many2one(related="plan_id.payment_term_id")
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, ondelete="set null", index="btree_not_null"
    )

    _order_plan_unique = models.UniqueIndex(
        "(order_id, plan_id)", "This financing has been requested already."
    )

    @api.model
    def _prepare_request_vals(self, order, plan, offer, partner):
        return {
            "order_id": order.id,
            "plan_id": plan.id,
            "partner_id": partner.id,
            "currency_id": offer["currency_id"],
            "amount": float(offer["amount"]),
            "term": offer["term"],
            "instalment": float(offer["instalment"]),
            "total": float(offer["total"]),
            "effective_rate": float(offer["effective_rate"]),
            "description": "\n".join([plan._describe_offer(offer), *plan._describe_terms(offer)]),
            "stamp": offer["stamp"],
        }

    def _tell_salesperson(self, offer):
        """A note on the order, and something to do for whoever looks after it, both in the words
        of that person."""
        for request in self:
            order = request.order_id
            user = order._get_finance_user()
            worded = request.with_context(lang=user.lang)
            plan, env = worded.plan_id, worded.env
            text = Markup("<p>%s</p><p>%s</p>") % (
                f"{plan.name}: {plan._describe_offer(offer)}",
                env._("Nothing has been agreed by this: please check it and get in touch."),
            )
            order.message_post(
                body=Markup("<p>%s</p>%s") % (env._("Instalments requested on the portal"), text),
                author_id=request.partner_id.id,
                # the customer has answered: nobody need ask about the quotation any more
                message_type="comment",
                subtype_xmlid="mail.mt_note",
            )
            request.activity_id = order.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=env._("Instalments requested"),
                note=text,
                user_id=user.id,
            )

    # === THE SALESPERSON ===

    def action_apply(self):
        """Give the order the payment terms of the plan. The customer's quotation shows them; it
        is accepted the way every quotation is."""
        for request in self:
            order = request.order_id
            order.check_access("write")
            term = request.sudo().payment_term_id
            if not term:
                raise UserError(
                    self.env._("%s has no payment terms to apply.", request.sudo().plan_id.name)
                )
            if order.state not in ("draft", "sent"):
                raise UserError(self.env._("Only quotations can get other payment terms this way."))
            order.payment_term_id = term
            request._finish("applied")

    def action_done(self):
        """It was seen to in another way."""
        for request in self:
            request.order_id.check_access("write")
            request._finish("done")

    def _finish(self, state):
        request = self.sudo()
        request.state = state
        activity = request.activity_id
        if activity:
            activity.action_feedback()

    def _get_page_text(self):
        """:return: the offer that was asked for, in a line for its customer"""
        self.ensure_one()
        return (self.description or "").split("\n")[0]
