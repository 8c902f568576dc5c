from odoo import api, fields, models
from odoo.tools import SQL

# Ledgers there may be: each has a digit of its own at the end of the ids.
LEDGERS = 10


class PylotMessage(models.Model):
    """Whatever was promised to anybody, wherever it is kept: one list of what was sent, what is
    coming and what went wrong. What is done to a row here is done to the row behind it."""

    _name = "pylot.message"
    _description = "Automatic Message"
    _inherit = ["pylot.document.link"]
    _auto = False
    _order = "due_at desc, id desc"
    _rec_names_search = ("partner_id",)
    _depends = {
        "pylot.reminder": [
            "company_id", "due_at", "mail_id", "partner_id", "reason", "res_id", "res_model",
            "sent_at", "state",
        ],
        "pylot.visit.notice": [
            "company_id", "due_at", "event_id", "mail_id", "reason", "sent_at", "state",
        ],
        "pylot.complaint.notice": [
            "company_id", "complaint_id", "due_at", "mail_id", "reason", "sent_at", "state",
        ],
        "pylot.reminder.policy": ["company_id", "problem", "problem_at"],
        "calendar.event": ["customer_id"],
        "pylot.complaint": ["partner_id"],
        "mail.mail": ["failure_reason", "state"],
    }  # fmt: skip

    ledger = fields.Selection(
        [
            ("pylot.reminder", "By the rules of automation"),
            ("pylot.visit.notice", "About visits"),
            ("pylot.complaint.notice", "About complaints"),
            ("pylot.reminder.policy", "Rules that cannot be followed"),
        ],
        string="Sent By",
        readonly=True,
    )
    row_id = fields.Integer(aggregator=None, readonly=True)
    name = fields.Char(string="Message", compute="_compute_name")
    res_model = fields.Char(string="Document Model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Document ID", model_field="res_model", aggregator=None, readonly=True
    )
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    due_at = fields.Datetime(string="Due", readonly=True)
    sent_at = fields.Datetime(string="Sent On", readonly=True)
    state = fields.Selection(
        [
            ("failed", "Failed"),
            ("undelivered", "Not delivered"),
            ("skipped", "Skipped"),
            ("planned", "Planned"),
            ("sent", "Sent"),
            ("cancelled", "Dropped"),
        ],
        string="Status",
        readonly=True,
    )
    reason = fields.Char(readonly=True, help="Why it was not sent or not delivered.")

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(
            SQL(
                """
                SELECT message.id * %(count)s + %(number)s AS id, %(ledger)s AS ledger,
                       message.id AS row_id, %(columns)s, message.company_id,
                       message.due_at, message.sent_at,
                       CASE WHEN mail.state = 'exception' THEN 'undelivered'
                            ELSE message.state END AS state,
                       CASE WHEN mail.state = 'exception' THEN mail.failure_reason
                            ELSE message.reason END AS reason
                  FROM %(table)s
                  LEFT JOIN mail_mail mail ON mail.id = message.mail_id
                """,
                count=LEDGERS,
                number=number,
                ledger=ledger,
                columns=columns,
                table=table,
            )
            for number, (ledger, columns, table) in enumerate(self._get_ledgers())
        )

    @api.model
    def _get_ledgers(self):
        """Hook. A ledger inherits ``pylot.notice.mixin``; new ones come last, because the ids
        depend on the order.

        :return: list of (model, SQL columns res_model, res_id, partner_id, SQL from: its table
            as ``message``)"""
        return [
            (
                "pylot.reminder",
                SQL("message.res_model, message.res_id, message.partner_id"),
                SQL("pylot_reminder message"),
            ),
            (
                "pylot.visit.notice",
                SQL("'calendar.event' AS res_model, message.event_id AS res_id, event.customer_id"),
                SQL(
                    "pylot_visit_notice message"
                    " JOIN calendar_event event ON event.id = message.event_id"
                ),
            ),
            (
                "pylot.complaint.notice",
                SQL("'pylot.complaint' AS res_model, message.complaint_id, complaint.partner_id"),
                SQL(
                    "pylot_complaint_notice message"
                    " JOIN pylot_complaint complaint ON complaint.id = message.complaint_id"
                ),
            ),
            (
                "pylot.reminder.policy",
                SQL("'pylot.reminder.policy' AS res_model, message.id AS res_id, NULL::int"),
                SQL(
                    "(SELECT id, company_id, problem_at AS due_at, NULL::timestamp AS sent_at,"
                    " 'failed' AS state, problem AS reason, NULL::int AS mail_id"
                    " FROM pylot_reminder_policy WHERE problem IS NOT NULL) message"
                ),
            ),
        ]

    def _get_rows(self):
        """:return: list of recordsets, one per ledger, of the rows behind"""
        return [
            self.env[ledger].browse(messages.mapped("row_id"))
            for ledger, messages in self.grouped("ledger").items()
        ]

    @api.depends("ledger", "row_id")
    @api.depends_context("lang")
    def _compute_name(self):
        names = {row: row._get_message_name() for rows in self._get_rows() for row in rows}
        for message in self:
            row = self.env[message.ledger].browse(message.row_id)
            message.name = names[row]

    @api.depends("name", "document_name")
    def _compute_display_name(self):
        for message in self:
            message.display_name = f"{message.name}: {message.document_name}"

    def action_retry(self):
        """Send again what was not sent or not delivered, if it is still true."""
        for rows in self._get_rows():
            rows.action_retry()
        self.invalidate_recordset()

    def action_take_back(self):
        """Do not send what is planned."""
        for rows in self._get_rows():
            rows.action_take_back()
        self.invalidate_recordset()
