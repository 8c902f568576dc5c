from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..const import OPEN_STATES

# What a customer has typed and was promised goes along to the visit that follows.
CONTACT_FIELDS = (
    "contact_name",
    "contact_email",
    "contact_phone",
    "customer_tz",
    "customer_lang",
    "sms_consent",
)
REASON_LENGTH = 300


class CalendarEvent(models.Model):
    """Visits that do not happen as planned: nobody is there, the technician cannot come, or the
    work is not done yet."""

    _inherit = "calendar.event"

    follows_id = fields.Many2one(
        "calendar.event",
        string="Follows Visit",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The visit that was not finished, or at which nobody was there.",
    )

    follow_note = fields.Char(
        string="What Is Left to Do", copy=False, help="Said when the visit before this one ended."
    )

    # === NOBODY HOME ===

    def _do_day_nobody_home(self, act, reason="", photo=None):
        """The visit stays as it was, with its photo; another one with the same data waits in the
        tray, and the customer chooses its time.

        :param str reason: what was found
        :param bytes photo: of the door"""
        self._check_day_open()
        act.note = self._read_reason(reason)
        if photo:
            self._add_day_photo(act, "door", photo)
        was_over = self.visit_state in ("done", "no_show")
        self._tell_story()
        if was_over or self.visit_state != "no_show":
            return
        self._message_log(body=self.env._("Nobody was there: %(reason)s", reason=act.note))
        following = self._create_following_visit(act.note)
        self._hand_on_promise(following)
        following._promise("missed")
        following._ask_dispatcher(
            lambda env: env._(
                "Nobody was there: the visit needs a new time (%(why)s)", why=act.note
            )
        )

    def _read_reason(self, reason):
        reason = (reason or "").strip()[:REASON_LENGTH]
        if not reason:
            raise UserError(self.env._("Please say why in a few words."))
        return reason

    def _create_following_visit(self, note=""):
        """:return: a visit in the tray with the same data"""
        following = self.create(self._prepare_following_vals(note))
        for answer in self.answer_ids:
            answer.copy({"event_id": following.id})
        return following

    def _prepare_following_vals(self, note=""):
        # its time is a placeholder until it is planned
        start = max(self.start, fields.Datetime.now().replace(minute=0, second=0))
        start += timedelta(days=1)
        return {
            "name": self.name,
            "appointment_type_id": self.appointment_type_id.id,
            "customer_id": self.customer_id.id,
            "visit_address_id": self.visit_address_id.id,
            "location": self.location,
            "description": self.description,
            "notes": self.notes,
            "sale_order_id": self.sale_order_id.id,
            "visit_priority": self.visit_priority,
            "complaint_id": self.complaint_id.id,
            "follows_id": self.id,
            "visit_state": "draft",
            "show_as": "free",
            "start": start,
            "stop": start + timedelta(hours=self.duration or 1),
            "duration": self.duration or 1,
            "user_id": False,
            "partner_ids": [Command.clear()],
            **{name: self[name] for name in CONTACT_FIELDS},
            "follow_note": note,
        }

    def _hand_on_promise(self, following):
        """What was sold, the remedy it is and the customer's link belong to the visit that will
        take place."""
        promise = {name: self[name] for name in ("ics_uid", "customer_token")}
        sold = {"sale_line_id": self.sale_line_id.id}
        remedies = self._get_remedies_sudo()
        self.write({"ics_uid": False, "customer_token": False, "sale_line_id": False})
        self.flush_recordset()
        following.write({**promise, **sold, "ics_sequence": self.ics_sequence + 1})
        for remedy in remedies:
            remedy._write_result_sudo({"event_id": following.id})

    # === DECLINED ===

    def _do_day_decline(self, act, reason=""):
        """Somebody else is found: the customer hears nothing before that.

        :param str reason: why"""
        act.note = self._read_reason(reason)
        if self.visit_state not in (*OPEN_STATES[1:], "on_the_way"):
            raise UserError(
                self.env._("This visit has begun or is over. Please call the office instead.")
            )
        self._tell_story()
        technician = act.resource_id
        quiet = self.with_context(pylot_inform_customer=False)
        if technician == self.technician_id:
            quiet.write({"visit_state": "draft", "technician_id": False})
        else:
            quiet.write({"helper_ids": [Command.unlink(technician.id)]})
        self._message_log(
            body=self.env._(
                "%(technician)s cannot come: %(reason)s",
                technician=technician.name,
                reason=act.note,
            )
        )
        self._ask_dispatcher(
            lambda env: env._(
                "%(technician)s cannot come: %(reason)s",
                technician=technician.name,
                reason=act.note,
            )
        )

    # === ONCE MORE ===

    def _do_day_follow_up(self, act, reason=""):
        """The work goes on another day: the office plans it.

        :param str reason: what is left to do"""
        act.note = self._read_reason(reason)
        following = self._create_following_visit(act.note)
        following._ask_dispatcher(
            lambda env: env._("Follow-up visit to plan: %(what)s", what=act.note)
        )
