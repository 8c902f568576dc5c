from psycopg2.errors import SerializationFailure

from odoo import fields, models
from odoo.exceptions import UserError


class PylotVisitNotice(models.Model):
    """Messages about several visits of one customer that were changed together are one e-mail:
    the first of them speaks for all that are still true."""

    _inherit = "pylot.visit.notice"

    bundle = fields.Char(
        index="btree_not_null",
        readonly=True,
        help="Messages with the same word here are sent as one.",
    )

    def _send(self):
        others = self._get_bundled()
        if not others:
            return super()._send()
        if min(others.ids) < self.id:
            return None  # the first one speaks for this one
        locked = others.try_lock_for_update()
        if locked != others:
            return None  # somebody else is about to find out the same; the next run sends it
        for notice in self | others:
            obstacle = notice._get_obstacle()
            if obstacle:
                notice._skip(obstacle)
        if self.state != "planned":
            return None  # the next one speaks for the rest
        others = others.filtered(lambda notice: notice.state == "planned")
        if not others:
            return super()._send()
        try:
            with self.env.cr.savepoint():
                (self | others).write(self._deliver_bundle(self | others))
        except SerializationFailure:
            raise
        except Exception as error:
            for notice in self | others:
                notice._note_failure(error)
        return None

    def _get_bundled(self):
        """:return: the other messages that wait to be sent with this one"""
        if not self.bundle or self.state != "planned":
            return self.browse()
        domain = [("bundle", "=", self.bundle), ("state", "=", "planned"), ("id", "!=", self.id)]
        return self.search(domain, order="id")

    def _deliver_bundle(self, notices):
        """:return: values of all these notices"""
        template = self.env.ref(
            "pylot_frontoffice.mail_template_calendar_event_replanned", raise_if_not_found=False
        )
        if not template:
            raise UserError(
                self.env._(
                    "The template for this kind of message was deleted. Update the add-on to get "
                    "it back, then retry."
                )
            )
        vals = self._prepare_mail_vals(self.kind)
        mail = template.sudo().send_mail_batch(self.event_id.ids, email_values=vals)
        link = {"res_model": "mail.message", "res_id": mail.mail_message_id.id}
        files = [
            {"type": "binary", **vals, **link}
            for notice in notices
            for vals in notice._prepare_mail_attachments(notice.kind)
        ]
        mail.attachment_ids |= self.env["ir.attachment"].sudo().create(files)
        mail._wake_queue()
        return {
            "state": "sent",
            "sent_at": fields.Datetime.now(),
            "mail_id": mail.id,
            "reason": False,
        }
