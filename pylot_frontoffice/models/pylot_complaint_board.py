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
        if not asked or not self._asks_activities(specification) or not all(self._ids):
            return super().web_read(specification)
        apart = {"activity_ids", *asked}
        found = super().web_read({k: spec for k, spec in specification.items() if k not in apart})
        activities = self._get_activities_by_id()
        busy = self.browse([vals["id"] for vals in found if vals["id"] in activities])
        about = super(PylotComplaint, busy).web_read({name: specification[name] for name in asked})
        known = {vals["id"]: vals for vals in about}
        nothing = dict.fromkeys(asked, False)
        return [
            {
                **vals,
                "activity_ids": activities.get(vals["id"], []),
                **known.get(vals["id"], nothing),
            }
            for vals in found
        ]

    def _asks_activities(self, specification):
        """:return: whether activities are asked for as the web client does, by their ids alone, and
        the user may see them"""
        asked = specification.get("activity_ids")
        field = self._fields["activity_ids"]
        return asked == {"fields": {}} and self._has_field_access(field, "read")

    def _get_activities_by_id(self):
        """The field says the same, but asks for each record which groups the user is in.

        :return: dict of activities as the web client wants them, first due first, by id of the
            complaint"""
        activities = self.env["mail.activity"].search_fetch(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)], ["res_id"]
        )
        found = {}
        for activity in activities:
            found.setdefault(activity.res_id, []).append({"id": activity.id})
        return found
