{
    "name": "Pylot Front Office: a Further Remedy",
    "summary": "Example and proof of what a further remedy costs: a donation",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Pylot Front Office contributors",
    "license": "LGPL-3",
    "depends": ["pylot_frontoffice"],
    "data": ["views/pylot_complaint_views.xml"],
}
