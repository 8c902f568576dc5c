import re

from odoo import models

INVITATION = re.compile(r"text/calendar; method=[A-Z]+; charset=UTF-8")


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _compute_mimetype(self, values):
        """Core writes every type in small letters. The method of an invitation must be spelled
        like in the file itself (RFC 6047 2.4)."""
        if INVITATION.fullmatch(values.get("mimetype") or ""):
            return values["mimetype"]
        return super()._compute_mimetype(values)
