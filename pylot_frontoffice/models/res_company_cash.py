from odoo import fields, models


class ResCompany(models.Model):
    """What technicians do about money at the customer's."""

    _inherit = "res.company"

    pylot_site_invoice = fields.Selection(
        [
            ("unchanged", "Posted and sent, unless something was added on site"),
            ("posted", "Posted and sent"),
            ("draft", "Left to the office as a draft"),
        ],
        string="Invoices Made on Site",
        default="unchanged",
        required=True,
        help="What becomes of an invoice that a technician makes after a visit. Only what is "
        "posted can be paid on the spot.",
    )
    pylot_cash_limit = fields.Monetary(
        string="Cash up to",
        default=500.0,
        help="The most that technicians take in cash for one invoice. 0: they take no cash.",
    )
    pylot_cash_journal_id = fields.Many2one(
        "account.journal",
        string="Technicians' Cash",
        check_company=True,
        domain="[('type', '=', 'cash')]",
        help="Where the cash in the pockets of technicians is booked. Empty: the first cash "
        "journal of the company.",
    )
    pylot_cash_office_journal_id = fields.Many2one(
        "account.journal",
        string="Cash Box of the Office",
        check_company=True,
        domain="[('type', '=', 'cash')]",
        help="Where cash goes when technicians hand it over. Empty: it stays in the technicians' "
        "journal.",
    )
    pylot_cash_gain_account_id = fields.Many2one(
        "account.account",
        string="Cash Counted Too Much",
        check_company=True,
        domain="[('internal_group', '=', 'income')]",
        help="Empty: the profit account of the journal.",
    )
    pylot_cash_loss_account_id = fields.Many2one(
        "account.account",
        string="Cash Missing",
        check_company=True,
        domain="[('internal_group', '=', 'expense')]",
        help="Empty: the loss account of the journal.",
    )

    _pylot_cash_limit_not_negative = models.Constraint(
        "CHECK(pylot_cash_limit >= 0)", "The most that is taken in cash cannot be negative."
    )

    def _get_cash_journal(self):
        """:return: the journal of the technicians' cash, elevated; none when there is none"""
        self.ensure_one()
        company = self.sudo()
        if company.pylot_cash_journal_id:
            return company.pylot_cash_journal_id
        journals = company.env["account.journal"].with_company(company)
        return journals.search(
            [
                *journals._check_company_domain(company),
                ("type", "=", "cash"),
                ("id", "!=", company.pylot_cash_office_journal_id.id),
            ],
            order="sequence, id",
            limit=1,
        )

    def _get_cash_difference_account(self, difference):
        """:param float difference: counted less expected
        :return: the account it is booked on, elevated; none when nothing is set up"""
        company = self.sudo()
        journal = company._get_cash_journal()
        if difference > 0:
            return (
                company.pylot_cash_gain_account_id
                or journal.profit_account_id
                or company.default_cash_difference_income_account_id
            )
        return (
            company.pylot_cash_loss_account_id
            or journal.loss_account_id
            or company.default_cash_difference_expense_account_id
        )
