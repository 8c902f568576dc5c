from odoo import api, models
from odoo.fields import Command

TEXTS = ("char", "text", "html", "binary", "image", "json", "properties")
# What stays although it is text: the name of the record, and when its clocks stood still.
KEPT_FIELDS = {"number", "target_pauses"}
# What a link may lead to that stays: it says what went wrong, and who of us worked on it.
KEPT_MODELS = (
    "pylot.",
    "product.",
    "rating.rating",
    "res.company",
    "res.currency",
    "res.users",
    "resource.",
    "uom.",
)
# Changes that are counted and tell nothing about the customer.
KEPT_TRACKING = {
    "decision_outcome",
    "decision_told_at",
    "dismissal",
    "is_safety",
    "priority",
    "remedy_wanted",
    "severity",
    "stage_id",
    "team_id",
    "type_id",
    "user_id",
}


class PylotComplaint(models.Model):
    """What is removed when a complaint is made anonymous: every text, file and link that is not
    known to be harmless. What other parts of the program hang on a complaint is found by itself."""

    _inherit = "pylot.complaint"

    def _scrub(self):
        self._scrub_threads()
        self._scrub_ratings()
        for rows in self._get_dependent_rows():
            if rows._transient:
                rows.unlink()
            else:
                rows.write(self._prepare_scrubbed_vals(rows))
        for model, field in self._get_documents_about():
            self.env[model].search([(field, "in", self.ids)]).write({field: False})
        self.next_ids.write({"previous_id": False})
        self.write(
            {
                **self._prepare_scrubbed_vals(self),
                "name": self.env._("Anonymised"),
                "previous_id": False,
            }
        )

    def _get_dependent_rows(self):
        """:return: list of recordsets of our own models that belong to these, and to those"""
        found, waiting = {}, [self]
        while waiting:
            parents = waiting.pop()
            for model, field in self._get_links_to(parents._name):
                rows = self.env[model].search([(field, "in", parents.ids)])
                if rows - found.get(model, rows.browse()):
                    found[model] = found.get(model, rows.browse()) | rows
                    waiting.append(rows)
        return list(found.values())

    @api.model
    def _get_links_to(self, name):
        """:return: list of (model, field): our own models that cannot be without one of ``name``"""
        return [
            (model._name, field.name)
            for model in self.env.values()
            if model._name.startswith("pylot.") and model._auto and not model._abstract
            for field in model._fields.values()
            if field.type == "many2one"
            and field.comodel_name == name
            and field.store
            and field.required
        ]

    # === THREADS ===

    def _scrub_threads(self):
        """Messages stay as marks in time. What was written, by whom and to whom goes."""
        env, ids = self.env, self.ids
        of_these = [("model", "=", self._name), ("res_id", "in", ids)]
        rows_of_these = [("res_model", "=", self._name), ("res_id", "in", ids)]
        env["mail.scheduled.message"].search(of_these).unlink()
        env["mail.activity"].search(rows_of_these).unlink()
        env["mail.followers"].search(rows_of_these).unlink()
        messages = env["mail.message"].search(of_these)
        self._get_own_files(messages).unlink()
        env["mail.mail"].search([("mail_message_id", "in", messages.ids)]).unlink()
        messages = messages.exists()
        for model, field in (
            ("mail.notification", "mail_message_id"),
            ("mail.message.schedule", "mail_message_id"),
            ("mail.message.translation", "message_id"),
            ("mail.message.reaction", "message_id"),
        ):
            env[model].search([(field, "in", messages.ids)]).unlink()
        messages.message_link_preview_ids.link_preview_id.unlink()
        messages.tracking_value_ids.filtered(
            lambda value: value.field_id.name not in KEPT_TRACKING
        ).unlink()
        for message in messages:
            if message.author_id and not message.author_id.partner_share:
                continue
            message.author_id = message.author_guest_id = False
        messages.write(
            {
                "attachment_ids": [Command.clear()],
                "body": "",
                "email_from": False,
                "incoming_email_cc": False,
                "incoming_email_to": False,
                "message_id": False,
                "outgoing_email_to": False,
                "partner_ids": [Command.clear()],
                "reply_to": False,
                "starred_partner_ids": [Command.clear()],
                "subject": False,
            }
        )

    def _get_own_files(self, messages):
        """:return: attachments that are nowhere else, such as an invoice that was sent along"""
        files = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )
        loose = (False, self._name, "mail.message", "mail.compose.message")
        return files | messages.attachment_ids.filtered(lambda file: file.res_model in loose)

    def _scrub_ratings(self):
        ratings = self.env["rating.rating"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )
        names = {"feedback", "partner_id", "access_token", "publisher_comment", "publisher_id"}
        ratings.write(dict.fromkeys(names & ratings._fields.keys(), False))

    @api.model
    def _prepare_scrubbed_vals(self, model):
        """:return: values that empty every text of ``model``, and every link that may tell who a
        record is about"""
        emptied = {}
        for field in model._fields.values():
            if not field.store or field.related or field.required or field.name in KEPT_FIELDS:
                continue
            if field.compute and field.readonly:
                continue  # follows what it is made of
            if field.type in TEXTS or (
                field.type == "many2one" and not field.comodel_name.startswith(KEPT_MODELS)
            ):
                emptied[field.name] = False
            elif field.type == "many2many" and field.comodel_name == "res.partner":
                emptied[field.name] = [Command.clear()]
        return emptied
