from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.formula import is_input_name

MAX_INPUTS = 20
MAX_DECIMALS = 4


class PylotEstimateInput(models.Model):
    """A question of an estimate, whose answer is a number in its formulas."""

    _name = "pylot.estimate.input"
    _description = "Input of an Estimate"
    _order = "sequence, id"

    estimate_id = fields.Many2one("pylot.estimate", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Question", required=True, translate=True, size=80)
    code = fields.Char(
        string="Name in Formulas",
        required=True,
        size=40,
        help="Letters, digits and underscores, such as area.",
    )
    kind = fields.Selection(
        [("number", "A number"), ("choice", "Choice"), ("yesno", "Yes or no")],
        default="number",
        required=True,
    )
    unit = fields.Char(translate=True, size=20, help="Such as m².")
    minimum = fields.Float(string="At Least", digits=(16, 4), default=1.0)
    maximum = fields.Float(string="At Most", digits=(16, 4), default=100.0)
    decimals = fields.Integer(help="Digits behind the decimal point.")
    start_value = fields.Float(
        string="Starts With",
        digits=(16, 4),
        help="What stands in the field at first, and what the formula is tried out with. Of yes "
        "or no: 1 or 0. A choice starts with the first.",
    )
    help_text = fields.Char(string="Help", translate=True, size=200)
    choice_ids = fields.One2many("pylot.estimate.choice", "input_id", string="Choices", copy=True)

    _code_unique = models.UniqueIndex(
        "(estimate_id, lower(code))", "Two inputs cannot have the same name in formulas."
    )
    _decimals_sane = models.Constraint(
        f"CHECK(decimals BETWEEN 0 AND {MAX_DECIMALS})", "At most four digits behind the point."
    )
    _limits_sane = models.Constraint(
        "CHECK(kind != 'number' OR (minimum < maximum AND maximum <= 1000000000 "
        "AND minimum >= -1000000000))",
        "The smallest number must be less than the largest, and both within a billion.",
    )

    @api.constrains("code")
    def _check_code(self):
        for each in self:
            if not is_input_name(each.code):
                raise ValidationError(
                    self.env._(
                        "“%(code)s” cannot be a name in formulas: use letters, digits and "
                        "underscores, begin with a letter, and no word of the formulas.",
                        code=each.code,
                    )
                )

    @api.constrains("kind", "choice_ids")
    def _check_choices(self):
        for each in self:
            if each.kind == "choice" and len(each.choice_ids) < 2:
                raise ValidationError(
                    self.env._("“%(question)s” needs at least two choices.", question=each.name)
                )

    @api.constrains("estimate_id")
    def _check_number(self):
        for estimate in self.estimate_id:
            if len(estimate.input_ids) > MAX_INPUTS:
                raise ValidationError(
                    self.env._("Nobody answers more than %(limit)s questions.", limit=MAX_INPUTS)
                )

    @api.constrains("kind", "start_value", "minimum", "maximum")
    def _check_start_value(self):
        for each in self:
            if each.kind == "number" and not each.minimum <= each.start_value <= each.maximum:
                raise ValidationError(
                    self.env._(
                        "“%(question)s” must start with a number from %(low)g to %(high)g.",
                        question=each.name,
                        low=each.minimum,
                        high=each.maximum,
                    )
                )

    @api.constrains("code", "kind", "minimum", "maximum", "decimals", "start_value", "choice_ids")
    def _check_formulas(self):
        if not self.env.context.get("pylot_estimate_at_once"):
            self.estimate_id._check_formulas()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """A formula that misses an input could not be saved any more."""
        if not self.env.context.get("pylot_estimate_at_once"):
            self.estimate_id._check_formulas(without=self)

    @api.onchange("minimum", "maximum")
    def _onchange_limits(self):
        if self.kind == "number":
            self.start_value = min(max(self.start_value, self.minimum), self.maximum)
