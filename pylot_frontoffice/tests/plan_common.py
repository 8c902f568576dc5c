from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command

from ..tools.planner.solver import Budget, solve
from .common import FrontofficeCommon

# Places in Berlin and around, some minutes to an hour apart.
ZIPS = ("10115", "10245", "12043", "13353", "14195", "14467", "15230", "16321")


class PlanRecords:
    """The small business has something to plan: draft visits all over Berlin on Monday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # whatever else the database holds takes no part
        others = cls.env["resource.resource"].search([("is_technician", "=", True)])
        (others - cls.anna - cls.bert - cls.carla).is_technician = False
        cls.env["calendar.event"].search([("visit_state", "=", "draft")]).is_fixed = True
        cls.company.partner_id.write({"zip": "10115", "country_id": cls.env.ref("base.de").id})
        cls.type = cls._create_type()
        cls.plans = cls.env["pylot.plan"]

    @classmethod
    def _create_customer(cls, name="Customer", zip_code="10115", **values):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "zip": zip_code,
                "country_id": cls.env.ref("base.de").id,
                "email": f"{name.lower().replace(' ', '')}@example.com",
                **values,
            }
        )

    @classmethod
    def _create_draft(cls, hours=1, **values):
        values.setdefault("appointment_type_id", cls.type.id)
        values.setdefault("customer_id", cls.customer.id)
        return cls._create_visit(None, 9, hours=hours, **values)

    @classmethod
    def _create_drafts(cls, number, **values):
        customers = [
            cls._create_customer(f"Customer {each}", ZIPS[each % len(ZIPS)])
            for each in range(number)
        ]
        return cls.env["calendar.event"].create(
            [
                {
                    "name": f"Visit {customer.name}",
                    "start": cls._at(9),
                    "stop": cls._at(10),
                    "appointment_type_id": cls.type.id,
                    "customer_id": customer.id,
                    **values,
                }
                for customer in customers
            ]
        )

    @classmethod
    def _create_plan(cls, days=1, env=None, **values):
        """:return: a plan from Monday on"""
        return (env or cls.env)["pylot.plan"].create(
            {
                "date_from": cls.monday,
                "date_to": cls.monday + timedelta(days=days - 1),
                "iterations": 200,
                **values,
            }
        )

    @classmethod
    def _select(cls, visits):
        return {"scope": "visits", "visit_ids": [Command.set(visits.ids)]}

    @classmethod
    def _propose(cls, days=1, **values):
        """:return: a plan with its proposal"""
        plan = cls._create_plan(days, **values)
        plan._compute_plan()
        plan.invalidate_recordset()
        return plan

    def _solve(self, plan):
        planning = plan._build_problem()
        return planning, solve(planning.problem, Budget(300), plan.seed, planning.current)

    def _get_starts(self, planning, solution):
        """:return: dict of visit to (technician, begin in seconds)"""
        return {
            stop.visit: (planning.problem.shifts[route.shift].technician, stop.start)
            for route in solution.plan.routes
            for stop in route.stops
        }

    @contextmanager
    def _frozen(self, moment):
        """Only what the add-on asks for the time is answered."""
        with patch.object(fields.Datetime, "now", lambda: moment):
            yield


class PlanCommon(PlanRecords, FrontofficeCommon):
    """Without a browser."""
