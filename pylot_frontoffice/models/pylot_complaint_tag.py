from odoo import fields, models


class PylotComplaintTag(models.Model):
    _name = "pylot.complaint.tag"
    _description = "Complaint Tag"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    color = fields.Integer()

    _name_unique = models.UniqueIndex("(name)", "There is a tag of this name already.")
