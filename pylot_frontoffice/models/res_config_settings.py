from odoo import fields, models

from ..tools import scoring

DEFAULTS = scoring.Weights()


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    pylot_weight_travel = fields.Float(
        string="Short Way",
        default=DEFAULTS.travel,
        config_parameter="pylot_frontoffice.weight_travel",
    )
    pylot_weight_preferred = fields.Float(
        string="Preferred by the Customer",
        default=DEFAULTS.preferred,
        config_parameter="pylot_frontoffice.weight_preferred",
    )
    pylot_weight_known = fields.Float(
        string="Knows the Customer",
        default=DEFAULTS.known,
        config_parameter="pylot_frontoffice.weight_known",
    )
    pylot_weight_area = fields.Float(
        string="In the Service Area",
        default=DEFAULTS.area,
        config_parameter="pylot_frontoffice.weight_area",
    )
    pylot_weight_load = fields.Float(
        string="Light Day",
        default=DEFAULTS.load,
        config_parameter="pylot_frontoffice.weight_load",
    )
