from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .security_common import SecurityCommon


@tagged("post_install", "-at_install")
class TestSecurityDoors(SecurityCommon):
    """The ways around a record rule: buttons, the dialog, counts, groupings, conflicts."""

    # === A TECHNICIAN ===

    def test_technician_can_do_nothing_with_what_is_not_his(self):
        """Another's visit, another company's, or none at all: refused, and no word about it."""
        events = self.env["calendar.event"].with_user(self.technician_user)
        last = self.env["calendar.event"].search([], order="id desc", limit=1)
        ids = [self.records[f"visit_{name}"].id for name in ("bert", "foreign")]
        for visit_id in (*ids, last.id + 1000):
            for door in (
                lambda visit: visit.write({"name": "Mine"}),
                lambda visit: visit.unlink(),
                lambda visit: visit.action_finish_visit(),
                lambda visit: visit.action_cancel_visit(),
                lambda visit: visit.copy(),
                lambda visit: visit.mapped("name"),
                lambda visit: visit.technician_id.name,
            ):
                with self.subTest(visit=visit_id):
                    with self.assertRaises(UserError) as caught:
                        door(events.browse(visit_id))
                    self.assertIn(type(caught.exception), (AccessError, MissingError))
                    self.assertNotIn("Bert", str(caught.exception))
        self.assertEqual(self.records["visit_bert"].visit_state, "planned")

    def test_technician_works_off_his_visit(self):
        visit = self.records["visit_anna"].with_user(self.technician_user)
        visit.action_on_the_way()
        visit.action_start_visit()
        visit.action_finish_visit()
        self.assertEqual(visit.visit_state, "done")
        with self.assertRaises(AccessError):
            visit.technician_id = self.bert
        with self.assertRaises(AccessError):
            visit.action_assign()
        with self.assertRaises(AccessError):
            visit.write({"is_blocking": False, "not_blocking_reason": "Why not"})

    def test_technician_counts_his_visits_only(self):
        for name in ("visit_anna", "visit_bert"):
            self.records[name].customer_id = self.customer
        self.assertEqual(self.customer.with_user(self.technician_user).visit_count, 1)
        self.assertEqual(self.customer.with_user(self.agent_user).visit_count, 2)

    # === THE DIALOG ===

    def test_visits_of_another_company_cannot_be_assigned(self):
        foreign = self.records["visit_foreign"].with_user(self.dispatcher_user)
        with self.assertRaises(AccessError):
            foreign.action_assign()
        dialog = self.env["pylot.assign"].with_user(self.dispatcher_user)
        start = self._at(14)
        with self.assertRaises(AccessError):
            # what a form would send, with an id that was guessed
            dialog = dialog.create(
                {
                    "visit_ids": [Command.set(foreign.ids)],
                    "start": start,
                    "duration": 1,
                    "candidate_ids": [Command.create({"resource_id": self.bert.id})],
                }
            )
            dialog.candidate_ids.action_assign()
        with self.assertRaises(AccessError):
            dialog = dialog.create(
                {
                    "line_ids": [
                        Command.create(
                            {
                                "visit_id": foreign.id,
                                "start": start,
                                "resource_id": self.bert.id,
                            }
                        )
                    ]
                }
            )
            dialog.action_assign_all()
        self.assertEqual(self.records["visit_foreign"].technician_id, self.stranger)

    def test_technicians_of_another_company_are_not_proposed(self):
        row = self.records["row_agent"]
        self.assertNotIn(self.stranger, row.assign_id.candidate_ids.resource_id)

    def test_visits_are_no_secret_of_whoever_planned_them(self):
        """Not even when the dispatcher keeps a private calendar, or has no settings at all."""
        dispatcher = self.dispatcher_user
        dispatcher.with_user(dispatcher).calendar_default_privacy = "private"
        events = self.env["calendar.event"].with_user(dispatcher)
        values = {"customer_id": self.customer.id, "privacy": False}
        visit = self._create_visit(self.carla, 9, env=events.env, **values)
        private = self._create_visit(
            self.carla, 11, env=events.env, **{**values, "privacy": "private"}
        )
        meeting = self._create_visit(env=events.env, name="Doctor")
        robot = self._create_visit(self.carla, 14, **values)
        robot.user_id.res_users_settings_id.unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        seen = self.env["calendar.event"].with_user(self.agent_user)
        names = [event.with_user(self.agent_user).display_name for event in (visit, private)]
        self.assertEqual(names, ["Visit", "Busy"])
        self.assertEqual(meeting.with_user(self.agent_user).display_name, "Busy")
        ids = (visit | private | meeting | robot).ids
        groups = seen._read_group([("id", "in", ids)], ["customer_id"], ["id:recordset"])
        self.assertEqual(dict(groups), {self.customer: seen.browse((visit | robot).ids)})
        self.assertEqual(self.customer.with_user(self.agent_user).visit_count, 2)

    def test_private_appointments_stay_private(self):
        """The list of conflicts says that there is something, not what."""
        doctor = self.env["calendar.event"].with_user(self.technician_user)
        doctor.create(
            {
                "name": "Doctor",
                "privacy": "private",
                "start": self._at(9),
                "stop": self._at(10),
                "partner_ids": [Command.link(self.technician_user.partner_id.id)],
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        conflicts = self.env["pylot.conflict"].with_user(self.dispatcher_user)
        read = conflicts.web_search_read(
            [("resource_id", "=", self.anna.id)],
            {name: {"fields": {"display_name": {}}} for name in ("event_id", "other_event_id")},
        )
        self.assertEqual(read["length"], 1)
        self.assertNotIn("Doctor", str(read))
