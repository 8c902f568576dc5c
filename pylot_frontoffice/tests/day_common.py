"""A technician's day: visits today, a checklist, parts that can be sold, and pages to look at."""

import base64
import io
import secrets
from datetime import timedelta

import pytz
from PIL import Image

from odoo import fields
from odoo.fields import Command

from .records import ZONE


def make_photo(size=(2400, 1200), exif=True, color="orange"):
    """:return: bytes of a JPEG that tells where it was taken"""
    target, data = io.BytesIO(), Image.Exif()
    if exif:
        data[0x010F] = "Camera Maker"
        data.get_ifd(0x8825).update({1: "N", 2: (52.0, 22.0, 12.0), 3: "E", 4: (9.0, 43.0, 1.0)})
    Image.new("RGB", size, color).save(target, "JPEG", exif=data)
    return target.getvalue()


def make_signature():
    target = io.BytesIO()
    image = Image.new("RGBA", (300, 120), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (20, 50, 280, 60))
    image.save(target, "PNG")
    return target.getvalue()


class DayRecords:
    """Mixed in front of the records of the front office; ``_fill_day`` is called after them."""

    @classmethod
    def _fill_day(cls):
        cls.today = pytz.utc.localize(fields.Datetime.now()).astimezone(pytz.timezone(ZONE)).date()
        cls.repair = cls._create_type("Repair", place="customer")
        cls.item_pressure = cls._create_item(
            name="Pressure", kind="number", is_required=True, unit="bar", has_limits=True,
            minimum=1, maximum=3,
        )  # fmt: skip
        cls.item_valve = cls._create_item(name="Valve tight?", kind="yes_no", is_required=True)
        cls.item_text = cls._create_item(name="Remarks", kind="text")
        cls.item_photo = cls._create_item(name="Type plate", kind="photo")
        cls.pipe = cls.env["product.product"].create(
            {
                "name": "Copper pipe",
                "type": "consu",
                "list_price": 12.5,
                "barcode": "4006381333931",
                "taxes_id": [Command.clear()],
            }
        )
        cls.customer.write(
            {"email": "frieda@example.com", "phone": "+49 30 1234567", "street": "Torstr. 1"}
        )
        cls.visit = cls._create_today(9)

    @classmethod
    def _create_item(cls, **values):
        return cls.env["pylot.checklist.item"].create(
            {"appointment_type_id": cls.repair.id, **values}
        )

    @classmethod
    def _create_today(cls, hour, technician=None, **values):
        """:return: a visit today at this hour, of Anna unless said otherwise"""
        days = (cls.today - cls.monday).days
        prepared = {
            "appointment_type_id": cls.repair.id,
            "customer_id": cls.customer.id,
            "name": "Repair – Frieda Kunde",
            **values,
        }
        return cls._create_visit(technician or cls.anna, hour, days=days, **prepared)

    @staticmethod
    def make_key():
        return secrets.token_urlsafe(18)

    def tap(self, kind, visit=None, technician=None, minutes_ago=0, key=None, **values):
        """Take a step as the phone does, so many minutes ago; :return: whether it was new"""
        visit = visit or self.visit
        moment = fields.Datetime.now() - timedelta(minutes=minutes_ago)
        return visit._take_day_act(
            technician or self.anna, kind, key or self.make_key(), moment, **values
        )

    def answer_all(self, visit=None):
        self.tap("check", visit, item_id=self.item_pressure.id, answer="1,8")
        self.tap("check", visit, item_id=self.item_valve.id, answer="yes")

    def get_times(self, visit=None):
        """:return: list of (kind, minutes) of the visit"""
        times = (visit or self.visit).time_ids.sorted("start")
        return [(time.kind, round(time.minutes)) for time in times]

    def b64(self, content):
        return base64.b64encode(content)
