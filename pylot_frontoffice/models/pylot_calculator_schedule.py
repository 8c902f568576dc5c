from odoo import api, models

from ..tools.calculation import Table, group_years


class PylotCalculator(models.AbstractModel):
    """What is said about a loan, whoever has worked it out.

    Rows of a schedule are those of ``tools/loan_schedule.py``.
    """

    _inherit = "pylot.calculator"

    @api.model
    def _get_loan_rows(self, amount, rate, rows, effective, currency=None):
        """:return: list of (label, text): what the law wants to be named beside an instalment, the
        effective rate before any other (§ 17 PAngV)"""
        env = self.env
        paid = sum(row.instalment for row in rows)
        return [
            (env._("Effective annual rate"), self._say_percent(effective)),
            (env._("Nominal interest rate, fixed"), env._("%s a year", self._say_percent(rate))),
            (env._("Net amount of the loan"), self._say_money(amount, currency)),
            (env._("Number and amount"), self._say_instalments(rows, currency)),
            (env._("Interest in all"), self._say_money(paid - amount, currency)),
            (env._("To pay in all"), self._say_money(paid, currency)),
        ]

    @api.model
    def _say_instalments(self, rows, currency=None):
        """:return: such as "59 instalments of 188.26 €, the last one of 188.05 €" """
        env, first, last = self.env, rows[0].instalment, rows[-1].instalment
        if len(rows) == 1:
            return env._("One instalment of %s", self._say_money(last, currency))
        if first == last:
            return env._(
                "%(number)s instalments of %(amount)s",
                number=len(rows),
                amount=self._say_money(first, currency),
            )
        return env._(
            "%(number)s instalments of %(amount)s, the last one of %(last)s",
            number=len(rows) - 1,
            amount=self._say_money(first, currency),
            last=self._say_money(last, currency),
        )

    @api.model
    def _get_schedule_table(self, rows, currency=None):
        env, currency = self.env, currency or self._get_currency()
        return Table(
            env._("All instalments, in %s", currency.name),
            [
                env._("No."),
                env._("Instalment"),
                env._("Interest"),
                env._("Repayment"),
                env._("Still owed"),
            ],
            [
                [
                    str(row.number),
                    *(
                        self._say_number(amount, currency.decimal_places)
                        for amount in (row.instalment, row.interest, row.repayment, row.balance)
                    ),
                ]
                for row in rows
            ],
        )

    @api.model
    def _get_schedule_chart(self, rows):
        env = self.env
        in_years, sums = group_years([(row.number, row.repayment, row.interest) for row in rows])
        return {
            "axis": env._("Year") if in_years else env._("Month"),
            "labels": [str(number) for number, _repayment, _interest in sums],
            "series": [
                (env._("Repayment"), [float(repayment) for _n, repayment, _i in sums]),
                (env._("Interest"), [float(interest) for _n, _r, interest in sums]),
            ],
        }
