from odoo import api, fields, models
from odoo.exceptions import UserError


class PylotNoticeMixin(models.AbstractModel):
    """The e-mail of a promised message, on its way to the mail server.

    It must be created with the values of ``_prepare_once_vals``; then it is sent once.
    """

    _inherit = "pylot.notice.mixin"

    mail_id = fields.Many2one("mail.mail", ondelete="set null", index="btree_not_null")
    mail_state = fields.Selection(
        related="mail_id.state",
        string="Delivery",
        help="Of the e-mail; empty once it has been delivered.",
    )
    mail_failure = fields.Text(related="mail_id.failure_reason", string="Delivery Failure")
    mail_once = fields.Selection(
        related="mail_id.pylot_once",
        string="Handover",
        help="“Perhaps sent”: this server was stopped, or the connection broke, before the mail "
        "server had answered. Nobody but you can know whether it has arrived.",
    )

    @api.model
    def _prepare_once_vals(self):
        """:return: values of an e-mail that must not arrive twice"""
        return {"pylot_once": "ready"}

    def _check_may_retry(self):
        """Hook.

        :raises AccessError: unless the user may decide what is sent again"""
        self.check_access("read")

    def action_mail_again(self):
        """A person has found out that it did not arrive, or that twice is better than never."""
        mails = self._get_uncertain_mails_sudo()
        mails.mark_outgoing()
        mails._wake_queue()

    def action_mail_arrived(self):
        """A person has found out that it did arrive."""
        self._get_uncertain_mails_sudo()._mark_arrived()

    def _get_uncertain_mails_sudo(self):
        """Nobody but administrators may see e-mails; they are kept from all the others, too.

        :raises UserError: when there are none"""
        self._check_may_retry()
        notices = self.sudo().filtered(lambda notice: notice.mail_once == "uncertain")
        if not notices:
            raise UserError(
                self.env._("It is known what became of this e-mail: there is nothing to decide.")
            )
        return notices.mail_id
