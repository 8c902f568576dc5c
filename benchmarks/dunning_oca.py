"""The questions of dunning.py put to OCA's credit control."""

from __future__ import annotations

import subprocess
from datetime import date

import databases
import harness
import overdue
import peers

WHEEL = "odoo-addon-account_credit_control==19.0.*"
TURNS = 3


def fill(env, invoices, customers):
    """A policy with one level three days after the due date, by e-mail."""
    accounts = env["account.account"].search([("account_type", "=", "asset_receivable")])
    policy = env["credit.control.policy"].create(
        {"name": "Dunning", "account_ids": accounts.ids, "company_id": env.company.id}
    )
    template = env.ref("account_credit_control.email_template_credit_control_base")
    # a PDF for each takes seconds of another program, and ours has none on this level
    template.report_template_ids = False
    env["credit.control.policy.level"].create(
        {
            "name": "Friendly",
            "level": 1,
            "policy_id": policy.id,
            "computation_mode": "net_days",
            "delay_days": 3,
            "channel": "email",
            "email_template_id": template.id,
            "custom_text": "Please pay.",
            "custom_mail_text": "Please pay.",
        }
    )
    env.company.credit_policy_id = policy
    overdue.fill(env, invoices, customers)


def prepare_plan(env):
    return env["credit.control.run"].create({"date": date.today()})


def plan(env, run):
    run.generate_credit_lines()
    env.flush_all()


def prepare_send(env):
    run = prepare_plan(env)
    run.generate_credit_lines()
    run.set_to_ready_lines()
    return run


def send(env, run):
    run.with_context(mail_notify_force_send=False).run_channel_action()
    env.flush_all()


def take_some(case):
    """The first turn warms up and is forgotten."""
    for _turn in range(TURNS + 1):
        case.turn()
    case.times.pop(0)


def measure(invoices, customers):
    """:return: :class:`harness.Case` of planning and of sending, None without the wheel"""
    try:
        addons = peers.fetch(WHEEL)
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"!!! NO COMPARISON WITH OCA: its wheel could not be fetched ({error}).")
        return None
    with databases.lent("oca", databases.bare()) as name:
        databases.install(name, ["account_credit_control"], addons)
        with harness.environment(name, addons=addons) as env:
            fill(env, invoices, customers)
            env.cr.commit()
            check_plan(env, invoices)
            cases = harness.Case(env, plan, prepare_plan), harness.Case(env, send, prepare_send)
            for case in cases:
                take_some(case)
            return cases


def check_plan(env, invoices):
    run = prepare_plan(env)
    plan(env, run)
    assert len(run.line_ids) == invoices, f"{len(run.line_ids)} of {invoices} invoices planned"
    env.cr.rollback()
