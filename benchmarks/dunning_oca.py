"""The questions of dunning.py put to OCA's credit control."""

from __future__ import annotations

import subprocess
from datetime import date

import databases
import harness
import overdue
import peers

WHEEL = "odoo-addon-account_credit_control==19.0.*"


def fill(env, invoices, customers):
    """A policy with one level three days after the due date, by e-mail."""
    accounts = env["account.account"].search([("account_type", "=", "asset_receivable")])
    policy = env["credit.control.policy"].create(
        {"name": "Dunning", "account_ids": accounts.ids, "company_id": env.company.id}
    )
    template = env.ref("account_credit_control.email_template_credit_control_base")
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


def measure(invoices, customers, function, prepare):
    """:return: :class:`harness.Case` in a database of its own, None without the wheel"""
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
            case = harness.Case(env, function, prepare)
            case.turn()
            case.times.clear()
            for _turn in range(3):
                case.turn()
            return case
