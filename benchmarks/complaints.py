"""What do complaints cost: to take in, and to look at among 100,000?

A thousand complaints at once, and fifty one by one, each with its targets (first answer, solution):
ours, OCA's helpdesk with its SLA add-on, and the bare INSERTs. Then board, list, text search and
counts per customer as a plain agent, against SQL statements with ideal indexes that give the same
records. Last, a thousand e-mails to the team, see complaints_mail.py.
"""

from __future__ import annotations

import ast

import business
import complaints_mail
import complaints_oca
import databases
import harness
from lxml import etree

MANY, SINGLE = 1000, 50
STORED, OPEN, PARTNERS = 100_000, 6_000, 4_000
BOARD_TARGET_MS = 25
CREATE_TARGET_MS = 1.5


# === TAKING IN ===


def make_values(env, number):
    partners = env["res.partner"].search([("name", "=like", "Customer %")], limit=100, order="id")
    return [
        {
            "name": f"The tap drips {n}",
            "description": "<p>Since Monday, more and more.</p>",
            "partner_id": partners[n % len(partners)].id,
        }
        for n in range(number)
    ]


def create(env, vals_list):
    env["pylot.complaint"].create(vals_list)
    env.flush_all()


def create_singly(env, vals_list):
    for vals in vals_list:
        create(env, [vals])


def insert(env, vals_list):
    """The rows that ours makes, in five statements."""
    env.cr.execute(
        """
        WITH complaint AS (
            INSERT INTO pylot_complaint (
                number, name, description, partner_id, team_id, stage_id, company_id, priority,
                state, severity, channel, received_at, active, create_date, deadline_response,
                deadline_resolution, target_risk_at, target_broken_at
            )
            SELECT 'X' || nextval('pylot_complaint_id_seq'), name, description, partner, team.id,
                   stage.id, team.company_id, '1', 'new', 'minor', 'other', now(), true, now(),
                   now(), now(), now(), now()
              FROM unnest(%(names)s, %(texts)s, %(partners)s)
                   WITH ORDINALITY AS given(name, description, partner, n),
                   (SELECT id, company_id FROM pylot_team ORDER BY id LIMIT 1) AS team,
                   (SELECT id FROM pylot_complaint_stage ORDER BY sequence LIMIT 1) AS stage
            RETURNING id, company_id
        ), follower AS (
            INSERT INTO mail_followers (res_model, res_id, partner_id)
            SELECT 'pylot.complaint', id, %(author)s FROM complaint RETURNING id
        ), subtype AS (
            INSERT INTO mail_followers_mail_message_subtype_rel
            SELECT id, %(subtype)s FROM follower
        ), message AS (
            INSERT INTO mail_message (model, res_id, body, author_id, message_type, date)
            SELECT 'pylot.complaint', id, 'received', %(author)s, 'notification', now()
              FROM complaint
        )
        INSERT INTO pylot_sla_status (
            complaint_id, policy_id, company_id, kind, state, hours, started_at, deadline, next_at
        )
        SELECT complaint.id, policy.id, complaint.company_id, policy.kind, 'running',
               policy.hours, now(), now(), now()
          FROM complaint, (SELECT * FROM pylot_sla_policy WHERE priority IS NULL) AS policy""",
        {
            "names": [vals["name"] for vals in vals_list],
            "texts": [vals["description"] for vals in vals_list],
            "partners": [vals["partner_id"] for vals in vals_list],
            "author": env.user.partner_id.id,
            "subtype": env.ref("mail.mt_comment").id,
        },
    )


def insert_singly(env, vals_list):
    for vals in vals_list:
        insert(env, [vals])


