from odoo import fields, models
from odoo.tools import SQL

from ..const import CHANNELS, COMPLAINT_STATES, PRIORITIES, REMEDIES, SEVERITIES


class PylotComplaintReport(models.Model):
    """What complaints say about the business: how many of what kind, how long they took, which
    promises were kept, what they cost. A row a complaint."""

    _name = "pylot.complaint.report"
    _description = "Complaint Analysis"
    _auto = False
    _order = "received_at desc, id desc"
    _rec_name = "complaint_id"
    _depends = {
        "pylot.complaint": [
            "active",
            "channel",
            "company_id",
            "first_response_at",
            "partner_id",
            "priority",
            "product_id",
            "received_at",
            "remedy_wanted",
            "reopen_count",
            "severity",
            "solved_at",
            "stage_id",
            "state",
            "team_id",
            "type_id",
            "user_id",
        ],
        "pylot.complaint.type": ["parent_path"],
        "pylot.complaint.action": ["complaint_id", "cost", "state"],
        "pylot.sla.status": ["complaint_id", "kind", "state"],
        "rating.rating": ["consumed", "rating", "res_id", "res_model"],
        "res.company": ["currency_id"],
    }

    complaint_id = fields.Many2one("pylot.complaint", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    team_id = fields.Many2one("pylot.team", readonly=True)
    user_id = fields.Many2one("res.users", string="Responsible", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    type_id = fields.Many2one("pylot.complaint.type", string="Cause", readonly=True)
    kind_id = fields.Many2one("pylot.complaint.type", string="Kind of Cause", readonly=True)
    stage_id = fields.Many2one("pylot.complaint.stage", readonly=True)
    state = fields.Selection(COMPLAINT_STATES, string="Meaning of the Stage", readonly=True)
    channel = fields.Selection(CHANNELS, readonly=True)
    priority = fields.Selection(PRIORITIES, readonly=True)
    severity = fields.Selection(SEVERITIES, readonly=True)
    remedy_wanted = fields.Selection(REMEDIES, string="Wanted Remedy", readonly=True)
    received_at = fields.Datetime(string="Received", readonly=True)
    solved_at = fields.Datetime(string="Solved On", readonly=True)
    response_hours = fields.Float(
        string="Hours to First Answer",
        aggregator="avg",
        readonly=True,
        help="By the clock, nights and weekends included.",
    )
    resolution_hours = fields.Float(
        string="Hours to Solution",
        aggregator="avg",
        readonly=True,
        help="By the clock, up to the last solution: the time after a reopening counts.",
    )
    reopen_count = fields.Integer(string="Times Reopened", readonly=True)
    reopened_share = fields.Float(string="Reopened", aggregator="avg", readonly=True)
    response_kept = fields.Float(
        string="First Answer in Time",
        aggregator="avg",
        readonly=True,
        help="Share of the complaints whose target is over.",
    )
    resolution_kept = fields.Float(
        string="Solved in Time",
        aggregator="avg",
        readonly=True,
        help="Share of the complaints whose target is over.",
    )
    is_late = fields.Boolean(
        string="Late", readonly=True, help="The first answer or the solution came too late."
    )
    vote = fields.Float(aggregator="avg", readonly=True, help="Of the customer, from 1 to 5.")
    cost = fields.Monetary(
        readonly=True, help="Of all remedies carried out: refund, visit and goods."
    )

    @property
    def _table_query(self):
        return SQL("SELECT %s FROM %s WHERE complaint.active", self._select(), self._from())

    def _select(self):
        """Hook: columns of a complaint."""
        return SQL(
            """
                complaint.id, complaint.id AS complaint_id, complaint.company_id,
                company.currency_id, complaint.team_id, complaint.user_id, complaint.partner_id,
                complaint.product_id, complaint.type_id, complaint.stage_id, complaint.state,
                split_part(cause.parent_path, '/', 1)::int AS kind_id,
                complaint.channel, complaint.priority, complaint.severity,
                complaint.remedy_wanted, complaint.received_at, complaint.solved_at,
                EXTRACT(EPOCH FROM complaint.first_response_at - complaint.received_at) / 3600
                    AS response_hours,
                EXTRACT(EPOCH FROM complaint.solved_at - complaint.received_at) / 3600
                    AS resolution_hours,
                COALESCE(complaint.reopen_count, 0) AS reopen_count,
                CASE WHEN complaint.reopen_count > 0 THEN 1.0 ELSE 0.0 END AS reopened_share,
                target.response_kept, target.resolution_kept,
                COALESCE(0 IN (target.response_kept, target.resolution_kept), false) AS is_late,
                vote.vote, COALESCE(remedy.cost, 0) AS cost
            """
        )

    def _from(self):
        """Hook: tables, each with at most one row a complaint."""
        return SQL(
            """
                pylot_complaint AS complaint
                JOIN res_company AS company ON company.id = complaint.company_id
                LEFT JOIN pylot_complaint_type AS cause ON cause.id = complaint.type_id
                LEFT JOIN (
                    SELECT complaint_id,
                           MIN(CASE state WHEN 'kept' THEN 1.0 WHEN 'broken' THEN 0.0 END)
                               FILTER (WHERE kind = 'response') AS response_kept,
                           MIN(CASE state WHEN 'kept' THEN 1.0 WHEN 'broken' THEN 0.0 END)
                               FILTER (WHERE kind = 'resolution') AS resolution_kept
                      FROM pylot_sla_status
                  GROUP BY complaint_id
                ) AS target ON target.complaint_id = complaint.id
                LEFT JOIN (
                    SELECT complaint_id, SUM(cost) AS cost
                      FROM pylot_complaint_action
                     WHERE state = 'done'
                  GROUP BY complaint_id
                ) AS remedy ON remedy.complaint_id = complaint.id
                LEFT JOIN (
                    SELECT res_id, AVG(rating) AS vote
                      FROM rating_rating
                     WHERE res_model = 'pylot.complaint' AND consumed AND rating >= 1
                  GROUP BY res_id
                ) AS vote ON vote.res_id = complaint.id
            """
        )
