from odoo import fields, models
from odoo.tools import format_date, formatLang
from odoo.tools.urls import urljoin

from ..tools.wall_time import to_day


class SaleOrder(models.Model):
    """What messages to customers about their orders are made of, for their templates. Everything
    is in the language of the context, and plain text that still has to be escaped."""

    _inherit = "sale.order"

    def _get_letter_lang(self):
        """:return: code of the language the customer reads"""
        order = self.sudo()
        wanted = order.partner_id.lang or order.company_id.partner_id.lang
        return self.env["res.lang"]._get_code(wanted) or self.env.lang or "en_US"

    def _get_letter_sender(self):
        """:return: the "From" of an e-mail"""
        order = self.sudo()
        return order.user_id.email_formatted or order.company_id.email_formatted or ""

    def _get_letter_url(self):
        """:return: absolute address of the customer's page, with the secret that opens it"""
        order = self.sudo()
        return urljoin(order.get_base_url(), order.get_portal_url())

    def _describe_sent_day(self):
        """:return: "November 3, 2026", on the calendar of the company"""
        order = self.sudo()
        tz = order.company_id.resource_calendar_id.tz or "UTC"
        moment = order.pylot_sent_at or fields.Datetime.now()
        return format_date(self.env, to_day(moment, tz), date_format="long")

    def _get_letter_total(self):
        """:return: what the customer pays, taxes included"""
        return formatLang(self.env, self.amount_total, currency_obj=self.currency_id)
