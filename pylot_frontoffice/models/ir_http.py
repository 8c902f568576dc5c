from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    """Addresses that strangers make up."""

    _inherit = "ir.http"

    @classmethod
    def _dispatch(cls, endpoint):
        """A parameter of this name would be an error of the server on every page."""
        request.params.pop("self", None)
        return super()._dispatch(endpoint)
