from odoo import models
from odoo.tools import SQL


class IrSequence(models.Model):
    """Many numbers at once."""

    _inherit = "ir.sequence"

    def _draw(self, count):
        """Take the next numbers, those of a plain sequence with one statement.

        :return: list of ``count`` numbers, as ``next_by_id`` would give them
        """
        self.ensure_one()
        if self.implementation != "standard" or self.use_date_range:
            return [self.next_by_id() for _number in range(count)]
        name = f"ir_sequence_{self.id:03d}"
        rows = self.env.execute_query(
            SQL("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", name, count)
        )
        prefix, suffix = self._get_prefix_suffix()
        return [f"{prefix or ''}{number:0{self.padding}d}{suffix or ''}" for (number,) in rows]
