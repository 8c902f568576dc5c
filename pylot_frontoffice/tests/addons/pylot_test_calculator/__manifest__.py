{
    "name": "Pylot Front Office: a Further Calculator",
    "summary": "Example and proof of what a further calculator costs: when a heating pays off",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Pylot Front Office contributors",
    "license": "LGPL-3",
    "depends": ["pylot_frontoffice"],
}
