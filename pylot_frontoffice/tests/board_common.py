"""Reading what the board is given."""

from datetime import timedelta

from odoo.fields import Datetime

from .common import FrontofficeCommon


class BoardReading:
    """The dispatcher's board, around ``monday``; mixed into cases with our small business."""

    @classmethod
    def _get_board(cls, user=None, days=1, first_day=None):
        board = cls.env["pylot.board"].with_user(user or cls.dispatcher_user)
        return board.get_board(str(first_day or cls.monday), days)

    @classmethod
    def _read(cls, table):
        """:return: list of dicts"""
        return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]

    @classmethod
    def _minute(cls, hour, minute=0, days=0, **where):
        return cls.env["pylot.board"]._to_minutes(cls._at(hour, minute, days=days, **where))

    @classmethod
    def _move(cls, visit, hour, hours=1, days=0, user=None, **params):
        start = cls._minute(hour, days=days)
        board = cls.env["pylot.board"].with_user(user or cls.dispatcher_user)
        return board.move(visit.id, start, start + int(hours * 60), **params)

    @classmethod
    def _get_seen(cls, visit):
        to_minutes = cls.env["pylot.board"]._to_minutes
        return {
            "start": to_minutes(visit.start),
            "stop": to_minutes(visit.stop),
            "technician_ids": visit.technician_ids.ids,
            "in_tray": visit.visit_state == "draft",
        }

    @classmethod
    def _promise_window(cls, technician, hour, first, last, **values):
        """:return: visit of a customer who expects somebody between these hours"""
        visit = cls._create_visit(
            technician,
            hour,
            visit_state="confirmed",
            customer_id=cls.customer.id,
            window_start=cls._at(first),
            window_stop=cls._at(last),
            **values,
        )
        visit._promise("confirmed")
        return visit

    @classmethod
    def _take_leave(cls, technician, hour_from, hour_to, days=0):
        cls.env["resource.calendar.leaves"].create(
            {
                "name": "Dentist",
                "resource_id": technician.id,
                "calendar_id": technician.calendar_id.id,
                "company_id": technician.company_id.id,
                "date_from": cls._at(hour_from, days=days),
                "date_to": cls._at(hour_to, days=days),
                "time_type": "leave",
            }
        )

    @classmethod
    def _hold(cls, technician, hour):
        start = cls._at(hour)
        cls.env["pylot.booking"].create(
            {
                "resource_id": technician.id,
                "start": start,
                "stop": start + timedelta(hours=1),
                "state": "hold",
                "expires_at": Datetime.now() + timedelta(minutes=10),
            }
        )


class BoardCommon(BoardReading, FrontofficeCommon):
    """The same, with all other helpers."""
