from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class PylotComplaintAction(models.Model):
    """Voucher: a gift card of an amount, or a coupon of a percentage, where Odoo's loyalty
    programs are installed. Without them nothing here is offered."""

    _inherit = "pylot.complaint.action"

    voucher_percent = fields.Float(
        string="Percent", help="Off the next order. 0: the voucher is worth the amount."
    )
    voucher_code = fields.Char(readonly=True, copy=False)

    _voucher_percent_range = models.Constraint(
        "CHECK(voucher_percent BETWEEN 0 AND 100)", "A percentage is between 0 and 100."
    )

    @api.model
    def _get_result_fields(self):
        return super()._get_result_fields() | {"voucher_code"}

    def _get_result(self):
        return self.voucher_code or super()._get_result()

    @api.model
    def _has_vouchers(self):
        return "loyalty.card" in self.env

    def _get_money(self):
        if self.kind == "voucher" and self.voucher_percent:
            return 0.0  # nobody knows of what
        return super()._get_money()

    def _check_voucher(self):
        if not self._has_vouchers():
            raise UserError(
                self.env._("Vouchers need gift cards or coupons, which are not installed.")
            )
        if not self.voucher_percent and self.currency_id.compare_amounts(self.amount, 0) <= 0:
            raise UserError(self.env._("Enter what the voucher is worth."))
        self._get_voucher_program_sudo()

    def _get_voucher_program_sudo(self):
        """:return: the program the voucher is one of, elevated"""
        programs = self.sudo().with_company(self.company_id).env["loyalty.program"]
        domain = [("company_id", "in", [False, self.company_id.id])]
        if not self.voucher_percent:
            currency = [("currency_id", "=", self.currency_id.id)]
            found = programs.search(
                [*domain, *currency, ("program_type", "=", "gift_card")], limit=1
            )
            if not found:
                raise UserError(self.env._("Create a gift card program in this currency first."))
            return found
        rewards = programs.env["loyalty.reward"].search(
            [
                ("program_id.program_type", "=", "coupons"),
                ("program_id.company_id", "in", [False, self.company_id.id]),
                ("reward_type", "=", "discount"),
                ("discount_mode", "=", "percent"),
                ("discount", "=", self.voucher_percent),
            ],
            limit=1,
        )
        return rewards.program_id or programs.create(self._prepare_coupon_program_vals())

    def _prepare_coupon_program_vals(self):
        reward = {"required_points": 1, "discount": self.voucher_percent}
        return {
            "name": self.env._("Voucher of %(percent)s %%", percent=self.voucher_percent),
            "program_type": "coupons",
            "company_id": self.company_id.id,
            "applies_on": "current",
            "trigger": "with_code",
            "reward_ids": [Command.clear(), Command.create(reward)],
        }

    def _do_voucher(self):
        self._create_voucher_sudo()

    def _create_voucher_sudo(self):
        """Elevated, after all checks: agents need no rights on loyalty programs."""
        program = self._get_voucher_program_sudo()
        points = 1 if self.voucher_percent else self.amount
        card = program.env["loyalty.card"].create(
            {
                "program_id": program.id,
                "points": points,
                "partner_id": self.complaint_id.sudo().partner_id.id,
            }
        )
        program.env["loyalty.history"].create(
            {
                "card_id": card.id,
                "description": self.complaint_id.number,
                "issued": points,
            }
        )
        self._write_result_sudo({"voucher_code": card.code})

    def _get_voucher_cost(self):
        return self._get_money()
