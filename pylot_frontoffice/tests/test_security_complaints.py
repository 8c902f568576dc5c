from odoo.fields import Command
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
    "decide_agent":     "-      -      -     -     -     rwcu  -     -       -",
    "dismiss_agent":    "-      -      -     -     -     rwcu  -     -       -",
    "merge_agent":      "-      -      -     -     -     rwcu  -     -       -",
    "anonymise_manager":"-      -      -     -     -     -     -     rwcu    -",
    "remedy_ours":      "-      -      -     -     -     rwc   rwc   rwcu    rwc",
    "remedy_foreign":   "-      -      -     -     -     -     -     -       rwc",
    "item_ours":        "-      -      -     -     -     rw    rw    rw      rw",
    "item_foreign":     "-      -      -     -     -     -     -     -       rw",
    "policy_shared":    "-      -      -     -     -     r     r     rwcu    r",
    "policy_foreign":   "-      -      -     -     -     -     -     -       r",
    "target_ours":      "-      -      -     -     -     r     r     r       r",
    "target_foreign":   "-      -      -     -     -     -     -     -       r",
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
        plan = env["pylot.complaint.notice"]._plan
        complaint, elsewhere = cls._create_complaint(ours), cls._create_complaint(foreign)
        remedies = {
            "remedy_ours": cls._create_remedy(complaint),
            "remedy_foreign": cls._create_remedy(elsewhere),
        }
        policies = {
            name: env["pylot.sla.policy"].create({"name": "Soon", "company_id": company.id})
            for name, company in (
                ("policy_shared", env["res.company"]),
                ("policy_foreign", cls.other_company),
            )
        }
        targets = {
            name: cls._create_complaint(team).sla_status_ids[:1]
            for name, team in (("target_ours", ours), ("target_foreign", foreign))
        }
        writing = {
            f"writing_{name}": env["pylot.complaint.writing"].create(
                {"complaint_id": each.id, "user_id": cls.agent_user.id, "until": cls._at(9)}
            )
            for name, each in (("ours", complaint), ("foreign", elsewhere))
        }
        report = env["pylot.complaint.report"]
        env.flush_all()
        return {
            **remedies,
            **writing,
            "report_ours": report.browse(complaint.id),
            "report_foreign": report.browse(elsewhere.id),
            "item_ours": remedies["remedy_ours"].line_ids,
            "item_foreign": remedies["remedy_foreign"].line_ids,
            **policies,
            **targets,
            "team_ours": ours,
            "team_foreign": foreign,
            "stage": env["pylot.complaint.stage"].search([], limit=1),
            "cause_shared": env["pylot.complaint.type"].create({"name": "Cold"}),
            "cause_foreign": env["pylot.complaint.type"].create(
                {"name": "Warm", "company_id": cls.other_company.id}
            ),
            "tag": env["pylot.complaint.tag"].create({"name": "Winter"}),
            "complaint_anna": cls._create_complaint(ours, event_id=visit.id),
            "complaint_ours": complaint,
            "complaint_portal": cls._create_complaint(
                ours, partner_id=cls.portal_user.partner_id.id
            ),
            "notice_ours": plan(cls._create_complaint(ours), "received"),
            "notice_foreign": plan(cls._create_complaint(foreign), "received"),
            **cls._create_dialogs(cls._create_complaint(ours)),
            "complaint_foreign": elsewhere,
        }

    @classmethod
    def _create_dialogs(cls, complaint):
        """:return: what somebody has opened, by name"""
        made = {}
        for name, role, field in (
            ("decide", "agent", "complaint_id"),
            ("dismiss", "agent", "complaint_ids"),
            ("merge", "agent", "complaint_ids"),
            ("anonymise", "manager", "complaint_ids"),
        ):
            value = complaint.id if field == "complaint_id" else complaint.ids
            dialogs = cls.env[f"pylot.complaint.{name}"].with_user(getattr(cls, f"{role}_user"))
            made[f"{name}_{role}"] = dialogs.create({field: value}).sudo()
        return made

    @classmethod
    def _create_complaint(cls, team, **values):
        return cls.env["pylot.complaint"].create({"name": "Cold", "team_id": team.id, **values})

    @classmethod
    def _create_remedy(cls, complaint):
        line = Command.create({"name": "Pump"})
        return cls.env["pylot.complaint.action"].create(
            {"complaint_id": complaint.id, "kind": "other", "line_ids": [line]}
        )

    def test_every_record_for_every_role(self):
        self.check_matrix(MATRIX)

    def test_matrix_is_complete(self):
        ours = {name for name in self.get_our_models() if name.startswith(COMPLAINT_MODELS)}
        self.assertLessEqual(ours, {record._name for record in self.records.values()})
