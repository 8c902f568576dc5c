from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import DONE_STATES, UNPAID_STATES
from .pylot_payment_promise import GRACE

# Changes after which it is found out anew whether somebody is reminded.
TRIGGERS = frozenset(
    {
        "state",
        "payment_state",
        "no_followup",
        "invoice_date_due",
        "partner_id",
        "pylot_dunning_cycle",
        "pylot_dunning_from",
    }
)


class AccountMove(models.Model):
    """Invoices as documents people are reminded of: each instalment by itself, all of a customer
    and currency in one message. Other entries pay nothing for it."""

    _name = "account.move"
    _inherit = ["account.move", "pylot.reminder.document"]

    _reminder_partner = "commercial_partner_id"
    _reminder_cycle = "pylot_dunning_cycle"
    _reminder_mail_model = "pylot.dunning"

    pylot_dunning_cycle = fields.Integer(
        string="Reminded Anew",
        copy=False,
        readonly=True,
        help="How often the reminders began from the start, as after a dispute.",
    )
    pylot_dunning_from = fields.Date(
        string="Reminders Count From",
        copy=False,
        help="If later than the due date: the day from which reminders are counted, such as the "
        "end of a dispute.",
    )

    # === HOOKS OF THE ENGINE ===

    @api.model
    def _get_reminder_domain(self, policy):
        return (
            Domain("move_type", "=", "out_invoice")
            & Domain("state", "=", "posted")
            & Domain("payment_state", "in", UNPAID_STATES)
        )

    def _get_reminder_sample(self, level):
        """:return: the message about what the customer owes now, made to be looked at"""
        return self.env["pylot.dunning"].sudo()._create_sample(self.sudo(), level.sudo())

    @api.model
    def _get_reminder_source(self, policy, documents=None):
        source = super()._get_reminder_source(policy, documents)
        move = SQL.identifier(self._table)
        alias = source.query.join(self._table, "id", "account_move_line", "move_id", "line_ids")
        line = SQL.identifier(alias)
        source.query.add_where(self._prepare_dunning_condition(move, line))
        return source._replace(
            # the date of an instalment, not the last one of the invoice
            anchor=SQL("GREATEST(%s.date_maturity, %s.pylot_dunning_from)", line, move),
            part=SQL("%s.id", line),
            bundle=SQL("%s.commercial_partner_id || '/' || %s.currency_id", move, move),
        )

    @api.model
    def _prepare_dunning_condition(self, move, line):
        """:return: SQL of what else must hold: something is open that nobody disputes or has
        promised to pay"""
        return SQL(
            """
            %(line)s.display_type = 'payment_term' AND %(line)s.amount_residual_currency > 0
            AND %(line)s.date_maturity IS NOT NULL AND %(line)s.no_followup IS NOT TRUE
            AND %(move)s.pylot_dunning_id IS NULL
            AND NOT EXISTS (
                SELECT FROM pylot_complaint complaint
                 WHERE complaint.move_id = %(move)s.id AND complaint.active
                   AND complaint.is_dispute AND complaint.state NOT IN %(done)s
                   AND COALESCE(complaint.disputed_amount, 0) = 0)
            AND NOT EXISTS (
                SELECT FROM pylot_payment_promise_move_rel promised
                  JOIN pylot_payment_promise promise ON promise.id = promised.promise_id
                 WHERE promised.move_id = %(move)s.id AND promise.state = 'open'
                   AND promise.date >= %(last)s)
            """,
            line=line,
            move=move,
            done=DONE_STATES,
            last=fields.Date.context_today(self) - GRACE,
        )

    def _filter_reminded(self):
        """What was invoiced today cannot be overdue."""
        today = fields.Date.context_today(self)
        return self.filtered(
            lambda move: (
                move.move_type == "out_invoice"
                and move.posted_before
                and move.invoice_date
                and move.invoice_date < today
            )
        )

    def _get_reminder_email(self):
        return self._get_dunning_recipient().email_normalized or ""

    def _get_reminder_user(self):
        return self.invoice_user_id

    @api.model
    def _send_reminder_bundles(self, reminders):
        return self.env["pylot.dunning"].sudo()._send_bundles(reminders)

    # === PLANNING AT ONCE ===

    def write(self, vals):
        # here and not in the mixin, which is called while core still completes the entry
        result = super().write(vals)
        if TRIGGERS & vals.keys():
            self._refresh_reminders()
        return result

    def _get_dunning_recipient(self):
        """:return: who is written to about this invoice"""
        self.ensure_one()
        if self.partner_id.email_normalized:
            return self.partner_id
        return self.commercial_partner_id

    def _end_dispute(self):
        """Begin with the first reminder, counted from today: whoever was right in part shall not
        hear the last word first."""
        today = fields.Date.context_today(self)
        disputes = self._get_disputes()
        for move in self._filter_reminded().filtered(lambda each: not disputes[each.id]):
            move.write(
                {"pylot_dunning_cycle": move.pylot_dunning_cycle + 1, "pylot_dunning_from": today}
            )
