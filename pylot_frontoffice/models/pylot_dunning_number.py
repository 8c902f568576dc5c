from odoo import api, models

SEQUENCE = "pylot.dunning"


class PylotDunning(models.Model):
    """Each company counts its messages."""

    _inherit = "pylot.dunning"

    @api.model
    def _draw_number(self, company):
        """:return: a number that no other message of ``company`` has"""
        sequences = self.env["ir.sequence"].sudo().with_company(company)
        sequence = sequences.search_fetch(
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
        return sequence._draw(1)[0]
