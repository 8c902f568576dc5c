from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# Rounding of taxes, in smallest coins for each line: nobody would call that a refund.
ROUNDING_COINS = 2


class PylotComplaintAction(models.Model):
    """Making the credit note, with Odoo's own reversal: journal, accounts, taxes, currency and
    address are those of the invoice."""

    _inherit = "pylot.complaint.action"

    def _create_credit_note_sudo(self):
        """Elevated, after all checks: agents settle complaints without the rights of
        accounting."""
        self.ensure_one()
        action = self.sudo().with_company(self.company_id)
        reversal = action.env["account.move.reversal"].with_context(
            active_model="account.move", active_ids=action.move_id.ids
        )
        wizard = reversal.create(action._prepare_refund_vals())
        wizard.reverse_moves()
        credit = wizard.new_move_ids
        chosen = action._get_chosen_lines() if action.kind == "refund" else action.line_ids.browse()
        if chosen:
            action._keep_chosen_lines(credit, chosen)
        else:
            action._credit_amount(credit, action.amount)
        credit.complaint_id = action.complaint_id
        action._check_credit(credit)
        action._write_result_sudo({"refund_move_id": credit.id, "amount": credit.amount_total})

    def _prepare_refund_vals(self):
        """:return: values of Odoo's reversal"""
        reason = self.note or self.complaint_id.name
        return {
            "date": fields.Date.context_today(self),
            "journal_id": self.move_id.journal_id.id,
            "reason": f"{self.complaint_id.number}, {reason.strip().splitlines()[0][:80]}",
        }

    def _keep_chosen_lines(self, credit, chosen):
        """Leave only what was chosen on the copy of the invoice."""
        quantities = {line.move_line_id: line.quantity for line in chosen}
        commands = []
        for line in credit.invoice_line_ids:
            quantity = quantities.get(line.refunded_line_id)
            if line.display_type == "product" and quantity:
                commands.append(Command.update(line.id, {"quantity": quantity}))
            else:
                commands.append(Command.delete(line.id))
        credit.write({"invoice_line_ids": commands})
        self._settle_rounding(credit)

    def _settle_rounding(self, credit):
        """Taxes of parts are rounded part by part: what is left of the invoice at the end is
        given exactly, not a coin more or less."""
        move, currency = self.move_id, self.currency_id
        left = move._get_refundable_amount(besides=credit)
        difference = currency.round(credit.amount_total - left)
        coins = ROUNDING_COINS * len(move.invoice_line_ids) * currency.rounding
        if not difference or abs(difference) > coins:
            return
        is_last = not any(move._get_refundable_quantities().values())
        if is_last or difference > 0:
            self._take_coins(credit, difference)

    def _take_coins(self, credit, difference):
        """Make the draft ``credit`` lower by ``difference``, a few of the smallest coins."""
        if not difference:
            return
        tax_line = credit.line_ids.filtered("tax_line_id")[:1]
        if tax_line:
            amount = tax_line.amount_currency - difference
            command = Command.update(tax_line.id, {"amount_currency": amount})
            credit.write({"line_ids": [command]})
        else:
            command = Command.create(self._prepare_rounding_vals(credit, difference))
            credit.write({"invoice_line_ids": [command]})

    def _prepare_rounding_vals(self, credit, difference):
        lang = self.complaint_id._get_customer_lang()
        return {
            "name": self.with_context(lang=lang).env._("Rounding difference"),
            "quantity": 1.0,
            "price_unit": -difference,
            "account_id": credit.invoice_line_ids.account_id[:1].id,
            "tax_ids": [Command.clear()],
        }

    def _credit_amount(self, credit, amount):
        """Credit ``amount``, taxes included, of the whole invoice: each tax and account in its
        proportion."""
        taxes = self.env["account.tax"]
        move, company = self.move_id, self.company_id
        base_lines = [
            move._prepare_product_base_line_for_taxes_computation(line)
            for line in move.invoice_line_ids.filtered(lambda each: each.display_type == "product")
        ]
        taxes._add_tax_details_in_base_lines(base_lines, company)
        taxes._round_base_lines_tax_details(base_lines, company)
        parts = taxes._reduce_base_lines_to_target_amount(
            base_lines,
            company,
            "fixed",
            amount,
            computation_key=f"pylot_refund,{self.id}",
            grouping_function=lambda line: {"account_id": line["account_id"]},
        )
        taxes._fix_base_lines_tax_details_on_manual_tax_amounts(parts, company)
        credit.write(
            {
                "invoice_line_ids": [
                    *(Command.delete(line.id) for line in credit.invoice_line_ids),
                    *(Command.create(self._prepare_credit_line_vals(part)) for part in parts),
                ]
            }
        )
        # Odoo's own rounding over the whole document may be a coin off
        self._take_coins(credit, self.currency_id.round(credit.amount_total - amount))

    def _prepare_credit_line_vals(self, part):
        """:param dict part: a base line of Odoo's tax engine"""
        lang = self.complaint_id._get_customer_lang()
        return {
            "name": self.with_context(lang=lang)._get_label(),
            "quantity": part["quantity"],
            "price_unit": part["price_unit"],
            "tax_ids": [Command.set(part["tax_ids"].ids)],
            "account_id": part["account_id"].id,
            "analytic_distribution": part["analytic_distribution"],
            "extra_tax_data": self.env["account.tax"]._export_base_line_extra_tax_data(part),
        }

    def _check_credit(self, credit):
        """Whatever taxes and rounding did: not more than is left of the invoice."""
        left = self.move_id._get_refundable_amount(besides=credit)
        if self.currency_id.compare_amounts(credit.amount_total, left) > 0:
            raise UserError(
                self.env._(
                    "Of %(invoice)s, %(left)s can still be refunded, not %(amount)s.",
                    invoice=self.move_id.name,
                    left=self.currency_id.format(left),
                    amount=self.currency_id.format(credit.amount_total),
                )
            )
        if self.currency_id.compare_amounts(credit.amount_total, 0) <= 0:
            raise UserError(self.env._("Nothing would be refunded: choose something else."))
