from markupsafe import Markup

from odoo import models


class AccountMove(models.Model):
    """Invoices nobody presses a button for: into core's queue, or to a person who is told why."""

    _inherit = "account.move"

    def _send_by_itself(self):
        """Hand posted invoices to core's queue, with the sending method, format and text that core
        would propose. What cannot be sent this way is left to whoever looks after the customer."""
        cron = self.env.ref("account.ir_cron_account_move_send", raise_if_not_found=False)
        for move in self:
            obstacle = move._get_sending_obstacle(cron)
            if obstacle:
                move._ask_to_send(obstacle)
                continue
            move.sending_data = {
                "author_user_id": self.env.uid,
                "author_partner_id": self.env.user.partner_id.id,
                "pylot_automatic": True,
            }
            cron.sudo()._trigger()

    def _get_sending_obstacle(self, cron):
        """Hook.

        :return: function of an environment in the reader's language that says what is missing;
            None when the invoice can be sent"""
        methods = self.env["account.move.send"]._get_default_sending_methods(self)
        if methods == {"manual"}:
            return lambda env: env._("This customer gets invoices by hand.")
        if "email" in methods and not self.partner_id.email:
            return lambda env: env._(
                "%(customer)s has no e-mail address.", customer=self.partner_id.display_name
            )
        if not cron or not cron.sudo().active:
            return lambda env: env._("The scheduled action that sends invoices is switched off.")
        return None

    def _ask_to_send(self, reason):
        """By an activity on the invoice.

        :param reason: function of an environment in the reader's language
        """
        self.ensure_one()
        user = self._get_sender()
        env = self.with_context(lang=user.lang).env
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=env._("Send the invoice to the customer"),
            note=Markup("<p>%s</p>") % reason(env),
            user_id=user.id,
        )

    def _get_sender(self):
        """:return: who looks after this invoice: the salesperson, the leader of the team, or the
        administrator"""
        for user in self.invoice_user_id, self.team_id.user_id:
            if user.active and not user.share:
                return user
        return self.env.ref("base.user_admin")
