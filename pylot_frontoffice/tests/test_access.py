from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import FrontofficeCommon
from .security_common import ELSEWHERE

ROLES = ("portal", "plain", "salesperson", "technician", "agent", "dispatcher", "manager")
OPERATIONS = ("read", "write", "create", "unlink")

# Who may do what on a record of the own company, in the order of OPERATIONS. A missing role may
# do nothing. Visits are calendar events: there core's rights for employees go on.
# What belongs to an appointment type is kept by whoever keeps the types.
TYPE = {
    "plain": "r",
    "salesperson": "r",
    "technician": "r",
    "agent": "r",
    "dispatcher": "r",
    "manager": "rwcu",
}
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
    "pylot.appointment.window": TYPE,
    "pylot.appointment.question": TYPE,
    "pylot.cancel.reason": TYPE,
    "pylot.appointment.answer": {
        "technician": "r", "agent": "r", "dispatcher": "r", "manager": "r",
    },
    "pylot.booking.request": {"agent": "r", "dispatcher": "r", "manager": "r"},
    "pylot.visit.notice": {"agent": "r", "dispatcher": "r", "manager": "r"},
    "pylot.invitation": {"agent": "rwc", "dispatcher": "rwc", "manager": "rwc"},
    "pylot.waitlist": {"agent": "rwcu", "dispatcher": "rwcu", "manager": "rwcu"},
    "pylot.waitlist.offer": {"agent": "r", "dispatcher": "r", "manager": "r"},
    "pylot.phone.booking": {"agent": "rwcu", "dispatcher": "rwcu", "manager": "rwcu"},
    "pylot.phone.booking.candidate": {"agent": "rwcu", "dispatcher": "rwcu", "manager": "rwcu"},
    "pylot.phone.booking.answer": {"agent": "rwcu", "dispatcher": "rwcu", "manager": "rwcu"},
    "pylot.phone.booking.time": {"agent": "rwcu", "dispatcher": "rwcu", "manager": "rwcu"},
    "pylot.phone.complaint": {"agent": "rwcu", "dispatcher": "rwcu", "manager": "rwcu"},
    "pylot.phone.complaint.candidate": {"agent": "rwcu", "dispatcher": "rwcu", "manager": "rwcu"},
    "pylot.complaint.writing": {"agent": "r", "dispatcher": "r", "manager": "r"},
    "pylot.complaint.report": {"agent": "r", "dispatcher": "r", "manager": "r"},
    "pylot.base.rate": {
        "plain": "r", "salesperson": "r", "technician": "r", "agent": "r", "dispatcher": "r",
        "manager": "rwcu",
    },
    "pylot.dunning": {"agent": "r", "dispatcher": "r", "manager": "r"},
    "pylot.dunning.line": {"agent": "r", "dispatcher": "r", "manager": "r"},
    "pylot.payment.promise": {"agent": "r", "dispatcher": "r", "manager": "r"},
    "pylot.calculator.mail": {"manager": "r"},
    "pylot.plan": {"agent": "r", "dispatcher": "rwcu", "manager": "rwcu"},
    "pylot.plan.line": {"agent": "r", "dispatcher": "rwcu", "manager": "rwcu"},
    "pylot.promise": {"agent": "rwcu", "dispatcher": "rwcu", "manager": "rwcu"},
    "resource.resource": {
        "plain": "r", "salesperson": "r", "technician": "r", "agent": "r", "dispatcher": "rwc",
        "manager": "rwc",
    },
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestAccess(FrontofficeCommon):
    """What each role may do with each model; records and companies are in ``test_security``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_user = new_test_user(cls.env, "pylot_portal", groups="base.group_portal")

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
        kept = {name for name in kept if not name.startswith(ELSEWHERE)}
        self.assertLessEqual(kept, set(MATRIX), "a new model needs a row in the matrix")

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
                if action and action.type == "ir.actions.server":
                    # it warns, and opens the same
                    action = self.env.ref("pylot_frontoffice.pylot_base_rate_action").sudo()
                # pages and what is drawn in the browser have tests of their own
                is_page = action and action.type != "ir.actions.act_window"
                if not action or is_page or action.res_model == "res.config.settings":
                    continue
                with self.subTest(role=role, menu=menu.name):
                    model = self.env[action.res_model].with_user(self._user(role))
                    views = [(view or False, kind) for view, kind in action.views]
                    model.get_views([*views, (action.search_view_id.id, "search")])
                    model.web_search_read([], {"display_name": {}}, limit=5)