def compare_creating(env):
    """:return: rows of the table, and our cases by number, for others to be compared with"""
    rows, cases = [], {}
    for label, ours, limit, number in (
        ("create 1,000 at once", create, insert, MANY),
        ("create one by one", create_singly, insert_singly, SINGLE),
    ):
        case, bare = (
            harness.Case(env, function, lambda env, number=number: make_values(env, number))
            for function in (ours, limit)
        )
        harness.take_turns(case, bare)
        cases[number] = case
        remark = (
            f"{case.ms / number:.2f} / {bare.ms / number:.2f} ms CPU each, "
            f"{case.queries / number:.2f} queries each"
        )
        rows.append((f"{label}: ours / INSERT", case.ratio_to(bare), None, remark))
    each = cases[MANY].ms / MANY
    rows.append(
        (
            f"{MANY} at once / the {CREATE_TARGET_MS} ms allowed",
            each / CREATE_TARGET_MS,
            1,
            f"{each:.2f} ms CPU each",
        )
    )
    return rows, cases


# === LOOKING AT ===


def fill(env):
    """100,000 complaints of two years, 6,000 of them open, with their targets."""
    customers = env["res.partner"].with_context(tracking_disable=True)
    customers = customers.create([{"name": f"Customer {n}"} for n in range(PARTNERS)])
    assert customers.ids == list(range(customers[0].id, customers[0].id + PARTNERS))
    agents = [
        business.make_user(env, f"agent{n}", "pylot_frontoffice.group_agent") for n in range(20)
    ]
    env.flush_all()
    env.cr.execute(
        """
        INSERT INTO pylot_complaint (
            number, name, description, partner_id, partner_name, email_from, team_id, stage_id,
            state, company_id, user_id, priority, severity, channel, received_at, solved_at,
            active, create_uid, create_date, deadline_response, deadline_resolution,
            target_risk_at, target_broken_at
        )
        SELECT 'C26-' || lpad(n::text, 6, '0'),
               (%(things)s)[1 + n %% 10] || ' ' || (%(faults)s)[1 + n / 10 %% 12] || ' ' || n,
               '<p>Please help, since last week it ' || n || '</p>',
               partner.id, 'Customer ' || n, 'customer' || n || '@example.com', team.id, stage.id,
               stage.state, team.company_id, (%(users)s)[1 + n %% 20],
               (n * 7 %% 23 = 0)::int::text, 'minor', 'email', moment,
               CASE WHEN is_open THEN NULL ELSE moment + interval '3 days' END,
               true, 1, moment, moment + interval '1 day', moment + interval '5 days',
               CASE WHEN is_open THEN moment + interval '4 days' END,
               CASE WHEN is_open THEN moment + interval '5 days' END
          FROM generate_series(1, %(stored)s) AS n
         CROSS JOIN LATERAL (
            SELECT n > %(stored)s - %(open)s AS is_open,
                   now() AT TIME ZONE 'UTC' - interval '1 minute' * 10 * (%(stored)s - n) AS moment
         ) AS about
         CROSS JOIN LATERAL (SELECT %(first_partner)s + n * 31 %% %(count)s AS id) AS partner
         CROSS JOIN (SELECT id, company_id FROM pylot_team ORDER BY id LIMIT 1) AS team
          JOIN LATERAL (
            SELECT id, state FROM pylot_complaint_stage
             WHERE state = (CASE WHEN is_open THEN (%(open_states)s)[1 + n %% 4]
                                 ELSE (%(done_states)s)[1 + n %% 2] END)
             ORDER BY sequence, id LIMIT 1
         ) AS stage ON true""",
        {
            "things": ["Tap", "Boiler", "Radiator", "Pump", "Heating", "Toilet", "Drain", "Bath",
                       "Valve", "Meter"],
            "faults": ["drips", "is cold", "makes noise", "leaks again", "is broken", "smells",
                       "is too hot", "was billed twice", "came late", "is scratched", "hums",
                       "is missing"],
            "stored": STORED,
            "open": OPEN,
            "count": PARTNERS,
            "first_partner": customers[0].id,
            "users": [agent.id for agent in agents],
            "open_states": ["new", "working", "waiting_customer", "waiting_remedy"],
            "done_states": ["solved", "closed"],
        },
    )  # fmt: skip
    env.cr.execute(
        """
        INSERT INTO pylot_sla_status (complaint_id, policy_id, company_id, kind, state, deadline)
        SELECT complaint.id, policy.id, complaint.company_id, policy.kind,
               CASE WHEN solved_at IS NULL THEN 'running' ELSE 'kept' END, deadline_resolution
          FROM pylot_complaint AS complaint,
               (SELECT * FROM pylot_sla_policy WHERE priority IS NULL) AS policy"""
    )
    env.cr.commit()
    env.cr._cnx.autocommit = True
    env.cr.execute("VACUUM ANALYZE pylot_complaint")
    env.cr.execute("ANALYZE pylot_sla_status")
    env.cr._cnx.autocommit = False
    env.invalidate_all()
    return agents[0]


