from odoo import api, fields, models
from odoo.tools import float_round, format_date


class PylotDunning(models.Model):
    """What is asked for beside the invoices, and how it is explained."""

    _inherit = "pylot.dunning"

    def _prepare_vals(self, case, level, reminders, history):
        vals = super()._prepare_vals(case, level, reminders, history)
        charges = self._compute_charges(case, level, vals["is_consumer"], history)
        lump_sum = interest = 0.0
        for _command, _id, line in vals["line_ids"]:
            charge = charges.get(self.env["account.move.line"].browse(line["move_line_id"]))
            if charge and not line.get("is_credit"):
                line.update(self._prepare_charge_vals(charge))
                lump_sum += charge.lump_sum
                interest += charge.interest
        fee = 0.0 if lump_sum else self._compute_fee(case, level, vals["is_consumer"], history)
        rounded = case.currency.round
        vals.update(
            amount_interest=rounded(interest),
            amount_lump_sum=rounded(lump_sum),
            amount_fee=fee,
            amount_total=rounded(case.net + interest + lump_sum + fee),
        )
        self._mark_lump_sums(charges)
        return vals

    def _prepare_charge_vals(self, charge):
        segments = [
            {
                name: str(value) if name in ("first_day", "last_day") else float(value)
                for name, value in segment._asdict().items()
                if name not in ("exact", "is_rate_missing")
            }
            | {"is_rate_missing": segment.is_rate_missing}
            for segment in charge.segments
        ]
        return {
            "date_default": charge.first_day,
            "amount_interest": charge.interest,
            "amount_lump_sum": charge.lump_sum,
            "interest_segments": segments or False,
        }

    @api.model
    def _mark_lump_sums(self, charges):
        """The law gives it once for each claim."""
        for line, charge in charges.items():
            if charge.lump_sum and not line.pylot_lump_sum_date:
                line.write(
                    {
                        "pylot_lump_sum_date": fields.Date.context_today(self),
                        "pylot_lump_sum": charge.lump_sum,
                    }
                )

    def _compute_fee(self, case, level, is_consumer, history):
        """The first message, which puts the customer in default, is free.

        :return: fee of this message, in its currency"""
        company = case.company
        fee = level.consumer_fee if is_consumer else level.fee
        is_first = not any(line.id in history for line, _amount in case.claims)
        if not fee or is_first or not company.pylot_dunning_fees:
            return 0.0
        today = fields.Date.context_today(self)
        return company.currency_id._convert(fee, case.currency, company, today)

    # === IN WORDS ===

    def _get_interest_basis(self):
        """:return: how the days of a year were counted, in words"""
        basis = self.company_id.pylot_dunning_year_basis
        if basis == "act/365":
            return self.env._("days of the calendar, the year with 365 days")
        if self.company_id.pylot_dunning_profile == "CH" and basis == "law":
            return self.env._("months with 30 days, the year with 360 days")
        return self.env._("days of the calendar, the year with 365 or 366 days")

    def _get_arithmetic(self):
        """:return: list of lines that show how interest was counted"""
        rows = []
        for line in self._get_claims():
            for segment in line.interest_segments or ():
                rows.append(self._describe_segment(line, segment))
        return rows

    def _describe_segment(self, line, segment):
        day = fields.Date.to_date
        text = self.env._(
            "%(invoice)s: %(first)s to %(last)s, %(days)s days, %(principal)s at %(rate)s %% a "
            "year: %(amount)s",
            invoice=line.name,
            first=format_date(self.env, day(segment["first_day"])),
            last=format_date(self.env, day(segment["last_day"])),
            days=int(segment["days"]),
            principal=self.currency_id.format(segment["principal"]),
            rate=f"{float_round(segment['rate'], precision_digits=4):g}",
            amount=self.currency_id.format(segment["amount"]),
        )
        if segment["is_rate_missing"]:
            text += " " + self.env._(
                "(the base rate of this half-year is not known yet; the last known one was used)"
            )
        return text
