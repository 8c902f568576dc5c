from odoo import fields, models

# Costs of work that a private customer may deduct, EStG 35a (5) sentence 2, with travel and
# machines as in the letter of the Federal Ministry of Finance of 9 November 2016, no. 39.
LABOUR_KINDS = ("labour", "travel", "machine")


class ProductTemplate(models.Model):
    """What of an invoice is labour, for private customers in Germany."""

    _inherit = "product.template"

    labour_kind = fields.Selection(
        [
            ("labour", "Labour"),
            ("travel", "Travel"),
            ("machine", "Machines and Consumables"),
            ("material", "Material"),
        ],
        string="Counts as",
        help="What it is on invoices to private customers, who can deduct labour, travel and "
        "machines, not material. Empty: services are labour, goods are material.",
    )
    is_property_work = fields.Boolean(
        string="Work on House or Garden",
        help="Invoices to private customers with this show what of them is labour, and how long "
        "to keep them.",
    )

    def _is_labour(self):
        """:return: whether what is paid for this counts as labour"""
        self.ensure_one()
        kind = self.labour_kind or ("labour" if self.type == "service" else "material")
        return kind in LABOUR_KINDS
