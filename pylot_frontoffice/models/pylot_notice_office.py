from odoo import models


class PylotNoticeMixin(models.AbstractModel):
    """What the office does with promised messages, whatever they are about."""

    _inherit = "pylot.notice.mixin"

    def _get_message_name(self):
        """Hook.

        :return: what kind of message it is"""
        self.ensure_one()
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def action_take_back(self):
        """Not to be sent after all: what is planned and nobody is about to send."""
        self.check_access("read")
        waiting = self.sudo().try_lock_for_update().filtered(lambda one: one.state == "planned")
        waiting._skip(self.env._("Taken back by %s.", self.env.user.name))

    def _withdraw_undelivered(self):
        """E-mails that were not delivered go back to the beginning: they have the old address and
        the old text, and what they say may not be true any more.

        :return: the messages to be planned again: all that were in the same e-mails"""
        failed = self.filtered(lambda one: one.mail_state == "exception").mail_id
        # whoever retries at the same time has a lock; what has perhaps been sent is for a person
        mails = failed.try_lock_for_update(allow_referencing=True).filtered(
            lambda mail: mail.state == "exception" and mail.pylot_once != "uncertain"
        )
        mails.cancel()
        return self.search([("mail_id", "in", mails.ids)])
