from odoo import api, fields, models
from odoo.tools import SQL

from ..const import INVOICE_WHEN

# Who sees how the invoice comes about; customers in the portal do not.
SELLERS = "sales_team.group_sale_salesman,account.group_account_invoice"


class SaleOrder(models.Model):
    """Orders that are invoiced by themselves: when, and how that stands.

    What happens to an order only marks it, in the same transaction: whether an invoice is due is
    looked at by a job, and nothing that goes wrong there stops a click, a payment or a visit.
    """

    _inherit = "sale.order"

    invoice_when = fields.Selection(
        INVOICE_WHEN,
        string="Invoice",
        groups=SELLERS,
        help="When the invoice of this order is made by itself. Empty: as set for the company.",
    )
    auto_invoice_state = fields.Selection(
        [("made", "Made"), ("failed", "Failed")],
        string="Automatic Invoice",
        readonly=True,
        copy=False,
        groups=SELLERS,
    )
    auto_invoice_reason = fields.Char(
        string="Why No Invoice Was Made", readonly=True, copy=False, groups=SELLERS
    )
    auto_invoice_at = fields.Datetime(
        string="Invoice Looked at From",
        readonly=True,
        copy=False,
        groups=SELLERS,
        help="From when on the job looks at whether an invoice is due. Empty: nothing to look at.",
    )
    auto_invoice_info = fields.Char(
        string="Invoiced Automatically", compute="_compute_auto_invoice_info", groups=SELLERS
    )

    _auto_invoice_idx = models.Index(
        "(auto_invoice_at, id) WHERE auto_invoice_at IS NOT NULL",
    )

    @api.depends(
        "state",
        "invoice_when",
        "company_id.pylot_invoice_when",
        "auto_invoice_state",
        "auto_invoice_reason",
        "auto_invoice_at",
    )
    def _compute_auto_invoice_info(self):
        labels = dict(self._fields["invoice_when"]._description_selection(self.env))
        for order in self:
            when = order._get_invoice_when()
            if order.auto_invoice_state == "failed":
                info = self.env._("Failed: %(reason)s", reason=order.auto_invoice_reason)
            elif order.auto_invoice_at and when != "never":
                info = self.env._("Is being looked at")
            elif order.auto_invoice_reason:
                info = order.auto_invoice_reason
            elif order.auto_invoice_state == "made":
                info = self.env._("Made")
            elif when != "never" and order.state == "sale":
                info = self.env._("Waiting: %(when)s", when=labels[when])
            else:
                info = False if when == "never" else labels[when]
            order.auto_invoice_info = info

    def _get_invoice_when(self):
        """:return: key of ``INVOICE_WHEN`` that counts for this order"""
        self.ensure_one()
        order = self.sudo()
        return order.invoice_when or order.company_id.pylot_invoice_when

    def _queue_invoice(self, *whens):
        """Something has happened to these orders: those that are invoiced at one of ``whens``
        are looked at, at once but not here."""
        due = self.sudo().filtered(
            lambda order: order.state == "sale" and order._get_invoice_when() in whens
        )
        if due:
            due._mark_for_invoice()

    def _mark_for_invoice(self):
        """Written even where the same stands already: a job that looks at one of these orders at
        this very moment does not see what has just happened, so that PostgreSQL must let one of
        the two begin anew. The ORM would leave out a write that changes nothing."""
        self.flush_recordset(["auto_invoice_at"])
        self.env.execute_query(
            SQL(
                "UPDATE sale_order SET auto_invoice_at = %s WHERE id = ANY(%s) RETURNING id",
                fields.Datetime.now(),
                self.ids,
            )
        )
        self.invalidate_recordset(["auto_invoice_at", "auto_invoice_info"], flush=False)
        self._wake_invoice_job()

    @api.model
    def _wake_invoice_job(self, at=None):
        """:param at: moment (naive UTC); default: at once"""
        cron = self.env.ref(
            "pylot_frontoffice.ir_cron_sale_order_invoice", raise_if_not_found=False
        )
        if cron:
            cron.sudo()._trigger(at=at)

    def _action_confirm(self):
        """What is confirmed may have been paid, or been visited, before."""
        result = super()._action_confirm()
        self._queue_invoice("paid", "delivered", "visits")
        return result

    def action_retry_invoice(self):
        """Look again, now that somebody has repaired what was in the way."""
        self.check_access("write")
        self.sudo().filtered(lambda order: order.auto_invoice_state == "failed")._mark_for_invoice()
