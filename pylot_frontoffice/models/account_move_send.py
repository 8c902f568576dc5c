from odoo import models


class AccountMoveSend(models.AbstractModel):
    """What core cannot send is written into the history of the invoice, where nobody looks who
    did not send it."""

    _inherit = "account.move.send"

    def _hook_if_errors(self, moves_data, allow_raising=True):
        result = super()._hook_if_errors(moves_data, allow_raising=allow_raising)
        for move, data in moves_data.items():
            error = data["error"]
            is_over = not (isinstance(error, dict) and error.get("retry"))
            if is_over and (move.sending_data or {}).get("pylot_automatic"):
                text = self._format_error_text(error)
                move._ask_to_send(lambda env, text=text: text)
        return result
