from collections import Counter

from odoo import api, models

SEQUENCE = "pylot.dunning"


class PylotDunning(models.Model):
    """Each company counts its messages."""

    _inherit = "pylot.dunning"

    @api.model
    def _draw_numbers(self, companies):
        """:param companies: list of companies, one for each message
        :return: list of numbers that no other message of that company has"""
        drawn = {
            company: iter(self._get_sequence(company)._draw(count))
            for company, count in Counter(companies).items()
        }
        return [next(drawn[company]) for company in companies]

    def _get_sequence(self, company):
        sequences = self.env["ir.sequence"].sudo().with_company(company)
        return sequences.search_fetch(
            [("code", "=", SEQUENCE), ("company_id", "=", company.id)],
            ["company_id", "implementation", "padding", "prefix", "suffix", "use_date_range"],
            limit=1,
        ) or sequences.create(
            {
                "name": self.env._("Dunning messages of %(company)s", company=company.name),
                "code": SEQUENCE,
                "company_id": company.id,
                "prefix": "D%(y)s-",
                "padding": 5,
            }
        )
