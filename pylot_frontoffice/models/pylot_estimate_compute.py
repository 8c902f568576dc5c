import hashlib
import json
from decimal import Decimal
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.estimate_range import round_range, spread_result
from ..tools.formula import Formula, FormulaError
from .pylot_estimate_wording import describe_formula_error


class EstimateError(ValueError):
    """Nothing that can be said: ``str`` of it is a translated sentence."""


class Range(NamedTuple):
    """From .. to, in the currency of the company."""

    low: Decimal
    high: Decimal


class PylotEstimate(models.Model):
    """From answers to a range. A formula is checked where people write it, so that it does not
    fail where customers use it."""

    _inherit = "pylot.estimate"

    version = fields.Char(
        compute="_compute_version", help="Of everything the result depends on; kept with it."
    )
    try_out = fields.Char(
        string="Tried Out",
        compute="_compute_try_out",
        help="What customers see who change nothing, or what is wrong.",
    )

    def _get_parts(self):
        """:return: tuple of what the result depends on"""
        inputs = [
            (each.code, each.kind, each.minimum, each.maximum, each.decimals)
            + tuple((choice._origin.id, choice.value) for choice in each.choice_ids)
            for each in self.input_ids
        ]
        return self.range_kind, self.formula, self.formula_high, self.spread, self.rounding, inputs

    @api.depends(
        "range_kind",
        "formula",
        "formula_high",
        "spread",
        "rounding",
        "input_ids.code",
        "input_ids.kind",
        "input_ids.minimum",
        "input_ids.maximum",
        "input_ids.decimals",
        "input_ids.choice_ids.value",
    )
    def _compute_version(self):
        for estimate in self:
            text = json.dumps(estimate._get_parts())
            estimate.version = hashlib.sha256(text.encode()).hexdigest()[:8]

    @api.depends("version", "vat_note", "input_ids.start_value")
    @api.depends_context("lang")
    def _compute_try_out(self):
        for estimate in self:
            values = {each.code or "": each._get_start() for each in estimate.input_ids}
            try:
                estimate.try_out = estimate._say_range(estimate._estimate(values))
            except EstimateError as error:
                estimate.try_out = str(error)

    # === COMPUTE ===

    def _get_formulas(self):
        """:return: list of (label, :class:`Formula`): one, or the low and the high one
        :raise EstimateError: naming the formula, and what is wrong in it"""
        names = [each.code for each in self.input_ids if each.code]
        fields_ = self._fields
        written = [(fields_["formula"], self.formula)]
        if self.range_kind == "formulas":
            written.append((fields_["formula_high"], self.formula_high))
        return [self._read_formula(field, text, names) for field, text in written]

    def _read_formula(self, field, text, names):
        label = field._description_string(self.env)
        try:
            return label, Formula(text or "", names)
        except FormulaError as error:
            reason = describe_formula_error(self.env, error)
            raise EstimateError(
                self.env._("%(field)s: %(reason)s", field=label, reason=reason)
            ) from error

    def _estimate(self, values, formulas=None):
        """
        :param dict values: Decimal by the name in formulas, of every input
        :return: :class:`Range`, rounded
        :raise EstimateError: when nothing sensible comes out
        """
        self.ensure_one()
        results = []
        for label, formula in formulas or self._get_formulas():
            try:
                results.append(formula.compute(values))
            except FormulaError as error:
                reason = describe_formula_error(self.env, error)
                raise EstimateError(
                    self.env._("%(field)s: %(reason)s", field=label, reason=reason)
                ) from error
        if len(results) == 1:
            results = spread_result(results[0], Decimal(str(self.spread)))
        if results[0] < 0:
            raise EstimateError(self.env._("The result would be less than nothing."))
        if results[0] > results[1]:
            raise EstimateError(self.env._("The low end would be above the high one."))
        return Range(*round_range(*results, Decimal(str(self.rounding))))

    # === CHECK ===

    @api.constrains("formula", "formula_high", "range_kind", "spread", "rounding", "input_ids")
    def _check_formulas(self, without=None):
        """Tried with the first values, with the smallest and the largest of all, and with each
        input at its limits while the others stay.

        :param without: inputs that are about to go"""
        for estimate in self:
            inputs = estimate.input_ids - (without or self.env["pylot.estimate.input"])
            trial = estimate
            if without:
                trial = estimate.new(origin=estimate)
                trial.input_ids = inputs
            try:
                formulas = trial._get_formulas()
                for values in inputs._get_trials():
                    trial._try(formulas, values)
            except EstimateError as error:
                raise ValidationError(
                    self.env._("“%(name)s”: %(reason)s", name=estimate.name, reason=error)
                ) from error

    def _try(self, formulas, values):
        try:
            self._estimate(values, formulas)
        except EstimateError as error:
            told = ", ".join(f"{code} = {value.normalize():f}" for code, value in values.items())
            raise EstimateError(
                self.env._("%(reason)s (tried with %(values)s)", reason=error, values=told)
            ) from error
