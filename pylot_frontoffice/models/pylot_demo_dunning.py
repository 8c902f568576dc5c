from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Command


class PylotDemo(models.AbstractModel):
    """Invoices that are overdue, and what the customers were told. Nothing is sent to anybody:
    dunning is tried out until somebody switches it on."""

    _inherit = "pylot.demo"

    @api.model
    def _prepare_accounting(self, company_id):
        """Invoices need accounts. Whoever has none yet gets the plain ones of Odoo."""
        company = self.env["res.company"].browse(company_id)
        if not company.chart_template:
            self.env["account.chart.template"].try_loading(
                "generic_coa", company=company, install_demo=False
            )
            self._use_euro(company_id)

    @api.model
    def _add_overdue(self, partner_id, days_late, work, price, values=None):
        """An invoice that should have been paid ``days_late`` ago.

        :param str work: what was done
        :param float price: without taxes, in the currency of the company
        :param dict values: what is known besides: ``told`` as list of (days ago, xml id of the
            level), oldest first, and ``promise``, in how many days the customer will pay
        """
        values = values or {}
        due = fields.Date.context_today(self) - timedelta(days=days_late)
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner_id,
                "invoice_date": due - timedelta(days=14),
                "invoice_date_due": due,
                "invoice_payment_term_id": False,
                "invoice_user_id": self.env.ref("pylot_frontoffice.user_sales").id,
                "invoice_line_ids": [
                    Command.create({"name": work, "price_unit": price, "tax_ids": False})
                ],
            }
        )
        move.action_post()
        for days_ago, level in values.get("told", []):
            self._add_reminder_to_pay(move, self.env.ref(level), days_ago)
        if values.get("promise"):
            day = fields.Date.context_today(self) + timedelta(days=values["promise"])
            self.env["pylot.payment.promise"]._promise(move, move.amount_residual, day)
        return move

    def _add_reminder_to_pay(self, move, level, days_ago):
        """The customer was told so many days ago, and has the link to the page."""
        dunnings = self.env["pylot.dunning"]
        line = move.line_ids.filtered(lambda each: each.display_type == "payment_term")
        reminder = self.env["pylot.reminder"].create(
            self._prepare_told(move, line, level, days_ago)
        )
        [case] = dunnings._read_cases(line)
        vals = dunnings._prepare_vals(case, level, reminder, dunnings._read_charges([case]))
        for _command, _id, item in vals["line_ids"]:
            if not item.get("is_credit"):
                item["days_late"] -= days_ago
        [number] = dunnings._draw_numbers([case.company])
        day = fields.Date.context_today(self) - timedelta(days=days_ago)
        dunnings.create({**vals, "name": number, "date": day})

    def _prepare_told(self, move, line, level, days_ago):
        """:return: values of the reminder, as it was sent"""
        anchor = datetime.combine(line.date_maturity, time.min)
        sent_at = fields.Datetime.now() - timedelta(days=days_ago)
        return {
            "level_id": level.id,
            "res_model": move._name,
            "res_id": move.id,
            "part": line.id,
            "cycle": move.pylot_dunning_cycle,
            "partner_id": move.commercial_partner_id.id,
            "company_id": move.company_id.id,
            "bundle": move._get_dunning_bundle(),
            "anchor_at": anchor,
            "promised_at": sent_at,
            "due_at": sent_at,
            "sent_at": sent_at,
            "state": "sent",
        }
