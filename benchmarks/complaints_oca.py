"""Taking in, as in complaints.py and complaints_mail.py, by OCA's helpdesk and its SLA add-on."""

from __future__ import annotations

import subprocess

import business
import complaints_mail
import databases
import harness
import peers

WHEELS = ("odoo-addon-helpdesk_mgmt==19.0.*", "odoo-addon-helpdesk_mgmt_sla==19.0.*")


def fill(env):
    """One team that works office hours, with a first answer and a solution promised."""
    env["res.partner"].create([{"name": f"Customer {n}"} for n in range(100)])
    team = env["helpdesk.ticket.team"].create(
        {
            "name": "Service",
            "use_sla": True,
            "resource_calendar_id": env.company.resource_calendar_id.id,
        }
    )
    stage = env["helpdesk.ticket.stage"].search([("closed", "=", True)], limit=1)
    env["helpdesk.sla"].create(
        [
            {"name": name, "team_ids": team.ids, "days": days, "hours": 8, "stage_id": stage.id}
            for name, days in (("Answer", 0), ("Solution", 5))
        ]
    )
    return team


def make_values(env, number):
    partners = env["res.partner"].search([("name", "=like", "Customer %")], limit=100, order="id")
    team = env["helpdesk.ticket.team"].search([("name", "=", "Service")], limit=1)
    return [
        {
            "name": f"The tap drips {n}",
            "description": "<p>Since Monday, more and more.</p>",
            "partner_id": partners[n % len(partners)].id,
            "team_id": team.id,
        }
        for n in range(number)
    ]


def create(env, vals_list):
    env["helpdesk.ticket"].create(vals_list)
    env.flush_all()


def create_singly(env, vals_list):
    for vals in vals_list:
        create(env, [vals])


def compare(cases, mail_ms):
    """In a database of its own.

    :param cases: ours, measured already, by the number of complaints of a turn
    :param mail_ms: of one of our e-mails
    :return: rows of the table about creating, and of that about e-mails
    """
    try:
        addons = peers.fetch(*WHEELS)
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"!!! NO COMPARISON WITH OCA: its wheels could not be fetched ({error}).")
        return [], []
    rows = []
    with databases.lent("oca", databases.bare()) as name:
        databases.install(name, ["helpdesk_mgmt", "helpdesk_mgmt_sla"], addons)
        with harness.environment(name, addons=addons) as env:
            team = fill(env)
            agent = business.make_user(env, "agent", "helpdesk_mgmt.group_helpdesk_user")
            env.cr.commit()
            mailed = complaints_mail.compare_with_oca(env, team, mail_ms)
            env = env(user=agent.id)
            ticket = env["helpdesk.ticket"].create(make_values(env, 1))
            assert len(ticket.ticket_sla_ids) == 2, "both targets are promised"
            env.cr.rollback()
            for label, function, number in (
                ("create 1,000 at once", create, max(cases)),
                ("create one by one", create_singly, min(cases)),
            ):
                case = harness.Case(
                    env, function, lambda env, number=number: make_values(env, number)
                )
                harness.take_turns(case)
                ours = cases[number]
                remark = (
                    f"{ours.ms / number:.2f} / {case.ms / number:.2f} ms CPU each, "
                    f"{case.queries / number:.1f} queries each"
                )
                rows.append((f"{label}: ours / OCA helpdesk", ours.ratio_to(case), None, remark))
    return rows, mailed
