from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..const import CHANNELS, REMEDIES, SEVERITIES
from ..models.pylot_complaint_about import ABOUT_FIELDS
from ..wording import describe_period


class PylotPhoneComplaint(models.TransientModel):
    """The dialog "Complaint by Phone": who is calling, what is wrong, what is wanted. Enter saves;
    whoever calls again about the same thing makes no second complaint."""

    _name = "pylot.phone.complaint"
    _description = "Complaint by Phone"
    _inherit = ["pylot.phone.caller"]
    _action = "pylot_frontoffice.pylot_phone_complaint_action"

    state = fields.Selection([("open", "Open"), ("saved", "Saved")], default="open")
    candidate_ids = fields.One2many(
        "pylot.phone.complaint.candidate", "call_id", string="Customers Found"
    )
    same_id = fields.Many2one(
        "pylot.complaint",
        string="Calls Again About",
        help="An open complaint: the call is noted there, and no second one is made.",
    )
    subject = fields.Char()
    type_id = fields.Many2one("pylot.complaint.type", string="Cause")
    remedy_wanted = fields.Selection(REMEDIES, string="Wanted Remedy")
    severity = fields.Selection(SEVERITIES)
    is_safety = fields.Boolean(string="Safety", help="Somebody may come to harm: act at once.")
    channel = fields.Selection(CHANNELS, default="phone", required=True)
    note = fields.Text(help="In the customer's words.")
    inform = fields.Boolean(
        string="Confirm by Mail",
        default=True,
        help="The customer gets the number and what happens next.",
    )
    is_mine = fields.Boolean(string="I Take Care of It")
    sale_order_id = fields.Many2one("sale.order", string="Sales Order")
    move_id = fields.Many2one("account.move", string="Invoice")
    event_id = fields.Many2one("calendar.event", string="Visit")
    product_id = fields.Many2one("product.product")
    recent_items = fields.Json(compute="_compute_shown")
    open_matters = fields.Json(compute="_compute_shown")
    similar_items = fields.Json(compute="_compute_shown")
    complaint_id = fields.Many2one("pylot.complaint")
    read_back = fields.Text(help="What the agent reads to the customer.")

    @api.depends("partner_id", "email", "subject", "state", *ABOUT_FIELDS)
    @api.depends_context("uid", "lang", "tz", "allowed_company_ids")
    def _compute_shown(self):
        """What the complaint itself would show."""
        for call in self:
            if call.state == "saved":
                call.recent_items = call.open_matters = call.similar_items = False
                continue
            draft = self.env["pylot.complaint"].new(
                {
                    "name": call.subject or "",
                    "partner_id": call.partner_id.id,
                    "email_from": call.partner_id.email or call.email,
                    **{name: call[name].id for name in ABOUT_FIELDS},
                }
            )
            call.recent_items = draft.recent_items
            call.open_matters = draft.open_matters
            call.similar_items = draft.similar_items

    @api.onchange("type_id")
    def _onchange_type(self):
        severity = self.type_id._get_nearest("severity")
        if severity:
            self.severity = severity

    @api.onchange("sale_order_id", "move_id", "event_id")
    def _onchange_about(self):
        draft = self.env["pylot.complaint"].new(self._get_about_vals())
        for name, value in draft._prepare_about_vals().items():
            self[name] = value

    @api.model
    def _open(self, values=None):
        """What is opened from a document takes over what follows from it."""
        values = dict(values or {})
        about = {name: values[name] for name in ABOUT_FIELDS if values.get(name)}
        if about:
            draft = self.env["pylot.complaint"].new({**about, **self._pick_partner(values)})
            values = {**draft._prepare_about_vals(), **values}
        return super()._open(values)

    def _pick_partner(self, values):
        return {"partner_id": values["partner_id"]} if values.get("partner_id") else {}

    def _get_about_vals(self):
        return {name: self[name].ids[:1] and self[name].ids[0] for name in ABOUT_FIELDS} | {
            "partner_id": self.partner_id.id
        }

    def _get_forgotten(self):
        return {"same_id": False, **dict.fromkeys(ABOUT_FIELDS, False)}

    # === SAVING ===

    def action_save(self):
        """Make the complaint, or note the call in the open one it is about."""
        self.ensure_one()
        if self.state == "saved":
            return  # a second Enter on the way
        if self.same_id:
            self._note_call()
        else:
            self._create_complaint()
        self.state = "saved"
        self.read_back = self._get_read_back()

    def _create_complaint(self):
        if not (self.subject or "").strip():
            raise UserError(self.env._("Say in a few words what is wrong."))
        customer = self._get_customer()
        complaint = self.env["pylot.complaint"].create(self._prepare_complaint_vals(customer))
        self.write({"partner_id": customer.id, "complaint_id": complaint.id})
        if self.inform and complaint.email_normalized:
            self.env["pylot.complaint.notice"]._plan(complaint, "received")

    def _prepare_complaint_vals(self, customer):
        values = {
            "name": self.subject.strip(),
            "partner_id": customer.id,
            "channel": self.channel,
            "type_id": self.type_id.id,
            "remedy_wanted": self.remedy_wanted,
            "is_safety": self.is_safety,
            "description": plaintext2html(self.note) if self.note else False,
            **{name: self[name].id for name in ABOUT_FIELDS},
        }
        if self.severity:
            values["severity"] = self.severity
        if self.is_mine:
            values["user_id"] = self.env.uid
        return values

    def _note_call(self):
        """The customer has called again: that is a word of the customer like a mail."""
        complaint = self.same_id
        words = [text for text in ((self.subject or "").strip(), self.note) if text]
        body = Markup("<p>%s</p>") % self.env._("The customer has called again.")
        body += Markup().join(plaintext2html(text) for text in words)
        complaint.message_post(body=body, subtype_xmlid="mail.mt_note")
        complaint._receive_customer_message()
        self.complaint_id = complaint

    def _get_read_back(self):
        """:return: what the agent says, word by word"""
        words = {"number": self.complaint_id.number}
        if self.same_id:
            return self.env._("Your call is noted under number %(number)s.", **words)
        due_at = self.complaint_id._get_next_update()
        if not due_at:
            return self.env._("Your complaint has the number %(number)s.", **words)
        calendar = self.complaint_id.team_id._get_calendar()
        words["time"] = describe_period(self.env, due_at, tz=calendar.tz)
        return self.env._(
            "Your complaint has the number %(number)s. You will hear from us by %(time)s.", **words
        )

    def action_open_complaint(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "pylot.complaint",
            "res_id": self.complaint_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_next_call(self):
        return self._open()
