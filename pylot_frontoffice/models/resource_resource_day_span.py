from datetime import timedelta

from odoo import models

from ..tools.wall_time import day_to_utc


class ResourceResource(models.Model):
    _inherit = "resource.resource"

    def _get_day_span(self, day, tz=None):
        """:param date day: on the clock of ``tz``, default the technician's
        :return: (midnight, next midnight), naive UTC"""
        tz = tz or self.tz or "UTC"
        return day_to_utc(day, 0, tz), day_to_utc(day + timedelta(days=1), 0, tz)
