from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.route_server import is_allowed


class ResCompany(models.Model):
    """Where real travel times come from, if a business has a server for them."""

    _inherit = "res.company"

    pylot_matrix_url = fields.Char(
        string="Route Server",
        groups="pylot_frontoffice.group_manager",
        help="Address of a server that speaks OSRM's table service, without “/table”. It is sent "
        "the coordinates of visits and technicians, and nothing else. Empty: travel times are "
        "estimated.",
    )

    @api.constrains("pylot_matrix_url")
    def _check_matrix_url(self):
        for company in self:
            url = company.pylot_matrix_url
            if url and not is_allowed(url):
                raise ValidationError(
                    self.env._(
                        "“%(url)s” is not the address of a route server: it begins with http:// "
                        "or https:// and has neither blanks nor question marks.",
                        url=url,
                    )
                )
