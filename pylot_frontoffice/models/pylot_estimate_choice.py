from odoo import api, fields, models


class PylotEstimateChoice(models.Model):
    """One of the answers to a question, and the number it is in the formulas."""

    _name = "pylot.estimate.choice"
    _description = "Choice of an Estimate"
    _order = "sequence, id"

    input_id = fields.Many2one(
        "pylot.estimate.input", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Answer", required=True, translate=True, size=80)
    value = fields.Float(digits=(16, 4), help="The number it is in the formulas.")

    _value_sane = models.Constraint(
        "CHECK(value BETWEEN -1000000000 AND 1000000000)", "A value must be within a billion."
    )

    @api.constrains("value", "input_id")
    def _check_formulas(self):
        if not self.env.context.get("pylot_estimate_at_once"):
            self.input_id.estimate_id._check_formulas()
