from odoo import api, models
from odoo.fields import Domain


class PylotFaqArticle(models.Model):
    """Who reads which article. Rule, pages and search go by the same audiences."""

    _inherit = "pylot.faq.article"

    @api.depends("active", "is_published")
    def _compute_is_readable(self):
        return super()._compute_is_readable()

    @api.model
    def _get_readable_domain(self):
        """Whoever writes answers opens drafts, too; everybody else what is published."""
        readable = super()._get_readable_domain()
        if self._is_editor():
            return readable
        return readable & Domain("is_published", "=", True) & Domain("active", "=", True)

    @api.model
    def _get_visible_domain(self):
        """:return: Domain of what the current user is offered by lists, search and suggestions, in
        the companies that are switched on: published; with ``pylot_faq_unpublished`` in the
        context, drafts for those who write answers"""
        domain = (
            self._get_readable_domain()
            & Domain("active", "=", True)
            & Domain("company_id", "in", [*self.env.companies.ids, False])
        )
        return domain if self._is_for_drafts() else domain & Domain("is_published", "=", True)

    @api.model
    def _get_readers(self):
        """:return: list of "audience:id of the company", 0 for none: what ``_get_visible_domain``
        says of these two, as the search asks the database for it"""
        active = [*self.env.companies.ids, False]
        return [
            f"{audience}:{company or 0}"
            for audience, companies in self._get_audiences().items()
            for company in active
            if companies is None or company in companies
        ]

    @api.model
    def _is_for_drafts(self):
        return bool(self.env.context.get("pylot_faq_unpublished")) and self._is_editor()

    @api.model
    def _is_editor(self):
        return self.env.user.has_group("pylot_frontoffice.group_agent")

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """What is said about an answer is not part of it: outsiders may read the one only."""
        operations = super()._mail_get_operation_for_mail_message_operation(message_operation)
        if self.env.user._is_internal():
            return operations
        return dict.fromkeys(operations, "write")
