from collections import defaultdict

from odoo import api, models

SEQUENCE = "pylot.complaint"


class PylotComplaint(models.Model):
    """Each company counts its complaints."""

    _inherit = "pylot.complaint"

    @api.model
    def _add_numbers(self, vals_list):
        """:return: ``vals_list``, each with a number of the company of its team"""
        teams = self.env["pylot.team"].browse(
            {vals["team_id"] for vals in vals_list if vals.get("team_id")}
        )
        company_of = {team.id: team.company_id for team in teams}
        waiting = defaultdict(list)
        numbered = [dict(vals) for vals in vals_list]
        for vals in numbered:
            if not vals.get("number"):
                company = company_of.get(vals.get("team_id")) or self.env.company
                waiting[company].append(vals)
        for company, group in waiting.items():
            for vals, number in zip(group, self._draw_numbers(company, len(group)), strict=True):
                vals["number"] = number
        return numbered

    @api.model
    def _draw_numbers(self, company, count):
        """:return: list of ``count`` numbers that nobody else has"""
        sequences = self.env["ir.sequence"].sudo().with_company(company)
        sequence = sequences.search_fetch(
            [("code", "=", SEQUENCE), ("company_id", "in", [company.id, False])],
            ["company_id", "implementation", "padding", "prefix", "suffix", "use_date_range"],
            order="company_id",
            limit=1,
        )
        if sequence.company_id != company:
            sequence = sequences.create(self._prepare_sequence_vals(company))
        return sequence._draw(count)

    def _prepare_sequence_vals(self, company):
        return {
            "name": self.env._("Complaints of %(company)s", company=company.name),
            "code": SEQUENCE,
            "company_id": company.id,
            "prefix": "C%(y)s-",
            "padding": 5,
        }
