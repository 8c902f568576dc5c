from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class PylotFinancePlan(models.Model):
    """The example that must stand with every advertised rate (§ 17 PAngV, which § 19 extends to
    instalments that the business itself grants; Directive (EU) 2023/2225, art. 8)."""

    _inherit = "pylot.finance.plan"

    example_amount = fields.Monetary(
        compute="_compute_example",
        store=True,
        readonly=False,
        precompute=True,
    )
    example_term = fields.Integer(
        string="Example Instalments",
        compute="_compute_example",
        store=True,
        readonly=False,
        precompute=True,
        help="Choose amount and instalments so that you may expect at least two thirds of all "
        "contracts to be made at the effective rate of the example or a lower one.",
    )
    example_text = fields.Text(string="Representative Example", compute="_compute_example_text")
    rate_range = fields.Char(
        string="Effective Rates",
        compute="_compute_rate_range",
        help="The lowest and the highest there is, over all amounts and instalments.",
    )

    @api.depends("amount_from", "amount_to", "terms")
    def _compute_example(self):
        """What was chosen stays as long as the plan still has it; the middle is a beginning."""
        for plan in self:
            terms = plan._get_terms()
            if terms and plan.example_term not in terms:
                plan.example_term = terms[len(terms) // 2]
            if not plan.amount_from <= (plan.example_amount or 0) <= plan.amount_to:
                middle = (plan.amount_from + plan.amount_to) / 2
                plan.example_amount = min(max(round(middle, -2), plan.amount_from), plan.amount_to)

    @api.depends(lambda self: self._get_offer_fields())
    @api.depends_context("lang")
    def _compute_example_text(self):
        for plan in self:
            try:
                sentences = plan._get_example_sentences()
            except UserError as error:
                sentences = [str(error)]
            plan.example_text = "\n".join(sentences)

    @api.depends(lambda self: self._get_offer_fields())
    @api.depends_context("lang")
    def _compute_rate_range(self):
        for plan in self:
            rates = set()
            for amount in (plan.amount_from, plan.amount_to):
                for term in plan._get_terms():
                    try:
                        rates.add(plan._compute_offer(amount, term)["effective_rate"])
                    except UserError:
                        continue
            if not rates:
                plan.rate_range = False
            else:
                low, high = plan._format_rate(min(rates)), plan._format_rate(max(rates))
                plan.rate_range = low if low == high else f"{low} – {high}"

    @api.constrains(
        "example_amount",
        "example_term",
        "amount_from",
        "amount_to",
        "terms",
        "fee_fixed",
        "fee_percent",
        "fee_when",
    )
    def _check_example(self):
        """Pages show it with every offer, so it can always be computed."""
        for plan in self:
            try:
                plan._compute_offer(plan.example_amount, plan.example_term)
            except UserError as error:
                raise ValidationError(
                    self.env._("The example is none of this offer. %(reason)s", reason=error)
                ) from None

    def _get_offer_fields(self):
        return (
            "name",
            "amount_from",
            "amount_to",
            "terms",
            "nominal_rate",
            "first_month",
            "fee_fixed",
            "fee_percent",
            "fee_when",
            "balloon_percent",
            "currency_id",
            "example_amount",
            "example_term",
            "lender_id",
        )

    @api.model
    def _get_examples(self, date=None, place="page", company=None, currency=None):
        """What must be shown where offers are, clear and easily read.

        :return: list of dict, one a plan that is offered: ``plan_id``, ``name``, ``offer`` (see
            ``_compute_offer``), ``sentences`` and ``legal`` (list of str), ``warning`` (str)
        """
        return [
            {
                "plan_id": plan.id,
                "name": plan.name,
                "offer": plan._compute_offer(plan.example_amount, plan.example_term),
                "sentences": plan._get_example_sentences(),
                "legal": (plan.legal_text or "").split("\n") if plan.legal_text else [],
                "warning": plan._get_warning(),
            }
            for plan in self._get_plans_sudo(date, place, company, currency)
        ]

    def _get_example_sentences(self):
        """:return: list of str in the language of the context"""
        offer = self._compute_offer(self.example_amount, self.example_term)
        return [
            self.env._(
                "Representative example: at least two thirds of all contracts are expected at this "
                "effective annual rate or a lower one."
            ),
            *self._describe_terms(offer),
            *self._describe_lender(),
        ]
