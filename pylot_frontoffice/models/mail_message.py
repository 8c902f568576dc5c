from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

# Outsiders read and write about these through pages of ours, which show what is theirs.
CLOSED_MODELS = ("pylot.complaint", "pylot.team")


class MailMessage(models.Model):
    """Core lets outsiders read what they wrote or were sent, change what they wrote, and write to
    whatever they follow: for ever, whoever has the document by then. A complaint moves on, from
    one customer or provider to another, so none of that holds for its messages."""

    _inherit = "mail.message"

    def _is_closed_to_user(self):
        return not self.env.su and not self.env.user._is_internal()

    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        if not bypass_access and self._is_closed_to_user():
            # "not in" alone would leave out messages without a model, too
            domain = Domain(domain) & (
                Domain("model", "=", False) | Domain("model", "not in", CLOSED_MODELS)
            )
        return super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)

    def _get_forbidden_access(self, operation):
        if not self._is_closed_to_user():
            return super()._get_forbidden_access(operation)
        closed = self._get_closed()
        open_ones = self - closed
        if not open_ones:
            return closed
        return closed + super(MailMessage, open_ones)._get_forbidden_access(operation)

    def _get_closed(self):
        self.flush_recordset(["model"])
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM mail_message WHERE id = ANY(%s) AND model = ANY(%s)",
                list(self.ids),
                list(CLOSED_MODELS),
            )
        )
        return self.browse([id_ for [id_] in rows])
