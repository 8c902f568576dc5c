from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

from ..const import DONE_STATES

# What the survivor takes over when it does not know it itself.
ADOPTED_FIELDS = (
    "partner_id",
    "partner_name",
    "email_from",
    "phone",
    "type_id",
    "sale_order_id",
    "move_id",
    "event_id",
    "product_id",
    "lot_name",
    "remedy_wanted",
    "previous_id",
)


class PylotComplaint(models.Model):
    """Several complaints are one matter: one of them goes on, with everything the others have.
    Whatever still comes for them arrives at the survivor."""

    _inherit = "pylot.complaint"
    _rec_names_search = ["number", "name", "merged_ids.number"]

    merged_into_id = fields.Many2one(
        "pylot.complaint",
        index="btree_not_null",
        readonly=True,
        copy=False,
        tracking=True,
        ondelete="restrict",
    )
    merged_ids = fields.One2many(
        "pylot.complaint",
        "merged_into_id",
        string="Merged Complaints",
        context={"active_test": False},
    )

    @api.constrains("merged_into_id", "stage_id", "active")
    def _check_merged(self):
        merged = self.filtered("merged_into_id")
        if merged and merged._has_cycle("merged_into_id"):
            raise ValidationError(self.env._("A complaint cannot be merged into itself."))
        for complaint in merged:
            if complaint.active or complaint.state not in DONE_STATES:
                raise ValidationError(
                    self.env._(
                        "%(complaint)s was merged into %(survivor)s. Go on there.",
                        complaint=complaint.display_name,
                        survivor=complaint.merged_into_id.display_name,
                    )
                )

    def _is_reopenable(self):
        return not self.merged_into_id and super()._is_reopenable()

    def _get_survivor(self):
        """:return: the complaint that goes on in place of this one; itself if it was not merged"""
        survivor = self
        while survivor.merged_into_id:
            survivor = survivor.merged_into_id
        return survivor

    def _get_survivor_for_customer(self):
        """:return: what the link of this complaint leads to: the survivor, if it is of the same
        customer; otherwise this one, for nobody shall read what strangers wrote"""
        survivor = self._get_survivor()
        return survivor if self._is_of_same_customer(survivor) else self

    def _is_of_same_customer(self, other):
        """:return: whether the same person or company complains"""
        ours, theirs = self.partner_id, other.partner_id
        if ours and theirs:
            return ours.commercial_partner_id == theirs.commercial_partner_id
        return bool(self.email_normalized) and self.email_normalized == other.email_normalized

    def _merge_into(self, survivor):
        """Move everything of these complaints to ``survivor`` and end them.

        :raise UserError: they are of another company, merged already, or the survivor is over
        """
        merged = self - survivor
        (merged | survivor).check_access("write")
        (merged | survivor).lock_for_update()
        if survivor.merged_into_id or any(complaint.merged_into_id for complaint in merged):
            raise UserError(self.env._("One of these complaints has been merged already."))
        if survivor.state in DONE_STATES and any(each.state not in DONE_STATES for each in merged):
            raise UserError(
                self.env._("The one that goes on is over. Choose an open one, or reopen it first.")
            )
        if merged.company_id - survivor.company_id:
            raise UserError(self.env._("Only complaints of one company can be merged."))
        merged.sudo()._hand_over_rows(survivor.sudo())
        survivor.sudo().write(merged.sudo()._prepare_survivor_vals(survivor.sudo()))
        merged._dismiss("merged")
        # those that were merged earlier into one of these go along
        (merged | merged.merged_ids).sudo().write({"merged_into_id": survivor.id, "active": False})
        survivor._message_log(
            body=self.env._(
                "Merged: %(complaints)s", complaints=", ".join(merged.mapped("display_name"))
            )
        )

    def _hand_over_rows(self, survivor):
        """What hangs on these hangs on the survivor from now on: messages with their threads,
        files, followers, activities, remedies, later complaints."""
        env = self.env
        of_these = [("model", "=", self._name), ("res_id", "in", self.ids)]
        env["mail.message"].search(of_these).write({"res_id": survivor.id})
        for model in ("ir.attachment", "mail.activity"):
            rows = env[model].with_context(active_test=False)
            rows.search([("res_model", "=", self._name), ("res_id", "in", self.ids)]).write(
                {"res_id": survivor.id}
            )
        survivor.message_subscribe(self.message_partner_ids.ids)
        self.message_unsubscribe(self.message_partner_ids.ids)
        self.next_ids.write({"previous_id": survivor.id})
        self.action_ids.write({"complaint_id": survivor.id})
        for model, field in self._get_documents_about():
            rows = env[model].with_context(active_test=False).search([(field, "in", self.ids)])
            rows.write({field: survivor.id})

    @api.model
    def _get_documents_about(self):
        """:return: list of (model, field): documents of others that say which complaint they are
        about, such as credit notes and visits"""
        return [
            (model._name, field.name)
            for model in self.env.values()
            if model._auto and not model._transient and not model._name.startswith("pylot.")
            for field in model._fields.values()
            if field.type == "many2one" and field.comodel_name == self._name and field.store
        ]

    def _prepare_survivor_vals(self, survivor):
        values = {
            "tag_ids": [Command.link(tag.id) for tag in self.tag_ids],
            "contact_ids": [
                Command.link(contact.id)
                for contact in (self.contact_ids | self.partner_id) - survivor.partner_id
            ],
        }
        for name in ADOPTED_FIELDS:
            known = next((each[name] for each in self if each[name]), None)
            if not known or survivor[name]:
                continue
            values[name] = known.id if isinstance(known, models.BaseModel) else known
        if values.get("previous_id") == survivor.id:
            del values["previous_id"]
        return values

    @api.model
    def _get_text_domain(self, text):
        """The number of a merged one finds the survivor."""
        merged = self.with_context(active_test=False).search(
            [("merged_into_id", "!=", False), ("number", "=", text.strip().upper())]
        )
        found = super()._get_text_domain(text)
        return found | Domain("id", "in", merged.merged_into_id.ids) if merged else found

    # === WHAT STILL COMES ===

    def _get_thread(self):
        return super()._get_thread()._get_survivor()

    def message_update(self, msg_dict, update_vals=None):
        survivor = self._get_survivor()
        if survivor != self:
            return survivor.message_update(msg_dict, update_vals)
        return super().message_update(msg_dict, update_vals)

    def message_post(self, **kwargs):
        """A merged one has no thread any more. The gateway posts after it has updated."""
        survivor = self._get_survivor() if len(self) == 1 else self
        if survivor != self:
            return survivor.message_post(**kwargs)
        return super().message_post(**kwargs)
