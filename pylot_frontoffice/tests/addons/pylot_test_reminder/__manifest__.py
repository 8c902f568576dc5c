{
    "name": "Pylot Front Office: a Further Reminder",
    "summary": "Example and proof of what a document and a channel cost: rentals, and a chat",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Pylot Front Office contributors",
    "license": "LGPL-3",
    "depends": ["pylot_frontoffice"],
    "data": ["security/ir.model.access.csv", "views/pylot_reminder_level_views.xml"],
}
