from odoo import fields, models


class PylotTeam(models.Model):
    """What the team says by itself."""

    _inherit = "pylot.team"

    is_acknowledging = fields.Boolean(
        string="Acknowledge at Once",
        default=True,
        help="Customers get the number of their complaint and when they hear from the team as "
        "soon as it has come in. Machines are never answered.",
    )
