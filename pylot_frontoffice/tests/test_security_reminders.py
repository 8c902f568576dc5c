from odoo.fields import Command
from odoo.tests import tagged

from .security_common import REMINDER_MODELS, SecurityCommon

# What each role may do with a record: (r)ead, (w)rite, (c)reate, (u)nlink. Rows are written by the
# engine only, and never deleted.
MATRIX = {
    #                   public portal plain sales tech  agent disp  manager both
    "policy_shared":   "-      -      -     -     -     r     r     rwcu    r",
    "policy_ours":     "-      -      -     -     -     r     r     rwcu    r",
    "policy_foreign":  "-      -      -     -     -     -     -     -       r",
    "level_shared":    "-      -      -     -     -     r     r     rwcu    r",
    "level_ours":      "-      -      -     -     -     r     r     rwcu    r",
    "level_foreign":   "-      -      -     -     -     -     -     -       r",
    "reminder_ours":   "-      -      -     -     -     r     r     r       r",
    "reminder_foreign":"-      -      -     -     -     -     -     -       r",
    "message_ours":    "-      -      -     -     -     r     r     r       r",
    "message_foreign": "-      -      -     -     -     -     -     -       r",
    "run_manager":     "-      -      -     -     -     -     -     rwcu    -",
    "line_manager":    "-      -      -     -     -     -     -     rwcu    -",
    "preview_manager": "-      -      -     -     -     -     -     rwcu    -",
    "text_manager":    "-      -      -     -     -     -     -     rwcu    -",
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestSecurityReminders(SecurityCommon):
    """Least sight on what is promised by itself."""

    @classmethod
    def _create_records(cls):
        made = {}
        for name, company in (
            ("shared", cls.env["res.company"]),
            ("ours", cls.company),
            ("foreign", cls.other_company),
        ):
            policy = cls.env["pylot.reminder.policy"].create(
                {
                    "name": "Visits",
                    "anchor": "calendar.event.start",
                    "company_id": company.id,
                    "level_ids": [Command.create({"name": "The day before"})],
                }
            )
            made.update({f"policy_{name}": policy, f"level_{name}": policy.level_ids})
        messages = cls.env["pylot.message"]
        for name, company in (("ours", cls.company), ("foreign", cls.other_company)):
            level = made[f"level_{name}"]
            reminder = cls.env["pylot.reminder"].create(
                {
                    "level_id": level.id,
                    "res_model": "res.partner",
                    "res_id": company.partner_id.id,
                    "company_id": company.id,
                    "promised_at": cls._at(9),
                    "due_at": cls._at(9),
                }
            )
            cls.env.flush_all()
            domain = [("ledger", "=", reminder._name), ("row_id", "=", reminder.id)]
            made.update({f"reminder_{name}": reminder, f"message_{name}": messages.search(domain)})
        return {**made, **cls._create_dialogs(made["level_ours"])}

    @classmethod
    def _create_dialogs(cls, level):
        env = cls.env(user=cls.manager_user)
        run = env["pylot.reminder.dry.run"].create({"policy_id": level.policy_id.id})
        preview = env["pylot.reminder.preview"].create({"level_id": level.id})
        line = env["pylot.reminder.dry.run.line"].create({"run_id": run.id})
        text = env["pylot.reminder.preview.line"].create({"preview_id": preview.id})
        return {
            "run_manager": run.sudo(),
            "line_manager": line.sudo(),
            "preview_manager": preview.sudo(),
            "text_manager": text.sudo(),
        }

    def test_every_record_for_every_role(self):
        self.check_matrix(MATRIX)

    def test_matrix_is_complete(self):
        ours = {name for name in self.get_our_models() if name.startswith(REMINDER_MODELS)}
        self.assertLessEqual(ours, {record._name for record in self.records.values()})
