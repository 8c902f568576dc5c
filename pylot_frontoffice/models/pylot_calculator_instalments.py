from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..tools.calculation import Field, FieldError, Outcome


class PylotCalculatorInstalments(models.AbstractModel):
    """What is offered to those who want to pay in instalments, for an amount of their own."""

    _name = "pylot.calculator.instalments"
    _inherit = ["pylot.calculator"]
    _description = "Instalment Calculator"

    _calculator_slug = "instalments"
    _calculator_rank = 10

    @api.model
    def _get_title(self):
        return self.env._("Pay in instalments")

    @api.model
    def _get_intro(self):
        return self.env._("Choose an amount and a term, and see what you would pay each month.")

    @api.model
    def _get_plans(self):
        return self.env["pylot.finance.plan"]._get_plans_sudo()

    @api.model
    def _is_offered(self):
        return bool(self._get_plans())

    @api.model
    def _get_fields(self, typed):
        env, plans = self.env, self._get_plans()
        plan = plans.filtered(lambda each: str(each.id) == typed.get("plan")) or plans[:1]
        low, high = Decimal(str(plan.amount_from)), Decimal(str(plan.amount_to))
        terms = plan._get_terms()
        return [
            Field(
                "plan",
                env._("Offer"),
                "choice",
                str(plan.id),
                choices=tuple((str(each.id), each.name) for each in plans),
                reloads=True,
            ),
            Field(
                "amount",
                env._("Amount to be financed"),
                "amount",
                Decimal(str(plan.example_amount)),
                low,
                high,
                step=self._get_step(low, high),
                unit=plan.currency_id.name,
            ),
            Field(
                "months",
                env._("Monthly instalments"),
                "choice",
                str(plan.example_term),
                choices=tuple((str(term), str(term)) for term in terms),
            ),
        ]

    @api.model
    def _get_step(self, low, high):
        """:return: Decimal, a round number that divides the slider into up to two hundred steps"""
        step = Decimal(1)
        while (high - low) / step > 200:
            step *= 5 if step.as_tuple().digits[0] == 1 else 2
        return step

    @api.model
    def _calculate(self, values):
        plan = self._get_plans().filtered(lambda each: str(each.id) == values["plan"])
        try:
            offer = plan._compute_offer(values["amount"], int(values["months"]))
        except UserError as error:
            raise FieldError("amount", str(error)) from error
        env = self.env
        example = [*plan._get_example_sentences(), *(plan.legal_text or "").splitlines()]
        return Outcome(
            env._("Monthly instalment"),
            self._say_money(offer["instalment"], plan.currency_id),
            rows=self._get_offer_rows(plan, offer),
            table=self._get_schedule_table(offer["rows"], plan.currency_id),
            chart=self._get_schedule_chart(offer["rows"]),
            example=[*example, plan._get_warning()],
            notes=plan._describe_instalments(offer),
            stamp=env._(
                "Terms of %(day)s, number %(stamp)s",
                day=format_date(env, fields.Date.context_today(self)),
                stamp=offer["stamp"],
            ),
        )

    @api.model
    def _get_offer_rows(self, plan, offer):
        """:return: list of (label, text), the effective rate before the nominal one (§ 17 PAngV)"""
        env = self.env

        def say(name):
            return self._say_money(offer[name], plan.currency_id)

        rows = [
            (env._("Effective annual rate"), plan._format_rate(offer["effective_rate"])),
            (env._("Nominal interest rate, fixed"), plan._format_rate(offer["nominal_rate"])),
            (env._("Net amount of the loan"), say("amount")),
            (env._("Interest in all"), say("interest")),
            (env._("Fees"), say("fee")),
            (env._("To pay in all"), say("total")),
        ]
        return [row for row in rows if offer["fee"] or row[0] != env._("Fees")]
