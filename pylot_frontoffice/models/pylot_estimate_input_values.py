from decimal import Decimal

from odoo import models


class PylotEstimateInput(models.Model):
    """Numbers of an input."""

    _inherit = "pylot.estimate.input"

    def _get_start(self):
        """:return: Decimal, what is computed with before anything is changed"""
        self.ensure_one()
        if self.kind == "choice":
            return _to_decimal(self.choice_ids[:1].value)
        if self.kind == "yesno":
            return Decimal(bool(self.start_value))
        return _to_decimal(self.start_value)

    def _get_limits(self):
        """:return: list of Decimal, the numbers between which it lies"""
        self.ensure_one()
        if self.kind == "choice":
            return [_to_decimal(choice.value) for choice in self.choice_ids]
        if self.kind == "yesno":
            return [Decimal(0), Decimal(1)]
        return [_to_decimal(self.minimum), _to_decimal(self.maximum)]

    def _get_trials(self):
        """:return: list of dicts of Decimal by name: what formulas are tried with"""
        start = {each.code: each._get_start() for each in self}
        limits = {each.code: each._get_limits() or [Decimal(0)] for each in self}
        trials = [start]
        for pick in (min, max):
            trials.append({code: pick(values) for code, values in limits.items()})
        for code, values in limits.items():
            trials += [{**start, code: value} for value in values]
        return trials


def _to_decimal(number):
    return Decimal(str(number))
