from datetime import timedelta

from odoo import fields, models

from ..tools.slot_request import SlotRequest

# What may have changed since a plan was made. Its own visits are compared apart.
CODES = ("skill", "working_hours", "time_off", "calendar")


class PylotPlan(models.Model):
    """Is whoever shall come still there and able to? Asked of the layers that answer for every
    other door, too, once for each appointment type."""

    _inherit = "pylot.plan"

    def _find_absences(self, lines):
        """:return: dict of lines whose technicians cannot come any more to a sentence"""
        refused = {}
        for kind, group in lines.grouped(lambda line: line.event_id.appointment_type_id).items():
            refused |= self._find_absences_of(kind.sudo(), group, lines.event_id.ids)
        return refused

    def _find_absences_of(self, kind, lines, event_ids):
        everybody = lines.resource_id | lines.helper_ids
        tools = everybody.filtered(lambda member: member.resource_type == "material")
        request = SlotRequest(
            resource_ids=tuple((everybody - tools).ids),
            equipment_ids=tuple(tools.ids),
            start=min(lines.mapped("start")),
            stop=max(lines.mapped("stop")),
            now=fields.Datetime.now(),
            buffer_before=timedelta(minutes=kind.buffer_before),
            buffer_after=timedelta(minutes=kind.buffer_after),
            appointment_type_id=kind.id or None,
            company_id=self.company_id.id,
            ignore_event_ids=tuple(event_ids),
        )
        wanted = {
            line: [(who.id, line.start, line.stop) for who in line.resource_id | line.helper_ids]
            for line in lines
        }
        found = self.env["pylot.availability"]._explain(
            request, sorted({each for asked in wanted.values() for each in asked})
        )
        refused = {}
        for line, asked in wanted.items():
            codes = [code for each in asked for code in found.get(each, ()) if code in CODES]
            if codes:
                refused[line] = " ".join(dict.fromkeys(kind._explain_text(codes)))
        return refused
