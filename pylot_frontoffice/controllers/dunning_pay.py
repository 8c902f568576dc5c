"""Pay all that is overdue at once, by core's own form; core's page for that needs a login."""

from odoo.exceptions import ValidationError
from odoo.http import request

from odoo.addons.account_payment.controllers.payment import PaymentPortal
from odoo.addons.account_payment.controllers.portal import PortalAccount

from .dunning_pages import DunningPages

# Of the routes that core's form calls.
PAY = {"type": "jsonrpc", "website": True, "methods": ["POST"]}


class DunningPayment(DunningPages):
    """Mixed into controllers. The browser is told what to pay, and decides nothing of it: invoices,
    customer, currency and amount are those of the message at the moment of paying."""

    def _get_payment_values(self, dunning, page, path):
        if not self._is_payable(page):
            return {}
        partner = self._get_payer(dunning)
        values = PortalAccount()._get_common_page_view_values(
            {
                "partner": partner,
                "company": dunning.company_id,
                "total_amount": page.total,
                "currency": dunning.currency_id,
                "amount_residual": page.total,
                "payment_reference": dunning.name,
                "landing_route": f"{path}?done=paid",
                "transaction_route": f"{path}/transaction",
            }
        )
        if request.env.user._is_public():
            # whoever has the link pays, and neither sees nor leaves cards of the customer
            values["tokens_sudo"] = values["tokens_sudo"].browse()
            values["show_tokenize_input_mapping"] = dict.fromkeys(
                values["providers_sudo"].ids, False
            )
        has_way = values["payment_methods_sudo"] or values["tokens_sudo"]
        if not has_way or values["company_mismatch"]:
            return {}
        return {**values, "amount": page.total, "mode": "payment"}

    def _is_payable(self, page):
        """Not while a payment of one of the invoices is on its way."""
        moves = page.moves
        if not moves or page.total <= 0:
            return False
        underway = moves.transaction_ids.filtered(
            lambda tx: tx.state in ("pending", "authorized") and tx.provider_code != "custom"
        )
        return not underway and all(move._has_to_be_paid() for move in moves)

    def _get_payer(self, dunning):
        user = request.env.user
        return dunning.recipient_id if user._is_public() else user.partner_id.sudo()

    def _create_dunning_transaction(self, dunning, values):
        """:param values: of the browser: how, and the amount it has shown
        :return: what the form goes on with
        :raise ValidationError: when it is not what is to be paid any more"""
        page = dunning._get_page() if dunning else None
        if not page or not self._is_payable(page):
            raise ValidationError(request.env._("There is nothing to pay here at the moment."))
        shown = values.pop("amount", None)
        for name in ("access_token", "landing_route", "payment_reference", "is_validation"):
            values.pop(name, None)
        currency = dunning.currency_id
        if not isinstance(shown, int | float) or currency.compare_amounts(shown, page.total):
            raise ValidationError(
                request.env._("The amount has changed meanwhile. Please open the page once more.")
            )
        self._check_method(dunning, page, values)
        PaymentPortal._validate_transaction_kwargs(values)
        return PaymentPortal()._process_transaction(
            self._get_payer(dunning).id,
            currency.id,
            page.moves.ids,
            dunning.name,
            amount=page.total,
            landing_route=f"{self._get_own_path(dunning)}?done=paid",
            **values,
        )

    def _get_own_path(self, dunning):
        """:return: path of the page, to come back to"""
        return f"/dunning/{dunning.access_token}"

    def _check_method(self, dunning, page, values):
        """Only ways to pay that the page offers: of this company, and switched on."""
        offered = self._get_payment_values(dunning, page, "")
        if values.get("flow") == "token":
            is_known = offered and values.get("token_id") in offered["tokens_sudo"].ids
        else:
            is_known = (
                offered
                and values.get("flow") in ("redirect", "direct")
                and values.get("provider_id") in offered["providers_sudo"].ids
                and values.get("payment_method_id") in offered["payment_methods_sudo"].ids
            )
        if not is_known:
            raise ValidationError(request.env._("Please choose one of the ways to pay."))
        if request.env.user._is_public():
            values["tokenization_requested"] = False
