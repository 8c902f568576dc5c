from odoo import api, models

from ..tools import mail_repair
from ..tools.mail_headers import MESSAGE_ID, find_mentioned_ids, get_addresses, get_header

COMPLAINT = "pylot.complaint"


class MailThread(models.AbstractModel):
    """The gateway of e-mails, where some of them are about complaints. All others take the way
    they always took, and cost what they cost."""

    _inherit = "mail.thread"

    @api.model
    def message_process(
        self,
        model,
        message,
        custom_values=None,
        save_original=False,
        strip_attachments=False,
        thread_id=None,
    ):
        if model == COMPLAINT:
            # a mailbox of its own, without an alias
            self = self.with_context(pylot_mailbox=True)
        return super().message_process(
            model,
            message,
            custom_values=custom_values,
            save_original=save_original,
            strip_attachments=strip_attachments,
            thread_id=thread_id,
        )

    @api.model
    def message_parse(self, message, save_original=False):
        """What Odoo cannot read, such as a text in an unknown encoding, is made readable when it
        is for us, rather than lost."""
        try:
            parsed = super().message_parse(message, save_original=save_original)
        except Exception:
            if not self._is_mail_for_complaints(message):
                raise
            parsed = self._parse_repaired(super().message_parse, message, save_original)
        has_nul = any(isinstance(value, str) and "\0" in value for value in parsed.values())
        if has_nul and self._is_mail_for_complaints(message):
            parsed = {name: mail_repair.strip_nul(value) for name, value in parsed.items()}
        return parsed

    def _parse_repaired(self, parse, message, save_original):
        """:param parse: Odoo's own ``message_parse``"""
        for mend in (mail_repair.repair, mail_repair.rescue):
            mend(message)
            try:
                return parse(message, save_original=save_original)
            except Exception:
                if mend is mail_repair.rescue:
                    raise
        return {}

    def _is_mail_for_complaints(self, message):
        """:return: whether it goes to an address of a team, or answers what a complaint said"""
        if self.env.context.get("pylot_mailbox"):
            return True
        fields = ("to", "cc", "delivered-to", "resent-to", "resent-cc")
        addresses = [each.replace("\0", "") for each in get_addresses(message, *fields)]
        aliases = self.env["mail.alias"].sudo()
        if aliases.search_count(
            [
                ("alias_model_id.model", "=", COMPLAINT),
                "|",
                ("alias_full_name", "in", addresses),
                "&",
                ("alias_name", "in", [each.partition("@")[0] for each in addresses]),
                ("alias_incoming_local", "=", True),
            ],
            limit=1,
        ):
            return True
        return bool(self._find_complaint_message(self._get_referred_ids(message)))

    @api.model
    def _get_referred_ids(self, message):
        text = f"{get_header(message, 'references')} {get_header(message, 'in-reply-to')}"
        return [each.replace("\0", "") for each in MESSAGE_ID.findall(text)][-32:]

    @api.model
    def _find_complaint_message(self, ids):
        """:return: the newest message of a complaint that has one of these ids"""
        messages = self.env["mail.message"].sudo()
        if not ids:
            return messages
        domain = [("message_id", "in", ids), ("model", "=", COMPLAINT)]
        return messages.search(domain, order="id desc", limit=1)

    @api.model
    def message_route(self, message, message_dict, model=None, thread_id=None, custom_values=None):
        routes = super().message_route(
            message,
            message_dict,
            model=model,
            thread_id=thread_id,
            custom_values=custom_values,
        )
        if any(route[0] == COMPLAINT for route in routes or ()):
            return self.env[COMPLAINT].sudo()._choose_routes(message, message_dict, routes)
        return routes

    @api.model
    def _routing_check_route(self, message, message_dict, route, raise_exception=True):
        if route[0] == COMPLAINT and route[4] and route[4].alias_contact != "everyone":
            # an address only for some people answers the others; never a machine
            if not self.env[COMPLAINT].sudo()._classify_mail(message, route).may_answer:
                route = (*route[:4], route[4].browse())
        return super()._routing_check_route(
            message, message_dict, route, raise_exception=raise_exception
        )

    @api.model
    def _detect_loop_sender(self, message, message_dict, routes):
        """Odoo answers each mail of a loop; complaints end loops silently, when they choose the
        route."""
        others = [route for route in routes or [] if route[0] != COMPLAINT]
        if routes and not others:
            return False
        return super()._detect_loop_sender(message, message_dict, others)

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        parts = message_dict.pop("pylot_parts", None)
        if parts is None:
            return super()._message_route_process(message, message_dict, routes)
        result = False
        for route in routes:
            # each with values of its own: what is a note in one thread may be a word in another
            gateway = self
            if route[0] == COMPLAINT:
                gateway = self.with_context(pylot_mail=parts[route[1] or False])
            result = super(MailThread, gateway)._message_route_process(
                message, dict(message_dict), [route]
            )
        return result

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        result = super()._routing_handle_bounce(email_message, message_dict)
        bounced = message_dict.get("bounced_message")
        if not bounced:
            ids = find_mentioned_ids(email_message) + self._get_referred_ids(email_message)
            bounced = self._find_complaint_message(ids)
        if bounced.model == COMPLAINT:
            complaint = self.env[COMPLAINT].sudo().browse(bounced.res_id).exists()
            if complaint:
                complaint._receive_report(email_message, message_dict, bounced)
        return result
