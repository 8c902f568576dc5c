from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PylotEstimate(models.Model):
    """What customers may roughly work out by themselves: questions, a formula, a range, and what
    comes next. It never binds anybody, and says so."""

    _name = "pylot.estimate"
    _description = "Price Estimate"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    intro = fields.Html(
        string="Introduction", translate=True, help="What is estimated, and what is not."
    )
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    is_published = fields.Boolean(string="Published", copy=False)
    company_id = fields.Many2one("res.company", index=True, help="Empty: all companies.")
    input_ids = fields.One2many(
        "pylot.estimate.input", "estimate_id", string="What Is Asked", copy=True
    )
    range_kind = fields.Selection(
        [("spread", "One formula, give or take"), ("formulas", "Two formulas, low and high")],
        string="Range",
        default="spread",
        required=True,
    )
    formula = fields.Text(
        required=True,
        help="Of the price, or of the low end of the range. Inputs by the name they have in "
        "formulas, decimals with a point: max(49, area * 3.50) + if(floors > 2, 30, 0). Functions: "
        "min, max, abs, round, floor, ceil, if, table.",
    )
    formula_high = fields.Text(string="Formula of the High End")
    spread = fields.Float(string="Give or Take", default=15.0, help="Percent of the result.")
    rounding = fields.Float(
        string="Round To", default=5.0, required=True, help="The range ends at whole steps of it."
    )
    vat_note = fields.Char(
        string="Taxes", translate=True, default=lambda self: self.env._("incl. VAT")
    )
    ends_in = fields.Selection(
        [("booking", "Booking of an appointment"), ("quotation", "Request for a quotation")],
        string="Leads To",
        default="booking",
        required=True,
        help="A request becomes a quotation without lines, and an activity for who is responsible.",
    )
    appointment_type_id = fields.Many2one(
        "pylot.appointment.type",
        index="btree_not_null",
        check_company=True,
        domain="[('access', '=', 'public')]",
        ondelete="restrict",
    )
    button_label = fields.Char(
        string="Words on the Button", translate=True, help="Such as: Book an inspection."
    )
    user_id = fields.Many2one(
        "res.users", string="Responsible", domain="[('share', '=', False)]", check_company=True
    )

    _spread_sane = models.Constraint(
        "CHECK(spread BETWEEN 0 AND 90)", "Give or take 0 to 90 percent."
    )
    _rounding_sane = models.Constraint(
        "CHECK(rounding BETWEEN 0.01 AND 10000)", "Round to steps of 0.01 to 10,000."
    )

    @api.constrains("is_published", "active", "ends_in", "appointment_type_id", "input_ids")
    def _check_published(self):
        for estimate in self.filtered("is_published"):
            kind = estimate.appointment_type_id
            if not estimate.input_ids:
                raise ValidationError(
                    self.env._("“%(name)s” asks for nothing yet.", name=estimate.name)
                )
            if estimate.ends_in == "booking" and not (kind.active and kind.access == "public"):
                raise ValidationError(
                    self.env._(
                        "“%(name)s” leads to a booking: choose an appointment type that everybody "
                        "may book.",
                        name=estimate.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        estimates = self.with_context(pylot_estimate_at_once=True)
        return super(PylotEstimate, estimates).create(vals_list).with_env(self.env)

    def write(self, vals):
        """What goes and what comes in one save is one change: the formulas are checked at the end
        of it, and not with each line."""
        estimates = self.with_context(pylot_estimate_at_once=True)
        return super(PylotEstimate, estimates).write(vals)

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for estimate, vals in zip(self, vals_list, strict=True):
            vals["name"] = self.env._("%s (copy)", estimate.name)
        return vals_list
