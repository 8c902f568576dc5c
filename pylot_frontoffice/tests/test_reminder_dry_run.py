from datetime import datetime, timedelta

from odoo.tests import new_test_user, tagged

from .reminder_common import MODEL, NOW, ReminderCommon

BEFORE = {"moment": "before", "offset": 24, "unit": "hours"}
ARRIVAL = datetime(2026, 11, 6, 12)


@tagged("post_install", "-at_install")
class TestReminderDryRun(ReminderCommon):
    """Who would get what, and why not, before anything is switched on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, "pylot_m", groups="pylot_frontoffice.group_manager")
        cls._allow_parcels("pylot_frontoffice.group_manager")

    def _run(self, policy):
        action = policy.with_user(self.manager).action_dry_run()
        return self.env[action["res_model"]].with_user(self.manager).browse(action["res_id"])

    def _get_line(self, policy, parcel):
        return self._run(policy).line_ids.filtered(lambda line: line.res_id == parcel.id)

    def test_who_what_when(self):
        policy = self._create_policy(BEFORE, state="dry_run")
        parcel = self._create_parcel(ARRIVAL)
        self.assertRecordValues(
            self._get_line(policy, parcel),
            [
                {
                    "document_name": "Tap",
                    "partner_id": self.customer.id,
                    "level_id": policy.level_ids.id,
                    "recipient": "frieda@example.com",
                    "due_at": datetime(2026, 11, 5, 12),
                    "is_sent": True,
                    "reason": "",
                }
            ],
        )
        self.assertFalse(self._get_reminders(parcel), "nothing is planned by looking")

    def test_why_not(self):
        policy = self._create_policy(BEFORE, state="dry_run")
        silent = self.customer.copy({"pylot_no_messages": True})
        barred = self.customer.copy({"email": "barred@example.com"})
        self.env["mail.blacklist"].create({"email": "barred@example.com"})
        for vals, reason in (
            ({"is_held": True}, "It is held."),
            ({"partner_id": silent.id}, "The customer wants no automatic messages."),
            ({"partner_id": barred.id}, "The e-mail address is on the blacklist."),
            (
                {"partner_id": self.customer.copy({"email": False}).id},
                "There is no e-mail address.",
            ),
            ({"arrives_at": NOW + timedelta(hours=3)}, "The time for it has passed."),
        ):
            parcel = self._create_parcel(vals.pop("arrives_at", ARRIVAL), **vals)
            line = self._get_line(policy, parcel)
            with self.subTest(reason=reason):
                self.assertEqual((line.is_sent, line.reason), (False, reason))

    def test_quiet_hours(self):
        """What is due now waits until the morning."""
        policy = self._create_policy({"offset": 0, "unit": "hours"}, state="dry_run")
        parcel = self._create_parcel(datetime(2026, 11, 3, 15))
        self.clock.move_to(datetime(2026, 11, 3, 21))
        line = self._get_line(policy, parcel)
        self.assertEqual(
            (line.is_sent, line.due_at, line.reason),
            (True, datetime(2026, 11, 4, 8), "Waits for the sending hours."),
        )

    def test_as_it_is_planned(self):
        """What a dry run says is what is planned when it is switched on from there."""
        policy = self._create_policy(
            BEFORE, {"moment": "before", "offset": 2, "unit": "hours"}, state="off"
        )
        parcels = self.env[MODEL].concat(
            *[self._create_parcel(ARRIVAL + timedelta(hours=n)) for n in range(3)],
            self._create_parcel(NOW + timedelta(hours=1)),
        )
        run = self._run(policy)
        said = {(line.res_id, line.level_id, line.due_at) for line in run.line_ids if line.is_sent}
        action = run.action_switch_on()
        self.assertEqual(policy.state, "on")
        self.assertEqual(action["domain"], [("policy_id", "=", policy.id)])
        first = self._get_reminders(parcels).filtered(
            lambda one: one.level_id == policy.level_ids[0]
        )
        self.assertEqual(said, {(one.res_id, one.level_id, one.due_at) for one in first})
        self.assertEqual(len(said), 3)
        self.assertEqual(
            set(self._run(policy).line_ids.filtered("is_sent").mapped("reason")), {"Planned."}
        )

    def test_what_has_happened(self):
        policy = self._create_policy(BEFORE)
        parcel = self._create_parcel(ARRIVAL)
        reminder = self._get_reminders(parcel)
        reminder.action_take_back()
        line = self._get_line(policy, parcel)
        self.assertEqual((line.is_sent, line.reason), (False, reminder.reason))
        reminder.write({"state": "failed", "reason": "Broken"})
        self.assertEqual(self._get_line(policy, parcel).reason, "Broken")
        reminder.write({"state": "sent", "sent_at": NOW, "reason": False})
        self.assertIn("Sent on 11/3/26", self._get_line(policy, parcel).reason)

    def test_ladder_shows_the_level(self):
        policy = self._create_policy(
            {"offset": 3},
            {"offset": 14},
            is_ladder=True,
            max_age_days=0,
            state="dry_run",
        )
        first, last = policy.level_ids
        early = self._create_parcel(NOW - timedelta(days=1))
        late = self._create_parcel(NOW - timedelta(days=60))
        done = self._create_parcel(NOW - timedelta(days=60))
        for parcel, level in ((late, first), (done, first), (done, last)):
            self._create_sent(policy, level, parcel)
        run = self._run(policy)
        lines = {line.res_id: line for line in run.line_ids}
        self.assertEqual(lines[early.id].level_id, first)
        self.assertTrue(lines[early.id].is_sent)
        self.assertEqual(lines[early.id].due_at, NOW + timedelta(days=2))
        self.assertEqual(lines[late.id].level_id, last)
        # keeps its distance of eleven days, which end on a Saturday
        self.assertEqual(lines[late.id].due_at, datetime(2026, 11, 16, 8))
        self.assertEqual(lines[late.id].reason, "Waits for the sending hours.")
        self.assertEqual((lines[done.id].level_id, lines[done.id].is_sent), (last, False))

    def _create_sent(self, policy, level, parcel):
        return self.env["pylot.reminder"].create(
            {
                "level_id": level.id,
                "res_model": MODEL,
                "res_id": parcel.id,
                "part": 0,
                "cycle": 0,
                "promised_at": NOW,
                "due_at": NOW,
                "sent_at": NOW,
                "state": "sent",
            }
        )

    def test_least_sight(self):
        """Documents of others are counted, and nothing is said about them."""
        policy = self._create_policy(BEFORE, state="dry_run")
        self._create_parcel(ARRIVAL)
        other = self.env["res.company"].create({"name": "Next door"})
        elsewhere = self._create_parcel(ARRIVAL, company_id=other.id)
        secret = self._create_parcel(ARRIVAL, name="Secret")
        self.env["ir.rule"].create(
            {
                "name": "Secret",
                "model_id": self.env["ir.model"]._get_id(MODEL),
                "domain_force": "[('name', '!=', 'Secret')]",
            }
        )
        run = self._run(policy)
        self.assertFalse({elsewhere.id, secret.id} & set(run.line_ids.mapped("res_id")))
        self.assertIn("Would be sent: 1.", run.summary)
        self.assertIn("you may not open: 1.", run.summary)

    def test_and_more(self):
        policy = self._create_policy(BEFORE, state="dry_run")
        self._create_parcels(90)
        for days in (30, 40):
            self._create_parcel(NOW - timedelta(days=days))
        run = self._run(policy)
        self.assertEqual(len(run.line_ids), 80)
        self.assertIn("And 10 more.", run.summary)
        self.assertIn("stay quiet: 2.", run.summary)

    def _create_parcels(self, count):
        return self.env[MODEL].create(
            [
                {
                    "name": "Tap",
                    "partner_id": self.customer.id,
                    "arrives_at": ARRIVAL + timedelta(minutes=n),
                }
                for n in range(count)
            ]
        )

    def test_constant_queries(self):
        policy = self._create_policy(BEFORE, {"offset": 2}, state="dry_run")
        counts = []
        for count in (1, 10, 60):
            self._create_parcels(count)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._run(policy)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        # the first one warms up what lives as long as the server; then rows cost nothing
        self.assertLessEqual(max(counts[1:]), 16)
