from odoo import fields, models

from ..tools import scoring

DEFAULTS = scoring.Weights()


class ResCompany(models.Model):
    """How much each wish counts when the company's technicians are ranked; only the ratio of the
    weights matters, and 0 leaves a wish out."""

    _inherit = "res.company"

    pylot_weight_travel = fields.Float(string="Short Way", default=DEFAULTS.travel)
    pylot_weight_preferred = fields.Float(
        string="Preferred by the Customer", default=DEFAULTS.preferred
    )
    pylot_weight_known = fields.Float(string="Knows the Customer", default=DEFAULTS.known)
    pylot_weight_area = fields.Float(string="In the Service Area", default=DEFAULTS.area)
    pylot_weight_load = fields.Float(string="Light Day", default=DEFAULTS.load)

    pylot_consent_text = fields.Text(
        string="Consent",
        translate=True,
        help="What customers agree to when they book. Empty: that you use their details to plan "
        "and carry out the appointment.",
    )
    pylot_privacy_url = fields.Char(
        string="Privacy Policy", help="Address of your privacy policy, linked beside the consent."
    )

    _pylot_weights_not_negative = models.Constraint(
        """CHECK(LEAST(pylot_weight_travel, pylot_weight_preferred, pylot_weight_known,
                       pylot_weight_area, pylot_weight_load) >= 0)""",
        "A weight cannot be negative. Set 0 to leave a point out.",
    )

    def _get_ranking_weights(self):
        """:return: :class:`scoring.Weights` of the company"""
        self.ensure_one()
        return scoring.Weights(
            travel=self.pylot_weight_travel,
            preferred=self.pylot_weight_preferred,
            known=self.pylot_weight_known,
            area=self.pylot_weight_area,
            load=self.pylot_weight_load,
        )
