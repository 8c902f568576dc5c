from markupsafe import Markup

from odoo import models


class AccountMove(models.Model):
    """Invoices that technicians have made and somebody of the office looks at before they go."""

    _inherit = "account.move"

    def _ask_to_post(self, visit, has_additions, unsigned):
        """By an activity on the invoice.

        :param visit: the visit after which it was made
        :param bool has_additions: whether something was added at the customer's
        :param unsigned: parts that the customer has not signed
        """
        self.ensure_one()
        user = self._get_sender()
        env = self.with_context(lang=user.lang).env
        if unsigned:
            reason = env._(
                "Not in it, because the customer has not signed it: %s.",
                ", ".join(unsigned.mapped("name")),
            )
        elif has_additions:
            reason = env._("Something was added on site during “%s”.", visit.display_name)
        else:
            reason = env._("It was made on site after “%s”.", visit.display_name)
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=env._("Check the invoice, then post and send it"),
            note=Markup("<p>%s</p>") % reason,
            user_id=user.id,
        )
