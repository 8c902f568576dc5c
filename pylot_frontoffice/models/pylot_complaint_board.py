from odoo import api, models

# What the button for activities shows on board and list; empty when there is no activity.
ACTIVITY_FIELDS = frozenset(
    {
        "activity_exception_decoration",
        "activity_exception_icon",
        "activity_state",
        "activity_summary",
        "activity_type_icon",
        "activity_type_id",
    }
)


class PylotComplaint(models.Model):
    """Board and list show hundreds at once. Most of them have no activity, and what there is to
    say of it need not be computed: that was half of the cost of a board."""

    _inherit = "pylot.complaint"

    @api.readonly
    def web_read(self, specification):
        asked = ACTIVITY_FIELDS & specification.keys()
        if not asked or "activity_ids" not in specification or not all(self._ids):
            return super().web_read(specification)
        rest = {name: spec for name, spec in specification.items() if name not in asked}
        found = super().web_read(rest)
        busy = self.browse([vals["id"] for vals in found if vals["activity_ids"]])
        about = super(PylotComplaint, busy).web_read({name: specification[name] for name in asked})
        known = {vals["id"]: vals for vals in about}
        nothing = dict.fromkeys(asked, False)
        return [{**vals, **known.get(vals["id"], nothing)} for vals in found]
