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

    def _inaccessible_comodel_records(self, model_and_ids, operation):
        """Files of an article hang on its internal notes, too. Pictures in the answer are public
        or have a key of their own."""
        yield from super()._inaccessible_comodel_records(model_and_ids, operation)
        if not self.env.su and not self.env.user._is_internal():
            for res_id in model_and_ids.get("pylot.faq.article", ()):
                yield "pylot.faq.article", res_id
