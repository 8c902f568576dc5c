"""A day of three technicians that is about to change."""

from datetime import datetime

from odoo.tests import freeze_time

from .common import FrontofficeCommon

# Monday, seven o'clock in Berlin
NOW = datetime(2026, 11, 2, 6)


class ReplanRecords:
    """Anna, Bert and Carla work in one town; it is seven on Monday. Customers of Anna were
    promised 9 o'clock, something from 10 to 14, and 15 o'clock; Bert is busy at 9."""

    clock = None

    @classmethod
    def _get_monday(cls):
        return NOW.date()

    @classmethod
    def _make_day(cls):
        clock = freeze_time(NOW)
        cls.clock = clock.start()
        cls.addClassCleanup(clock.stop)
        cls._make_visits()

    @classmethod
    def _make_visits(cls):
        cls.germany = cls.env.ref("base.de")
        cls.company.partner_id.write({"zip": "10115", "country_id": cls.germany.id})
        cls.kind = cls._create_type("Repair", place="customer")
        cls.partners = cls.env["res.partner"].create(
            [
                {
                    "name": name,
                    "email": f"{name.lower()}@example.com",
                    "zip": "10115",
                    "country_id": cls.germany.id,
                    "street": f"Road {name}",
                }
                for name in ("Ada", "Bob", "Cleo", "Dan", "Eve")
            ]
        )
        ada, bob, cleo, dan, _eve = cls.partners
        cls.nine = cls._plan(cls.anna, 9, ada)
        cls.window = cls._plan(cls.anna, 11, bob, window_start=cls._at(10), window_stop=cls._at(14))
        cls.three = cls._plan(cls.anna, 15, cleo)
        cls.busy = cls._plan(cls.bert, 9, dan)
        cls.annas = cls.nine | cls.window | cls.three
        cls.env.flush_all()

    @classmethod
    def _plan(cls, technician, hour, customer, is_promised=True, **values):
        """:return: a visit its customer knows of"""
        visit = cls._create_visit(
            technician,
            hour,
            customer_id=customer.id,
            appointment_type_id=cls.kind.id,
            name=f"At {customer.name}",
            visit_state="confirmed" if is_promised else "planned",
            **values,
        )
        if is_promised:
            visit._promise("confirmed")
            visit.notice_ids.state = "sent"
        return visit

    def setUp(self):
        super().setUp()
        if self.clock:
            self.clock.move_to(NOW)

    def _ask(self, user=None, **values):
        """:return: the change, with its proposal"""
        replan = self.env["pylot.replan"].with_user(user or self.dispatcher_user).create(values)
        replan.action_propose()
        return replan

    def _call_in_sick(self, technician=None, **values):
        values = {"technician_id": (technician or self.anna).id, **values}
        return self._ask(kind="absence", **values)

    def _get_line(self, replan, visit):
        return replan.line_ids.filtered(lambda line: line.visit_id == visit)

    def _get_told(self, visits=None):
        """:return: dict of the customer's name to what they are told from now on"""
        notices = self.env["pylot.visit.notice"].search([("state", "=", "planned")])
        return sorted((notice.event_id.customer_id.name, notice.kind) for notice in notices)


class ReplanScreens(ReplanRecords):
    """The same in two weeks, because browsers have a clock of their own; at 15 o'clock nobody else
    is free."""

    @classmethod
    def _get_monday(cls):
        return FrontofficeCommon._get_monday()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_visits()
        for technician in (cls.bert, cls.carla):
            cls._plan(technician, 15, cls.partners[4])
