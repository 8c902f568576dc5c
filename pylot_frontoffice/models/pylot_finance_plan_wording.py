from odoo import models
from odoo.tools import formatLang


class PylotFinancePlan(models.Model):
    """What is said about an offer, in the language of the context: in a line, and in full."""

    _inherit = "pylot.finance.plan"

    def _describe_offer(self, offer):
        """:return: str, an offer in a line: "24 instalments of 49.90 €, effective 4.90 %" """
        values = {
            "count": offer["term"],
            "instalment": self._format_money(offer["instalment"]),
            "balloon": self._format_money(offer["balloon"]),
            "rate": self._format_rate(offer["effective_rate"]),
        }
        if offer["balloon"]:
            return self.env._(
                "%(count)s instalments of %(instalment)s and a final payment of %(balloon)s, "
                "effective %(rate)s a year",
                **values,
            )
        return self.env._(
            "%(count)s instalments of %(instalment)s, effective %(rate)s a year", **values
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
