from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .day_common import make_photo
from .security_common import DAY_MODELS, SecurityCommon

# What each role may do with what happened at a visit: technicians with their own.
OWN = "-      -      -     -     r     r     {office}  {office}   {office}"
OTHER = "-      -      -     -     -     r     {office}  {office}   {office}"
FOREIGN = "-      -      -     -     -     -     -     -       {office}"
KINDS = {
    # what dispatchers may do with it
    "act": "r",
    "check": "r",
    "part": "r",
    "photo": "r",
    "report": "r",
    "time": "rwcu",
}
MATRIX = {
    f"{kind}_{name}": row.format(office=office)
    for kind, office in KINDS.items()
    for name, row in (("anna", OWN), ("bert", OTHER), ("foreign", FOREIGN))
} | {
    #               public portal plain sales tech  agent disp  manager both
    "item_ours": "-      -      r     r     r     r     r     rwcu    r",
    "item_foreign": "-      -      -     -     -     -     -     -       r",
}


@tagged("post_install", "-at_install")
class TestSecurityDay(SecurityCommon):
    """Least sight on what technicians record at their customers'."""

    @classmethod
    def _create_records(cls):
        made = {}
        for name, technician in (
            ("anna", cls.anna),
            ("bert", cls.bert),
            ("foreign", cls.stranger),
        ):
            visit = cls._create_visit(technician, 9, customer_id=cls.customer.id)
            made |= {
                f"{kind}_{name}": record
                for kind, record in cls._create_of(visit, technician).items()
            }
        for name, company in (("ours", cls.company), ("foreign", cls.other_company)):
            kind = cls._create_type(name, company_id=company.id)
            made[f"item_{name}"] = cls.env["pylot.checklist.item"].create(
                {"appointment_type_id": kind.id, "name": "Look"}
            )
        return made

    @classmethod
    def _create_of(cls, visit, technician):
        now = fields.Datetime.now()
        of_visit = {"event_id": visit.id, "resource_id": technician.id}
        product = cls.env["product.product"].create({"name": "Pipe"})
        visit._take_day_act(technician, "start", f"key-{visit.id:020}", now)
        visit._take_day_act(technician, "photo", f"pic-{visit.id:020}", now, photo=make_photo())
        return {
            "act": visit.act_ids[:1],
            "time": visit.time_ids,
            "photo": visit.photo_ids,
            "check": cls.env["pylot.visit.check"].create(
                {**of_visit, "name": "Look", "kind": "text", "text": "x", "answered_at": now}
            ),
            "part": cls.env["pylot.visit.part"].create(
                {
                    **of_visit,
                    "product_id": product.id,
                    "name": "Pipe",
                    "quantity": 1,
                    "price_total": 7,
                    "currency_id": cls.company.currency_id.id,
                    "counted_at": now,
                }
            ),
            "report": cls.env["pylot.visit.report"].create({**of_visit, "text": "x"}),
        }

    def test_every_record_for_every_role(self):
        self.check_matrix(MATRIX)

    def test_matrix_is_complete(self):
        ours = {name for name in self.get_our_models() if name.startswith(DAY_MODELS)}
        self.assertEqual(ours, {record._name for record in self.records.values()})

    def test_prices_and_keys_are_not_for_technicians(self):
        for name, fields_ in (
            ("part_anna", ("price_unit", "price_total", "discount")),
            ("report_anna", ("text",)),
            ("act_anna", ("key",)),
        ):
            record = self._as("technician", self.records[name])
            for field in fields_:
                with self.subTest(field=field), self.assertRaises(AccessError):
                    record.read([field])
            self.assertTrue(self._as("dispatcher", self.records[name]).read(list(fields_)))

    def test_technicians_cannot_sign_by_themselves(self):
        visit = self._as("technician", self.records["act_anna"].event_id)
        visit.write({"is_report_signed": True})
        self.assertFalse(visit.is_report_signed)
        with self.assertRaises(AccessError):
            self._as("technician", self.records["time_anna"]).stop = fields.Datetime.now()
