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
    def _read_cases(self, lines):
        """:param lines: receivable lines of invoices that are to be reminded of now; those that
            have been before and are still open come along
        :return: list of :class:`Case`, in the order of ``lines``"""
        found = self.env["account.move.line"].search_fetch(
            Domain(
                "partner_id.commercial_partner_id", "in", lines.partner_id.commercial_partner_id.ids
            )
            & Domain("company_id", "in", lines.company_id.ids)
            & Domain("account_type", "=", "asset_receivable")
            & Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
            & Domain("amount_residual_currency", "!=", 0),
            [
                *("move_id", "partner_id", "company_id", "currency_id", "move_name", "date"),
                *("amount_residual_currency", "amount_currency", "date_maturity"),
            ],
            order="date_maturity, id",
        )
        known = self._get_known_lines(found - lines) | lines
        groups = found.grouped(self._get_case_key)
        keys = dict.fromkeys(map(self._get_case_key, lines))
        return [self._prepare_case(key, groups.get(key, found.browse()), known) for key in keys]

    @api.model
    def _get_case_key(self, line):
        """:return: company, customer and currency of a receivable line"""
        return line.company_id, line.partner_id.commercial_partner_id, line.currency_id

    def _prepare_case(self, key, lines, known):
        claims, credits = [], []
        for line in lines:
            if line.amount_residual_currency < 0:
                credits.append((line, -line.amount_residual_currency))
            elif line in known and (amount := self._get_claimed_amount(line, key[2])) > 0:
                claims.append((line, amount))
        return Case(*key, claims, credits)

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
    def _get_case_obstacles(self, cases):
        """:return: list: why no message about each of these may leave, "" when it may"""
        obstacles = [self._get_case_obstacle(case) for case in cases]
        asked = [case for case, obstacle in zip(cases, obstacles, strict=True) if not obstacle]
        underway = iter(self._find_payments_underway(asked) if asked else ())
        return [obstacle or next(underway) for obstacle in obstacles]

    @api.model
    def _get_case_obstacle(self, case):
        """:return: what can be said without looking at money that is underway"""
        if not case.claims:
            return self.env._("Nothing is open any more.")
        company, currency = case.company, case.currency
        tolerance = company.currency_id._convert(
            company.pylot_dunning_tolerance, currency, company, fields.Date.context_today(self)
        )
        if currency.compare_amounts(case.net, tolerance) > 0:
            return ""
        if not case.credits:
            return self.env._("Only %s is open.", currency.format(case.net))
        return self.env._(
            "With the credits of %(credits)s only %(net)s is left.",
            credits=currency.format(case.amount_netted),
            net=currency.format(case.net),
        )

    @api.model
    def _get_bundle_obstacle(self, line):
        """:return: why the message that this receivable line would be part of cannot leave; for
        previews"""
        dunnings = self.sudo()
        return dunnings._get_case_obstacles(dunnings._read_cases(line.sudo()))[0]
