"""What does planning a day at once gain over planning visit by visit?

The same open visits of the demo data and of a made-up business are planned in three ways, in one
run: by the planner; visit by visit to the best technician of the ranking, at the free time where
the way is shortest; and with each technician keeping yesterday's order, new visits behind it.
Printed are the visits that get a time and the minutes of driving, all estimated alike.

    plan_rank.py [--seconds N] [--technicians N] [--no-demo]
"""

from __future__ import annotations

import argparse
from datetime import timedelta
from random import Random

import business
import databases
import harness

MODULE = "pylot_frontoffice"
TECHNICIANS, PLANNED, OPEN = 10, 3, 3
SECONDS = 10
# The planner serves no fewer visits, and needs at most so much of the driving for each.
TARGET = 1.0
# Minutes of driving that a visit is worth.
LEFT_OUT = 4 * 60


def make_business(env, technicians: int):
    """Each technician has some visits in no good order, and as many more are waiting."""
    random = Random(1)
    people = business.hire(env, technicians)
    people.is_technician = True
    kind = env["pylot.appointment.type"].create(
        {"name": "Repair", "duration": 1, "buffer_after": 0, "notice": 0, "horizon": 365}
    )
    germany = env.ref("base.de")
    env.company.partner_id.write({"partner_latitude": 52.37, "partner_longitude": 9.73})
    day = business.first_monday() + timedelta(days=1)
    hours = [8, 10, 13][:PLANNED]
    vals_list = []
    for number in range(technicians * (PLANNED + OPEN)):
        address = env["res.partner"].create(
            {
                "name": f"Customer {number}",
                "country_id": germany.id,
                "partner_latitude": 52.37 + random.uniform(-0.2, 0.2),
                "partner_longitude": 9.73 + random.uniform(-0.3, 0.3),
            }
        )
        turn, technician = divmod(number, technicians)
        start = day + timedelta(hours=hours[turn] if turn < PLANNED else 8)
        vals_list.append(
            {
                "name": f"Visit {number}",
                "appointment_type_id": kind.id,
                "customer_id": address.id,
                "start": start,
                "stop": start + timedelta(hours=random.choice([0.5, 0.75, 1])),
                "technician_id": people[technician].id if turn < PLANNED else False,
            }
        )
    env["calendar.event"].create(vals_list)
    return day.date(), day.date()


def compare(env, days, seconds):
    """:return: rows of name, visits with a time, minutes of driving"""
    from odoo.addons.pylot_frontoffice.tools.planner.evaluator import evaluate
    from odoo.addons.pylot_frontoffice.tools.planner.solve_apart import solve_apart

    plan = env["pylot.plan"].create({"date_from": days[0], "date_to": days[1]})
    planning = plan._build_problem()
    problem = planning.problem
    found = {"now, nothing added": planning.current}
    found["yesterday's order"] = keep_order(planning)
    with env.cr.savepoint() as savepoint:
        rank(env, planning, plan)
        found["ranking"] = plan._build_problem().current
        savepoint.rollback()
    env.invalidate_all()
    solution = solve_apart(problem, seconds, None, 1, planning.current)
    assert not evaluate(problem, solution.plan).violations
    found["planner"] = solution.plan
    return [
        (name, len(each.shift_of), planning.measure(each)[0] / 60) for name, each in found.items()
    ]


def keep_order(planning):
    """Each technician's day as it is; what is new goes to whoever has room behind it, in turn."""
    from odoo.addons.pylot_frontoffice.tools.planner.plan import time_route
    from odoo.addons.pylot_frontoffice.tools.planner.solver import make_plan

    problem = planning.problem
    orders = {number: list(ids) for number, ids in planning.current.orders().items()}
    placed = {visit for ids in orders.values() for visit in ids}
    turn = 0
    for visit in problem.visits:
        if visit.id in placed:
            continue
        for step in range(len(problem.shifts)):
            number = (turn + step) % len(problem.shifts)
            longer = [*orders.get(number, []), visit.id]
            if problem.may_serve(problem.shifts[number], visit) and time_route(
                problem, number, longer
            ):
                orders[number] = longer
                turn = number + 1
                break
    return make_plan(problem, orders)


def rank(env, planning, plan):
    """As the dialog "Assign" does, within the days of the plan: of the free times at which a
    technician has the shortest way, the first."""
    start, stop = plan._get_period()
    waiting = [each for each in planning.movable if each not in planning.slots]
    for visit in env["calendar.event"].browse(sorted(waiting)):
        kind = visit.appointment_type_id
        slots = kind._for_visit(visit)._get_slots(start, stop, partner=visit.visit_address_id)
        best = None
        for slot in slots[:: max(1, len(slots) // 8)]:
            people = env["resource.resource"].browse(slot["resource_ids"])
            end = slot["start"] + (visit.stop - visit.start)
            ranked = kind._rank_technicians(
                slot["start"], end, visit.visit_address_id, people, visit.ids
            )
            if ranked and ranked[0]["free"] and (best is None or ranked[0]["score"] > best[0]):
                best = ranked[0]["score"], slot["start"], ranked[0]["resource_id"]
        if best:
            visit._plan_visit(env["resource.resource"].browse(best[2]), best[1])


def show(title, rows):
    """:return: the planner's minutes of driving to the ranking's; what only one of them serves
    counts for the other as in dispatch.py"""
    planner, ranking = rows[-1], rows[-2]
    print(f"\n{title}")
    for name, served, minutes in rows:
        each = minutes / served if served else 0
        print(f"  {name:20} {served:4} visits {minutes:7.0f} min of driving {each:6.1f} each")
    assert planner[1] >= ranking[1], "the planner serves fewer visits than the ranking"
    return planner[2] / (ranking[2] + LEFT_OUT * (planner[1] - ranking[1]))


def load_demo(env):
    """Ours alone, as ``make run`` does."""
    from odoo.modules.module import Manifest
    from odoo.tools.convert import convert_file

    for path in Manifest.for_addon(MODULE)["demo"]:
        convert_file(env, MODULE, path, {}, "init", True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--technicians", type=int, default=TECHNICIANS)
    parser.add_argument("--no-demo", action="store_true")
    options = parser.parse_args()
    ratios = []
    with (
        databases.lent("plan", databases.installed()) as name,
        harness.environment(name) as env,
    ):
        days = make_business(env, options.technicians)
        rows = compare(env, days, options.seconds)
        title = f"a day of {options.technicians} technicians, made up"
        ratios.append((title, show(title, rows), TARGET, ""))
    if not options.no_demo:
        with (
            databases.lent("plan_demo", databases.installed()) as name,
            harness.environment(name) as env,
        ):
            load_demo(env)
            first = business.first_monday().date() - timedelta(days=7)
            rows = compare(env, (first, first + timedelta(days=4)), options.seconds)
            title = "a week of the demo data"
            ratios.append((title, show(title, rows), TARGET, ""))
    title = "plan_rank: driving, planner / ranking (a visit left out counts four hours)"
    harness.table(title, ratios)


if __name__ == "__main__":
    main()
