from odoo import fields, models

from .pylot_plan import DAY_SECONDS, MOST_SECONDS, WEEK_SECONDS


class ResCompany(models.Model):
    """How plans are made."""

    _inherit = "res.company"

    pylot_plan_seconds_day = fields.Integer(
        string="Seconds for a Day",
        default=DAY_SECONDS,
        help="How long the planner thinks about one day.",
    )
    pylot_plan_seconds_week = fields.Integer(
        string="Seconds for Several Days",
        default=WEEK_SECONDS,
        help="How long the planner thinks about more than one day.",
    )
    pylot_plan_fairness = fields.Float(
        string="Even Load",
        default=0.1,
        help="How much it is worth that everybody works about equally long. 0: only short ways "
        "count; 1: a full day costs as much as driving all day.",
    )

    _pylot_plan_sane = models.Constraint(
        f"""CHECK(pylot_plan_seconds_day BETWEEN 1 AND {MOST_SECONDS}
              AND pylot_plan_seconds_week BETWEEN 1 AND {MOST_SECONDS}
              AND pylot_plan_fairness >= 0)""",
        f"The planner thinks 1 to {MOST_SECONDS} seconds, and even load counts 0 or more.",
    )
