from odoo.fields import Command
from odoo.tests import tagged

from .security_common import FOLLOW_MODELS, SecurityCommon

# What each role may do with a record: (r)ead, (w)rite, (c)reate, (u)nlink. Dialogs belong to who
# has opened them.
MATRIX = {
    #                      public portal plain sales tech  agent disp  manager both
    "day_ours":            "-      -      -     -     -     r     r     r       r",
    "day_foreign":         "-      -      -     -     -     -     -     -       r",
    "analysis_ours":       "-      -      -     -     -     r     r     r       r",
    "analysis_foreign":    "-      -      -     -     -     -     -     -       r",
    "figures_agent":       "-      -      -     -     -     rwcu  -     -       -",
    "replan_dispatcher":   "-      -      -     -     -     -     rwcu  -       -",
    "line_dispatcher":     "-      -      -     -     -     -     rwcu  -       -",
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestSecurityFollow(SecurityCommon):
    """Who sees how days are filled and go, and who changes them."""

    @classmethod
    def _create_records(cls):
        made = {}
        days = cls.env["pylot.technician.day"]
        analysis = cls.env["pylot.visit.analysis"]
        for name, technician in (("ours", cls.bert), ("foreign", cls.stranger)):
            visit = cls._create_visit(technician, 9)
            days._refresh(technician, cls.monday, cls.monday)
            cls.env.flush_all()
            made[f"day_{name}"] = days.search([("resource_id", "=", technician.id)])
            made[f"analysis_{name}"] = analysis.search([("event_id", "=", visit.id)])
        figures = cls.env["pylot.visit.figures"].with_user(cls.agent_user).create({})
        line = {"visit_id": visit.id, "old_resource_id": cls.bert.id}
        replan = (
            cls.env["pylot.replan"]
            .with_user(cls.dispatcher_user)
            .create({"technician_id": cls.bert.id, "line_ids": [Command.create(line)]})
        )
        made["figures_agent"] = figures.sudo()
        made["replan_dispatcher"] = replan.sudo()
        made["line_dispatcher"] = replan.line_ids.sudo()
        return made

    def test_every_record_for_every_role(self):
        self.check_matrix(MATRIX)

    def test_matrix_is_complete(self):
        ours = {name for name in self.get_our_models() if name.startswith(FOLLOW_MODELS)}
        self.assertEqual(ours, {record._name for record in self.records.values()})
