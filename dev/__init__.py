"""What the Makefile needs: Odoo 19, its Python packages, PostgreSQL, a browser, a PDF renderer.

Standard library only, because it runs before anything is installed. Start it from the clone:
`python3 -m dev <command>`; `python3 -m dev --help` names the commands.
"""
