from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, Query

NUMBER_ZERO = SQL("0")


class Source(NamedTuple):
    """The documents of one policy as a query, with what is needed of each: planning is one
    statement for all of them."""

    query: Query
    id: SQL
    anchor: SQL
    partner: SQL
    company: SQL
    cycle: SQL = NUMBER_ZERO
    part: SQL = NUMBER_ZERO
    bundle: SQL = SQL("NULL::varchar")

    def select(self):
        """:return: SQL with the columns id, anchor, partner, company, cycle, part, bundle"""
        return self.query.select(
            SQL("%s AS id", self.id),
            SQL("(%s)::timestamp AS anchor", self.anchor),
            SQL("%s AS partner", self.partner),
            SQL("%s AS company", self.company),
            SQL("COALESCE(%s, 0) AS cycle", self.cycle),
            SQL("%s AS part", self.part),
            SQL("%s AS bundle", self.bundle),
        )


class PylotReminderDocument(models.AbstractModel):
    """Mixin of documents people are reminded of. A model takes part by inheriting it, adding its
    dates to ``anchor`` of ``pylot.reminder.policy`` ("<model>.<field>") and answering the hooks."""

    _name = "pylot.reminder.document"
    _description = "Document with Reminders"

    # Stored fields: whom it is for, whose it is, and a number that changes with each new promise
    # about the document (moved, opened again), after which all is told once more; "" if none does.
    _reminder_partner = "partner_id"
    _reminder_company = "company_id"
    _reminder_cycle = ""
    # Model of the templates; another one for documents that are reminded of together.
    _reminder_mail_model = ""
    # A write to one of these plans anew at once.
    _reminder_triggers = frozenset()

    # === HOOKS ===

    @api.model
    def _get_reminder_domain(self, policy):
        """Hook.

        :return: :class:`Domain` of the documents it makes sense to remind of"""
        return Domain.TRUE

    def _get_reminder_obstacle(self, reminder):
        """Hook, asked under locks on the reminder and on this document, and by previews.

        :param reminder: ``pylot.reminder``, maybe a new one that is not stored
        :return: why it must not be sent any more, "" when it must"""
        self.ensure_one()
        return ""

    def _get_reminder_email(self):
        """Hook.

        :return: the address messages go to, "" if there is none"""
        self.ensure_one()
        return self[self._reminder_partner].email_normalized or ""

    def _get_reminder_phone(self):
        """Hook.

        :return: the number text messages go to, "" without a number or without consent"""
        return ""

    def _get_reminder_user(self):
        """Hook.

        :return: who answers for the document inside the business, maybe nobody"""
        self.ensure_one()
        return self.user_id if "user_id" in self._fields else self.env["res.users"]

    def _get_reminder_template(self, level):
        """Hook for documents with words of their own.

        :return: ``mail.template``"""
        self.ensure_one()
        return level.mail_template_id

    def _get_reminder_sample(self, level):
        """Hook, called where everything is rolled back.

        :return: the record that the texts of ``level`` are about"""
        return self

    def _complete_reminder_mails(self, reminders, mails):
        """Hook: e-mails about these documents have been made and are about to be sent.

        :param reminders: at the same place as their document
        :param mails: elevated, at the same place as their document"""

    @api.model
    def _get_reminder_source(self, policy, documents=None):
        """Hook for documents whose parts are reminded of one by one.

        :return: :class:`Source` of the documents of ``policy``, or of those among ``documents``
        """
        domain = policy._get_domain()
        if documents is not None:
            domain &= Domain("id", "in", documents.ids)
        # whoever is looking at archived ones does not want messages about them
        query = self.with_context(active_test=True)._search(domain, bypass_access=True)

        def column(name):
            return self._field_to_sql(self._table, name, query)

        cycle = column(self._reminder_cycle) if self._reminder_cycle else NUMBER_ZERO
        return Source(
            query,
            column("id"),
            self._get_reminder_anchor(policy, query),
            self._get_reminder_partner(query),
            column(self._reminder_company),
            cycle,
        )

    @api.model
    def _get_reminder_anchor(self, policy, query):
        """Hook for dates that are no stored fields.

        :return: SQL of the date ``policy`` counts from, in naive UTC"""
        return self._field_to_sql(self._table, policy._get_anchor_field(), query)

    @api.model
    def _get_reminder_partner(self, query):
        """Hook for customers that are no stored fields.

        :return: SQL of the id of whom it is for"""
        return self._field_to_sql(self._table, self._reminder_partner, query)

    @api.model
    def _send_reminder_bundles(self, reminders):
        """Hook for documents that can send many messages at once.

        :return: dict of reminder -> values"""
        values = {}
        for group in reminders.grouped(lambda one: (one.company_id, one.bundle)).values():
            values.update(self._send_reminder_bundle(group))
        return values

    @api.model
    def _send_reminder_bundle(self, reminders):
        """Hook for documents with a ``bundle``: send one message about all of them.

        :return: dict of reminder -> values"""
        raise NotImplementedError

    def _filter_reminded(self):
        """Hook, asked before anything is planned: documents that have nothing to do with the
        front office shall cost nothing.

        :return: those that may be reminded of, now or until now"""
        return self

    # === PLANNING AT ONCE ===

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents._refresh_reminders()
        return documents

    def write(self, vals):
        result = super().write(vals)
        if self._reminder_triggers & vals.keys():
            self._refresh_reminders()
        return result

    def _refresh_reminders(self):
        """Plan what is to be sent about these documents as they are now, and cancel what is not
        true any more. A policy that cannot be planned does not keep anybody from saving."""
        policies = self.env["pylot.reminder.policy"]._get_running(self._name)
        if policies:
            policies._plan_safely(self._filter_reminded())

    @api.ondelete(at_uninstall=False)
    def _unlink_reminders(self):
        reminders = self.env["pylot.reminder"].sudo()
        documents = self._filter_reminded()
        if not documents:
            return
        domain = Domain("res_model", "=", self._name) & Domain("res_id", "in", documents.ids)
        reminders.search(domain & Domain("state", "in", ("planned", "failed"))).write(
            {"state": "cancelled", "reason": self.env._("The document was deleted.")}
        )

    def action_show_reminders(self):
        """The messages about this document, sent and planned."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "pylot_frontoffice.pylot_reminder_action"
        )
        action["domain"] = [("res_model", "=", self._name), ("res_id", "=", self.id)]
        action["context"] = {}
        return action
