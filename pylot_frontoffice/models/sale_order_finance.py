from psycopg2.errors import UniqueViolation

from odoo import fields, models
from odoo.exceptions import ConcurrencyError, UserError


class SaleOrder(models.Model):
    """A quotation that may be paid in instalments, if its customer asks for that. It changes
    nothing on the order: neither prices nor terms."""

    _inherit = "sale.order"

    finance_request_ids = fields.One2many(
        "pylot.finance.request",
        "order_id",
        string="Requested Instalments",
        groups="sales_team.group_sale_salesman",
    )

    def _can_be_financed(self):
        """:return: whether there is still something to agree on: neither signed nor paid nor on
        its way to be, and not over"""
        self.ensure_one()
        if self.state not in ("draft", "sent") or self.is_expired or self.signature:
            return False
        if self.amount_total <= 0 or self.invoice_ids:
            return False
        return not self.transaction_ids.filtered(
            lambda each: each.state in ("pending", "authorized", "done")
        )

    def _get_finance_offers(self):
        """What its customer may ask for. Of a plan that was asked for already nothing more.

        :return: list of dict, one a plan: ``plan`` (elevated), ``request`` (empty if it was not
            asked for), ``offers`` (list of dict, see ``pylot.finance.plan``)
        """
        self.ensure_one()
        requests = self.sudo().finance_request_ids
        found = {request.plan_id: request for request in requests.sorted("id")}
        offers = {}
        if self._can_be_financed():
            plans = self.env["pylot.finance.plan"].sudo()
            for offer in plans._get_offers(
                self.amount_total,
                place="quotation",
                company=self.company_id,
                currency=self.currency_id,
            ):
                offers.setdefault(plans.browse(offer["plan_id"]), []).append(offer)
        return [
            {
                "plan": plan,
                "request": found.get(plan, requests.browse()),
                "offers": offers.get(plan, []),
            }
            for plan in [*offers, *(plan for plan in found if plan not in offers)]
        ]

    def _request_financing(self, plan_id, term, partner):
        """The customer asks for an offer. Once for an order and plan: a second click finds the
        first.

        :param partner: who asks
        :return: the request, elevated
        :raise UserError: when it is not offered, in the customer's words
        """
        self.ensure_one()
        requests = self.env["pylot.finance.request"].sudo()
        known = requests.search([("order_id", "=", self.id), ("plan_id", "=", plan_id)], limit=1)
        if known:
            return known
        for entry in self._get_finance_offers():
            for offer in entry["offers"]:
                if (offer["plan_id"], offer["term"]) == (plan_id, term):
                    return self._create_finance_request(entry["plan"], offer, partner)
        raise UserError(self.env._("This financing is not offered any more."))

    def _create_finance_request(self, plan, offer, partner):
        requests = self.env["pylot.finance.request"].sudo()
        try:
            with self.env.cr.savepoint():
                request = requests.create(
                    requests._prepare_request_vals(self, plan, offer, partner)
                )
        except UniqueViolation as error:
            # a double click: the other one has just been written; come again and see it
            raise ConcurrencyError(str(error)) from error
        request._tell_salesperson(offer)
        return request

    def _get_finance_user(self):
        """:return: who looks after this order: the salesperson, the leader of the team, or the
        administrator"""
        for user in self.user_id, self.team_id.user_id:
            if user.active and not user.share:
                return user
        return self.env.ref("base.user_admin")
