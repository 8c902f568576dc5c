"""What does the add-on cost those who do not use it?

The same work in two databases, one without the add-on: meetings, orders of ordinary products and
the forms one opens all day, as a salesperson without any role of the front office.
"""

from __future__ import annotations

from datetime import timedelta

import business
import databases
import harness
from lxml import etree

TARGET = 1.05
NUMBER = 50
BATCH = 500
MONTH_FIELDS = ["name", "start", "stop", "allday", "partner_ids", "attendee_ids", "user_id"]


def make_meetings(env, number):
    first = business.first_monday() + timedelta(hours=20)
    return [
        {
            "name": "Meeting",
            "start": first + timedelta(days=day),
            "stop": first + timedelta(days=day, hours=1),
            "partner_ids": env.user.partner_id.ids,
        }
        for day in range(number)
    ]


def create_meetings(env, _given):
    env["calendar.event"].create(make_meetings(env, BATCH))


def create_meetings_singly(env, _given):
    for vals in make_meetings(env, NUMBER):
        env["calendar.event"].create(vals)


def prepare_meetings(env):
    return env["calendar.event"].create(make_meetings(env, NUMBER))


def move_meetings(env, meetings):
    for meeting in meetings:
        start = meeting.start + timedelta(minutes=30)
        meeting.write({"start": start, "stop": start + timedelta(hours=1)})


def read_month(env, _given):
    first = business.first_monday()
    domain = [("start", "<", first + timedelta(days=31)), ("stop", ">", first)]
    env["calendar.event"].search_read(domain, MONTH_FIELDS)


def prepare_orders(env):
    partner = env["res.partner"].search([("name", "=", "Customer")], limit=1)
    product = env["product.product"].search([("name", "=", "Screw")], limit=1)
    line = {"product_id": product.id, "product_uom_qty": 3}
    return env["sale.order"].create(
        [{"partner_id": partner.id, "order_line": [(0, 0, line)] * 3} for _n in range(NUMBER)]
    )


def confirm_orders(env, orders):
    orders.with_context(mail_notrack=True).action_confirm()


def open_form(model):
    """What the web client reads when it opens a form: the fields of the view this user gets."""

    def prepare(env):
        views = env[model].get_views([(False, "form")])
        arch = etree.fromstring(views["views"]["form"]["arch"])
        name = "Customer" if model == "res.partner" else "Confirmed"
        field = "name" if model == "res.partner" else "client_order_ref"
        return env[model].search([(field, "=", name)], limit=1), make_specification(
            env[model], arch
        )

    return prepare


def make_specification(model, arch):
    result = {}
    for node in arch.xpath(".//field[not(ancestor::field)]"):
        field = model._fields[node.get("name")]
        result[field.name] = {}
        if field.type in ("one2many", "many2many"):
            lists = node.xpath("./list|./kanban")
            comodel = model.env[field.comodel_name]
            result[field.name] = {"fields": make_specification(comodel, lists[0])} if lists else {}
        elif field.type == "many2one":
            result[field.name] = {"fields": {"display_name": {}}}
    return result


def read_form(env, given):
    record, specification = given
    record.web_read(specification)


ROWS = (
    (f"create {BATCH} meetings at once", create_meetings, None),
    (f"create {NUMBER} meetings one by one", create_meetings_singly, None),
    (f"move {NUMBER} meetings one by one", move_meetings, prepare_meetings),
    ("read a month of the calendar", read_month, None),
    (f"confirm {NUMBER} orders of ordinary products", confirm_orders, prepare_orders),
    ("open the form of an order", read_form, open_form("sale.order")),
    ("open the form of a contact", read_form, open_form("res.partner")),
)


def fill(env):
    """Committed, the same in both databases."""
    business.make_user(env, "seller", "sales_team.group_sale_salesman")
    business.fill_calendars(env, business.hire(env, 50))
    env["res.partner"].create({"name": "Customer", "email": "customer@example.com"})
    env["product.product"].create({"name": "Screw", "type": "consu", "list_price": 1})
    seller = env["res.users"].search([("login", "=", "seller")])
    order = prepare_orders(env(user=seller.id))[0]
    order.client_order_ref = "Confirmed"
    order.action_confirm()
    env.cr.commit()


def main():
    with (
        databases.lent("bare", databases.bare()) as bare,
        databases.lent("with", databases.installed()) as installed,
    ):
        for name in (bare, installed):
            with harness.environment(name) as env:
                fill(env)
        with (
            harness.environment(bare, "seller") as without,
            harness.environment(installed, "seller") as having,
        ):
            rows = []
            for label, run, prepare in ROWS:
                cases = [
                    harness.Case(env, run, prepare or (lambda env: None))
                    for env in (having, without)
                ]
                harness.take_turns(*cases)
                ours, core = cases
                calls = ours.count_calls() / core.count_calls()
                remark = f"{ours.ms:.1f} / {core.ms:.1f} ms CPU, {calls:.2f} x calls, "
                remark += f"{ours.queries} / {core.queries} queries"
                rows.append((label, ours.ratio_to(core), TARGET, remark))
    harness.table("inherits: with the add-on / without, on records that do not use it", rows)


if __name__ == "__main__":
    main()