# What widgets read besides their field, as they say in "fieldDependencies".
ACTIVITY_FIELDS = (
    "activity_exception_decoration",
    "activity_exception_icon",
    "activity_state",
    "activity_summary",
    "activity_type_icon",
    "activity_type_id",
)


def get_specification(env, kind):
    """:return: what the browser asks for in such a view, see getFieldsSpec() of the web client:
    names of many2one fields, of the rest nothing but what a widget shows"""
    model = env["pylot.complaint"]
    arch = etree.fromstring(model.get_view(view_type=kind)["arch"])
    found = {}
    for node in arch.iter("field"):
        name, widget = node.get("name"), node.get("widget", "")
        found[name] = {}
        if widget == "many2many_tags":
            options = ast.literal_eval(node.get("options", "{}"))
            shown = filter(None, ["display_name", options.get("color_field")])
            found[name] = {"fields": {each: {} for each in shown}}
        elif widget.endswith("_activity"):
            found.update(dict.fromkeys(ACTIVITY_FIELDS, {}))
    for name, asked in found.items():
        if model._fields[name].type == "many2one":
            found[name] = {"fields": {"display_name": {}}}
        elif model._fields[name].type in ("one2many", "many2many"):
            found[name] = asked or {"fields": {}}
    return found


OPEN_DOMAIN = [("state", "not in", ["solved", "closed"])]


def show_board(env, specification):
    return env["pylot.complaint"].web_read_group(
        OPEN_DOMAIN,
        ["stage_id"],
        ["__count"],
        order="priority DESC, id DESC",
        auto_unfold=True,
        unfold_read_specification=specification,
    )


def show_list(env, specification, domain=(), limit=80):
    return env["pylot.complaint"].web_search_read(list(domain), specification, limit=limit)


RAW_COLUMNS = "id, number, name, priority, partner_id, user_id, stage_id, deadline_resolution"


def ask_board(env, _given):
    env.cr.execute(
        f"""
        SELECT stage.id, amount, found.* FROM pylot_complaint_stage AS stage
          JOIN LATERAL (
            SELECT count(*) AS amount FROM pylot_complaint
             WHERE stage_id = stage.id AND active AND company_id = %(company)s
          ) AS counted ON true
          LEFT JOIN LATERAL (
            SELECT {RAW_COLUMNS} FROM pylot_complaint
             WHERE stage_id = stage.id AND active AND company_id = %(company)s
             ORDER BY priority DESC, id DESC LIMIT 80
          ) AS found ON true
         WHERE stage.state NOT IN ('solved', 'closed')""",
        {"company": env.company.id},
    )
    return env.cr.fetchall()


def ask_list(env, where="true", limit=80):
    env.cr.execute(
        f"SELECT {RAW_COLUMNS} FROM pylot_complaint WHERE {where} AND active"
        f" ORDER BY priority DESC, id DESC LIMIT {limit}"
    )
    return env.cr.fetchall()


TEXT_WHERE = (
    "to_tsvector('simple', translate(coalesce(number, '') || ' ' || coalesce(name, '') || ' ' ||"
    " coalesce(partner_name, '') || ' ' || coalesce(email_from, ''), '-_./@+', '      '))"
    " @@ to_tsquery('simple', '{}')"
)


