from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    """Addresses that strangers make up, and words that scripts of public pages say."""

    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        return [*super()._get_translation_frontend_modules_name(), "pylot_frontoffice"]

    @classmethod
    def _dispatch(cls, endpoint):
        """A parameter of this name would be an error of the server on every page."""
        request.params.pop("self", None)
        return super()._dispatch(endpoint)
