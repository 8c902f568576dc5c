"""Pure Python: no Odoo import, standard library only (photos need Pillow, which Odoo brings),
importable with this folder's parent on the path (``import tools.travel``). Import the module you
need; nothing is imported here."""