def compare_looking(env):
    listed = get_specification(env, "list")
    board = get_specification(env, "kanban")
    partners = env["res.partner"].search([("name", "=like", "Customer %")], limit=80)
    searched = {"two words": "boiler noise", "rare": "boiler 77011", "number": "C26-004711"}
    queries = {
        "two words": "boiler:* & noise:*",
        "rare": "boiler:* & 77011:*",
        "number": "C26:* & 004711:*",
    }

    def count(env, _given):
        return env["pylot.complaint"]._read_group(
            [("partner_id", "in", partners.ids)], ["partner_id"], ["__count"]
        )

    def ask_count(env, _given):
        env.cr.execute(
            "SELECT partner_id, count(*) FROM pylot_complaint WHERE partner_id = ANY(%s) AND active"
            " GROUP BY partner_id",
            [partners.ids],
        )
        return env.cr.fetchall()

    pairs = [
        ("board of open ones", lambda env, _g: show_board(env, board), ask_board, BOARD_TARGET_MS),
        (
            "list of open ones",
            lambda env, _g: show_list(env, listed, OPEN_DOMAIN),
            lambda env, _g: ask_list(env, "state NOT IN ('solved', 'closed')"),
            None,
        ),
        (
            "list of all",
            lambda env, _g: show_list(env, listed),
            lambda env, _g: ask_list(env),
            None,
        ),
        (
            "list of missed targets",
            lambda env, _g: show_list(env, listed, [("target_state", "=", "broken")]),
            lambda env, _g: ask_list(env, "target_broken_at <= now()"),
            None,
        ),
        *(
            (
                f"text search, {label}",
                lambda env, _g, t=text: show_list(env, listed, [("search_text", "ilike", t)]),
                lambda env, _g, q=queries[label]: ask_list(env, TEXT_WHERE.format(q)),
                None,
            )
            for label, text in searched.items()
        ),
        ("counts of 80 customers", count, ask_count, None),
    ]
    rows = []
    for label, ours, limit, target in pairs:
        case, bare = harness.Case(env, ours), harness.Case(env, limit)
        check(env, label, ours, limit)
        harness.take_turns(case, bare)
        remark = f"{case.ms:.1f} / {bare.ms:.1f} ms CPU, {case.queries} queries"
        rows.append((f"{label}: ours / SQL", case.ratio_to(bare), None, remark))
        if target:
            allowed = f"{label} / the {target} ms allowed"
            rows.append((allowed, case.ms / target, 1, f"{case.ms:.1f} ms CPU"))
    return rows


def check(env, label, ours, limit):
    """What is compared finds the same records, or the ratio says nothing."""
    found, expected = ours(env, None), limit(env, None)
    if isinstance(found, dict) and "records" in found:
        assert [each["id"] for each in found["records"]] == [row[0] for row in expected], label
    elif isinstance(found, dict):
        shown = {each["id"] for group in found["groups"] for each in group.get("__records", ())}
        assert shown == {row[2] for row in expected if row[2]}, label
    else:
        assert {(partner.id, number) for partner, number in found} == set(expected), label
    env.cr.rollback()


def main():
    with databases.lent("complaints", databases.installed()) as name:
        with harness.environment(name) as env:
            agent = fill(env)
            env.cr.commit()
            # first, while the tables are clean: the others leave the rows of their turns behind
            looking = compare_looking(env(user=agent.id))
            creating, cases = compare_creating(env(user=agent.id))
            mailing, mail_ms = complaints_mail.compare(env)
        created_there, mailed_there = complaints_oca.compare(cases, mail_ms)
    harness.table(f"complaints: taken in, with {STORED:,} there", creating + created_there)
    harness.table(f"complaints: e-mails, with {STORED:,} there", mailing + mailed_there)
    harness.table(f"complaints: looked at, {OPEN:,} of {STORED:,} open", looking)


if __name__ == "__main__":
    main()
