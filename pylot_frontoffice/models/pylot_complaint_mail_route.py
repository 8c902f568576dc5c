import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize

from ..tools.mail_headers import find_mentioned_ids, get_addresses, get_header
from ..tools.mail_kind import STORED_KINDS, classify

_logger = logging.getLogger(__name__)

# What the sender of an e-mail is to a complaint. A machine may write from anybody's address.
CUSTOMER, STAFF, STRANGER, MACHINE = "customer", "staff", "stranger", "machine"


class PylotComplaint(models.Model):
    """Where an e-mail belongs: threads by reference, then by the number in the subject, but only
    for those whose complaint it is. Machines are recognised before anything is made."""

    _inherit = "pylot.complaint"

    @api.model
    def _classify_mail(self, message, route):
        """:return: MailKind of an e-mail that has come by ``route``"""
        domains = self.env["mail.alias.domain"].sudo().search(Domain.TRUE)
        company = self._get_route_team(route).company_id
        office = email_normalize(company.email or "") or ""
        own = {office, *self._find_own_senders(message, domains)}
        for name in ("bounce_email", "catchall_email", "default_from_email"):
            own.update(domains.mapped(name))
        names = {office.partition("@")[2], *domains.mapped("name")} - {""}
        return classify(message, own - {"", False}, names, must_address=bool(route[4]))

    @api.model
    def _find_own_senders(self, message, domains):
        """:return: list of the senders that are addresses of ours, for which nobody is asked whose
        mail comes from elsewhere"""
        names = {(name or "").lower() for name in domains.mapped("name")}
        senders = get_addresses(message, "from")
        senders = [each for each in senders if each.rpartition("@")[2].lower() in names]
        if not senders:
            return []
        aliases = self.env["mail.alias"].sudo().search([("alias_full_name", "in", senders)])
        return aliases.mapped("alias_full_name")

    @api.model
    def _choose_routes(self, message, message_dict, routes):
        """:return: ``routes`` as they are, but for those to complaints; what the sender is to
        them is added to ``message_dict``"""
        if not message_dict.get("email_from"):
            message_dict["author_id"] = False  # None would be whoever runs the gateway
        self._tidy_sender(message, message_dict)
        chosen, parts = [], {}
        for route in routes:
            if route[0] == self._name:
                kind = self._classify_mail(message, route)
                route, role = self._choose_route(kind, message, message_dict, route)
                if not route or route[1] in parts:
                    continue
                parts[route[1] or False] = (role, *kind)
            chosen.append(route)
        message_dict["pylot_parts"] = parts
        return chosen

    def _choose_route(self, kind, message, message_dict, route):
        """:return: (route, role of the sender); no route: nothing more happens"""
        complaint = self.browse(route[1] or []).exists()
        if kind.kind == "bounce":
            self._receive_unseen_report(message, message_dict, complaint)
            return None, MACHINE
        if not complaint:
            return self._choose_new_route(kind, message, message_dict, route)
        complaint = complaint._get_survivor()
        role = complaint._get_role(message_dict, kind)
        return complaint._choose_known_route(role, message_dict, route), role

    def _choose_known_route(self, role, message_dict, route):
        if role == CUSTOMER and self._is_over():
            values = {**self._prepare_next_vals(), "name": message_dict.get("subject") or self.name}
            return (self._name, False, values, *route[3:])
        return (self._name, self.id, *route[2:])

    def _choose_new_route(self, kind, message, message_dict, route):
        sender = email_normalize(message_dict.get("email_from") or "")
        if kind.kind == "human" and sender:
            company = self._get_route_team(route).company_id
            complaint = self._find_by_number(message_dict.get("subject"), sender, company)
            if complaint:
                return complaint._choose_known_route(CUSTOMER, message_dict, route), CUSTOMER
        if kind.kind not in (*STORED_KINDS, "auto_reply"):
            _logger.info("E-mail %s is no complaint: %s", message_dict.get("message_id"), kind.kind)
            return None, MACHINE
        role = CUSTOMER if kind.kind == "human" else MACHINE
        earlier = self._find_loop(sender, role)
        if earlier:
            return (self._name, earlier.id, *route[2:]), MACHINE
        return route, role

    def _get_role(self, message_dict, kind):
        """:return: what the sender is to this complaint"""
        sender = email_normalize(message_dict.get("email_from") or "")
        if kind.kind in ("human", "own") and sender:
            if self._is_staff(sender):
                return STAFF
            if kind.kind == "human":
                return CUSTOMER if sender in self._get_customer_emails() else STRANGER
        return MACHINE

    @api.model
    def _is_staff(self, sender):
        """:return: whether this is the address of one of us"""
        domain = [("partner_id.email_normalized", "=", sender), ("share", "=", False)]
        return bool(self.env["res.users"].sudo().search_count(domain, limit=1))

    def _get_customer_emails(self):
        """:return: set of addresses whose e-mails are the customer's word"""
        partners = self.partner_id | self.contact_ids
        return {self.email_normalized, *partners.mapped("email_normalized")} - {False}

    @api.model
    def _get_route_team(self, route):
        team = self.env["pylot.team"].browse((route[2] or {}).get("team_id"))
        return team or team._get_default()

    @api.model
    def _find_by_number(self, subject, sender, company):
        """Each company counts its own.

        :return: the complaint whose number is in the subject, if it is the sender's. Anybody
        may guess a number."""
        words = {word.strip("[](){}<>#.,;:!?\"'") for word in (subject or "").split()}
        numbers = [word for word in words if any(map(str.isdigit, word)) and len(word) > 3]
        if not numbers:
            return self.browse()
        complaints = self.with_context(active_test=False).search(
            [("number", "in", numbers), ("company_id", "=", company.id)], order="id desc"
        )
        for complaint in complaints:
            if sender in complaint._get_customer_emails():
                return complaint._get_survivor()
        return self.browse()

    @api.model
    def _find_loop(self, sender, role):
        """:return: the last complaint of a sender of whom there are too many lately: what comes
        next is noted there. Machines have one, people as many as Odoo allows
        (``mail.gateway.loop.threshold``)."""
        get_param = self.env["ir.config_parameter"].sudo().get_param
        minutes = int(get_param("mail.gateway.loop.minutes", 120))
        limit = int(get_param("mail.gateway.loop.threshold", 20)) if role == CUSTOMER else 1
        since = fields.Datetime.now() - timedelta(minutes=minutes)
        domain = [("email_normalized", "=", sender), ("create_date", ">=", since)]
        if role != CUSTOMER:
            domain.append(("is_automatic", "=", True))
        if not sender:
            return self.browse()
        found = self.with_context(active_test=False).search(domain, order="id desc", limit=limit)
        return found[:1]._get_survivor() if len(found) == limit else self.browse()

    @api.model
    def _tidy_sender(self, message, message_dict):
        """An address that was written without brackets has swallowed the name before it."""
        known = message_dict.get("email_from") or ""
        written = get_header(message, "from")
        addresses = get_addresses(message, "from")
        if '"@' in known and len(addresses) == 1 and "<" not in written:
            name = written.replace(addresses[0], "").strip(' "')
            message_dict["email_from"] = f'"{name}" <{addresses[0]}>' if name else addresses[0]

    @api.model
    def _receive_unseen_report(self, message, message_dict, complaint):
        """A mail came back in a way that Odoo does not recognise."""
        ids = find_mentioned_ids(message) + self.env["mail.thread"]._get_referred_ids(message)
        returned = self.env["mail.thread"]._find_complaint_message(ids)
        complaint = complaint or self.browse(returned.res_id or []).exists()
        if complaint:
            complaint._receive_report(message, message_dict, returned)
