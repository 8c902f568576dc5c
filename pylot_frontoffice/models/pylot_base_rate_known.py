from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import format_date

from ..tools.base_rates import BASE_RATES, get_half_years
from ..tools.claim_account import Terms
from ..tools.late_interest import FIXED_RATE
from ..tools.late_rules import get_late_rule


class PylotBaseRate(models.Model):
    """What is known of base rates, what is shipped, and what is missing."""

    _inherit = "pylot.base.rate"

    @api.model
    def _load_known_rates(self):
        """Create what this version knows and the database does not; what somebody has entered
        stays as it is."""
        countries = self.env["res.country"].search([("code", "in", list(BASE_RATES))])
        known = self._get_rates_by_country(countries)
        return self.create(
            [
                {"country_id": country.id, "valid_from": day, "percent": float(percent)}
                for country in countries
                for day, percent in BASE_RATES[country.code]
                if day not in known[country]
            ]
        )

    @api.model
    def _get_rates_by_country(self, countries):
        """:return: defaultdict of country: dict of first day (date): percent (Decimal)"""
        found = defaultdict(dict)
        rates = self.search_fetch(
            [("country_id", "in", countries.ids)],
            ["country_id", "valid_from", "percent"],
            order="valid_from",
        )
        for rate in rates:
            found[rate.country_id][rate.valid_from] = Decimal(str(round(rate.percent, 4)))
        return found

    @api.model
    def _get_base_rates(self, country):
        """:return: list of ``(valid_from, percent)`` as ``tools/late_interest.py`` wants them, in
        the order of time; empty when none is known"""
        return list(self._get_rates_by_country(country)[country].items())

    @api.model
    def _get_late_terms(self, country, is_consumer, arose_on=None):
        """What late payment costs by the law of ``country``, for ``tools/claim_account.py``.

        :param arose_on: date of the contract; None: recently
        :return: Terms; None when that law or its base rates are not known
        """
        rule = get_late_rule(country.code, is_consumer, arose_on)
        rates = rule and (self._get_base_rates(country) if rule.has_base_rate else FIXED_RATE)
        return Terms(rule.points, tuple(rates), rule.year_basis) if rates else None

    @api.model
    def _get_missing_half_years(self, countries, day=None):
        """Half-years from the first known one to that of ``day`` without a base rate. For these
        the last one before is used, and marked.

        :param day: date; default: today
        :return: dict of country: list of first days; only countries that miss something
        """
        day = day or fields.Date.context_today(self)
        known = self._get_rates_by_country(countries)
        missing = {}
        for country in countries:
            rule = get_late_rule(country.code, is_consumer=False)
            if not known[country] and not (rule and rule.has_base_rate):
                continue
            half_years = get_half_years(min(known[country], default=day), day)
            missing[country] = [each for each in half_years if each not in known[country]]
        return {country: days for country, days in missing.items() if days}

    @api.model
    def action_open_list(self):
        """The list; before it a warning when the companies that are switched on lack a rate."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.pylot_base_rate_action"
        )
        missing = self._get_missing_half_years(self.env.companies.country_id)
        if not missing:
            return action
        names = [
            f"{country.name}: {', '.join(format_date(self.env, day) for day in days)}"
            for country, days in missing.items()
        ]
        message = self.env._(
            "No base rate is known for the half-years from these days. Until somebody enters it, "
            "interest is counted with the last known one, and marked. %s",
            "; ".join(names),
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "warning", "sticky": True, "message": message, "next": action},
        }
