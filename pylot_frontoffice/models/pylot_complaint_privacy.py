import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..const import DONE_STATES

_logger = logging.getLogger(__name__)


class PylotComplaint(models.Model):
    """How long a complaint tells whose it was (GDPR Art. 5 (1) e, Art. 17). Afterwards it counts
    in the statistics, and nobody can say whom it was about."""

    _inherit = "pylot.complaint"

    anonymised_at = fields.Datetime(
        string="Anonymised On",
        readonly=True,
        copy=False,
        help="Since then nobody can tell any more whose complaint this was.",
    )
    anonymised_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="set null")

    def _is_reopenable(self):
        return not self.anonymised_at and super()._is_reopenable()

    def action_anonymise(self):
        """Ask before; it cannot be undone."""
        self._check_may_anonymise()
        return self._open_dialog(
            "pylot.complaint.anonymise",
            self.env._("Anonymise"),
            default_complaint_ids=self.filtered(lambda each: not each.anonymised_at).ids,
        )

    def _check_may_anonymise(self):
        if not (self.env.su or self.env.user.has_group("pylot_frontoffice.group_manager")):
            raise AccessError(self.env._("Complaints are made anonymous by managers."))

    def _anonymise(self):
        """Remove whatever tells who complained. What was merged into these goes with them; those
        that are anonymous already stay as they are.

        :raise AccessError: by somebody else than a manager
        :raise UserError: one is still open
        """
        self._check_may_anonymise()
        self.check_access("write")
        complaints = self.sudo().with_context(active_test=False, tracking_disable=True)
        todo = (complaints | complaints.merged_ids).filtered(lambda each: not each.anonymised_at)
        if not todo:
            return
        if any(complaint.state not in DONE_STATES for complaint in todo):
            raise UserError(
                self.env._("A complaint that is still open cannot be made anonymous. End it first.")
            )
        todo.lock_for_update()
        todo._scrub()
        todo.write({"anonymised_at": fields.Datetime.now(), "anonymised_by_id": self.env.uid})
        todo._message_log_batch(bodies=dict.fromkeys(todo.ids, self.env._("Made anonymous.")))
        _logger.info("Complaints %s made anonymous by user %s", todo.ids, self.env.uid)

    # === RETENTION ===

    @api.model
    def _cron_anonymise(self):
        """Monthly. One that cannot be made anonymous does not keep the others; why is kept on it,
        and it is tried again."""
        domain = self._get_retention_domain(fields.Datetime.now())
        todo = self.with_context(active_test=False).search(domain, order="id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(todo))
        for complaint in todo:
            try:
                with self.env.cr.savepoint():
                    complaint._anonymise()
            except Exception as error:
                _logger.warning(
                    "Complaint %s cannot be made anonymous", complaint.id, exc_info=True
                )
                complaint.closing_problem = " ".join(str(error).split()) or type(error).__name__
            if not cron._commit_progress(1):
                break

    @api.model
    def _get_retention_domain(self, now):
        """:return: domain of those that have been kept for long enough. A merged one goes with its
        survivor: they are one matter."""
        contract = Domain("sale_order_id", "!=", False) | Domain("move_id", "!=", False)
        expired = Domain.FALSE
        companies = self.env["res.company"].sudo()
        for company in companies.search(
            [
                "|",
                ("pylot_retention_months", ">", 0),
                ("pylot_retention_contract_months", ">", 0),
            ]
        ):
            for months, matters in (
                (company.pylot_retention_months, ~contract),
                (company.pylot_retention_contract_months, contract),
            ):
                if months:
                    ended = Domain("solved_at", "<", company._get_retention_limit(months, now))
                    expired |= Domain("company_id", "=", company.id) & matters & ended
        return (
            Domain("anonymised_at", "=", False)
            & Domain("merged_into_id", "=", False)
            & Domain("state", "in", DONE_STATES)
            & expired
        )
