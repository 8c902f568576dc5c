from odoo.tests import tagged

from .security_common import COMPLAINT_MODELS, SecurityCommon

# What each role may do with a record: (r)ead, (w)rite, (c)reate, (u)nlink. The technician is Anna.
MATRIX = {
    #                    public portal plain sales tech  agent disp  manager both
    "team_ours":        "-      -      -     -     r     r     r     rwcu    r",
    "team_foreign":     "-      -      -     -     -     -     -     -       r",
    "stage":            "-      -      -     -     r     r     r     rwcu    r",
    "cause_shared":     "-      -      -     -     r     r     r     rwcu    r",
    "cause_foreign":    "-      -      -     -     -     -     -     -       r",
    "tag":              "-      -      -     -     r     rwc   rwc   rwcu    rwc",
    "complaint_anna":   "-      -      -     -     r     rwc   rwc   rwcu    rwc",
    "complaint_ours":   "-      -      -     -     -     rwc   rwc   rwcu    rwc",
    "complaint_portal": "-      -      -     -     -     rwc   rwc   rwcu    rwc",
    "complaint_foreign":"-      -      -     -     -     -     -     -       rwc",
    "report_ours":      "-      -      -     -     -     r     r     r       r",
    "report_foreign":   "-      -      -     -     -     -     -     -       r",
    "writing_ours":     "-      -      -     -     -     r     r     r       r",
    "writing_foreign":  "-      -      -     -     -     -     -     -       r",
    "notice_ours":      "-      -      -     -     -     r     r     r       r",
    "notice_foreign":   "-      -      -     -     -     -     -     -       r",
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestSecurityComplaints(SecurityCommon):
    """Least sight of complaints: role x company x operation."""

    @classmethod
    def _create_records(cls):
        env = cls.env
        ours = env["pylot.team"]._get_default(cls.company)
        foreign = env["pylot.team"]._get_default(cls.other_company)
        visit = cls._create_visit(cls.anna, 9)
        writing = {
            f"writing_{name}": env["pylot.complaint.writing"].create(
                {
                    "complaint_id": cls._create_complaint(team).id,
                    "user_id": cls.agent_user.id,
                    "until": cls._at(9),
                }
            )
            for name, team in (("ours", ours), ("foreign", foreign))
        }
        plan = env["pylot.complaint.notice"]._plan
        return {
            **writing,
            "team_ours": ours,
            "team_foreign": foreign,
            "stage": env["pylot.complaint.stage"].search([], limit=1),
            "cause_shared": env["pylot.complaint.type"].create({"name": "Cold"}),
            "cause_foreign": env["pylot.complaint.type"].create(
                {"name": "Warm", "company_id": cls.other_company.id}
            ),
            "tag": env["pylot.complaint.tag"].create({"name": "Winter"}),
            "complaint_anna": cls._create_complaint(ours, event_id=visit.id),
            "complaint_ours": cls._create_complaint(ours),
            "complaint_portal": cls._create_complaint(
                ours, partner_id=cls.portal_user.partner_id.id
            ),
            "complaint_foreign": cls._create_complaint(foreign),
            "notice_ours": plan(cls._create_complaint(ours), "received"),
            "notice_foreign": plan(cls._create_complaint(foreign), "received"),
        }

    @classmethod
    def _create_complaint(cls, team, **values):
        return cls.env["pylot.complaint"].create({"name": "Cold", "team_id": team.id, **values})

    def test_every_record_for_every_role(self):
        self.check_matrix(MATRIX)

    def test_matrix_is_complete(self):
        ours = {name for name in self.get_our_models() if name.startswith(COMPLAINT_MODELS)}
        self.assertLessEqual(ours, {record._name for record in self.records.values()})
