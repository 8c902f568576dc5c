"""Where a visitor comes from who has something to complain about: an order, an invoice, a visit,
a team. Each is believed only with its own secret, or by the login of somebody who may see it."""

from odoo.http import request
from odoo.tools import consteq

from ..tools.typed_text import clean, is_token

PARAMETERS = ("team", "visit", "order", "invoice", "key")


class ComplaintAbout:
    """:ivar given: dict of parameter to cleaned text, to be carried along by the form
    :ivar partner: contact of whoever is logged in, elevated; none for anybody else
    :ivar event, order, move: elevated, each empty unless it is the visitor's
    :ivar team: who takes the complaint, elevated; none when there is no form
    """

    def __init__(self, params, get_id):
        """:param params: of the address or of the form
        :param get_id: reads the number of a slug"""
        env = request.env
        self.given = {name: clean(params.get(name), limit=100) for name in PARAMETERS}
        user = env.user
        self.partner = (env["res.partner"] if user._is_public() else user.partner_id).sudo()
        self.event = self._find_event()
        self.order = self._find_document("sale.order", get_id(self.given["order"]))
        self.move = self._find_document("account.move", get_id(self.given["invoice"]))
        self.order = self.order.filtered(lambda order: order.state == "sale")
        self.move = self.move.filtered(
            lambda move: move.move_type == "out_invoice" and move.state == "posted"
        )
        if not (self.order or self.move):
            self.given.update(order="", invoice="", key="")
        self.company = (
            self.event.visit_company_id
            or self.order.company_id
            or self.move.company_id
            or env.company
        ).sudo()
        is_known = bool(self.partner or self.event or self.order or self.move)
        number = get_id(self.given["team"]) if self.given["team"] else 0
        teams = env["pylot.team"].sudo().with_company(self.company)
        self.team = teams._find_for_form(self.company, number, is_known)
        if self.team.company_id != self.company:
            # another company's team was asked for: it has nothing to do with our documents
            self.event, self.order, self.move = (
                each.browse() for each in (self.event, self.order, self.move)
            )
            self.company = self.team.company_id

    def _find_event(self):
        events = request.env["calendar.event"].sudo()
        token = self.given["visit"]
        event = events._find_by_customer_token(token) if is_token(token) else events
        if not event:
            self.given["visit"] = ""
        return event

    def _find_document(self, model, number):
        """:return: the document, elevated, when the visitor has its link or may read it"""
        documents = request.env[model]
        document = documents.sudo().browse(number).exists() if number else documents.sudo()
        if not document:
            return document
        key = self.given["key"]
        secret = document.access_token
        if secret and is_token(key) and consteq(secret, key):
            return document
        if request.env.user._is_public():
            return document.browse()
        return document if documents.search([("id", "=", number)], limit=1) else document.browse()

    def get_contact(self):
        """:return: dict of what is known about the visitor by name of the form's field"""
        if self.partner:
            return {name: self.partner[name] or "" for name in ("name", "email", "phone")}
        event = self.event
        return {
            "name": event.contact_name or event.customer_id.name or "",
            "email": event.contact_email or event.customer_id.email or "",
            "phone": event.contact_phone or event.customer_id.phone or "",
        }

    def describe(self):
        """:return: what it is about, as the customer knows it; "" when nothing is known"""
        names = [
            self.event and (self.event.appointment_type_id.name or self.event.name),
            self.order.name,
            self.move.name,
        ]
        return ", ".join(name for name in names if name)

    def get_values(self):
        """:return: values of a complaint"""
        found = {
            "event_id": self.event.id,
            "sale_order_id": (self.order or self.event.sale_order_id).id,
            "move_id": self.move.id,
            "partner_id": self.partner.id,
        }
        return {name: value for name, value in found.items() if value}
