from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import formatLang


class PylotFinancePlan(models.Model):
    """The example that must stand with every advertised rate (§ 17 PAngV, which § 19 extends to
    instalments that the business itself grants; Directive (EU) 2023/2225, art. 8)."""

    _inherit = "pylot.finance.plan"

    example_amount = fields.Monetary(
        string="Example Amount",
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

    @api.constrains("example_amount", "example_term", "amount_from", "amount_to", "terms")
    def _check_example(self):
        for plan in self:
            try:
                plan._check_offer(plan.example_amount, plan.example_term)
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

    def _describe_offer(self, offer):
        """:return: str, an offer in a line: "24 instalments of 49.90 €, effective 4.90 %" """
        return self.env._(
            "%(count)s instalments of %(instalment)s, effective %(rate)s a year",
            count=offer["term"],
            instalment=self._format_money(offer["instalment"]),
            rate=self._format_rate(offer["effective_rate"]),
        )

    def _describe_terms(self, offer):
        """Everything about an offer that the law wants to be said, the effective rate not behind
        any other rate.

        :return: list of str
        """
        return [
            self.env._(
                "Net loan amount %(amount)s, effective annual rate %(effective)s, nominal rate "
                "%(nominal)s a year, fixed for the whole term.",
                amount=self._format_money(offer["amount"]),
                effective=self._format_rate(offer["effective_rate"]),
                nominal=self._format_rate(offer["nominal_rate"]),
            ),
            *self._describe_instalments(offer),
            self._describe_fee(offer),
            self.env._(
                "Total amount to pay: %(total)s, of which %(interest)s is interest.",
                total=self._format_money(offer["total"]),
                interest=self._format_money(offer["interest"]),
            ),
        ]

    def _describe_instalments(self, offer):
        values = {
            "months": offer["months"],
            "count": offer["term"],
            "instalment": self._format_money(offer["instalment"]),
            "last": self._format_money(offer["last_instalment"]),
        }
        if offer["instalment"] == offer["last_instalment"]:
            text = self.env._(
                "Term %(months)s months, %(count)s monthly instalments of %(instalment)s.", **values
            )
        else:
            text = self.env._(
                "Term %(months)s months, %(count)s monthly instalments of %(instalment)s, the last "
                "one of %(last)s.",
                **values,
            )
        sentences = [text]
        if offer["first_month"] > 1:
            sentences.append(
                self.env._(
                    "The first instalment is due after %(months)s months.",
                    months=offer["first_month"],
                )
            )
        if offer["balloon"]:
            sentences.append(
                self.env._(
                    "Final payment with the last instalment: %(balloon)s.",
                    balloon=self._format_money(offer["balloon"]),
                )
            )
        return sentences

    def _describe_fee(self, offer):
        if not offer["fee"]:
            return self.env._("There are no fees.")
        fee = self._format_money(offer["fee"])
        if offer["fee_when"] == "upfront":
            return self.env._("Fee: %(fee)s, paid at once.", fee=fee)
        return self.env._("Fee: %(fee)s, added to the loan.", fee=fee)

    def _describe_lender(self):
        lender = self.sudo().lender_id
        if not lender:
            return []
        address = lender._display_address(without_company=True).split("\n")
        words = ", ".join(line.strip() for line in (lender.name, *address) if line and line.strip())
        return [self.env._("Lender: %(lender)s", lender=words)]

    def _get_warning(self):
        """:return: str, what advertising for credit must say (Directive (EU) 2023/2225, art. 8)"""
        return self.env._("Caution! Borrowing money costs money.")

    def _format_money(self, amount):
        return formatLang(self.env, float(amount), currency_obj=self.currency_id)

    def _format_rate(self, rate):
        """:return: str with two decimals, more where the rate has more"""
        digits = max(2, -rate.normalize().as_tuple().exponent)
        return self.env._("%(percent)s %%", percent=formatLang(self.env, float(rate), digits))
