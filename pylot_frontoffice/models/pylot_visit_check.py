import math

from odoo import api, fields, models
from odoo.exceptions import UserError

from .pylot_checklist_item import CHECK_KINDS

MAX_TEXT = 2000


class PylotVisitCheck(models.Model):
    """The answer to one item of the checklist, as it was when it was answered."""

    _name = "pylot.visit.check"
    _description = "Checklist Answer"
    _order = "event_id, sequence, id"

    event_id = fields.Many2one(
        "calendar.event", string="Visit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="event_id.visit_company_id")
    item_id = fields.Many2one("pylot.checklist.item", index="btree_not_null", ondelete="set null")
    sequence = fields.Integer()
    name = fields.Char(string="What Was Checked", required=True)
    kind = fields.Selection(CHECK_KINDS, required=True)
    value = fields.Char(string="Answer", compute="_compute_value")
    yes_no = fields.Selection([("yes", "Yes"), ("no", "No")], string="Yes or No")
    number = fields.Float(digits=(16, 3))
    text = fields.Text()
    photo_id = fields.Many2one("pylot.visit.photo", index="btree_not_null", ondelete="restrict")
    unit = fields.Char()
    limits = fields.Char()
    is_out_of_limits = fields.Boolean(string="Outside the Limits")
    answered_at = fields.Datetime(required=True)
    resource_id = fields.Many2one("resource.resource", string="Technician", ondelete="restrict")

    _once = models.UniqueIndex("(event_id, item_id)", "This has been answered already.")

    @api.depends("kind", "yes_no", "number", "text", "photo_id", "unit")
    @api.depends_context("lang")
    def _compute_value(self):
        words = dict(self._fields["yes_no"]._description_selection(self.env))
        for check in self:
            check.value = {
                "yes_no": words.get(check.yes_no, ""),
                "number": f"{check.number:g} {check.unit or ''}".strip(),
                "text": check.text or "",
                "photo": self.env._("Photo"),
            }[check.kind]

    @api.model_create_multi
    def create(self, vals_list):
        checks = super().create(vals_list)
        checks.event_id._check_report_open()
        return checks

    def write(self, vals):
        self.event_id._check_report_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self.event_id._check_report_open()

    @api.model
    def _prepare_answer(self, item, answer):
        """:param item: ``pylot.checklist.item``
        :param str answer: as it was typed
        :return: values of the answer
        :raise UserError: when it is none"""
        if item.kind == "yes_no":
            if answer not in ("yes", "no"):
                raise UserError(self.env._("“%(item)s”: please say yes or no.", item=item.name))
            return {"yes_no": answer}
        if item.kind == "number":
            number = self._read_number(item, answer)
            is_inside = not item.has_limits or item.minimum <= number <= item.maximum
            return {"number": number, "is_out_of_limits": not is_inside}
        if not answer:
            raise UserError(self.env._("“%(item)s”: please write something.", item=item.name))
        return {"text": answer[:MAX_TEXT]}

    @api.model
    def _read_number(self, item, answer):
        try:
            number = float((answer or "").replace(" ", "").replace(",", "."))
        except ValueError:
            number = math.nan
        if not math.isfinite(number) or abs(number) > 10**12:
            raise UserError(self.env._("“%(item)s”: please enter a number.", item=item.name))
        return number
