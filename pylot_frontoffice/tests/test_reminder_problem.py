from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .reminder_common import ReminderCommon

BEFORE = {"moment": "before", "offset": 24, "unit": "hours"}
LOG = "odoo.addons.pylot_frontoffice.models.pylot_reminder_policy_problem"


@tagged("post_install", "-at_install")
class TestReminderProblem(ReminderCommon):
    """A policy whose condition names a field that was there when it was saved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = new_test_user(cls.env, "p_agent", groups="pylot_frontoffice.group_agent")

    def setUp(self):
        super().setUp()
        self.broken, self.fine = self._create_policy(BEFORE), self._create_policy(BEFORE)
        self._break("[('gone', '=', 1)]")

    def _break(self, domain):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE pylot_reminder_policy SET domain = %s WHERE id = %s", [domain, self.broken.id]
        )
        self.env.invalidate_all()

    def _create(self):
        return self._create_parcel(datetime(2026, 11, 6, 12))

    def _get_row(self):
        return (
            self.env["pylot.message"]
            .with_user(self.agent)
            .search([("ledger", "=", "pylot.reminder.policy"), ("row_id", "=", self.broken.id)])
        )

    def test_saving_goes_on(self):
        with self.assertLogs(LOG, "ERROR"):
            parcel = self._create()
        self.assertEqual(self._get_reminders(parcel).policy_id, self.fine)
        with self.assertLogs(LOG, "ERROR"):
            parcel.write({"arrives_at": datetime(2026, 11, 12, 12), "version": 1})
        self.assertEqual(parcel.version, 1)
        moved = self._get_reminders(parcel).filtered(lambda one: one.state == "planned")
        self.assertEqual((moved.policy_id, moved.cycle), (self.fine, 1))

    @mute_logger("odoo.sql_db")
    def test_what_only_the_database_refuses(self):
        self._break("[]")
        policy_class = type(self.broken)
        plan, broken = policy_class._plan_one, self.broken

        def fail(policy, documents):
            if policy == broken:
                policy.env.cr.execute("SELECT gone FROM pylot_reminder")
            return plan(policy, documents)

        self.patch(policy_class, "_plan_one", fail)
        with self.assertLogs(LOG, "ERROR"):
            parcel = self._create()
        self.assertEqual(self._get_reminders(parcel).policy_id, self.fine)
        self.assertIn("gone", self.broken.problem)

    def test_job_goes_on(self):
        self._break("[]")
        parcel = self._create()
        self._get_reminders(parcel).unlink()
        self._break("[('gone', '=', 1)]")
        plan = self.env.ref("pylot_frontoffice.ir_cron_pylot_reminder_plan")
        with self.enter_registry_test_mode(), self.assertLogs(LOG, "ERROR"):
            plan.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self._get_reminders(parcel).policy_id, self.fine)
        self.assertIn("gone", self.broken.problem)

    def test_in_the_work_list_until_it_is_repaired(self):
        self.assertFalse(self._get_row())
        with self.assertLogs(LOG, "ERROR"):
            parcel = self._create()
        row = self._get_row()
        self.assertRecordValues(
            row,
            [
                {
                    "state": "failed",
                    "name": "A rule that cannot be followed",
                    "document_name": self.broken.name,
                    "reason": self.broken.problem,
                    "due_at": self.broken.problem_at,
                }
            ],
        )
        self.assertIn("gone", row.reason)
        with self.assertLogs(LOG, "ERROR"):
            row.action_retry()
        self.assertTrue(self._get_row(), "nothing was repaired")
        row.action_take_back()
        self.assertTrue(self._get_row())
        self.broken.domain = "[('is_lost', '=', False)]"
        self.assertFalse(self._get_row())
        self.assertEqual(self._get_reminders(parcel).policy_id, self.broken | self.fine)

    def test_repaired_by_an_update(self):
        with self.assertLogs(LOG, "ERROR"):
            parcel = self._create()
        self._break("[]")
        self._get_row().action_retry()
        self.assertFalse(self.broken.problem)
        self.assertEqual(self._get_reminders(parcel).policy_id, self.broken | self.fine)

    def test_tried_out(self):
        with self.assertRaisesRegex(UserError, "gone"):
            self.broken.action_dry_run()
        self.assertEqual(self.fine.action_dry_run()["res_model"], "pylot.reminder.dry.run")

    def test_switched_off(self):
        with self.assertLogs(LOG, "ERROR"):
            self._create()
        self.broken.state = "off"
        self.assertFalse(self._get_row())

    def test_said_once(self):
        """Or everybody who saves a document would wait for the others."""
        with self.assertLogs(LOG, "ERROR"):
            self._create()
        since = self.broken.problem_at
        self.clock.tick(3600)
        with self.assertLogs(LOG, "ERROR"):
            self._create()
        self.assertEqual(self.broken.problem_at, since)
