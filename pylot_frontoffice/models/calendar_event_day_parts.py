import base64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..tools.photo import PhotoError, clean_photo
from .calendar_event_day import TECHNICIAN

MAX_QUANTITY = 9999
MAX_PARTS = 60
FOUND = 20
NAME_LENGTH = 80
# What a further order of a visit has in common with its first one.
ORDER_TERMS = (
    "partner_id",
    "partner_invoice_id",
    "partner_shipping_id",
    "pricelist_id",
    "fiscal_position_id",
    "payment_term_id",
    "user_id",
    "team_id",
)


class CalendarEvent(models.Model):
    """Parts and extra work that a technician sells at the customer's."""

    _inherit = "calendar.event"

    part_ids = fields.One2many("pylot.visit.part", "event_id", string="Parts", groups=TECHNICIAN)

    def _find_parts(self, text):
        """:return: ``product.product``, elevated: what can be sold at this visit, by name, number
        or bar code; not what is itself visited for"""
        products = self._get_order_model().env["product.product"]
        domain = self._get_parts_domain() & (
            Domain("name", "ilike", text)
            | Domain("default_code", "ilike", text)
            | Domain("barcode", "=", text)
        )
        return products.search(domain, limit=FOUND)

    def _get_parts_domain(self):
        return (
            Domain("sale_ok", "=", True)
            & Domain("type", "!=", "combo")
            & Domain("appointment_type_id", "=", False)
            & Domain("company_id", "in", [False, self._get_selling_company().id])
        )

    def _do_day_part(self, act, product_id=0, quantity=""):
        """:param int product_id: what is used
        :param str quantity: how much of it in all, as typed; 0: none"""
        self._check_report_open()
        if not self.customer_id:
            raise UserError(self.env._("This visit has no customer who could order something."))
        number = self._read_quantity(quantity)
        domain = self._get_parts_domain() & Domain("id", "=", product_id)
        product = self._get_order_model().env["product.product"].search(domain)
        if not product:
            raise UserError(self.env._("This is not sold any more. Please search again."))
        drafts = self.part_ids.filtered(lambda part: part.state == "draft")
        known = drafts.filtered(lambda part: part.product_id == product)
        if known.counted_at and known.counted_at > act.captured_at:
            return
        vals = {
            **self._prepare_part_vals(product, number),
            "resource_id": act.resource_id.id,
            "counted_at": act.captured_at,
        }
        if known:
            # with quantity 0 it stays, unseen, so that an older tap does not bring it back
            known.write(vals)
        elif len(drafts) >= MAX_PARTS:
            raise UserError(self.env._("These are too many parts for one visit."))
        else:
            self.part_ids.create({"event_id": self.id, "product_id": product.id, **vals})

    def _read_quantity(self, text):
        number = self.env["pylot.visit.check"]._read_number(
            self.env["pylot.checklist.item"].new({"name": self.env._("Quantity")}), text
        )
        if not 0 <= number <= MAX_QUANTITY:
            raise UserError(
                self.env._("Please enter a quantity from 0 to %(max)s.", max=MAX_QUANTITY)
            )
        return number

    def _prepare_part_vals(self, product, quantity):
        """:return: values of a part as an order would have them"""
        vals = self._prepare_order_vals({"product_id": product.id, "product_uom_qty": quantity})
        order = self.sale_order_id
        if order:
            vals |= {"pricelist_id": order.pricelist_id.id, "partner_id": order.partner_id.id}
        line = self._get_order_model().new(vals).order_line
        return {
            "name": product.display_name,
            "quantity": quantity,
            "uom_name": line.product_uom_id.name,
            "currency_id": line.order_id.currency_id.id,
            "price_unit": line.price_unit,
            "discount": line.discount,
            "price_total": line.price_total,
        }

    def _get_draft_parts(self):
        return self.part_ids.filtered(lambda part: part.state == "draft" and part.quantity > 0)

    # === THE CUSTOMER SIGNS ===

    def _do_day_sign_parts(self, act, signed_by="", signature=None):
        """:param str signed_by: name of who signs
        :param bytes signature: drawn, if there is a screen for it"""
        self._check_report_open()
        parts = self._get_draft_parts()
        if not parts:
            raise UserError(self.env._("There is nothing to be signed."))
        self._order_parts(parts, *self._read_signature(signed_by, signature), act.captured_at)

    def _read_signature(self, signed_by, signature):
        """:return: (name, picture as JPEG in base 64 or False)"""
        name = " ".join((signed_by or "").split())[:NAME_LENGTH]
        if not name:
            raise UserError(self.env._("Please write the name of the person who signs."))
        if not signature:
            return name, False
        try:
            return name, base64.b64encode(clean_photo(signature))
        except PhotoError:
            raise UserError(
                self.env._("The signature cannot be read. Please sign again.")
            ) from None

    def _order_parts(self, parts, signed_by, signature=False, signed_at=None):
        """Put ``parts`` into the order of the visit, or into a new one when there is none that
        takes them, at the price that was signed."""
        order = self.sale_order_id
        if not order or order.state != "sale" or order.locked:
            order = self._create_parts_order(signed_by, signature, signed_at)
        lines = self._get_order_model().env["sale.order.line"]
        for part in parts:
            part.sale_line_id = lines.create(
                {
                    "order_id": order.id,
                    "product_id": part.product_id.id,
                    "product_uom_qty": part.quantity,
                    "price_unit": part.price_unit,
                    "discount": part.discount,
                }
            )
            if part.sale_line_id.qty_delivered_method == "manual":
                part.sale_line_id.qty_delivered = part.quantity
        parts.write(
            {
                "state": "ordered",
                "signed_by": signed_by,
                "signed_at": signed_at or fields.Datetime.now(),
                "signature": signature,
            }
        )
        # the same part may be added again
        parts.flush_recordset()
        order._message_log(
            body=self.env._(
                "Parts and extra work signed by %(name)s during “%(visit)s”.",
                name=signed_by,
                visit=self.display_name,
            )
        )

    def _create_parts_order(self, signed_by, signature, signed_at):
        """:return: an order that is binding; its lines follow"""
        vals = self._prepare_order_vals({})
        before = self.sale_order_id
        order = self._get_order_model().create(
            {
                **vals,
                # the price was worked out like this, and both can stand on one invoice
                **{name: before[name].id for name in ORDER_TERMS if before},
                "order_line": [Command.clear()],
                "signed_by": signed_by,
                "signed_on": signed_at or fields.Datetime.now(),
                "signature": signature,
            }
        )
        order.action_confirm()
        if not self.sale_order_id:
            self.sale_order_id = order
        return order
