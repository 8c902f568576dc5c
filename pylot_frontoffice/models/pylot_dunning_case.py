from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain

from ..const import UNPAID_STATES


class Case(NamedTuple):
    """What one customer owes one company in one currency at this moment."""

    company: models.Model
    partner: models.Model  # the commercial one
    currency: models.Model
    claims: list  # of (receivable line, amount that is open and not disputed)
    credits: list  # of (line, amount), both positive

    @property
    def moves(self):
        return self.company.env["account.move"].union(
            *(line.move_id for line, _amount in self.claims)
        )

    @property
    def amount_open(self):
        return self.currency.round(sum(amount for _line, amount in self.claims))

    @property
    def amount_netted(self):
        return self.currency.round(sum(amount for _line, amount in self.credits))

    @property
    def net(self):
        return self.currency.round(self.amount_open - self.amount_netted)


class PylotDunning(models.Model):
    """What is read under the locks before a message is written."""

    _inherit = "pylot.dunning"

    @api.model
    def _read_case(self, company, partner, currency, lines):
        """:param lines: receivable lines that are to be reminded of now; those that have been
            before and are still open come along
        :return: :class:`Case`"""
        found = (
            self.env["account.move.line"]
            .with_company(company)
            .search_fetch(
                Domain("partner_id.commercial_partner_id", "=", partner.id)
                & Domain("company_id", "=", company.id)
                & Domain("currency_id", "=", currency.id)
                & Domain("account_type", "=", "asset_receivable")
                & Domain("parent_state", "=", "posted")
                & Domain("reconciled", "=", False)
                & Domain("amount_residual_currency", "!=", 0),
                ["move_id", "amount_residual_currency", "date_maturity", "date", "move_name"],
                order="date_maturity, id",
            )
        )
        known = self._get_known_lines(found - lines) | lines
        claims = [
            (line, amount)
            for line in found & known
            if (amount := self._get_claimed_amount(line, currency)) > 0
        ]
        credits = [
            (line, -line.amount_residual_currency)
            for line in found
            if line.amount_residual_currency < 0
        ]
        return Case(company, partner, currency, claims, credits)

    def _get_claimed_amount(self, line, currency):
        move = line.move_id
        if (
            line.amount_residual_currency <= 0
            or move.move_type != "out_invoice"
            or move.payment_state not in UNPAID_STATES
            or move.pylot_dunning_hold
        ):
            return 0
        return currency.round(line.amount_residual_currency - move.pylot_disputed)

    def _get_known_lines(self, lines):
        """:return: those that the customer has been reminded of"""
        claims = lines.filtered(lambda line: line.move_id.move_type == "out_invoice")
        if not claims:
            return claims
        sent = self.env["pylot.reminder"].search_fetch(
            Domain("res_model", "=", "account.move")
            & Domain("res_id", "in", claims.move_id.ids)
            & Domain("state", "=", "sent"),
            ["part"],
        )
        booked = claims.filtered("move_id.pylot_dunning_id")
        return claims & claims.browse(sent.mapped("part")) | booked

    @api.model
    def _get_case_obstacle(self, case):
        """:return: why no message about ``case`` may leave, "" when it may"""
        if not case.claims:
            return self.env._("Nothing is open any more.")
        day = fields.Date.context_today(self)
        company = case.company
        tolerance = company.currency_id._convert(
            company.pylot_dunning_tolerance, case.currency, company, day
        )
        if case.currency.compare_amounts(case.net, tolerance) <= 0:
            if case.credits:
                return self.env._(
                    "With the credits of %(credits)s only %(net)s is left.",
                    credits=case.currency.format(case.amount_netted),
                    net=case.currency.format(case.net),
                )
            return self.env._("Only %s is open.", case.currency.format(case.net))
        return self._find_payment_underway(case)

    @api.model
    def _get_bundle_obstacle(self, move, line):
        """:return: why the message that this invoice would be part of cannot leave; for previews"""
        return self.sudo()._get_case_obstacle(
            self.sudo()._read_case(
                move.company_id, move.commercial_partner_id, move.currency_id, line.sudo()
            )
        )
