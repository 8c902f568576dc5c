from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import FrontofficeCommon

ROLES = (
    "public",
    "portal",
    "plain",
    "salesperson",
    "technician",
    "agent",
    "dispatcher",
    "manager",
    # a dispatcher who works for both companies, with both switched on
    "both",
)

# What each role may do with a record: (r)ead, (w)rite, (c)reate, (u)nlink. Core lets employees
# change every event of their colleagues, and shows invited portal users theirs; both go on. The
# technician is Anna.
MATRIX = {
    #                  public portal plain sales tech  agent disp  manager both
    "visit_anna":     "-      -      rwcu  rwcu  rwcu  rwcu  rwcu  rwcu    rwcu",
    "visit_helped":   "-      -      rwcu  rwcu  rwcu  rwcu  rwcu  rwcu    rwcu",
    "visit_bert":     "-      -      rwcu  rwcu  -     rwcu  rwcu  rwcu    rwcu",
    "visit_draft":    "-      -      rwcu  rwcu  -     rwcu  rwcu  rwcu    rwcu",
    "visit_invited":  "-      r      rwcu  rwcu  -     rwcu  rwcu  rwcu    rwcu",
    "visit_foreign":  "-      -      -     -     -     -     -     -       rwcu",
    "meeting":        "-      -      rwcu  rwcu  rwcu  rwcu  rwcu  rwcu    rwcu",
    "booking_anna":   "-      -      -     -     r     r     r     r       r",
    "booking_bert":   "-      -      -     -     -     r     r     r       r",
    "booking_foreign":"-      -      -     -     -     -     -     -       r",
    "type_ours":      "-      -      r     r     r     r     r     rwcu    r",
    "type_shared":    "-      -      r     r     r     r     r     rwcu    r",
    "type_foreign":   "-      -      -     -     -     -     -     -       r",
    "skill_ours":     "-      -      r     r     r     r     r     rwcu    r",
    "skill_foreign":  "-      -      -     -     -     -     -     -       r",
    "conflict_ours":  "-      -      -     -     -     -     r     r       r",
    "conflict_foreign":"-     -      -     -     -     -     -     -       r",
    "tech_ours":      "-      -      r     r     r     r     rwc   rwc     rwc",
    "tech_foreign":   "-      -      -     -     -     -     -     -       rwc",
    "dialog_agent":   "-      -      -     -     -     rwcu  -     -       -",
    "row_agent":      "-      -      -     -     -     rwcu  -     -       -",
    "line_agent":     "-      -      -     -     -     rwcu  -     -       -",
    "time_agent":     "-      -      -     -     -     rwcu  -     -       -",
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestSecurity(FrontofficeCommon):
    """Least sight, record by record: role x company x operation, and the doors around it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.public_user = cls.env.ref("base.public_user")
        cls.portal_user = new_test_user(cls.env, "pylot_portal", groups="base.group_portal")
        cls.both_user = new_test_user(
            cls.env,
            "pylot_both",
            groups="pylot_frontoffice.group_dispatcher",
            company_id=cls.company.id,
            company_ids=[Command.set((cls.company | cls.other_company).ids)],
        )
        cls.stranger = cls._create_technician("Stranger", company=cls.other_company)
        cls.records = cls._create_records()

    @classmethod
    def _create_records(cls):
        ours = cls._create_type("Ours", company_id=cls.company.id)
        foreign = cls._create_type("Foreign", company_id=cls.other_company.id)
        records = {
            "visit_anna": cls._create_visit(cls.anna, 9),
            "visit_helped": cls._create_visit(cls.bert, 13, helper_ids=[Command.link(cls.anna.id)]),
            "visit_bert": cls._create_visit(cls.bert, 9),
            "visit_draft": cls._create_visit(appointment_type_id=ours.id),
            "visit_invited": cls._create_visit(
                cls.carla, 16, partner_ids=[Command.link(cls.portal_user.partner_id.id)]
            ),
            "visit_foreign": cls._create_visit(cls.stranger, 9),
            "meeting": cls._create_visit(name="Meeting", user_id=cls.plain_user.id),
            "type_ours": ours,
            "type_shared": cls._create_type("Shared"),
            "type_foreign": foreign,
            "tech_ours": cls.bert,
            "tech_foreign": cls.stranger,
        }
        for name in ("anna", "bert", "foreign"):
            records[f"booking_{name}"] = records[f"visit_{name}"].booking_ids
        for name, technician in (("ours", cls.bert), ("foreign", cls.stranger)):
            cls._create_visit(
                technician, 9, is_blocking=False, not_blocking_reason="Passes by on the way"
            )
            cls.env.flush_all()
            records[f"conflict_{name}"] = cls.env["pylot.conflict"].search(
                [("resource_id", "=", technician.id)]
            )
        drafts = records["visit_draft"].with_user(cls.agent_user)
        dialog = drafts.env["pylot.assign"].browse(drafts.action_assign()["res_id"])
        many = drafts | records["visit_bert"].with_user(cls.agent_user)
        lines = drafts.env["pylot.assign"].browse(many.action_assign()["res_id"]).line_ids
        records.update(
            dialog_agent=dialog.sudo(),
            row_agent=dialog.candidate_ids[0].sudo(),
            line_agent=lines[0].sudo(),
            time_agent=dialog.time_ids[0].sudo(),
        )
        # now that somebody could be proposed
        cls._require_skill(ours | foreign)
        records.update(skill_ours=ours.skill_ids, skill_foreign=foreign.skill_ids)
        return records

    @classmethod
    def _require_skill(cls, kinds):
        skill_type = cls.env["hr.skill.type"].create(
            {
                "name": "Gas",
                "skill_ids": [Command.create({"name": "Gas heating"})],
                "skill_level_ids": [Command.create({"name": "Any", "level_progress": 50})],
            }
        )
        for kind in kinds:
            kind.skill_ids = [Command.create({"skill_id": skill_type.skill_ids.id})]

    def _as(self, role, record):
        user = getattr(self, f"{role}_user")
        companies = user.company_ids if role == "both" else user.company_id
        return record.with_user(user).with_context(allowed_company_ids=companies.ids).sudo(False)

    def test_every_record_for_every_role(self):
        for name, row in MATRIX.items():
            record = self.records[name]
            self.assertEqual(len(record), 1, name)
            for role, allowed in zip(ROLES, row.split(), strict=True):
                seen = self._as(role, record)
                for operation in ("read", "write", "create", "unlink"):
                    with self.subTest(record=name, role=role, operation=operation):
                        self.assertEqual(seen.has_access(operation), operation[0] in allowed)
                with self.subTest(record=name, role=role, operation="search"):
                    self._check_search(seen, "r" in allowed)

    def _check_search(self, record, is_visible):
        """Every way of looking for a record says the same."""
        if not record.browse().has_access("read"):
            self.assertFalse(is_visible)
            with self.assertRaises(AccessError):
                record.search([("id", "in", record.ids)])
            return
        domain = [("id", "in", record.ids)]
        self.assertEqual(record.search(domain), record if is_visible else record.browse())
        self.assertEqual(record.search_count(domain), int(is_visible))
        self.assertEqual(bool(record.name_search("", domain)), is_visible)
        [(count,)] = record._read_group(domain, [], ["__count"])
        self.assertEqual(count, int(is_visible))
        found = record.web_search_read(domain, {"display_name": {}})
        self.assertEqual(found["length"], int(is_visible))

    def test_matrix_is_complete(self):
        models = self.env["ir.model"].search([("model", "=like", "pylot.%")])
        ours = {model.model for model in models if not self.env[model.model]._abstract}
        self.assertLessEqual(ours, {record._name for record in self.records.values()})
        self.assertEqual(set(self.records), set(MATRIX))

    def test_company_switched_off(self):
        """Who works for two companies sees those that are switched on."""
        events = self.env["calendar.event"].with_user(self.both_user)
        ids = (self.records["visit_bert"] | self.records["visit_foreign"]).ids
        for companies, name in (
            (self.company, "visit_bert"),
            (self.other_company, "visit_foreign"),
        ):
            found = events.with_context(allowed_company_ids=companies.ids).search(
                [("id", "in", ids)]
            )
            self.assertEqual(found.ids, self.records[name].ids)

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

    # === WITHOUT A ROLE ===

    def test_events_without_a_role(self):
        """What plain calendar users do all day."""
        user = self.plain_user
        events = self.env["calendar.event"].with_user(user)
        with Form(events, view="calendar.view_calendar_event_form") as form:
            form.name = "Lunch"
            form.start = self._at(12)
            form.stop = self._at(13)
        lunch = form.record
        self.assertEqual(lunch.user_id, user)
        self.assertIn(user.partner_id, lunch.partner_ids)
        self.assertFalse(lunch.visit_state or lunch.visit_company_id or lunch.sudo().booking_ids)
        lunch.write({"recurrency": True, "rrule_type": "daily", "end_type": "count", "count": 3})
        series = lunch.recurrence_id.calendar_event_ids
        self.assertEqual(len(series), 3)
        self.assertEqual(len(series.copy()), 3)
        lunch.write({"start": self._at(11), "recurrence_update": "all_events"})
        lunch.recurrence_id.calendar_event_ids.unlink()

    def test_orders_without_a_role(self):
        user = self.salesperson_user
        product = self.env["product.product"].create({"name": "Pump", "type": "consu"})
        with Form(self.env["sale.order"].with_user(user)) as form:
            form.partner_id = self.customer
            with form.order_line.new() as line:
                line.product_id = product
        order = form.record
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        order.copy()
        order._action_cancel()

    def test_forms_without_a_role(self):
        """Nothing of ours is in the way of people who have nothing to do with it."""
        for role, models in (
            ("plain", ("calendar.event", "res.partner", "hr.employee.public")),
            ("salesperson", ("sale.order", "product.template", "calendar.event")),
        ):
            for model in models:
                records = self.env[model].with_user(getattr(self, f"{role}_user"))
                with self.subTest(role=role, model=model):
                    views = records.get_views([(False, "form"), (False, "list")])
                    arch = views["views"]["form"]["arch"]
                    self.assertNotIn("visit_state", arch)
                    self.assertNotIn("action_plan_visits", arch)
                    records.web_search_read([], {"display_name": {}}, limit=5)

    def test_no_field_of_ours_makes_reading_fail(self):
        """Whoever may read a record may read all of our fields that are offered to him: an export
        or an integration that takes every field goes on as before."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.portal_user.partner_id.id,
                "user_id": self.salesperson_user.id,
                "order_line": [Command.create({"product_id": self._create_service().id})],
            }
        )
        order.action_confirm()
        records = (
            order,
            order.order_line,
            order.order_line.product_id,
            order.order_line.product_template_id,
            self.portal_user.partner_id,
            self.company,
            self.records["visit_anna"],
            self.records["meeting"],
            self.anna,
            self.anna.employee_id,
        )
        for role in ROLES:
            for record in records:
                seen = self._as(role, record)
                if not seen.has_access("read"):
                    continue
                ours = [
                    name
                    for name in seen.fields_get()
                    if "pylot_frontoffice" in seen._fields[name]._modules
                ]
                with self.subTest(role=role, model=record._name):
                    self.assertTrue(seen.read(ours))
        self.assertTrue(self._as("portal", order).has_access("read"), "or nothing was tested")

    def _create_service(self):
        return self.env["product.product"].create(
            {
                "name": "Service",
                "type": "service",
                "appointment_type_id": self.records["type_ours"].id,
            }
        )

    def test_staff_data_stays_with_human_resources(self):
        employee = self.anna.employee_id.with_user(self.plain_user)
        shown = employee.fields_get()
        self.assertFalse({"is_technician", "home_partner_id", "service_zips"} & shown.keys())
