from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import FrontofficeCommon

ROLES = ("portal", "plain", "salesperson", "technician", "agent", "dispatcher", "manager")
OPERATIONS = ("read", "write", "create", "unlink")

# Who may do what on a record of the own company, in the order of OPERATIONS. A missing role may
# do nothing. Visits are calendar events: there core's rights for employees go on.
MATRIX = {
    "pylot.appointment.type": {
        "plain": "r", "salesperson": "r", "technician": "r", "agent": "r", "dispatcher": "r",
        "manager": "rwcu",
    },
    "pylot.appointment.type.skill": {
        "plain": "r", "salesperson": "r", "technician": "r", "agent": "r", "dispatcher": "r",
        "manager": "rwcu",
    },
    "pylot.booking": {"technician": "r", "agent": "r", "dispatcher": "r", "manager": "r"},
    "pylot.conflict": {"dispatcher": "r", "manager": "r"},
    "pylot.assign": {"agent": "rwcu", "dispatcher": "rwcu", "manager": "rwcu"},
    "pylot.assign.candidate": {"agent": "rwcu", "dispatcher": "rwcu", "manager": "rwcu"},
    "pylot.assign.line": {"agent": "rwcu", "dispatcher": "rwcu", "manager": "rwcu"},
    "pylot.assign.time": {"agent": "rwcu", "dispatcher": "rwcu", "manager": "rwcu"},
    "resource.resource": {
        "plain": "r", "salesperson": "r", "technician": "r", "agent": "r", "dispatcher": "rwc",
        "manager": "rwc",
    },
}  # fmt: skip

# Who finds which of three visits: Anna's (she is the technician), Bert's, and one next door.
VISITS = {
    "portal": set(),
    "plain": {"own", "other"},
    "salesperson": {"own", "other"},
    "technician": {"own"},
    "agent": {"own", "other"},
    "dispatcher": {"own", "other"},
    "manager": {"own", "other"},
}


@tagged("post_install", "-at_install")
class TestAccess(FrontofficeCommon):
    """Least sight: model x role x company x operation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_user = new_test_user(cls.env, "pylot_portal", groups="base.group_portal")
        stranger = cls._create_technician("Stranger", company=cls.other_company)
        cls.visits = {
            "own": cls._create_visit(cls.anna),
            "other": cls._create_visit(cls.bert),
            "foreign": cls._create_visit(stranger),
        }

    def _user(self, role):
        return getattr(self, f"{role}_user")

    def test_models(self):
        for model, allowed in MATRIX.items():
            for role in ROLES:
                records = self.env[model].with_user(self._user(role))
                for operation in OPERATIONS:
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(
                            records.has_access(operation), operation[0] in allowed.get(role, "")
                        )

    def test_every_model_of_ours_is_in_the_matrix(self):
        models = self.env["ir.model"].search([("model", "=like", "pylot.%")])
        kept = {model.model for model in models if not self.env[model.model]._abstract}
        self.assertLessEqual(kept, set(MATRIX), "a new model needs a row in the matrix")

    def test_visits(self):
        ids = [visit.id for visit in self.visits.values()]
        for role, names in VISITS.items():
            with self.subTest(role=role):
                events = self.env["calendar.event"].with_user(self._user(role))
                expected = {self.visits[name].id for name in names}
                self.assertEqual(set(events.search([("id", "in", ids)]).ids), expected)
                self.assertEqual(events.search_count([("id", "in", ids)]), len(expected))
                groups = events._read_group([("id", "in", ids)], [], ["id:array_agg"])
                self.assertEqual(set(groups[0][0] or ()), expected)
                for name, visit in self.visits.items():
                    self.assertEqual(
                        visit.with_user(self._user(role)).has_access("read"), name in names
                    )

    def test_bookings(self):
        for role, names in {**VISITS, "plain": set(), "salesperson": set()}.items():
            bookings = self.env["pylot.booking"].with_user(self._user(role))
            with self.subTest(role=role):
                if not bookings.has_access("read"):
                    self.assertFalse(names)
                    continue
                found = bookings.search([])
                expected = {name: self.visits[name].booking_ids for name in names}
                for name, visit in self.visits.items():
                    self.assertEqual(bool(found & visit.sudo().booking_ids), name in expected, name)

    def test_nobody_writes_bookings_by_hand(self):
        values = {
            "resource_id": self.carla.id,
            "start": self._at(9),
            "stop": self._at(10),
        }
        for role in ROLES:
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.env["pylot.booking"].with_user(self._user(role)).create(values)

    def test_only_planners_assign(self):
        for role, may in (
            ("plain", False),
            ("salesperson", False),
            ("technician", False),
            ("agent", True),
            ("dispatcher", True),
        ):
            visit = self._create_visit(days=1)
            with self.subTest(role=role):
                events = visit.with_user(self._user(role))
                if may:
                    events.technician_id = self.carla
                    self.assertEqual(visit.technician_id, self.carla)
                    visit.visit_state = "cancelled"
                else:
                    with self.assertRaises(AccessError):
                        events.technician_id = self.carla

    def test_foreign_visit_looks_like_no_visit(self):
        """Of another company or never there: the technician reads the same kind of refusal."""
        events = self.env["calendar.event"].with_user(self.technician_user)
        for visit_id in (self.visits["other"].id, self.visits["foreign"].id):
            with self.assertRaises(AccessError):
                events.browse(visit_id).read(["name"])
        missing = self.env["calendar.event"].search([], order="id desc", limit=1).id + 1000
        self.assertFalse(events.browse(missing).exists())
        self.assertFalse(events.search([("id", "in", [missing, self.visits["other"].id])]))

    def test_without_a_role_everything_is_as_before(self):
        events = self.env["calendar.event"].with_user(self.plain_user)
        event = events.create({"name": "Lunch", "start": self._at(12), "stop": self._at(13)})
        event.write({"start": self._at(13), "stop": self._at(14), "name": "Late lunch"})
        copy = event.copy()
        self.assertEqual(copy.name, "Late lunch")
        self.assertFalse(event.visit_state)
        self.assertIn(self.plain_user.partner_id, event.partner_ids)
        views = events.get_views([(False, "form"), (False, "calendar"), (False, "search")])
        self.assertNotIn("technician_id", views["views"]["form"]["arch"])
        (event | copy).unlink()

    def test_menus_open_for_whoever_sees_them(self):
        for role in ("technician", "agent", "dispatcher", "manager"):
            menus = self.env["ir.ui.menu"].with_user(self._user(role))
            visible = menus._visible_menu_ids()
            mine = self.env["ir.model.data"].search(
                [("module", "=", "pylot_frontoffice"), ("model", "=", "ir.ui.menu")]
            )
            for menu in menus.browse(set(mine.mapped("res_id")) & visible):
                action = menu.sudo().action
                if not action or action.res_model == "res.config.settings":
                    continue
                with self.subTest(role=role, menu=menu.name):
                    model = self.env[action.res_model].with_user(self._user(role))
                    views = [(view or False, kind) for view, kind in action.views]
                    model.get_views([*views, (action.search_view_id.id, "search")])
                    model.web_search_read([], {"display_name": {}}, limit=5)
