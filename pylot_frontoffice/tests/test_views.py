from collections import Counter
from pathlib import Path

from lxml import etree

from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .orders_common import OrdersCommon

MODULE = "pylot_frontoffice"
ROLES = ("plain", "salesperson", "technician", "agent", "dispatcher", "manager")
# Parts of a form that other add-ons, tours and tests find by name.
NAMED = (
    "//group[ancestor::form]",
    "//search/group",
    "//page",
    "//header/button",
    "//*[@name='button_box']/button",
    "//app",
    "//block",
    "//filter",
)


@tagged("post_install", "-at_install")
class TestViews(OrdersCommon):
    """Everything on the screen opens for everybody who sees it, and has a name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order(2, user_id=cls.salesperson_user.id)
        cls.visit = cls.order.visit_ids[0]
        cls.visit._plan_visit(cls.anna, cls._at(9))
        cls._create_visit(cls.anna, 9, is_blocking=False, not_blocking_reason="On the way")
        cls.env.flush_all()

    def _user(self, role):
        return getattr(self, f"{role}_user")

    def _get_ours(self, model):
        """:return: records of ``model`` that the add-on brings, with their names"""
        data = self.env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", model)])
        return {row.name: self.env[model].browse(row.res_id) for row in data}

    def _get_backend_views(self):
        """:return: list of (name, view) without the templates of pages, mails and reports"""
        views = self._get_ours("ir.ui.view").items()
        return [(name, view) for name, view in views if view.type != "qweb"]

    # === NAMES ===

    def _get_sources(self):
        """:return: list of (file, tree) of all views as they are written"""
        root = Path(__file__).parents[1]
        files = [path for folder in ("views", "wizard") for path in (root / folder).glob("*.xml")]
        self.assertTrue(files)
        return [(path.name, etree.parse(path)) for path in sorted(files)]

    def test_parts_of_views_have_unique_names(self):
        for file, tree in self._get_sources():
            for record in tree.iterfind("record[@model='ir.ui.view']"):
                arch = record.find("field[@name='arch']")
                for path in NAMED:
                    names = [part.get("name") for part in arch.xpath(f".{path}")]
                    with self.subTest(file=file, view=record.get("id"), path=path):
                        self.assertTrue(all(names), "a part without a name")
                        twice = [name for name, count in Counter(names).items() if count > 1]
                        self.assertFalse(twice)

    def test_ids_follow_the_convention(self):
        """``<model>_view_<type>``, ``<model>_action``, ``menu_<thing>``, ``rule_<model>_<intent>``,
        each with an ending where there are several."""
        for name, view in self._get_backend_views():
            with self.subTest(view=name):
                prefix = view.model.replace(".", "_")
                self.assertRegex(name, rf"^{prefix}_view_{view.type}(_\w+)?$")
        for kind in ("ir.actions.act_window", "ir.actions.server"):
            for name, action in self._get_ours(kind).items():
                model = action.res_model if "res_model" in action else action.model_id.model
                pattern = rf"^{model.replace('.', '_')}_action(_\w+)?$"
                if "usage" in action and action.usage == "ir_cron":
                    # what a scheduled action does is named after it
                    pattern = rf"^ir_cron_{model.replace('.', '_')}_\w+$"
                with self.subTest(action=name):
                    self.assertRegex(name, pattern)
        for name in self._get_ours("ir.ui.menu"):
            self.assertRegex(name, r"^menu_\w+$")
        for name, rule in self._get_ours("ir.rule").items():
            self.assertRegex(name, rf"^rule_{rule.model_id.model.replace('.', '_')}_\w+$")
        for name in self._get_ours("res.groups"):
            self.assertRegex(name, r"^group_\w+$")

    # === OPENING ===

    def test_every_view_loads_for_every_role(self):
        for name, view in self._get_backend_views():
            root = view
            while root.inherit_id:
                root = root.inherit_id
            for role in ROLES:
                model = self.env[view.model].with_user(self._user(role))
                if not model.has_access("read"):
                    continue
                with self.subTest(view=name, role=role):
                    arch = model.get_view(root.id, view.type)["arch"]
                    self._read_as_shown(model, etree.fromstring(arch), [])

    def _read_as_shown(self, model, arch, domain):
        """Read what a client asks for to draw this view."""
        fields = [
            field.get("name")
            for field in arch.iter("field")
            if not any(parent.tag == "field" for parent in field.iterancestors())
        ]
        if arch.tag in ("pivot", "graph"):
            groups = [
                f"{field.get('name')}:{field.get('interval')}"
                if field.get("interval")
                else field.get("name")
                for field in arch.iter("field")
                if field.get("type") != "measure"
            ]
            return model.formatted_read_group(domain, groups, ["__count"])
        if arch.tag == "search" or model._transient:
            return None
        many2one = {"fields": {"display_name": {}}}
        specification = {
            name: many2one if model._fields[name].type == "many2one" else {} for name in fields
        }
        return model.web_search_read(domain, specification, limit=5)

    def test_every_action_opens_for_whoever_may_read(self):
        actions = self._get_ours("ir.actions.act_window")
        self.assertGreater(len(actions), 7)
        for name, action in actions.items():
            for role in ROLES:
                user = self._user(role)
                model = self.env[action.res_model].with_user(user)
                if not model.has_access("read"):
                    continue
                with self.subTest(action=name, role=role):
                    views = [(view or False, kind) for view, kind in action.views]
                    opened = model.get_views([*views, (action.search_view_id.id, "search")])
                    self.assertEqual(len(opened["views"]), len(views) + 1)
                    domain = safe_eval(action.domain or "[]", {"uid": user.id})
                    if not model._transient:
                        model.web_search_read(domain, {"display_name": {}}, limit=5)

    def test_every_filter_works(self):
        """Each filter and each grouping of our search views can be asked."""
        for name, view in self._get_ours("ir.ui.view").items():
            if view.type != "search":
                continue
            model = self.env[view.model].with_user(self.manager_user)
            if not model.has_access("read"):
                model = model.with_user(self.salesperson_user)
            names = {"uid": self.env.uid, "self": "a"}
            # of our own parts only, not of what core's view has
            for part in etree.fromstring(view.arch).iter("filter", "field"):
                with self.subTest(view=name, part=part.get("name")):
                    if part.get("domain") or part.get("filter_domain"):
                        domain = part.get("domain") or part.get("filter_domain")
                        model.search_count(safe_eval(domain, names))
                    elif part.get("context"):
                        group = safe_eval(part.get("context"))["group_by"]
                        model.formatted_read_group([], [group], ["__count"])

    def test_stat_buttons_open_for_whoever_sees_them(self):
        pressed = Counter()
        for record in (
            self.visit,
            self.order,
            self.customer,
            self.anna,
            self.type,
        ):
            form = {
                "calendar.event": "calendar_event_view_form",
                "resource.resource": "resource_resource_view_form",
            }.get(record._name)
            form_id = self.env.ref(f"{MODULE}.{form}").id if form else False
            for role in ROLES:
                seen = record.with_user(self._user(role)).sudo(False)
                if not seen.has_access("read"):
                    continue
                arch = etree.fromstring(seen.get_view(form_id, "form")["arch"])
                for button in arch.xpath("//*[@name='button_box']//button[@type='object']"):
                    method = button.get("name")
                    if method not in ("action_view_visits", "action_view_sale_order"):
                        continue
                    with self.subTest(model=record._name, role=role, button=method):
                        action = getattr(seen, method)()
                        target = seen.env[action["res_model"]]
                        if action.get("res_id"):
                            target.browse(action["res_id"]).web_read({"display_name": {}})
                        else:
                            found = target.search(action["domain"])
                            self.assertIn(self.visit, found.sudo())
                        pressed[record._name] += 1
        self.assertEqual(len(pressed), 5, "every form has one, and somebody sees it")

    # === FORMS ===

    def test_visit_form(self):
        visit_form = f"{MODULE}.calendar_event_view_form"
        with Form(self.visit.with_user(self.dispatcher_user), view=visit_form) as form:
            form.helper_ids.add(self.bert)
            form.customer_id = self.customer
            form.visit_priority = "1"
        self.assertEqual(self.visit.technician_ids, self.anna | self.bert)
        self.assertEqual(len(self.visit.booking_ids), 2)
        with Form(self.visit.with_user(self.technician_user), view=visit_form) as form:
            form.notes = "<p>The boiler hums.</p>"
        self.assertIn("hums", self.visit.notes)

    def test_appointment_type_form(self):
        with Form(self.env["pylot.appointment.type"].with_user(self.manager_user)) as form:
            form.name = "Boiler check"
            form.duration = 1.5
            form.technician_ids.add(self.anna)
        self.assertEqual(form.record.technician_ids, self.anna)

    def test_technician_form(self):
        """A dispatcher adds a van."""
        resources = self.env["resource.resource"].with_user(self.dispatcher_user)
        action = self.env.ref(f"{MODULE}.resource_resource_action")
        context = safe_eval(action.context)
        view = f"{MODULE}.resource_resource_view_form"
        with Form(resources.with_context(**context), view=view) as form:
            form.name = "Van 7"
        self.assertTrue(form.record.is_technician)
        self.assertEqual(form.record.resource_type, "material")

    def test_order_form(self):
        self.salesperson_user.group_ids += self.env.ref(f"{MODULE}.group_agent")
        orders = self.env["sale.order"].with_user(self.salesperson_user)
        with Form(orders) as form:
            form.partner_id = self.customer
            form.technician_id = self.bert
            with form.order_line.new() as line:
                line.product_id = self.product
                line.product_uom_qty = 2
        form.record.action_confirm()
        self.assertEqual(form.record.visit_ids.technician_id, self.bert)
        with Form(form.record) as again, again.order_line.edit(0) as line:
            line.product_uom_qty = 3
        self.assertEqual(again.record.visit_count, 3)

    def test_contact_form(self):
        agent = self.agent_user
        agent.group_ids += self.env.ref("base.group_partner_manager")
        with Form(self.customer.with_user(agent)) as form:
            form.preferred_technician_id = self.carla
        self.assertEqual(self.customer.preferred_technician_id, self.carla)

    def test_employee_form(self):
        self.plain_user.group_ids += self.env.ref("hr.group_hr_user")
        employee = self.env["hr.employee"].create({"name": "Dora"})
        with Form(employee.with_user(self.plain_user)) as form:
            form.is_technician = True
            form.service_zips = "10, 12"
        resource = employee.resource_id
        self.assertTrue(resource.is_technician)
        self.assertTrue(resource._serves_zip("12345"))

    def test_product_form(self):
        self.salesperson_user.group_ids += self.env.ref("product.group_product_manager")
        products = self.env["product.template"].with_user(self.salesperson_user)
        with Form(products) as form:
            form.name = "Repair"
            form.type = "service"
            form.appointment_type_id = self.type
        self.assertEqual(form.record.appointment_type_id, self.type)

    # === SETTINGS ===

    def test_every_setting_has_an_effect(self):
        settings = self.env["res.config.settings"]
        names = [name for name in settings._fields if name.startswith("pylot_")]
        self.assertGreaterEqual(len(names), 5)
        arch = settings.get_view(view_type="form")["arch"]
        for name in names:
            with self.subTest(setting=name):
                self.assertIn(f'name="{name}"', arch, "can be set on the page")
                before = self.company._get_ranking_weights()
                if settings._fields[name].type == "many2one":
                    wanted = self.env[settings._fields[name].comodel_name].search([], limit=1)
                    settings.create({name: wanted.id}).execute()
                    self.assertTrue(wanted)
                    self.assertEqual(self.company[name], wanted)
                    continue
                if settings._fields[name].type == "boolean":
                    wanted = not self.company[name]
                    settings.create({name: wanted}).execute()
                    self.assertEqual(self.company[name], wanted)
                    continue
                if settings._fields[name].type == "many2many":
                    wanted = self.agent_user
                    settings.create({name: [Command.set(wanted.ids)]}).execute()
                    self.assertEqual(self.company[name], wanted)
                    continue
                if settings._fields[name].type == "selection":
                    for wanted, _label in self.company._fields[name].selection:
                        settings.create({name: wanted}).execute()
                        self.assertEqual(self.company[name], wanted)
                    continue
                if name.endswith("_url"):
                    settings.create({name: "https://77.example"}).execute()
                    self.assertEqual(self.company[name], "https://77.example")
                    continue
                settings.create({name: 77}).execute()
                self.assertEqual(str(self.company[name]).removesuffix(".0"), "77")
                if name.startswith("pylot_weight_"):
                    self.assertNotEqual(self.company._get_ranking_weights(), before)

    def test_order_in_another_company_is_planned_with_its_settings(self):
        self.other_company.pylot_weight_load = 3
        type_there = self._create_type("There", company_id=self.other_company.id)
        self.assertEqual(type_there.company_id._get_ranking_weights().load, 3)
        self.assertNotEqual(self.company._get_ranking_weights().load, 3)

    def test_smart_button_counts_what_it_opens(self):
        self.order.order_line = [Command.create({"product_id": self.goods.id})]
        self.assertEqual(self.order.visit_count, 2)
        action = self.order.action_view_visits()
        self.assertEqual(self.env["calendar.event"].search_count(action["domain"]), 2)
