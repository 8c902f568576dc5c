"""A stand-in for wkhtmltopdf, for development only: Odoo's reports printed by Chromium."""
