from odoo import api, fields, models


class PylotDocumentLink(models.AbstractModel):
    """Mixin of records that are about a document of any model, in ``res_model`` and ``res_id``."""

    _name = "pylot.document.link"
    _description = "Link to a Document"

    document_name = fields.Char(
        string="Document",
        compute="_compute_document_name",
        help="Empty when it was deleted, or is none of your business.",
    )

    @api.depends("res_model", "res_id")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_document_name(self):
        """One look per model, however many there are; nobody reads here what he may not open."""
        self.document_name = ""
        for res_model, links in self.grouped("res_model").items():
            if res_model not in self.env:
                continue
            documents = self.env[res_model].browse(set(links.mapped("res_id"))).exists()
            names = {each.id: each.display_name for each in documents._filtered_access("read")}
            for link in links:
                link.document_name = names.get(link.res_id, "")

    def action_open_document(self):
        """The document this is about."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).get_formview_action()
